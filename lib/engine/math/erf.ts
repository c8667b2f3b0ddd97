/**
 * The error function: near 0 x + x P(x^2 - 3/8), then 53/64 + P(x - 9/8), and far out 1 - e^-x^2 P(1 / (1 + x / 2)):
 * each so that what is rounded is small against the result.
 */
import { powerOfTwo, reduced } from './exponential.ts'
import { type Lanes, polynomial, signedAs } from './lanes.ts'
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
