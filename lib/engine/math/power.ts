/** x^y = e^(y log x), the logarithm and its product with y in pairs, since their error counts y log x times. */
import type { Conventions } from '../../conventions.ts'
import { limits, reduced, scaled } from './exponential.ts'
import { type Lanes, polynomial } from './lanes.ts'
import { log, normalised, split } from './logarithm.ts'
import { halved, ordered, type Pair, product, quotient } from './pair.ts'
import type { Vector } from './program.ts'

/** log x for positive normal x: e log 2 + s (2 + s^2 (2/3 + s^2 P(s^2))), where s = (m - 1) / (m + 1). */
const logarithm = (v: Lanes, x: Vector): Pair => {
  const { ln2, pow, twoThirds } = v.coefficients
  const { x: normal, change } = normalised(v, x)
  const { e: exponent, m } = split(v, normal)
  const e = v.sub(exponent, change)
  const one = v.number(1)
  const s = quotient(v, { hi: v.sub(m, one), lo: v.number(0) }, ordered(v, one, m))
  const raw = product(v, s, s)
  const squared = halved(v, ordered(v, raw.hi, raw.lo))
  const t = v.add(raw.hi, raw.lo)
  const slow = ordered(v, v.number(twoThirds[0]!), v.add(v.number(twoThirds[1]!), v.mul(t, polynomial(v, pow, t))))
  const u = product(v, squared, halved(v, slow))
  const two = ordered(v, v.number(2), u.hi)
  const l = product(v, s, halved(v, { hi: two.hi, lo: v.add(two.lo, u.lo) }))
  const whole = ordered(v, v.mul(e, v.number(ln2[0]!)), l.hi)
  return ordered(v, whole.hi, v.add(whole.lo, v.add(v.mul(e, v.number(ln2[1]!)), l.lo)))
}

/** |x|^y for finite y and for |x| that is neither 0 nor infinite. */
const magnitude = (v: Lanes, size: Vector, y: Vector): Vector => {
  const { top, bottom } = limits[v.format.precision]
  const raw = product(v, halved(v, { hi: y, lo: v.number(0) }), halved(v, logarithm(v, size)))
  const hi = v.pmax(v.pmin(raw.hi, v.number(top)), v.number(bottom))
  const parts = reduced(v, hi, v.and(raw.lo, v.eq(hi, raw.hi)))
  const one = ordered(v, v.number(1), parts.hi)
  return scaled(v, v.add(one.hi, v.add(one.lo, parts.tail)), parts.n)
}

/** What ECMAScript has `x ** y` be, so (+-1) ** (+-Infinity) and 1 ** NaN are NaN. */
export const pow = (v: Lanes, x: Vector, y: Vector): Vector => {
  const [zero, one, infinity] = [v.number(0), v.number(1), v.number(Number.POSITIVE_INFINITY)]
  const size = v.abs(x)
  const endless = v.eq(v.abs(y), infinity)
  const end = v.or(endless, v.or(v.eq(size, zero), v.eq(size, infinity)))
  const grows = v.xor(v.gt(size, one), v.gt(y, zero))
  const limit = v.andnot(infinity, grows)
  const value = v.select(end, limit, magnitude(v, size, y))
  const half = v.mul(y, v.number(0.5))
  const fractional = v.ne(v.trunc(y), y)
  const odd = v.andnot(v.ne(v.trunc(half), half), fractional)
  const signed = v.xor(value, v.and(v.and(x, v.whole(v.format.signBit)), odd))
  const root = v.and(v.and(v.lt(x, zero), fractional), v.lt(size, infinity))
  const none = v.or(v.or(root, v.and(endless, v.eq(size, one))), v.or(v.ne(x, x), v.ne(y, y)))
  return v.select(v.eq(y, zero), one, v.select(none, v.number(Number.NaN), signed))
}

/** x^p (log x)^k for whole k above 0, with a convention for what the logarithm is at and below 0. */
export const powerLog = (v: Lanes, x: Vector, p: Vector, k: number, logarithm: Conventions['logarithm']): Vector => {
  const zero = v.number(0)
  const y = pow(v, x, p)
  const factor = log(v, x)
  let grown = factor
  for (let j = 1; j < k; j++) grown = v.mul(grown, factor)
  if (logarithm === 'limit') return v.andnot(v.mul(y, grown), v.and(v.eq(x, zero), v.ge(p, zero)))
  return v.mul(y, v.andnot(grown, logarithm === 'one' ? v.eq(x, zero) : v.le(x, zero)))
}
