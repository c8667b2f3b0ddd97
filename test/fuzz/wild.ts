// Graphs of any ops on anything: shapes that may not fit, axes that may not exist, numbers of every kind.
import fc from 'fast-check'
import * as ops from '../../modes/index.ts'
import { AdError, type Graph, graph, type Shape, show, sizeOf, type Wire } from '../../modes/index.ts'

/** Draws from two wires at hand and a small whole number. */
type Wild = (a: Wire, b: Wire, c: number) => Wire

/** Every function of numbers. */
export const unary: readonly Wild[] = [
  ...[ops.abs, ops.acos, ops.acosh, ops.asin, ops.asinh, ops.atan, ops.atanh, ops.ceil, ops.cos, ops.cosh, ops.exp],
  ...[ops.erf, ops.erfc],
  ...[ops.expm1, ops.floor, ops.log, ops.log1p, ops.logit, ops.neg, ops.recip, ops.relu, ops.round, ops.sigmoid],
  ...[ops.sign, ops.sin, ops.sinh, ops.softplus, ops.sqrt, ops.square, ops.tan, ops.tanh, ops.trunc, ops.identity],
  ...[ops.isFinite, ops.isNaN, ops.not, ops.stopGradient, (x: Wire) => ops.normalDensity(x)],
].map(
  (f: (x: Wire) => Wire): Wild =>
    (a) =>
      f(a),
)

const binary: readonly Wild[] = [
  ...[ops.add, ops.sub, ops.mul, ops.div, ops.pow, ops.maximum, ops.minimum, ops.atan2, ops.mod],
  ...[ops.squaredDifference, ops.less, ops.equal, ops.and, ops.or, ops.notEqual, ops.greaterEqual],
  ...[ops.sigmoidCrossEntropy, ops.matmul, ops.outer, ops.dot, ops.softmaxCrossEntropy, ops.frobeniusNorm],
].map(
  (f): Wild =>
    (a, b) =>
      f(a, b),
)

/** An axis that may not exist. */
const axis = (c: number): number => (c % 5) - 2
const along: readonly Wild[] = [
  ...[ops.sum, ops.mean, ops.max, ops.min, ops.prod, ops.variance, ops.logsumexp, ops.norm, ops.argmax, ops.argmin],
  ...[ops.cumsum, ops.cumprod, ops.softmax, ops.logSoftmax, ops.flip, ops.expandDims, ops.squeeze],
].map(
  (f): Wild =>
    (a, _, c) =>
      f(a, axis(c)),
)

const moving: readonly Wild[] = [
  (a, _, c) => ops.power(a, c - 4),
  (a, b, c) => ops.clip(a, b, c),
  (a, b) => ops.select(ops.greater(a, 0), a, b),
  (a) => ops.transpose(a),
  (a) => ops.diag(a),
  (a) => ops.trace(a),
  (a) => ops.reshape(a, [sizeOf(a.shape)]),
  (a) => ops.reshape(a, [...a.shape].reverse()),
  (a, b) => ops.broadcastTo(a, b.shape),
  (a, _, c) => ops.slice(a, [[c - 3, undefined, (c % 4) - 2]]),
  (a, _, c) => ops.slice(a, [null, [c % 3, c % 5]]),
  (a, _, c) =>
    ops.pad(
      a,
      a.shape.map(() => [c % 2, (c >> 1) % 2]),
      c % 3,
    ),
  (a, b, c) => ops.stack([a, b], axis(c)),
  (a, b, c) => ops.concat([a, b], axis(c)),
  (a, _, c) => ops.tile(a, [c % 3, 1 + (c % 2)]),
  (a, b, c) => ops.gather(a, b, axis(c)),
  (a, b, c) => ops.scatterAdd(a, b, c % 4, axis(c)),
  (a, _, c) => ops.oneHot(a, c % 4),
  (a, b) => ops.einsum('ij,ij,kj->ik', a, a, b),
  (a) => ops.einsum('...i,...i->...', a, a),
]

