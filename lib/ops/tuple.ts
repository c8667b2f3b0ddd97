/** Tuples: several wires as one, and the parts of one. `project(k)` and the injection at `k` are adjoint. */
import { fail, typesText } from '../error.ts'
import { checkShape } from '../given.ts'
import { Linear } from '../linear.ts'
import { type Drawn, interning, type Op } from '../op.ts'
import { isTuple, type Shape, showType, type TupleType, type Type, tensorType, tupleType, withLanes } from '../types.ts'
import type { Tuple } from '../value.ts'
import { argsOf, draw, refOf, type Wire } from '../wire.ts'
import { fill } from './constant.ts'

/** The injection into place `at` of a tuple type: its argument there, zeros elsewhere. */
const inject = (at: number, whole: TupleType): Drawn => ({
  name: `inject${at}`,
  draw: ([x], _, lanes) => tuple(whole.tuple.map((type, k) => (k === at ? x! : zeros(withLanes(type, lanes))))),
  adjoint: () => projectOp(at),
  source: [],
  key: `inject ${at} ${showType(whole)}`,
})

export const tupleOp: Op = {
  family: { name: 'tuple', kind: 'tuple' },
  name: 'tuple',
  params: null,
  key: '',
  hash: 0x7e7,
  type: (...xs) => tupleType(xs),
  eval: (...xs) => ({ tuple: xs }),
  partial: (at, y, xs) =>
    Linear.ofStep({
      op: inject(at, y.type as TupleType),
      at: 0,
      args: [refOf(xs[at]!)],
      from: xs[at]!.type,
      to: y.type,
    }),
}

const projectFamily = { name: 'project', kind: 'project' } as const
const part = (at: number, type: Type | undefined): Type =>
  type && isTuple(type) && at in type.tuple
    ? type.tuple[at]!
    : fail({
        tag: 'ShapeError',
        op: 'project',
        found: typesText(type ? [type] : []),
        expected: `a tuple with a part ${at}`,
        cure: 'count parts from 0',
      })

export const projectOp: (at: number) => Op<number> = interning<number>(String, (at, key, hash) => ({
  family: projectFamily,
  name: `project${at}`,
  params: at,
  key,
  hash: hash ^ 0x517,
  type: (x) => part(at, x),
  eval: (x) => (x as Tuple).tuple[at]!,
  partial: (_, y, [x]) => Linear.ofStep({ op: projectOp(at), at: 0, args: [refOf(x!)], from: x!.type, to: y.type }),
  adjoint: (_, whole) => inject(at, whole as TupleType),
}))

/** A shape where a type is meant. */
const typeGiven = (op: string, type: Shape | Type): Type => {
  if (typeof type === 'object' && type !== null && !Array.isArray(type)) return type as Type
  checkShape(op, type)
  return tensorType(type as Shape)
}

const uniform = (type: Type, x: number): Wire =>
  isTuple(type) ? tuple(type.tuple.map((t) => uniform(t, x))) : fill(type.shape, x)

/**
 * Zero of any type, or of a shape.
 *
 * @throws AdError `ShapeError` for what is neither
 * @example
 * evaluateOrThrow(graph([], () => zeros([3])), []) // => [[0, 0, 0]]
 */
export const zeros = (type: Shape | Type): Wire => uniform(typeGiven('zeros', type), 0)
/**
 * One in every entry of any type, or of a shape.
 *
 * @throws AdError `ShapeError` for what is neither
 * @example
 * evaluateOrThrow(graph([], () => ones([2, 2])), []) // => [[[1, 1], [1, 1]]]
 */
export const ones = (type: Shape | Type): Wire => uniform(typeGiven('ones', type), 1)

/** Several wires as one. */
export const tuple = (xs: readonly Wire[]): Wire => draw(tupleOp, xs)

/** Part `at` of a tuple, counted from 0. */
export const project = (at: number, x: Wire): Wire =>
  x.node.op === tupleOp && at in argsOf(x) ? argsOf(x)[at]! : draw(projectOp(at), [x])

/** All parts of a tuple. */
export const parts = (x: Wire): readonly Wire[] =>
  isTuple(x.type)
    ? x.type.tuple.map((_, k) => project(k, x))
    : fail({
        tag: 'ShapeError',
        op: 'parts',
        found: showType(x.type),
        expected: 'a tuple',
        cure: 'use the wire itself',
      })
