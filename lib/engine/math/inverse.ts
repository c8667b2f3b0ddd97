/** Inverse circular functions, by the arguments that are small: halves and complements of angles. */
import { type Lanes, polynomial, signedAs } from './lanes.ts'
import { ordered, type Pair, quotient, squareRoot } from './pair.ts'
import type { Vector } from './program.ts'

/** base + factor arc, where arc = p + p z P(z). */
export const assembled = (v: Lanes, base: Pair, factor: Vector, p: Pair, curve: Vector): Vector => {
  const whole = ordered(v, base.hi, v.mul(factor, p.hi))
  const arc = v.add(p.lo, v.mul(v.add(p.hi, p.lo), curve))
  return v.add(whole.hi, v.add(v.add(whole.lo, base.lo), v.mul(factor, arc)))
}

/** The pieces of pi / 2. */
export const quarter = (v: Lanes): Pair => {
  const [hi, lo] = v.coefficients.quarterTurn
  return { hi: v.number(hi!), lo: v.number(lo!) }
}

/** |x| where it is below 1/2, else the sine of half of the complement, sqrt((1 - |x|) / 2); and the curve z P(z). */
const halfAngle = (v: Lanes, x: Vector): { readonly small: Vector; readonly p: Pair; readonly curve: Vector } => {
  const size = v.abs(x)
  const half = v.number(0.5)
  const small = v.lt(size, half)
  const complement = v.mul(v.sub(v.number(1), size), half)
  const root = squareRoot(v, { hi: complement, lo: v.number(0) })
  const z = v.select(small, v.mul(x, x), complement)
  return {
    small,
    p: { hi: v.select(small, size, root.hi), lo: v.andnot(root.lo, small) },
    curve: v.mul(z, polynomial(v, v.coefficients.asin, z)),
  }
}

/** The arc of |x|, or pi / 2 less twice the arc of half of the complement. */
export const asin = (v: Lanes, x: Vector): Vector => {
  const { small, p, curve } = halfAngle(v, x)
  const { hi, lo } = quarter(v)
  const base: Pair = { hi: v.andnot(hi, small), lo: v.andnot(lo, small) }
  return signedAs(v, assembled(v, base, v.select(small, v.number(1), v.number(-2)), p, curve), x)
}

/** pi / 2 less the arc of x, or twice the arc of half of the complement, from 0 on or from pi back. */
export const acos = (v: Lanes, x: Vector): Vector => {
  const { small, p, curve } = halfAngle(v, x)
  const { hi, lo } = quarter(v)
  const two = v.number(2)
  const negative = v.lt(x, v.number(0))
  const turns = v.select(small, v.number(1), v.and(negative, two))
  const size = v.select(small, v.number(1), two)
  // The arc counts backwards where it starts at pi, and where a positive x is small.
  const back = v.xor(small, negative)
  const factor = v.xor(size, v.and(back, v.whole(v.format.signBit)))
  return assembled(v, { hi: v.mul(hi, turns), lo: v.mul(lo, turns) }, factor, p, curve)
}

/** The tangent of pi / 8. */
export const MIDDLE = Math.SQRT2 - 1

/** Of |x|, of (|x| - 1) / (|x| + 1) after pi / 4, or of -1 / |x| after pi / 2, whichever is within tan(pi / 8) of 0. */
export const atan = (v: Lanes, x: Vector): Vector => {
  const size = v.pmin(v.abs(x), v.number(2 ** (v.format.fraction + 8)))
  const near = v.lt(size, v.number(MIDDLE))
  const far = v.gt(size, v.number(1 / MIDDLE))
  const [one, minusOne] = [v.number(1), v.number(-1)]
  const [above, below] = [ordered(v, minusOne, size), ordered(v, one, size)]
  const either = v.or(near, far)
  const n: Pair = {
    hi: v.select(near, size, v.select(far, minusOne, above.hi)),
    lo: v.andnot(above.lo, either),
  }
  const d: Pair = { hi: v.select(near, one, v.select(far, size, below.hi)), lo: v.andnot(below.lo, either) }
  const t = quotient(v, n, d)
  const whole = v.add(t.hi, t.lo)
  const z = v.mul(whole, whole)
  const { hi, lo } = quarter(v)
  const turns = v.andnot(v.select(far, one, v.number(0.5)), near)
  const base: Pair = { hi: v.mul(hi, turns), lo: v.mul(lo, turns) }
  const curve = v.mul(z, polynomial(v, v.coefficients.atan, z))
  return signedAs(v, assembled(v, base, one, t, curve), x)
}