const owning: readonly Wild[] = [
  (a, b) => ops.solve(a, b),
  (a, b) => ops.solve(ops.diag(a), b),
  (a) => ops.solve(ops.outer(a, a), a),
  (a, b) => ops.checkpoint((x) => ops.mul(ops.exp(x), b))(a),
  (a, b) =>
    ops.cond(
      b,
      (x) => ops.sqrt(x),
      (x) => ops.neg(x),
      a,
    ),
  (a, b) => ops.scan(([h], [t]) => ({ carry: [ops.tanh(ops.add(h!, t!))], out: [ops.mul(h!, b)] }), [b], [a]).out[0]!,
  (a, b) => ops.map((row) => ops.log(ops.mul(row, b)), a),
  (a, b) => ops.foldl((s, row) => ops.maximum(s, row), b, a),
  // Carries that no step reads, that change places, and that stay.
  (a, b) => ops.scan((_, [row]) => ({ carry: [row!] }), [b], [a]).carry[0]!,
  (a, b, c) => ops.scan(([x, y], [row]) => ({ carry: [y!, x!], out: [ops.add(row!, x!)] }), [b, b], [a]).carry[c % 2]!,
  (a, b) => ops.scan(([x], [row]) => ({ carry: [x!], out: [ops.exp(row!)] }), [b], [a]).carry[0]!,
  (a, b) => {
    const [p, q] = ops.checkpointAll((x, y) => [ops.less(ops.sum(x), 3), ops.cumsum(ops.add(x, y))])(a, b)
    return ops.mul(p!, q!)
  },
  (a, b, c) => ops.fori(c % 4, (i, x) => ops.mul(x, ops.add(b, i)), a),
  (a, b, c) =>
    ops.whileLoop(
      (x) => ops.less(ops.sum(x), c),
      (x) => ops.add(ops.mul(x, 2), b),
      a,
      { bound: 2 },
    ),
  (a, b) =>
    ops.customDerivative(
      (x) => ops.mul(x, b),
      ([x], _, [dx]) => ops.mul(ops.sign(x!), dx!),
    )(a),
]
export const everything: readonly Wild[] = [...unary, ...binary, ...along, ...moving, ...owning]

/** A wild graph. */
export interface Draft {
  readonly graph: Graph
  /** How many instructions were refused, each by one AdError. */
  readonly refused: number
}

const LARGEST = 64
const drawn = (
  shapes: readonly Shape[],
  instructions: readonly (readonly number[])[],
  table: readonly Wild[],
): Draft => {
  let refused = 0
  const g = graph(shapes, (...xs) => {
    const pool: Wire[] = [...xs]
    for (const [op, a, b, c] of instructions) {
      try {
        const [x, y] = [pool[pool.length - 1 - (a! % pool.length)]!, pool[b! % pool.length]!]
        const wire = table[op! % table.length]!(x, y, c!)
        if (sizeOf(wire.shape) <= LARGEST) pool.push(wire)
      } catch (e) {
        if (!(e instanceof AdError)) throw e
        refused++
      }
    }
    return pool.slice(-2)
  })
  return { graph: { ...g, [fc.toStringMethod]: () => `\n${show(g)}` } as Graph, refused }
}

/** Mostly of few axes, and small; also of none, of eight, with extents 0 and 1. */
const shape: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Shape[]>([], [1], [2], [3], [2, 2], [2, 3], [3, 2], [1, 2], [2, 1]) },
  { weight: 2, arbitrary: fc.constantFrom<Shape[]>([0], [0, 2], [2, 0], [2, 1, 3], [1, 1, 1]) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(1, 1, 1, 2, 0), { minLength: 4, maxLength: 8 }) },
)
const nat = (max: number): fc.Arbitrary<number> => fc.nat({ max })
export const drafts = (table: readonly Wild[] = everything, inputs = 2, maxLength = 6): fc.Arbitrary<Draft> =>
  fc
    .tuple(
      fc.array(shape, { minLength: 1, maxLength: inputs }),
      fc.array(fc.tuple(fc.noBias(nat(9999)), nat(2), nat(9), nat(7)), { minLength: 1, maxLength }),
    )
    .map(([shapes, instructions]) => drawn(shapes, instructions, table))

const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: none, MAX_VALUE, MIN_VALUE } = Number
export const special = fc.constantFrom(none, POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, -0, 0, 1, -1, 2, 0.5, -0.5, 3)
export const extreme = fc.oneof(
  special,
  fc.constantFrom(MAX_VALUE, -MAX_VALUE, MIN_VALUE, 1e200, -1e200, 1e-200, 1e-310),
)
export const ordinary = fc.integer({ min: -30, max: 30 }).map((k) => k / 10)
export const numbersOf = (entry: fc.Arbitrary<number>): fc.Arbitrary<readonly number[]> =>
  fc.array(entry, { minLength: 7, maxLength: 13 })
