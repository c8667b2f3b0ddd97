/** What the kernels take polynomials of, on which intervals, and to which degree in each precision. */
import {
  arcSine,
  arcTangent,
  cosine,
  errorFunction,
  exponential,
  type Fixed,
  fixed,
  LN2,
  logarithm,
  ONE,
  over,
  PI,
  ratio,
  root,
  scaledComplement,
  sine,
  times,
} from './fixed.ts'
import type { Target } from './minimax.ts'

type Shape = Omit<Target, 'degree'>
export interface Row extends Shape {
  readonly degrees: Readonly<Record<'f64' | 'f32', number>>
}

const constant = () => ONE
const identity = (x: Fixed) => x
const square = (x: Fixed) => times(x, x)
const margin = (x: Fixed): Fixed => x + x / 1000n

/** (g(r) - r) / r^3 as a function of z = r^2, where the error is relative to g(r), or about so. */
const oddTail = (g: (r: Fixed) => Fixed, to: Fixed): Shape => ({
  f: (z) => {
    const r = root(z)
    return over(g(r) - r, times(z, r))
  },
  weight: identity,
  from: 0n,
  to,
})

const areaTangentTwice = (s: Fixed): Fixed => logarithm(over(ONE + s, ONE - s))
const largestRatio = margin(square(over(root(2n * ONE) - ONE, root(2n * ONE) + ONE)))

/** Points where 1 / (1 + x / 2) runs over what `erfTail` is a polynomial in. */
const scaled = (x: number): Fixed => over(ONE, ONE + fixed(x) / 2n)
const complement = (from: number, to: number): Shape => {
  const at = (t: Fixed): Fixed => 2n * (over(ONE, t) - ONE)
  return {
    f: (t) => times(exponential(square(at(t))), ONE - errorFunction(at(t))),
    weight: (t) => exponential(-square(at(t))),
    from: scaled(to),
    to: scaled(from),
  }
}

export const targets: Readonly<Record<string, Row>> = {
  /** (e^r - 1 - r) / r^2. */
  exp: {
    f: (r) => over(exponential(r) - ONE - r, square(r)),
    weight: (r) => (r < 0n ? -r : r),
    from: -margin(LN2 / 2n),
    to: margin(LN2 / 2n),
    degrees: { f64: 10, f32: 5 },
  },
  /** (2 artanh(s) - 2 s) / s^3 as a function of s^2. */
  log: {
    ...oddTail((s) => areaTangentTwice(s) - s, largestRatio),
    weight: identity,
    degrees: { f64: 6, f32: 2 },
  },
  /** (2 artanh(s) - 2 s - 2/3 s^3) / s^5 as a function of s^2. */
  pow: {
    f: (z) => {
      const s = root(z)
      return over(over(areaTangentTwice(s), s) - 2n * ONE - times(ratio(2, 3), z), square(z))
    },
    weight: square,
    from: 0n,
    to: largestRatio,
    degrees: { f64: 7, f32: 3 },
  },
  sin: { ...oddTail(sine, margin(square(PI / 4n))), degrees: { f64: 5, f32: 3 } },
  /** (cos(r) - 1 + r^2 / 2) / r^4 as a function of r^2. */
  cos: {
    f: (z) => over(cosine(root(z)) - ONE + z / 2n, square(z)),
    weight: square,
    from: 0n,
    to: margin(square(PI / 4n)),
    degrees: { f64: 5, f32: 2 },
  },
  asin: { ...oddTail(arcSine, margin(ONE / 4n)), degrees: { f64: 12, f32: 5 } },
  atan: { ...oddTail(arcTangent, margin(square(root(2n * ONE) - ONE))), degrees: { f64: 10, f32: 4 } },
  /** erf(x) / x - 1 as a function of x^2 - 3/8. */
  erf: {
    f: (w) => over(errorFunction(root(w + ratio(3, 8))), root(w + ratio(3, 8))) - ONE,
    weight: constant,
    from: -ratio(3, 8),
    to: margin(ratio(75, 256)),
    degrees: { f64: 10, f32: 6 },
  },
  /** erf(9/8 + w) - 53/64. */
  erfMiddle: {
    f: (w) => errorFunction(w + ratio(9, 8)) - ratio(53, 64),
    weight: constant,
    from: -margin(ratio(5, 16)),
    to: margin(ratio(5, 16)),
    degrees: { f64: 15, f32: 8 },
  },
  /** e^(x^2) erfc(x) as a function of 1 / (1 + x / 2). */
  erfTail: { ...complement(1.43, 6), degrees: { f64: 10, f32: 4 } },
  /** (1 + 3/2 x) e^(x^2) erfc(x) - 61/64 as a function of (x - 4) / (x + 4), for x from 13/16 to 28. */
  erfc: {
    f: (k) => {
      const x = over(4n * (ONE + k), ONE - k)
      return times(ONE + (3n * x) / 2n, scaledComplement(x)) - ratio(61, 64)
    },
    weight: constant,
    from: -margin(ratio(51, 77)),
    to: ratio(3, 4),
    degrees: { f64: 20, f32: 10 },
  },
}
