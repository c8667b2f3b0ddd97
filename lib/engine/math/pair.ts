/**
 * Pairs of numbers that stand for their sum, by which roundings are carried along.
 *
 * Source: T. J. Dekker, A floating-point technique for extending the available precision, Numerische Mathematik 18, 1971.
 */
import type { Lanes } from './lanes.ts'
import type { Vector } from './program.ts'

/** hi + lo, where lo is small against hi. */
export interface Pair {
  readonly hi: Vector
  readonly lo: Vector
}

export const joined = (v: Lanes, { hi, lo }: Pair): Vector => v.add(hi, lo)

/** a + b exactly, where |a| >= |b| or a = 0. */
export const ordered = (v: Lanes, a: Vector, b: Vector): Pair => {
  const hi = v.add(a, b)
  return { hi, lo: v.sub(b, v.sub(hi, a)) }
}

/** a + b exactly, whichever is larger (Knuth). */
export const sum = (v: Lanes, a: Vector, b: Vector): Pair => {
  const hi = v.add(a, b)
  const part = v.sub(hi, a)
  return { hi, lo: v.add(v.sub(a, v.sub(hi, part)), v.sub(b, part)) }
}

/** x cut to half of its digits, so that a product of two such is exact. */
export const head = (v: Lanes, x: Vector): Vector => v.and(x, v.whole(v.format.upper))

/** The same value with its hi cut to half of the digits. */
export const halved = (v: Lanes, { hi, lo }: Pair): Pair => {
  const upper = head(v, hi)
  return { hi: upper, lo: v.add(v.sub(hi, upper), lo) }
}

/** The product of pairs whose his are cut. */
export const product = (v: Lanes, a: Pair, b: Pair): Pair => ({
  hi: v.mul(a.hi, b.hi),
  lo: v.add(v.add(v.mul(a.hi, b.lo), v.mul(a.lo, b.hi)), v.mul(a.lo, b.lo)),
})

/** x^2. */
export const square = (v: Lanes, x: Vector): Pair => {
  const cut = halved(v, { hi: x, lo: v.number(0) })
  const { hi, lo } = product(v, cut, cut)
  return ordered(v, hi, lo)
}

/** n / d, its hi cut, by one division. */
export const quotient = (v: Lanes, n: Pair, d: Pair): Pair => {
  const inverse = v.div(v.number(1), d.hi)
  const hi = head(v, v.mul(n.hi, inverse))
  const upper = head(v, d.hi)
  const rest = v.sub(v.sub(n.hi, v.mul(hi, upper)), v.mul(hi, v.sub(d.hi, upper)))
  return { hi, lo: v.mul(v.add(rest, v.sub(n.lo, v.mul(hi, d.lo))), inverse) }
}

/** The square root of a pair, its hi cut, by one division. */
export const squareRoot = (v: Lanes, x: Pair): Pair => {
  const root = v.sqrt(x.hi)
  const hi = head(v, root)
  const rest = v.add(v.sub(x.hi, v.mul(hi, hi)), x.lo)
  return { hi, lo: v.div(rest, v.pmax(v.add(root, hi), v.number(v.format.smallestNormal))) }
}
