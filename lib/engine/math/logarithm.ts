/**
 * Logarithms and what is made of them: log(2^e (1 + f)) = e log 2 + f - f^2 / 2 + s (f^2 / 2 + R(s^2)), where
 * s = f / (2 + f) and 1 + f lies between the roots of 1/2 and 2.
 *
 * Source: the form is that of the comments of FreeBSD's msun e_log.c (Sun Microsystems, 1993).
 */
import { decay } from './exponential.ts'
import { type Format, type Lanes, polynomial, signedAs } from './lanes.ts'
import { halved, joined, ordered, type Pair, product, quotient, square, squareRoot, sum } from './pair.ts'
import type { Vector } from './program.ts'

const bitsOf = (x: number, { precision }: Format): bigint =>
  precision === 'f64'
    ? new BigInt64Array(new Float64Array([x]).buffer)[0]!
    : BigInt(new Int32Array(new Float32Array([x]).buffer)[0]!)

/** x = 2^e m, where m^2 lies between 1/2 and 2; x is positive and normal. */
interface Split {
  readonly e: Vector
  readonly m: Vector
  /** e plus the bias, in whole numbers. */
  readonly biased: Vector
}

export const split = (v: Lanes, x: Vector): Split => {
  const { fraction, bias } = v.format
  const least = bitsOf(Math.SQRT1_2, v.format)
  const moved = v.addWhole(x, v.whole((BigInt(bias) << BigInt(fraction)) - least))
  const biased = v.right(moved, fraction)
  const shifter = 2 ** fraction
  const e = v.sub(v.or(biased, v.number(shifter)), v.number(shifter + bias))
  const m = v.addWhole(v.and(moved, v.whole((1n << BigInt(fraction)) - 1n)), v.whole(least))
  return { e, m, biased }
}

/** e log 2 + log(1 + f + lo), where lo is small against f. */
const assembled = (v: Lanes, e: Vector, f: Vector, lo?: Vector): Pair => {
  const { ln2, log } = v.coefficients
  const s = v.div(f, v.add(f, v.number(2)))
  const z = v.mul(s, s)
  const half = v.mul(v.mul(f, f), v.number(0.5))
  const curve = v.sub(v.mul(s, v.add(half, v.mul(z, polynomial(v, log, z)))), half)
  const whole = ordered(v, v.mul(e, v.number(ln2[0]!)), f)
  const rest = v.add(whole.lo, v.mul(e, v.number(ln2[1]!)))
  const more = lo === undefined ? rest : v.add(rest, v.sub(lo, v.mul(lo, v.sub(f, v.mul(f, f)))))
  return { hi: whole.hi, lo: v.add(curve, more) }
}

/** What a logarithm is at the ends of its domain and outside: x is what it is the logarithm of. */
const bounded = (v: Lanes, y: Vector, x: Vector): Vector => {
  const zero = v.number(0)
  const end = v.select(v.lt(x, v.number(Number.POSITIVE_INFINITY)), y, x)
  const start = v.select(v.eq(x, zero), v.number(Number.NEGATIVE_INFINITY), end)
  return v.select(v.lt(x, zero), v.number(Number.NaN), start)
}

/** A positive x and its exponent's change, such that x is normal. */
export const normalised = (v: Lanes, x: Vector): { readonly x: Vector; readonly change: Vector } => {
  const { smallestNormal, fraction } = v.format
  const subnormal = v.lt(x, v.number(smallestNormal))
  const up = fraction + 2
  return {
    x: v.select(subnormal, v.mul(x, v.number(2 ** up)), x),
    change: v.and(subnormal, v.number(up)),
  }
}

export const log = (v: Lanes, x: Vector): Vector => {
  const { x: positive, change } = normalised(v, x)
  const { e, m } = split(v, positive)
  return bounded(v, joined(v, assembled(v, v.sub(e, change), v.sub(m, v.number(1)))), x)
}

/** 1 + a. */
const oneAnd = (v: Lanes, a: Pair): Pair => {
  const u = sum(v, v.number(1), a.hi)
  return { hi: u.hi, lo: v.add(u.lo, a.lo) }
}

/** log u + octaves log 2, for positive finite u, which is 1 + a where it is near 1. */
const logOf = (v: Lanes, u: Pair, a: Pair, octaves?: Vector): Pair => {
  const { e, m, biased } = split(v, u.hi)
  const near = v.eq(e, v.number(0))
  const down = v.left(v.subWhole(v.whole(BigInt(2 * v.format.bias + 1)), biased), v.format.fraction)
  const f = v.select(near, a.hi, v.sub(m, v.number(1)))
  const lo = v.select(near, a.lo, v.mul(v.mul(u.lo, v.number(0.5)), down))
  return assembled(v, octaves === undefined ? e : v.add(e, octaves), f, lo)
}

