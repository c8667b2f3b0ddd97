/** The error function: near 0 x + x P(x^2), from 1 on 1 - e^-x^2 P(1 / (1 + x / 2)). */
import { powerOfTwo, reduced } from './exponential.ts'
import { type Lanes, polynomial, signedAs } from './lanes.ts'
import type { Vector } from './program.ts'

/** From here on it is 1. */
const END = 6

export const erf = (v: Lanes, x: Vector): Vector => {
  const size = v.pmin(v.abs(x), v.number(END))
  const z = v.mul(size, size)
  const one = v.number(1)
  const { n, hi, tail } = reduced(v, v.neg(z))
  const decay = v.mul(v.add(one, v.add(hi, tail)), powerOfTwo(v, n))
  const t = v.div(one, v.add(one, v.mul(size, v.number(0.5))))
  const large = v.sub(one, v.mul(decay, polynomial(v, v.coefficients.erfTail, t)))
  const small = v.add(size, v.mul(size, polynomial(v, v.coefficients.erf, z)))
  return signedAs(v, v.select(v.lt(size, one), small, large), x)
}
