/**
 * Exponentials and what is made of them: e^x = 2^n e^r, where r = x - n log 2 in two pieces lies within log(2) / 2 of 0.
 *
 * Source: W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, for the reduction; the rest is
 * sums and quotients of pairs.
 */
import { type Lanes, polynomial, signedAs } from './lanes.ts'
import { joined, ordered, type Pair, quotient, sum } from './pair.ts'
import type { Vector } from './program.ts'

/** e^x = 2^n (1 + hi + tail), where tail is below hi^2 or so; n stands in the lowest bits of a lane. */
interface Reduced {
  readonly n: Vector
  readonly hi: Vector
  readonly tail: Vector
  /** r = hi - rest, rounded. */
  readonly r: Vector
  readonly rest: Vector
}

/** x rounded to a whole number, as a number and in the lowest bits. */
export const wholePart = (v: Lanes, x: Vector): { readonly bits: Vector; readonly real: Vector } => {
  const shifter = v.number(1.5 * 2 ** v.format.fraction)
  const bits = v.add(x, shifter)
  return { bits, real: v.sub(bits, shifter) }
}

export const reduced = (v: Lanes, x: Vector, lo?: Vector): Reduced => {
  const { exp, ln2, log2e } = v.coefficients
  const n = wholePart(v, v.mul(x, v.number(log2e[0]!)))
  const hi = v.sub(x, v.mul(n.real, v.number(ln2[0]!)))
  const cut = v.mul(n.real, v.number(ln2[1]!))
  const rest = lo === undefined ? cut : v.sub(cut, lo)
  const r = v.sub(hi, rest)
  const square = v.mul(r, r)
  const curve = v.add(v.mul(square, v.number(exp[0]!)), v.mul(v.mul(square, r), polynomial(v, exp.slice(1), r)))
  return { n: n.bits, hi, r, rest, tail: v.sub(curve, rest) }
}

/** 1 + hi + tail as a pair. */
export const mantissa = (v: Lanes, { hi, tail }: Reduced): Pair => {
  const one = ordered(v, v.number(1), hi)
  return { hi: one.hi, lo: v.add(one.lo, tail) }
}
const normal = (v: Lanes, { hi, lo }: Pair): Pair => ordered(v, hi, lo)

/** 2^(n + offset), for exponents of normal numbers. */
export const powerOfTwo = (v: Lanes, n: Vector, offset = 0): Vector =>
  v.left(v.addWhole(n, v.whole(BigInt(v.format.bias + offset))), v.format.fraction)

/** 2^n y, by two factors, for every exponent that does not over- or underflow twice. */
export const scaled = (v: Lanes, y: Vector, n: Vector): Vector => {
  const half = v.rightSigned32(n, 1)
  return v.mul(v.mul(y, powerOfTwo(v, half)), powerOfTwo(v, v.subWhole(n, half)))
}

/** Where e^x has become infinite, and where 0. */
export const limits = {
  f64: { top: 710, bottom: -746, sinhTop: 710.5 },
  f32: { top: 89, bottom: -104.5, sinhTop: 89.5 },
} as const

export const exp = (v: Lanes, x: Vector): Vector => {
  const { top, bottom } = limits[v.format.precision]
  const parts = reduced(v, v.pmax(v.pmin(x, v.number(top)), v.number(bottom)))
  return scaled(v, joined(v, mantissa(v, parts)), parts.n)
}

/**
 * 2^-shift (e^x - 1), where 2^(n - shift) is a normal number; `minus` is the exact difference of 2^(n - shift) and
 * 2^-shift, which is less work where it is known which one is larger.
 */
const lessOne = (v: Lanes, x: Vector, shift: number, minus: typeof sum): Pair => {
  const { n, hi, tail, r, rest } = reduced(v, x)
  // What r was rounded by counts r times: next to e^x it is nothing, next to e^x - 1 a third of a unit.
  const curved = v.add(tail, v.mul(v.sub(v.sub(hi, r), rest), r))
  const scale = powerOfTwo(v, n, -shift)
  const less = minus(v, scale, v.number(-(2 ** -shift)))
  const whole = ordered(v, less.hi, v.mul(scale, hi))
  return { hi: whole.hi, lo: v.add(v.add(whole.lo, less.lo), v.mul(scale, curved)) }
}
const smallerFirst: typeof sum = (v, a, b) => ordered(v, b, a)

const LEAST = -60