/** log(1 + a) + octaves log 2. */
const ofOneAnd = (v: Lanes, a: Pair, octaves?: Vector): Vector => {
  const u = oneAnd(v, a)
  return bounded(v, joined(v, logOf(v, u, a, octaves)), u.hi)
}

export const log1p = (v: Lanes, x: Vector): Vector => signedAs(v, ofOneAnd(v, { hi: x, lo: v.number(0) }), x)

/** From here on e^-x is nothing against x. */
const ALONE = 40

/** max(x, 0) + log(1 + e^-|x|). */
export const softplus = (v: Lanes, x: Vector): Vector => {
  const small = decay(v, x)
  const { hi, lo } = logOf(v, oneAnd(v, small), small)
  const whole = sum(v, v.pmax(x, v.number(0)), hi)
  return v.select(v.gt(x, v.number(ALONE)), x, v.add(whole.hi, v.add(whole.lo, lo)))
}

/** Where 1 is nothing against x^2. */
const far = (v: Lanes, x: Vector): Vector => v.gt(x, v.number(2 ** (v.format.fraction / 2 + 3)))

/** log(1 + a), or far out log(2 x). */
const nearOrFar = (v: Lanes, { hi, lo }: Pair, x: Vector): Vector => {
  const away = far(v, x)
  return ofOneAnd(
    v,
    { hi: v.select(away, v.sub(x, v.number(1)), hi), lo: v.andnot(lo, away) },
    v.and(away, v.number(1)),
  )
}

/** log(1 + |x| + x^2 / (1 + sqrt(1 + x^2))). */
export const asinh = (v: Lanes, x: Vector): Vector => {
  const size = v.abs(x)
  const near = v.pmin(size, v.number(2 ** (v.format.fraction / 2 + 4)))
  const one = v.number(1)
  const squared = square(v, near)
  const more = sum(v, one, squared.hi)
  const root = squareRoot(v, { hi: more.hi, lo: v.add(more.lo, squared.lo) })
  const below = ordered(v, root.hi, one)
  const q = quotient(v, squared, ordered(v, below.hi, v.add(below.lo, root.lo)))
  const a = ordered(v, near, q.hi)
  return signedAs(v, nearOrFar(v, ordered(v, a.hi, v.add(a.lo, q.lo)), size), x)
}

/** log(1 + t + sqrt(t (x + 1))), where t = x - 1. */
export const acosh = (v: Lanes, x: Vector): Vector => {
  const one = v.number(1)
  const near = v.pmin(x, v.number(2 ** (v.format.fraction / 2 + 4)))
  const t = sum(v, near, v.number(-1))
  const { hi, lo } = product(v, halved(v, t), halved(v, sum(v, near, one)))
  const root = squareRoot(v, ordered(v, hi, lo))
  const a = sum(v, t.hi, root.hi)
  const y = nearOrFar(v, ordered(v, a.hi, v.add(a.lo, v.add(t.lo, root.lo))), x)
  return v.select(v.ge(x, one), y, v.number(Number.NaN))
}

/** log(1 + 2 |x| / (1 - |x|)) / 2. */
export const atanh = (v: Lanes, x: Vector): Vector => {
  const size = v.abs(x)
  const none = v.number(0)
  const q = quotient(v, { hi: v.add(size, size), lo: none }, ordered(v, v.number(1), v.neg(size)))
  const y = v.mul(ofOneAnd(v, ordered(v, q.hi, q.lo)), v.number(0.5))
  return signedAs(v, v.select(v.eq(size, v.number(1)), v.number(Number.POSITIVE_INFINITY), y), x)
}

/** log(1 + (2 x - 1) / (1 - x)) in the middle, log(x / (1 - x)) outside. */
export const logit = (v: Lanes, x: Vector): Vector => {
  const [one, none] = [v.number(1), v.number(0)]
  const middle = v.lt(v.abs(v.sub(x, v.number(0.5))), v.number(0.25))
  const { x: normal, change } = normalised(v, x)
  const n: Pair = { hi: v.select(middle, v.sub(v.add(x, x), one), normal), lo: none }
  const raw = quotient(v, n, ordered(v, one, v.neg(x)))
  const q = ordered(v, raw.hi, raw.lo)
  const more = oneAnd(v, q)
  const u: Pair = { hi: v.select(middle, more.hi, q.hi), lo: v.select(middle, more.lo, q.lo) }
  const y = bounded(v, joined(v, logOf(v, u, q, v.neg(change))), u.hi)
  return v.select(v.eq(x, one), v.number(Number.POSITIVE_INFINITY), y)
}
