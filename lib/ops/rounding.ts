/** Rounding: whole numbers near x, constant between jumps, so that slopes count as 0 everywhere, and remainders. */
import { neg, sub } from './add.ts'
import { type Binary, elementwise, type Unary } from './elementwise.ts'
import { div } from './powers.ts'

/** The nearest whole number; of two that are equally near, the even one, as IEEE 754, NumPy, JAX and PyTorch have it. */
const nearest = (x: number): number => {
  const up = Math.round(x)
  return Math.abs(x % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up
}

/** The remainder of a / b that has the sign of b, as in Python and NumPy; NaN where b is 0. */
const floored = (a: number, b: number): number => {
  const rest = a % b
  if (rest === 0) return b < 0 ? -0 : 0
  return rest < 0 !== b < 0 ? rest + b : rest
}

/**
 * The largest whole number up to x.
 *
 * @example
 * evaluateOrThrow(graph([[]], (x) => floor(x)), [-0.5])[0] // => -1
 */
export const floor: Unary = elementwise('floor', Math.floor, null)
/**
 * The smallest whole number from x on.
 *
 * @example
 * evaluateOrThrow(graph([[]], (x) => ceil(x)), [1.5])[0] // => 2
 */
export const ceil: Unary = elementwise('ceil', Math.ceil, null)
/**
 * x without its fraction.
 *
 * @example
 * evaluateOrThrow(graph([[]], (x) => trunc(x)), [-1.5])[0] // => -1
 */
export const trunc: Unary = elementwise('trunc', Math.trunc, null)
/**
 * The nearest whole number, the even one of two that are equally near.
 *
 * @example
 * evaluateOrThrow(graph([[4]], (x) => round(x)), [[0.5, 1.5, 2.5, -0.6]])[0] // => [0, 2, 2, -1]
 */
export const round: Unary = elementwise('round', nearest, null)

/**
 * The remainder a - b floor(a / b), with the sign of b; exact. Its slopes are 1 and -floor(a / b), also where it jumps.
 *
 * @example
 * evaluateOrThrow(graph([[2], []], (a, b) => mod(a, b)), [[7, -7], 3])[0] // => [1, 2]
 * grad(mod, { argnums: 1 })(7, 3) // => -2
 */
export const mod: Binary = elementwise(
  'mod',
  floored,
  () => 1,
  ([a, b], y) => neg(round(div(sub(a!, y), b!))),
)
