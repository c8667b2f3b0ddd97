// Instructions that contract, reduce and move entries, and systems of equations.
import {
  add,
  broadcastTo,
  concat,
  constant,
  cumprod,
  cumsum,
  diag,
  einsum,
  eye,
  flip,
  frobeniusNorm,
  gather,
  logSoftmax,
  logsumexp,
  matmul,
  mean,
  mul,
  norm,
  outer,
  pad,
  prod,
  reshape,
  scatterAdd,
  sizeOf,
  slice,
  softmax,
  softmaxCrossEntropy,
  solve,
  stack,
  sum,
  tanh,
  tensor,
  tile,
  trace,
  transpose,
  variance,
  type Wire,
} from '../../modes/index.ts'
import { along, limited, positive, type Rule, rank, small } from './rule.ts'

const constantList = (list: readonly number[]): Wire => constant(tensor(list))

/** Contractions and what moves entries. */
export const structural: readonly Rule[] = [
  ({ a, of }) => {
    const [n] = a.wire.shape.slice(-1)
    const other = n === undefined ? undefined : of((s) => s.length === 1 && s[0] === n)
    const square = of((s) => s.length === 2 && s[0] === n)
    const right = square ?? other
    return right ? [{ wire: matmul(a.wire, right.wire), bound: 3 * a.bound * right.bound }] : []
  },
  ({ a }) => [{ wire: transpose(a.wire), bound: a.bound }],
  ({ a, c }) => [{ wire: rank(a) === 0 ? a.wire : sum(a.wire, c % rank(a)), bound: 3 * a.bound }],
  ({ a }) => [{ wire: sum(a.wire), bound: 6 * a.bound }],
  ({ a, b }) =>
    small([...a.wire.shape, ...b.wire.shape]) ? [{ wire: outer(a.wire, b.wire), bound: a.bound * b.bound }] : [],
  ({ a }) =>
    rank(a) === 1 || (rank(a) === 2 && a.wire.shape[0] === a.wire.shape[1])
      ? [{ wire: diag(a.wire), bound: a.bound }]
      : [],
  ({ of }) => {
    const x = of((s) => s.length === 2 && s[0] === s[1])
    return x ? [{ wire: trace(x.wire), bound: 3 * x.bound }] : []
  },
  ({ of }) => {
    const x = of((s) => s.length === 2)
    return x ? [{ wire: einsum('ij,ij,kj->ik', x.wire, x.wire, x.wire), bound: 3 * x.bound ** 3 }] : []
  },
  ({ a }) => (small([2, ...a.wire.shape]) ? [{ wire: broadcastTo(a.wire, [2, ...a.wire.shape]), bound: a.bound }] : []),
  ({ a }) => [{ wire: reshape(a.wire, [sizeOf(a.wire.shape)]), bound: a.bound }],
  ({ a }) => [{ wire: reshape(a.wire, [...a.wire.shape].reverse()), bound: a.bound }],
  ({ a, c }) =>
    rank(a) > 0 ? [{ wire: slice(a.wire, [[c % 2, a.wire.shape[0]!, 1 + (c % 3)]]), bound: a.bound }] : [],
  ({ a, c }) => (rank(a) === 1 && a.wire.shape[0]! < 4 ? [{ wire: pad(a.wire, [[c % 2, 1]]), bound: a.bound }] : []),
  ({ a, of }) => {
    const other = of((s) => s.length === rank(a) && s.slice(1).join() === a.wire.shape.slice(1).join())
    return other && rank(a) > 0 && a.wire.shape[0]! + other.wire.shape[0]! < 6
      ? [{ wire: concat([a.wire, other.wire]), bound: Math.max(a.bound, other.bound) }]
      : []
  },
  ({ a, c, of }) => {
    const other = of((s) => s.join() === a.wire.shape.join())!
    return small([2, ...a.wire.shape])
      ? [{ wire: stack([a.wire, other.wire], c % (rank(a) + 1)), bound: Math.max(a.bound, other.bound) }]
      : []
  },
  along(
    (x, axis) => flip(x, axis),
    (m) => m,
  ),
  ({ a, c }) => (small([2, ...a.wire.shape]) ? [{ wire: tile(a.wire, c % 2 ? 2 : [2, 1]), bound: a.bound }] : []),
  ({ a, c }) => (rank(a) > 0 ? [{ wire: slice(a.wire, [[undefined, undefined, -1 - (c % 2)]]), bound: a.bound }] : []),
  along(
    (x, axis) => {
      const n = x.shape[axis]!
      return gather(x, [n - 1, 0, n >> 1], axis)
    },
    (m) => m,
  ),
  ({ a, c }) =>
    rank(a) > 0
      ? [
          {
            wire: scatterAdd(a.wire, constantList(Array.from({ length: a.wire.shape[0]! }, (_, k) => (k * c) % 3)), 3),
            bound: 3 * a.bound,
          },
        ]
      : [],
]

/** Reductions, running sums and products, and what networks make of a row. */
export const reductions: readonly Rule[] = [
  along(mean, (m) => m),
  along(prod, () => 1, 1),
  along(variance, (m) => m ** 2, 2),
  along(logsumexp, (m, n) => m + Math.log(n), 3),
  along(
    (x, axis) => norm(positive(x), axis),
    (_, n) => 5.5 * n,
    2,
  ),
  along(
    (x) => frobeniusNorm(positive(x), x),
    (_, n) => 8 * n,
    2,
  ),
  along(
    (x, axis) => cumsum(x, axis, { backward: axis % 2 === 1 }),
    (m, n) => m * n,
  ),
  along(cumprod, () => 1, 1),
  along(softmax, () => 1, 3),
  along(logSoftmax, (m, n) => 2 * m + Math.log(n), 3),
  along(
    (x, axis) => softmaxCrossEntropy(x, mul(x, x), axis),
    (m, n) => n * m * m * (2 * m + n),
    1.5,
  ),
]

/** Systems with a dominant diagonal. */
export const systems: readonly Rule[] = [
  ({ a, of }) => {
    const row = reshape(tanh(slice(reshape(a.wire, [sizeOf(a.wire.shape)]), [[0, 3]])), [
      Math.min(3, sizeOf(a.wire.shape)),
    ])
    const square = of((s) => s.length === 2 && s[0] === s[1]) ?? { wire: outer(row, row), bound: 1 }
    const n = square.wire.shape[0]!
    const b = of((s) => (s.length === 1 || s.length === 2) && s[0] === n) ?? square
    const matrix = add(limited(square.wire, square.bound, 1).wire, mul(n + 2, eye(n)))
    return [{ wire: solve(matrix, b.wire), bound: b.bound }]
  },
]
