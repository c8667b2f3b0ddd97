/**
 * Circular functions: x = n pi / 2 + r with pi / 2 in three pieces, each of whose products with n is exact. Where x is
 * too large for that, and where r is so small that more pieces would count, the function outside is asked.
 *
 * Source: W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapters 8 and 9.
 */
import { wholePart } from './exponential.ts'
import { type Lanes, polynomial } from './lanes.ts'
import { head, joined, ordered, type Pair, quotient } from './pair.ts'
import type { Outside, Vector } from './program.ts'

/** The sine and the cosine of r, n in its lowest bits, and the lanes where none of them is to be trusted. */
interface Circular {
  readonly n: Vector
  readonly sine: Pair
  readonly cosine: Pair
  /** r^2, rounded. */
  readonly square: Vector
  readonly where: Vector
}

const FARTHEST = 2 ** 20
const NEAREST = 2 ** -40

/** n, r and what is rounded off r, which arguments of 24 digits do not need. */
const turned = (v: Lanes, x: Vector): { readonly n: Vector; readonly r: Vector; readonly lo: Vector | undefined } => {
  const { halfPi, twoOverPi } = v.coefficients
  const [first, second, third] = halfPi
  const n = wholePart(v, v.mul(x, v.number(twoOverPi[0]!)))
  const rest = v.sub(x, v.mul(n.real, v.number(first!)))
  const more = v.mul(n.real, v.number(second!))
  const r = v.sub(rest, more)
  if (third === undefined) return { n: n.bits, r, lo: undefined }
  const both = ordered(v, r, v.sub(v.sub(v.sub(rest, r), more), v.mul(n.real, v.number(third))))
  return { n: n.bits, r: both.hi, lo: both.lo }
}

/** What is rounded off r^2. */
const squareRest = (v: Lanes, r: Vector, square: Vector): Vector => {
  const hi = head(v, r)
  const lo = v.sub(r, hi)
  const middle = v.mul(hi, lo)
  return v.add(v.add(v.sub(v.mul(hi, hi), square), v.add(middle, middle)), v.mul(lo, lo))
}

const circular = (v: Lanes, x: Vector): Circular => {
  const { sin, cos } = v.coefficients
  const { n, r, lo } = turned(v, x)
  const size = v.abs(x)
  const far = v.ge(size, v.number(FARTHEST))
  const z = v.mul(r, r)
  const half = v.mul(z, v.number(0.5))
  const one = v.number(1)
  const cosine = v.sub(one, half)
  const sineTail = v.mul(v.mul(z, r), polynomial(v, sin, z))
  const cosineTail = v.mul(v.mul(z, z), polynomial(v, cos, z))
  if (lo === undefined)
    return { n, sine: { hi: r, lo: sineTail }, cosine: { hi: cosine, lo: cosineTail }, square: z, where: far }
  const lost = v.and(v.lt(v.abs(r), v.number(NEAREST)), v.gt(size, one))
  return {
    n,
    sine: { hi: r, lo: v.add(sineTail, v.mul(lo, cosine)) },
    cosine: { hi: cosine, lo: v.add(v.sub(v.sub(one, cosine), half), v.sub(cosineTail, v.mul(r, lo))) },
    square: z,
    where: v.or(far, lost),
  }
}

const odd = (v: Lanes, n: Vector): Vector => v.subWhole(v.whole(0n), v.and(n, v.whole(1n)))

const inQuadrant = (v: Lanes, { sine, cosine }: Circular, n: Vector): Vector => {
  const swapped = odd(v, n)
  const y = v.add(v.select(swapped, cosine.hi, sine.hi), v.select(swapped, cosine.lo, sine.lo))
  return v.xor(y, v.left(v.and(n, v.whole(2n)), v.format.fraction + 10))
}

const finished = (v: Lanes, name: Outside, x: Vector, y: Vector, where: Vector): Vector =>
  v.rare(where, name, x, name === 'cos' ? y : v.select(v.eq(x, v.number(0)), x, y))

export const sin = (v: Lanes, x: Vector): Vector => {
  const parts = circular(v, x)
  return finished(v, 'sin', x, inQuadrant(v, parts, parts.n), parts.where)
}

export const cos = (v: Lanes, x: Vector): Vector => {
  const parts = circular(v, x)
  return finished(v, 'cos', x, inQuadrant(v, parts, v.addWhole(parts.n, v.whole(1n))), parts.where)
}

export const tan = (v: Lanes, x: Vector): Vector => {
  const { n, sine, cosine, square, where } = circular(v, x)
  const swapped = odd(v, n)
  // Both errors count in a quotient, and half of what is rounded off r^2 is the largest part of the cosine's.
  const rest = v.mul(squareRest(v, sine.hi, square), v.number(0.5))
  const [s, c] = [ordered(v, sine.hi, sine.lo), ordered(v, cosine.hi, v.sub(cosine.lo, rest))]
  const y = quotient(
    v,
    { hi: v.select(swapped, c.hi, s.hi), lo: v.select(swapped, c.lo, s.lo) },
    { hi: v.select(swapped, s.hi, c.hi), lo: v.select(swapped, s.lo, c.lo) },
  )
  return finished(v, 'tan', x, v.xor(joined(v, y), v.and(swapped, v.whole(v.format.signBit))), where)
}
