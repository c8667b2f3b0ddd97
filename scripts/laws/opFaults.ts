/** Faults of rules: each an op whose partial is another linear map, while what it computes stays as it was. */

import { sameLinear } from '../../laws/maps.ts'
import { altered, withOps } from '../../laws/ops.ts'
import { kernel } from '../../lib/kernel.ts'
import { type Factor, isStep } from '../../lib/linear.ts'
import { sameOp } from '../../lib/op.ts'
import { sameType, withLanes } from '../../lib/types.ts'
import {
  type Drawn,
  type Graph,
  isTuple,
  Linear,
  mul,
  type Op,
  ones,
  parts,
  sizeOf,
  type Type,
  tuple,
  type Wire,
} from '../../modes/index.ts'

type Partial = Op['partial']
type Rule = (op: Op, at: number, ...rest: [y: Wire, xs: readonly Wire[], c: Parameters<Partial>[3]]) => Linear

const times = (x: Wire, coef: number): Wire =>
  isTuple(x.type) ? tuple(parts(x).map((part) => times(part, coef))) : mul(coef, x)

/** A drawn map that keeps the type of what it is given. */
const scale = (coef: number): Drawn => ({
  name: 'scale',
  draw: (xs, at) => times(xs[at]!, coef),
  adjoint: () => scale(coef),
  absolute: () => scale(Math.abs(coef)),
  source: [],
  key: `scale ${coef}`,
})

const scaling = (type: Type, coef: number): Linear =>
  isTuple(type)
    ? Linear.ofStep({ op: scale(coef), at: 0, args: [0], from: type, to: type })
    : Linear.ofKernel(type, type, kernel([0], [0], [sizeOf(type.shape)], [], coef, false))

/** Adds ones to what it is given nothing of: no linear map. */
const constant = (from: Type, to: Type): Drawn => ({
  name: 'constant',
  draw: (_xs, _at, lanes) => ones(withLanes(to, lanes)),
  adjoint: () => constant(to, from),
  absolute: () => constant(from, to),
  source: [],
  key: 'constant',
})

/** The map that gives ones whatever it is given: no linear map. */
export const one = (from: Type, to: Type): Linear =>
  Linear.ofStep({ op: constant(from, to), at: 0, args: [0], from, to })

/** A step whose adjoint is itself. */
const selfAdjoint = (factor: Factor): Factor => {
  if (!isStep(factor)) return factor
  const own: Op | Drawn = { ...factor.op, adjoint: () => own } as Op | Drawn
  return { ...factor, op: own }
}

const alike = (xs: readonly Wire[]): boolean => xs.every((x) => sameType(x.type, xs[0]!.type))

/** The linear map with its path's ends as they were wanted. */
const between = (l: Linear, x: Wire, y: Wire): Linear => ({ ...l, from: x.type, to: y.type })

/** What may be wrong with a rule, by name; a fault that changes nothing in a rule is none of its. */
export const faults: Readonly<Record<string, Rule>> = {
  'sign flipped': (op, at, y, xs, c) => Linear.compose(op.partial(at, y, xs, c), scaling(y.type, -1)),
  'factor 2': (op, at, y, xs, c) => Linear.compose(op.partial(at, y, xs, c), scaling(y.type, 2)),
  'a term dropped': (op, at, y, xs, c) => {
    const l = op.partial(at, y, xs, c)
    return { ...l, paths: l.paths.slice(1) }
  },
  'a factor dropped': (op, at, y, xs, c) => {
    const l = op.partial(at, y, xs, c)
    return sameType(l.from, l.to) ? { ...l, paths: l.paths.map((path) => path.slice(1)) } : l
  },
  'operands swapped': (op, at, y, xs, c) =>
    alike(xs) ? op.partial(at, y, xs.toReversed(), c) : op.partial(at, y, xs, c),
  'slope in another argument': (op, at, y, xs, c) => {
    const other = (at + 1) % xs.length
    return sameType(xs[other]!.type, xs[at]!.type)
      ? between(op.partial(other, y, xs, c), xs[at]!, y)
      : op.partial(at, y, xs, c)
  },
  'slope at the result': (op, at, y, xs, c) =>
    sameType(xs[at]!.type, y.type)
      ? op.partial(
          at,
          y,
          xs.map((x, k) => (k === at ? y : x)),
          c,
        )
      : op.partial(at, y, xs, c),
  'result for the argument': (op, at, y, xs, c) =>
    sameType(xs[at]!.type, y.type) ? op.partial(at, xs[at]!, xs, c) : op.partial(at, y, xs, c),
  'constant added': (op, at, y, xs, c) => Linear.sum(op.partial(at, y, xs, c), one(xs[at]!.type, y.type)),
  'adjoint not swapped': (op, at, y, xs, c) => {
    const l = op.partial(at, y, xs, c)
    return { ...l, paths: l.paths.map((path) => path.map(selfAdjoint)) }
  },
}

/** Equality in both directions: a step may differ in its adjoint alone. */
const same = (f: Linear, g: Linear): boolean => sameLinear(f, g) && sameLinear(Linear.adjoint(f), Linear.adjoint(g))

/** The op with a fault in the rule of one argument; `changed` hears whether the fault has made any difference. */
export const faulty = (op: Op, argument: number, fault: string, changed: () => void): Op =>
  altered(op, `with ${fault} in ${argument}`, {
    partial: (at, y, xs, c) => {
      const right = op.partial(at, y, xs, c)
      if (at !== argument) return right
      let differs = true
      try {
        const wrong = faults[fault]!(op, at, y, xs, c)
        differs = !same(right, wrong)
        return wrong
      } finally {
        if (differs) changed()
      }
    },
  })

/** The graph with a faulty op in place of every one equal to it. */
export const plant = (f: Graph, op: Op, wrong: Op): Graph =>
  withOps(f, (node) => (sameOp(node.op, op) ? wrong : undefined))
