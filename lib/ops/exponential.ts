/** Exponentials and logarithms: a column of one-liners, each a function of numbers and its slope; `y` is the result. */
import type { Wire } from '../wire.ts'
import { add, neg, sub } from './add.ts'
import { type Arg, liftAt } from './constant.ts'
import { elementwise, type Unary } from './elementwise.ts'
import { mul } from './linalg.ts'
import { recip } from './powers.ts'

/**
 * x itself; a number or a nested array becomes a constant.
 *
 * @example
 * grad(identity)(3) // => 1
 */
export const identity = (x: Arg): Wire => liftAt('identity', 0, x)

/**
 * e^x, entry by entry.
 *
 * @example
 * grad(exp)(0) // => 1
 */
export const exp: Unary = elementwise('exp', Math.exp, (_, y) => y)
/**
 * e^x - 1, to full accuracy near 0.
 *
 * @example
 * evaluateOrThrow(graph([[]], (x) => expm1(x)), [1e-20])[0] // => 1e-20
 */
export const expm1: Unary = elementwise('expm1', Math.expm1, ([x]) => exp(x!))
/**
 * The natural logarithm, entry by entry: -Infinity at 0, NaN below.
 *
 * @example
 * grad(log)(2) // => 0.5
 */
export const log: Unary = elementwise('log', Math.log, ([x]) => recip(x!))
/**
 * log(1 + x), to full accuracy near 0: -Infinity at -1, NaN below.
 *
 * @example
 * grad(log1p)(1) // => 0.5
 */
export const log1p: Unary = elementwise('log1p', Math.log1p, ([x]) => recip(add(1, x!)))

/**
 * 1 / (1 + e^-x), to full accuracy on both sides, and so is its slope.
 *
 * @example
 * grad(sigmoid)(0) // => 0.25
 */
export const sigmoid: Unary = elementwise('sigmoid', logistic, ([x], y) => mul(y, sigmoid(neg(x!))))
/**
 * log(1 + e^x), which is max(x, 0) + log(1 + e^-|x|) to full accuracy on both sides.
 *
 * @example
 * grad(softplus)(0) // => 0.5
 * grad(softplus)(1000) // => 1
 */
export const softplus: Unary = elementwise(
  'softplus',
  (x) => Math.max(x!, 0) + Math.log1p(Math.exp(-Math.abs(x!))),
  ([x]) => sigmoid(x!),
)
/**
 * log(x / (1 - x)), the inverse of `sigmoid`: infinite at 0 and 1, NaN outside of [0, 1].
 *
 * @example
 * grad(logit)(0.5) // => 4
 */
export const logit: Unary = elementwise('logit', logOdds, ([x]) => recip(mul(x!, sub(1, x!))))

function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))
}

/** Near 1/2 the odds are near 1, and what they are more than 1 is (2 x - 1) / (1 - x). */
function logOdds(x: number): number {
  return x > 0.25 && x < 0.75 ? Math.log1p((2 * x - 1) / (1 - x)) : Math.log(x / (1 - x))
}
