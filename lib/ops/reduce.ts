/** Reductions over axes: means, products, norms, variances and sums of exponentials. */
import { checkOptions } from '../given.ts'
import { interning } from '../op.ts'
import type { Wire } from '../wire.ts'
import { add, sub } from './add.ts'
import { type Axes, asRows, type Keep, keepOf, reduced } from './axes.ts'
import { concat } from './concat.ts'
import { type Arg, fill, liftAt } from './constant.ts'
import { apply, elementwise, elementwiseFamily, elementwiseOp } from './elementwise.ts'
import { exp, log } from './exponential.ts'
import { max } from './extremum.ts'
import { mul, reshape, sum } from './linalg.ts'
import { sqrt, square } from './powers.ts'
import { slice } from './slice.ts'

const overFamily = elementwiseFamily('over')
/** Division by a number known as the graph is drawn, rounded once. */
export const overOp = interning<number>(String, (n, key) =>
  elementwiseOp(overFamily, n, key, (x) => x / n, [() => 1 / n]),
)

/** A sum over `count` terms divided by their number; NaN where there is none. */
const averaged = (total: Wire, count: number): Wire =>
  count > 0 ? apply(overOp(count), [total]) : fill(total.shape, Number.NaN)

/**
 * The mean over some axes, all by default, counted from either end; NaN over none.
 *
 * @example
 * evaluateOrThrow(graph([[2, 2]], (x) => mean(x, 0)), [[[1, 2], [3, 4]]]) // => [[2, 3]]
 */
export const mean = (x: Arg, axes?: Axes, options?: Keep): Wire => {
  const keep = keepOf('mean', options)
  const wire = liftAt('mean', 0, x)
  const { gone, extent } = reduced('mean', wire, axes)
  return averaged(sum(wire, gone, { keep }), extent)
}

/**
 * The variance over some axes, all by default: the sum of squared distances from the mean, divided by their number less
 * `ddof` (0 by default, 1 for a sample); NaN where that leaves none.
 *
 * @example
 * evaluateOrThrow(graph([[3]], (x) => variance(x, 0, { ddof: 1 })), [[1, 2, 3]]) // => [1]
 */
export const variance = (x: Arg, axes?: Axes, options: Keep & { readonly ddof?: number } = {}): Wire => {
  checkOptions('variance', options, { keep: [true, false], ddof: undefined })
  const { keep = false, ddof = 0 } = options
  const wire = liftAt('variance', 0, x)
  const { gone, extent } = reduced('variance', wire, axes)
  const distance = sub(wire, mean(wire, gone, { keep: true }))
  return averaged(sum(square(distance), gone, { keep }), extent - ddof)
}

/**
 * The product over some axes, all by default; 1 over none. It is a tree of products, halves with halves: nothing is
 * divided, so derivatives of every order are right at zeros too.
 *
 * @example
 * evaluateOrThrow(graph([[4]], (x) => prod(x)), [[2, 5, 3, 4]]) // => [120]
 * grad((x) => prod(x))([2, 0, 3, 4]) // => [0, 24, 0, 0]
 */
export const prod = (x: Arg, axes?: Axes, options?: Keep): Wire => {
  const keep = keepOf('prod', options)
  const given = liftAt('prod', 0, x)
  const { gone, rest, extent, shape } = reduced('prod', given, axes, keep)
  if (extent === 0) return fill(shape, 1)
  const part = (wire: Wire, from: number, to: number): Wire => slice(wire, [...rest.map(() => null), [from, to]])
  let wire = asRows(given, gone)
  for (let count = extent; count > 1; count = Math.ceil(count / 2)) {
    const half = Math.floor(count / 2)
    const pairs = mul(part(wire, 0, half), part(wire, half, 2 * half))
    wire = count % 2 === 0 ? pairs : concat([pairs, part(wire, count - 1, count)], -1)
  }
  return reshape(wire, shape)
}

/**
 * The Euclidean norm over some axes, all by default: the root of the sum of squares. At 0 its derivative is 0 under the
 * default conventions. Squares overflow from about 1e154 on.
 *
 * @example
 * evaluateOrThrow(graph([[2]], (x) => norm(x)), [[3, 4]]) // => [5]
 * grad((x) => norm(x))([0, 0]) // => [0, 0]
 */
export const norm = (x: Arg, axes?: Axes, options?: Keep): Wire => {
  const keep = keepOf('norm', options)
  const wire = liftAt('norm', 0, x)
  const { gone } = reduced('norm', wire, axes)
  return sqrt(sum(square(wire), gone, { keep }))
}

/** A number to shift by where the choice changes no result: x where that is finite, else 0. Its derivative is zero. */
export const anchor = elementwise('anchor', (x) => (Number.isFinite(x) ? x : 0), null)

/** The largest entry over some axes, left in place, to be taken off before `exp`; 0 where it is not finite. */
export const shiftOf = (x: Wire, axes?: Axes): Wire => anchor(max(x, axes, { keep: true }))

/**
 * The logarithm of the sum of exponentials over some axes, all by default, without overflow. Over none, and where all
 * entries are -Infinity, it is -Infinity, with derivative 0; an entry Infinity makes it Infinity, with derivative 0 too
 * (both under the default conventions).
 *
 * @example
 * evaluateOrThrow(graph([[2]], (x) => logsumexp(x)), [[1000, 1000]]) // => [1000 + Math.LN2]
 */
export const logsumexp = (x: Arg, axes?: Axes, options?: Keep): Wire => {
  const keep = keepOf('logsumexp', options)
  const wire = liftAt('logsumexp', 0, x)
  const { extent, shape } = reduced('logsumexp', wire, axes, keep)
  if (extent === 0) return fill(shape, Number.NEGATIVE_INFINITY)
  const shift = shiftOf(wire, axes)
  return add(log(sum(exp(sub(wire, shift)), axes, { keep })), reshape(shift, shape))
}
