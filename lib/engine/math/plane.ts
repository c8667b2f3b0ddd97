/** The angle and the radius of a point in the plane. */
import { assembled, MIDDLE, quarter } from './inverse.ts'
import { type Lanes, polynomial, signedAs } from './lanes.ts'
import { joined, ordered, type Pair, quotient, square, squareRoot } from './pair.ts'
import type { Vector } from './program.ts'

/** Powers of two that bring what is above or below others to where nothing over- or underflows, and those others. */
interface Bounds {
  readonly large: number
  readonly down: number
  readonly small: number
  readonly up: number
}
type BothBounds = Readonly<Record<'f64' | 'f32', Bounds>>
/** Of squares. */
const squares: BothBounds = {
  f64: { large: 2 ** 500, down: 2 ** -600, small: 2 ** -400, up: 2 ** 600 },
  f32: { large: 2 ** 60, down: 2 ** -70, small: 2 ** -40, up: 2 ** 70 },
}
/** Of quotients, whose numerators keep their digits unless the quotient loses them. */
const quotients: BothBounds = {
  f64: { large: 2 ** 1000, down: 2 ** -100, small: 1, up: 2 ** 600 },
  f32: { large: 2 ** 100, down: 2 ** -30, small: 1, up: 2 ** 70 },
}
/** What numbers of this size are to be multiplied by, and what takes that back. */
const scaling = (v: Lanes, size: Vector, bounds: BothBounds): { readonly by: Vector; readonly back: Vector } => {
  const { large, down, small, up } = bounds[v.format.precision]
  const [isLarge, isSmall] = [v.gt(size, v.number(large)), v.lt(size, v.number(small))]
  const choose = (above: number, below: number): Vector =>
    v.select(isLarge, v.number(above), v.select(isSmall, v.number(below), v.number(1)))
  return { by: choose(down, up), back: choose(1 / down, 1 / up) }
}

/** Of |y| / |x|, of (|y| - |x|) / (|y| + |x|) after pi / 4, or of -|x| / |y| after pi / 2; from pi back where x < 0. */
export const atan2 = (v: Lanes, y: Vector, x: Vector): Vector => {
  const [zero, one, infinity] = [v.number(0), v.number(1), v.number(Number.POSITIVE_INFINITY)]
  const [sizeY, sizeX] = [v.abs(y), v.abs(x)]
  const [endlessY, endlessX] = [v.eq(sizeY, infinity), v.eq(sizeX, infinity)]
  const { by } = scaling(v, v.pmax(sizeY, sizeX), quotients)
  // Of infinities only count which of the two are, and of zeros their signs.
  const finite = (size: Vector, own: Vector, other: Vector): Vector =>
    v.select(own, one, v.andnot(v.mul(size, by), other))
  const a = finite(sizeY, endlessY, endlessX)
  const b = v.select(v.eq(v.pmax(sizeY, sizeX), zero), one, finite(sizeX, endlessX, endlessY))
  const near = v.lt(a, v.mul(b, v.number(MIDDLE)))
  const far = v.lt(b, v.mul(a, v.number(MIDDLE)))
  const [larger, smaller] = [v.pmax(a, b), v.pmin(a, b)]
  const [above, below] = [ordered(v, larger, v.neg(smaller)), ordered(v, larger, smaller)]
  const either = v.or(near, far)
  const turned = v.and(v.lt(a, b), v.whole(v.format.signBit))
  const n: Pair = {
    hi: v.select(near, a, v.select(far, v.neg(b), v.xor(above.hi, turned))),
    lo: v.andnot(v.xor(above.lo, turned), either),
  }
  const d: Pair = { hi: v.select(near, b, v.select(far, a, below.hi)), lo: v.andnot(below.lo, either) }
  const t = quotient(v, n, d)
  const whole = v.add(t.hi, t.lo)
  const z = v.mul(whole, whole)
  const curve = v.mul(z, polynomial(v, v.coefficients.atan, z))
  const { hi, lo } = quarter(v)
  const sign = v.and(x, v.whole(v.format.signBit))
  const back = v.eq(v.or(sign, one), v.number(-1))
  const quarters = v.select(far, one, v.select(near, v.and(v.number(2), back), v.and(one, back)))
  const eighth = v.andnot(v.number(0.5), either)
  const first = ordered(v, v.mul(hi, quarters), v.mul(hi, eighth))
  const base: Pair = { hi: first.hi, lo: v.add(first.lo, v.mul(lo, v.add(quarters, eighth))) }
  const angle = assembled(v, base, v.or(one, sign), t, curve)
  return v.select(v.or(v.ne(x, x), v.ne(y, y)), v.number(Number.NaN), signedAs(v, angle, y))
}

/** The root of a sum of squares; infinite where either is, whatever the other. */
export const hypot = (v: Lanes, x: Vector, y: Vector): Vector => {
  const infinity = v.number(Number.POSITIVE_INFINITY)
  const [a, b] = [v.abs(x), v.abs(y)]
  const { by, back } = scaling(v, v.pmax(a, b), squares)
  const [p, q] = [square(v, v.mul(v.pmax(a, b), by)), square(v, v.mul(v.pmin(a, b), by))]
  const both = ordered(v, p.hi, q.hi)
  const root = joined(v, squareRoot(v, ordered(v, both.hi, v.add(both.lo, v.add(p.lo, q.lo)))))
  const endless = v.or(v.eq(a, infinity), v.eq(b, infinity))
  const none = v.or(v.ne(x, x), v.ne(y, y))
  return v.select(endless, infinity, v.select(none, v.number(Number.NaN), v.mul(root, back)))
}