export const expm1 = (v: Lanes, x: Vector): Vector => {
  const inside = v.pmax(v.pmin(x, v.number(limits[v.format.precision].top)), v.number(LEAST))
  const halfOf = joined(v, lessOne(v, inside, 1, sum))
  const near = v.lt(v.abs(x), v.number(2 ** (-v.format.fraction - 2)))
  return v.select(near, x, v.add(halfOf, halfOf))
}

/** -t / (2 + t), where t = e^(-2 |x|) - 1. */
export const tanh = (v: Lanes, x: Vector): Vector => {
  const twice = v.mul(v.abs(x), v.number(-2))
  const t = normal(v, lessOne(v, v.pmax(twice, v.number(LEAST)), 0, smallerFirst))
  const two = ordered(v, v.number(2), t.hi)
  const y = quotient(v, t, { hi: two.hi, lo: v.add(two.lo, t.lo) })
  return signedAs(v, v.abs(joined(v, y)), x)
}

/** 2 (c + c / (4 c + 1)), where c = (e^|x| - 1) / 4; for large c the quotient is a quarter, whatever c. */
export const sinh = (v: Lanes, x: Vector): Vector => {
  const size = v.abs(x)
  const c = normal(v, lessOne(v, v.pmin(size, v.number(limits[v.format.precision].sinhTop)), 2, ordered))
  const large = v.number(2 ** 60)
  const some: Pair = { hi: v.pmin(c.hi, large), lo: v.and(c.lo, v.lt(c.hi, large)) }
  const four = v.number(4)
  const one = v.number(1)
  const below = v.mul(some.hi, four)
  const d = ordered(v, v.pmax(below, one), v.pmin(below, one))
  const q = quotient(v, some, { hi: d.hi, lo: v.add(d.lo, v.mul(some.lo, four)) })
  const whole = ordered(v, c.hi, q.hi)
  const half = v.add(whole.hi, v.add(whole.lo, v.add(c.lo, q.lo)))
  const near = v.lt(size, v.number(2 ** (-v.format.fraction / 2 - 2)))
  return v.select(near, x, signedAs(v, v.add(half, half), x))
}

/** 2 (c + 1 / (16 c)), where c = e^|x| / 4. */
export const cosh = (v: Lanes, x: Vector): Vector => {
  const parts = reduced(v, v.pmin(v.abs(x), v.number(limits[v.format.precision].sinhTop)))
  const scale = powerOfTwo(v, parts.n, -2)
  const m = normal(v, mantissa(v, parts))
  const c: Pair = { hi: v.mul(m.hi, scale), lo: v.mul(m.lo, scale) }
  const q = v.div(v.number(1 / 16), c.hi)
  const whole = ordered(v, c.hi, q)
  const change = v.mul(v.mul(q, c.lo), v.mul(q, v.number(16)))
  const half = v.add(whole.hi, v.add(whole.lo, v.sub(c.lo, change)))
  return v.add(half, half)
}

/** e^-|x| = 2^n mantissa, and as a number where it counts next to 1. */
const decaying = (v: Lanes, x: Vector): { readonly n: Vector; readonly mantissa: Pair; readonly value: Pair } => {
  const least = v.number(limits[v.format.precision].bottom)
  const minus = v.pmax(v.neg(v.abs(x)), least)
  const parts = reduced(v, minus)
  const m = normal(v, mantissa(v, parts))
  const counts = v.gt(minus, v.number(LEAST))
  const scale = v.and(powerOfTwo(v, parts.n), counts)
  return { n: parts.n, mantissa: m, value: { hi: v.mul(m.hi, scale), lo: v.mul(m.lo, scale) } }
}

/** 1 / (1 + e^-|x|), or for negative x that times e^-|x|. */
export const sigmoid = (v: Lanes, x: Vector): Vector => {
  const { n, mantissa: m, value } = decaying(v, x)
  const negative = v.lt(x, v.number(0))
  const one = v.number(1)
  const numerator: Pair = { hi: v.select(negative, m.hi, one), lo: v.and(m.lo, negative) }
  const below = ordered(v, one, value.hi)
  const y = quotient(v, numerator, { hi: below.hi, lo: v.add(below.lo, value.lo) })
  return scaled(v, joined(v, y), v.and(n, negative))
}

/** e^-|x| as a pair, down to the smallest numbers. */
export const decay = (v: Lanes, x: Vector): Pair => {
  const { n, mantissa: m } = decaying(v, x)
  return { hi: scaled(v, m.hi, n), lo: scaled(v, m.lo, n) }
}
