/** Equality of graphs up to numbering: both are drawn into one drawing, where equal nodes are one. */
import { addWires } from '../lib/ops/add.ts'
import { allZero } from '../lib/ops/body.ts'
import { fillOf, isZero } from '../lib/ops/constant.ts'
import { contract, type Factor } from '../lib/ops/contract.ts'
import type { Einsum } from '../lib/ops/einsum.ts'
import { negOp } from '../lib/ops/neg.ts'
import { sameType } from '../lib/types.ts'
import { argsOf, refOf } from '../lib/wire.ts'
import { axesWord } from '../lib/words.ts'
import {
  closure,
  draw,
  fill,
  type Graph,
  inputTypes,
  type Op,
  outputTypes,
  project,
  showType,
  tuple,
  type Wire,
  zeros,
} from '../modes/index.ts'
import { claim, refute, type Verdict } from './verdict.ts'

const einsumOf = (op: Op): Einsum => op.params as Einsum

const factorsOf = (wire: Wire): readonly Factor[] =>
  argsOf(wire).map((arg, k) => ({ wire: arg, word: einsumOf(wire.node.op).words[k]! }))

/** A wire as a number times another wire. */
const peel = (wire: Wire): { readonly wire: Wire; readonly coef: number } => {
  const { op } = wire.node
  if (op === negOp) {
    const inside = peel(argsOf(wire)[0]!)
    return { wire: inside.wire, coef: -inside.coef }
  }
  if (op.family.kind !== 'einsum') return { wire, coef: 1 }
  const factors = factorsOf(wire)
  const number = factors.findIndex((x) => x.word.length === 0 && fillOf(x.wire) !== undefined)
  if (number < 0 || factors.length < 2) return { wire, coef: 1 }
  const { out, extent, shape, absorbing } = einsumOf(op)
  const rest = contract(factors.toSpliced(number, 1), out, extent, shape, 1, absorbing)
  return { wire: rest, coef: fillOf(factors[number]!.wire)! }
}

const times = (wire: Wire, coef: number): Wire => {
  const { shape } = wire
  const word = axesWord(shape.length)
  return isZero(wire) ? fill(shape, 0) : contract([{ wire, word }], word, shape, shape, coef)
}

interface Term {
  readonly wire: Wire
  readonly coef: number
}

const terms = (given: Wire, factor: number): readonly Term[] => {
  const { wire, coef } = peel(given)
  if (isZero(wire)) return []
  return wire.node.op.family.kind === 'add'
    ? argsOf(wire).flatMap((arg) => terms(arg, factor * coef))
    : [{ wire, coef: factor * coef }]
}

/** A sum with its nested sums opened, equal terms counted, zeros dropped; the first term of all has coefficient 1. */
const sumOf = (wires: readonly Wire[]): Wire => {
  const counted = new Map<number, Term>()
  for (const { wire, coef } of wires.flatMap((x) => terms(x, 1)))
    counted.set(refOf(wire), { wire, coef: coef + (counted.get(refOf(wire))?.coef ?? 0) })
  const left = [...counted.values()].filter(({ coef }) => coef !== 0).sort((a, b) => refOf(a.wire) - refOf(b.wire))
  const lead = left[0]?.coef ?? 0
  return left.length === 0
    ? fill(wires[0]!.shape, 0)
    : times(addWires(left.map(({ wire, coef }) => times(wire, coef / lead))), lead)
}

/** Draws an op as the canonical form has it: sums flat, factors in order of place, known zeros passed on. */
export const redraw = (op: Op, xs: readonly Wire[]): Wire => {
  const zero = (): Wire => zeros(op.type(...xs.map((x) => x.type)))
  switch (op.family.kind) {
    case 'add':
      return sumOf(xs)
    case 'einsum': {
      const { words, out, extent, shape, absorbing } = einsumOf(op)
      if (xs.some(isZero) && xs.every((x) => Number.isFinite(fillOf(x)))) return zero()
      const peeled = xs.map(peel)
      const factors = peeled.map(({ wire }, k) => ({ wire, word: words[k]! }))
      const coef = peeled.reduce((all, x) => all * x.coef, 1)
      const product = peel(contract(factors, out, extent, shape, 1, absorbing))
      return times(product.wire, coef * product.coef)
    }
    case 'neg': {
      const { wire, coef } = peel(xs[0]!)
      return isZero(wire) ? zero() : times(wire, -coef)
    }
    case 'copy':
    case 'cumsum':
    case 'scatter':
      // Linear in the first argument, or, as a concat, in all together.
      return (op.adjoint ? isZero(xs[0]!) : xs.every(isZero)) ? zero() : draw(op, xs)
    case 'solve':
      return isZero(xs[1]!) ? zero() : draw(op, xs)
    case 'project':
      return allZero(xs[0]!) ? zero() : project(op.params as number, xs[0]!)
    case 'tuple':
      return tuple(xs)
    default:
      return draw(op, xs)
  }
}

/** Draws all nodes of a graph in canonical form on wires for its inputs: the wire of each node. */
export const redrawNodes = (graph: Graph, xs: readonly Wire[]): readonly Wire[] => {
  const wires: Wire[] = new Array(graph.nodes.size)
  graph.inputs.forEach((ref, k) => {
    wires[ref] = xs[k]!
  })
  graph.nodes.forEach((node, ref) => {
    wires[ref] ??= redraw(
      node.op,
      node.args.map((arg) => wires[arg]!),
    )
  })
  return wires
}

const typesText = (graph: Graph): string =>
  `${inputTypes(graph).map(showType).join(', ')} -> ${outputTypes(graph).map(showType).join(', ')}`

/**
 * f = g: drawn into one drawing on the same inputs, the outputs of both are the same nodes.
 *
 * @example
 * sameUpToNumbering(graph([[]], (x) => add(x, x)), graph([[]], (x) => mul(2, x))).holds // => true
 * sameUpToNumbering(graph([[]], (x) => add(x, x)), graph([[]], (x) => mul(x, x))).holds // => false
 */
export const sameUpToNumbering = (f: Graph, g: Graph): Verdict => {
  const types = inputTypes(f)
  const others = inputTypes(g)
  if (
    types.length !== others.length ||
    f.outputs.length !== g.outputs.length ||
    !types.every((type, k) => sameType(type, others[k]!))
  )
    return refute(`types differ: ${typesText(f)} against ${typesText(g)}`, f, g)
  let differing = -1
  closure(types, (...xs) => {
    const [a, b] = [redrawNodes(f, xs), redrawNodes(g, xs)]
    differing = f.outputs.findIndex((ref, k) => a[ref]!.ref !== b[g.outputs[k]!]!.ref)
    return []
  })
  return claim(differing < 0, `output ${differing} is not the same node`, f, g)
}
