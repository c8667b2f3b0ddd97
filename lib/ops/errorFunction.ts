/** The error function and its complement, whose largest errors on 4e5 samples are 0.82 and 1.04 units in the last place. */
import { coefficients } from '../engine/math/coefficients.ts'
import type { Wire } from '../wire.ts'
import { neg } from './add.ts'
import { elementwise, type Unary } from './elementwise.ts'
import { exp } from './exponential.ts'
import { mul } from './linalg.ts'

const { erf: near, erfMiddle: middle, erfc: far, exp: curve, ln2 } = coefficients.f64
const polynomial = (terms: readonly number[], x: number): number => terms.reduceRight((sum, c) => sum * x + c, 0)

/** Up to here x + x P(x^2 - 3/8), and up to there 53/64 + P(x - 9/8). */
const NEAR = 13 / 16
const MIDDLE = 23 / 16
/** From here on the complement is less than half of the smallest number. */
const LAST = 28

/** y 2^-n, for results that are subnormal too. */
const lowered = (y: number, n: number): number => y * 2 ** -(n >> 1) * 2 ** -(n - (n >> 1))

/**
 * erfc x from `NEAR` on: e^-x^2 (61/64 + P(k)) / (1 + 3/2 x), where k = (x - 4) / (x + 4); what each step is rounded by
 * goes on to the last one.
 *
 * Source: M. M. Shepherd and J. G. Laframboise, Chebyshev approximation of (1 + 2 x) exp(x^2) erfc x in 0 <= x < oo,
 * Mathematics of Computation 36, 1981; the polynomial is the engine's.
 */
const tail = (x: number): number => {
  if (x > LAST) return 0
  const short = Math.fround(x)
  const square = short * short
  const n = Math.round(square / Math.LN2)
  const r = n * ln2[0] - square
  const lost = n * ln2[1] - (x - short) * (x + short)
  const bent = lost + (r + lost) ** 2 * polynomial(curve, r + lost)
  const p = polynomial(far, (x - 4) / (x + 4))
  const above = 61 / 64 + p
  const steep = 1.5 * x
  const below = 1 + steep
  const q = Math.fround(above / below)
  const upper = Math.fround(below)
  const small = p - (above - 61 / 64) - q * (1 - (below - steep) + (x / 2 - (steep - x)))
  const rest = above - q * upper - q * (below - upper) + small
  const first = Math.fround(r)
  return lowered(q + (first * q + ((r - first + bent) * q + (rest / below) * (1 + r + bent))), n)
}

/** The integral of 2 / sqrt(pi) e^-t^2 from 0 to x. */
export const errorFunction = (x: number): number => {
  const size = Math.abs(x)
  if (size < NEAR) return x + x * polynomial(near, x * x - 3 / 8)
  const y = size < MIDDLE ? 53 / 64 + polynomial(middle, size - 9 / 8) : 1 - tail(size)
  return x < 0 ? -y : y
}

/** The same integral from x on. */
export const complementaryErrorFunction = (x: number): number => {
  if (!(Math.abs(x) < NEAR)) return x < 0 ? 2 - tail(-x) : tail(x)
  const less = 1 - x
  return less + (1 - less - x - x * polynomial(near, x * x - 3 / 8))
}

/** 2 / sqrt(pi) e^-x^2. */
const bell = (x: Wire): Wire => mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x))))

/**
 * The error function, entry by entry: the integral of 2 / sqrt(pi) e^(-t^2) from 0 to x, within [-1, 1].
 *
 * @example
 * grad(erf)(0) // => 2 / Math.sqrt(Math.PI)
 * evaluateOrThrow(graph([[]], (x) => erf(x)), [1])[0] // => 0.8427007929497149
 */
export const erf: Unary = elementwise('erf', errorFunction, ([x]) => bell(x!))
/**
 * 1 - erf(x), entry by entry, to full accuracy where it is small: the integral from x on, within [0, 2]. A standard
 * normal number is at most x with probability erfc(-x / sqrt 2) / 2.
 *
 * @example
 * evaluateOrThrow(graph([[]], (x) => erfc(x)), [10])[0] // => 2.088487583762545e-45
 */
export const erfc: Unary = elementwise('erfc', complementaryErrorFunction, ([x]) => neg(bell(x!)))
