/**
 * The error function: near 0 x + x P(x^2 - 3/8), then 53/64 + P(x - 9/8), and far out 1 - e^-x^2 P(1 / (1 + x / 2)):
 * each so that what is rounded is small against the result. Its complement: e^-x^2 (61/64 + P(k)) / (1 + 3/2 x), where
 * k = (x - 4) / (x + 4), in pairs, but near 0 what erf leaves of 1.
 *
 * Source: M. M. Shepherd and J. G. Laframboise, Chebyshev approximation of (1 + 2 x) exp(x^2) erfc x in 0 <= x < oo,
 * Mathematics of Computation 36, 1981, for the complement.
 */
import { mantissa, powerOfTwo, reduced, scaled } from './exponential.ts'
import { type Lanes, polynomial, signedAs } from './lanes.ts'
import { halved, ordered, product, quotient, square } from './pair.ts'
import type { Vector } from './program.ts'

const NEAR = 13 / 16
const FAR = 23 / 16
/** From here on it is 1. */
const END = 6

export const erf = (v: Lanes, x: Vector): Vector => {
  const { erf: near, erfMiddle, erfTail } = v.coefficients
  const size = v.pmin(v.abs(x), v.number(END))
  const z = v.mul(size, size)
  const one = v.number(1)
  const { n, hi, tail } = reduced(v, v.neg(z))
  const decay = v.mul(v.add(one, v.add(hi, tail)), powerOfTwo(v, n))
  const t = v.div(one, v.add(one, v.mul(size, v.number(0.5))))
  const large = v.sub(one, v.mul(decay, polynomial(v, erfTail, t)))
  const middle = v.add(v.number(53 / 64), polynomial(v, erfMiddle, v.sub(size, v.number(9 / 8)), 2))
  const small = v.add(size, v.mul(size, polynomial(v, near, v.sub(z, v.number(3 / 8)), 2)))
  const outer = v.select(v.gt(size, v.number(FAR)), large, middle)
  // A NaN is in no region but the middle, and stays.
  return signedAs(v, v.select(v.lt(size, v.number(NEAR)), small, outer), x)
}

/** From here on the complement is 0. */
const LAST = { f64: 28, f32: 10.5 } as const
/** Where e^-x^2 no longer counts next to 1. */
const LEAST = -60

export const erfc = (v: Lanes, x: Vector): Vector => {
  const [zero, one, two, four] = [v.number(0), v.number(1), v.number(2), v.number(4)]
  const size = v.pmin(v.abs(x), v.number(LAST[v.format.precision]))
  const squared = square(v, size)
  const exponent = v.neg(squared.hi)
  const parts = reduced(v, exponent, v.neg(squared.lo))
  const k = v.div(v.sub(size, four), v.add(size, four))
  const slow = ordered(v, v.number(61 / 64), polynomial(v, v.coefficients.erfc, k))
  const steep = ordered(v, size, v.mul(size, v.number(0.5)))
  const below = ordered(v, steep.hi, one)
  const raw = quotient(v, slow, ordered(v, below.hi, v.add(below.lo, steep.lo)))
  const { hi, lo } = product(v, raw, halved(v, mantissa(v, parts)))
  const far = scaled(v, v.add(hi, lo), parts.n)
  const scale = v.and(powerOfTwo(v, parts.n), v.gt(exponent, v.number(LEAST)))
  const from = ordered(v, two, v.neg(v.mul(hi, scale)))
  const negative = v.add(from.hi, v.sub(from.lo, v.mul(lo, scale)))
  const w = v.add(v.sub(squared.hi, v.number(3 / 8)), squared.lo)
  const curve = v.mul(x, polynomial(v, v.coefficients.erf, w, 2))
  const less = ordered(v, one, v.neg(x))
  const near = v.add(less.hi, v.sub(less.lo, curve))
  return v.select(v.lt(size, v.number(NEAR)), near, v.select(v.lt(x, zero), negative, far))
}
