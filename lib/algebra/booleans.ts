/** Booleans: what may be other than zero, and which inputs an entry depends on. */
import type { Graph } from '../graph.ts'
import { inputTypes } from '../graph.ts'
import { select } from '../ops/compare.ts'
import { isTuple, type Type } from '../types.ts'
import { type Algebra, type Carried, elements, entriesOfAll, filledWith, tensorsOf } from './algebra.ts'
import { interpret } from './interpret.ts'
import { callOp } from './numbers.ts'

/**
 * False stands for what is zero whatever the inputs are, true for what may be anything; sums are `or`, products `and`.
 * In it the graph of forward mode, run on true points and one true tangent, gives the sparsity of a Jacobian's column.
 */
export const booleans: Algebra<boolean> = {
  name: 'booleans',
  constant: (x) => x !== 0,
  add: (a, b) => a || b,
  mul: (xs) => xs.every((x) => x),
  neg: (x) => x,
  apply: (op, xs) => {
    if (op.family === select.op.family) return xs[0]! ? xs[1]! || xs[2]! : xs[2]!
    return xs.some((x) => x) || callOp(op, new Array<number>(xs.length).fill(0)) !== 0
  },
  number: (x) => (x ? undefined : 0),
  choose: (_, options) => options.some((x) => x),
  other: (op, xs, type) => {
    const right = op.family.kind === 'solve' ? xs.slice(1) : undefined
    const zero = right !== undefined && !entriesOfAll(right).some((x) => x)
    return filledWith(type, () => !zero)
  },
}

/** Sets of entries of the inputs, as the bits of a whole number: sums and products, like all else, join them. */
export const dependencies: Algebra<bigint> = {
  name: 'dependencies',
  constant: () => 0n,
  add: (a, b) => a | b,
  mul: (xs) => union(xs),
  neg: (x) => x,
  apply: (_, xs) => union(xs),
  number: () => undefined,
  choose: (by, options) => union(by) | union(options),
  other: (_, xs, type) => {
    const all = union(entriesOfAll(xs))
    return filledWith(type, () => all)
  },
}
const union = (xs: readonly bigint[]): bigint => xs.reduce((a, b) => a | b, 0n)

/** The places of the bits of a whole number, lowest first. */
const bitsOf = (x: bigint): readonly number[] =>
  [...x.toString(2)].reverse().flatMap((bit, k) => (bit === '1' ? [k] : []))

const numbered = (type: Type, next: () => bigint): Carried<bigint> =>
  isTuple(type)
    ? { tuple: type.tuple.map((part) => numbered(part, next)) }
    : elements(type.shape, Array.from({ length: type.shape.reduce((n, extent) => n * extent, 1) }, next))

/**
 * For each output and each of its entries the entries of the inputs on which its value may depend, numbered through all
 * inputs in row-major order. It never misses one; a product with a zero, and a branch not taken, count.
 *
 * @example
 * dependence(graph([[3]], (x) => cumsum(x))) // => [[[0], [0, 1], [0, 1, 2]]]
 */
export const dependence = (graph: Graph): readonly (readonly (readonly number[])[])[] => {
  let count = 0n
  const inputs = inputTypes(graph).map((type) => numbered(type, () => 1n << count++))
  return interpret(dependencies)(graph, inputs).flatMap((y) => tensorsOf(y).map(({ entries }) => entries.map(bitsOf)))
}
