/**
 * Circular functions: x = n pi / 2 + r with pi / 2 in three pieces, each of whose products with n is exact. Where x is
 * too large for that, and where r is so small that more pieces would count, the function outside is asked.
 *
 * Source: W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapters 8 and 9.
 */
import { wholePart } from './exponential.ts'
import { type Lanes, polynomial } from './lanes.ts'
import { joined, ordered, type Pair, quotient } from './pair.ts'
import type { Outside, Vector } from './program.ts'

/** The sine and the cosine of r, n in its lowest bits, and the lanes where none of them is to be trusted. */
interface Circular {
  readonly n: Vector
  readonly sine: Pair
  readonly cosine: Pair
  readonly where: Vector
}

const FARTHEST = 2 ** 20
const NEAREST = 2 ** -40

const circular = (v: Lanes, x: Vector): Circular => {
  const { halfPi, twoOverPi, sin, cos } = v.coefficients
  const n = wholePart(v, v.mul(x, v.number(twoOverPi[0]!)))
  const first = v.sub(x, v.mul(n.real, v.number(halfPi[0]!)))
  const second = v.mul(n.real, v.number(halfPi[1]!))
  const r = v.sub(first, second)
  const last = halfPi[2]
  const size = v.abs(x)
  const far = v.ge(size, v.number(FARTHEST))
  const z = v.mul(r, r)
  const half = v.mul(z, v.number(0.5))
  const one = v.number(1)
  const cosine = v.sub(one, half)
  const sineTail = v.mul(v.mul(z, r), polynomial(v, sin, z))
  const cosineTail = v.mul(v.mul(z, z), polynomial(v, cos, z))
  // Two pieces are enough for arguments of 24 digits, and what is rounded off is below their roundings.
  if (last === undefined)
    return { n: n.bits, sine: { hi: r, lo: sineTail }, cosine: { hi: cosine, lo: cosineTail }, where: far }
  const lo = v.sub(v.sub(v.sub(first, r), second), v.mul(n.real, v.number(last)))
  const lost = v.and(v.lt(v.abs(r), v.number(NEAREST)), v.gt(size, v.number(1)))
  return {
    n: n.bits,
    sine: { hi: r, lo: v.add(sineTail, v.mul(lo, cosine)) },
    cosine: { hi: cosine, lo: v.add(v.sub(v.sub(one, cosine), half), v.sub(cosineTail, v.mul(r, lo))) },
    where: v.or(far, lost),
  }
}

const odd = (v: Lanes, n: Vector): Vector => v.subWhole(v.whole(0n), v.and(n, v.whole(1n)))

const turned = (v: Lanes, { sine, cosine }: Circular, n: Vector): Vector => {
  const swapped = odd(v, n)
  const y = v.add(v.select(swapped, cosine.hi, sine.hi), v.select(swapped, cosine.lo, sine.lo))
  return v.xor(y, v.left(v.and(n, v.whole(2n)), v.format.fraction + 10))
}

const finished = (v: Lanes, name: Outside, x: Vector, y: Vector, where: Vector): Vector =>
  v.rare(where, name, x, name === 'cos' ? y : v.select(v.eq(x, v.number(0)), x, y))

export const sin = (v: Lanes, x: Vector): Vector => {
  const parts = circular(v, x)
  return finished(v, 'sin', x, turned(v, parts, parts.n), parts.where)
}

export const cos = (v: Lanes, x: Vector): Vector => {
  const parts = circular(v, x)
  return finished(v, 'cos', x, turned(v, parts, v.addWhole(parts.n, v.whole(1n))), parts.where)
}

export const tan = (v: Lanes, x: Vector): Vector => {
  const { n, sine, cosine, where } = circular(v, x)
  const swapped = odd(v, n)
  const [s, c] = [ordered(v, sine.hi, sine.lo), ordered(v, cosine.hi, cosine.lo)]
  const y = quotient(
    v,
    { hi: v.select(swapped, c.hi, s.hi), lo: v.select(swapped, c.lo, s.lo) },
    { hi: v.select(swapped, s.hi, c.hi), lo: v.select(swapped, s.lo, c.lo) },
  )
  return finished(v, 'tan', x, v.xor(joined(v, y), v.and(swapped, v.whole(v.format.signBit))), where)
}
