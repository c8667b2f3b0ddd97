/**
 * Numbers of about 106 binary digits as sums of two doubles, and the elementary functions on them: the reference.
 *
 * Source: T. J. Dekker, A floating-point technique for extending the available precision, Numerische Mathematik 18, 1971.
 */
import { LN2, ONE, over, PI, root as squareRoot } from './fixed.ts'
import { pieces } from './minimax.ts'

/** hi + lo, where |lo| is at most half a unit in the last place of hi. */
export type Double2 = readonly [hi: number, lo: number]

const ordered = (a: number, b: number): Double2 => {
  const hi = a + b
  return [hi, b - (hi - a)]
}
export const plus = (a: number, b: number): Double2 => {
  const hi = a + b
  const part = hi - a
  return [hi, a - (hi - part) + (b - part)]
}
const SPLIT = 2 ** 27 + 1
const upper = (x: number): number => {
  const big = SPLIT * x
  return big - (big - x)
}
export const by = (a: number, b: number): Double2 => {
  const hi = a * b
  const [p, r] = [upper(a), upper(b)]
  const [q, s] = [a - p, b - r]
  return [hi, p * r - hi + p * s + q * r + q * s]
}

export const add = (a: Double2, b: Double2): Double2 => {
  const [s, e] = plus(a[0], b[0])
  const [t, f] = plus(a[1], b[1])
  const [u, g] = ordered(s, e + t)
  return ordered(u, g + f)
}
export const neg = ([hi, lo]: Double2): Double2 => [-hi, -lo]
export const sub = (a: Double2, b: Double2): Double2 => add(a, neg(b))
export const mul = (a: Double2, b: Double2): Double2 => {
  const [p, e] = by(a[0], b[0])
  return ordered(p, e + (a[0] * b[1] + a[1] * b[0]))
}
export const times = (a: Double2, b: number): Double2 => {
  const [p, e] = by(a[0], b)
  return ordered(p, e + a[1] * b)
}
export const div = (a: Double2, b: Double2): Double2 => {
  const first = a[0] / b[0]
  const rest = sub(a, times(b, first))
  const second = rest[0] / b[0]
  const [hi, lo] = ordered(first, second)
  return ordered(hi, lo + sub(rest, times(b, second))[0] / b[0])
}
export const root = (a: Double2): Double2 => {
  if (a[0] <= 0) return [Math.sqrt(a[0]), 0]
  const first = Math.sqrt(a[0])
  return ordered(first, sub(a, by(first, first))[0] / (2 * first))
}
export const scale = ([hi, lo]: Double2, factor: number): Double2 => [hi * factor, lo * factor]
export const of = (x: number): Double2 => [x, 0]

const two = (x: bigint): Double2 => pieces(x, [53, 53]) as unknown as Double2
export const ln2 = two(LN2)
const one = of(1)
const inverse = Array.from({ length: 32 }, (_, k) => (k === 0 ? one : div(one, of(k))))

/** e^r - 1 for |r| below 1/2, with a small relative error: by its series at r / 512, nine times doubled. */
const shortExpm1 = (r: Double2): Double2 => {
  const x = scale(r, 1 / 512)
  let y = one
  for (let k = 9; k > 1; k--) y = add(one, mul(mul(x, inverse[k]!), y))
  y = mul(x, y)
  for (let k = 0; k < 9; k++) y = add(scale(y, 2), mul(y, y))
  return y
}

/** e^x = 2^n (1 + m). */
const reduced = (x: Double2): { readonly n: number; readonly m: Double2 } => {
  const n = Math.round(x[0] / ln2[0])
  return { n, m: shortExpm1(n === 0 ? x : sub(x, times(ln2, n))) }
}
/** e^x as a number and the power of two that it is multiplied by. */
export const exp = (x: Double2): readonly [Double2, number] => {
  const { n, m } = reduced(x)
  return [add(one, m), n]
}
/** e^x - 1 for x below 700. */
export const expm1 = (x: Double2): Double2 => {
  const { n, m } = reduced(x)
  if (n === 0) return m
  return add(sub(scale(one, 2 ** n), one), scale(m, 2 ** n))
}

/** log(1 + a) for a between -1/2 and 1, or so: one step of Newton's method from the double. */
const shortLog1p = (a: Double2): Double2 => {
  const y = Math.log1p(a[0])
  const m = expm1(of(-y))
  const t = add(add(a, m), mul(a, m))
  return add(of(y), sub(t, scale(mul(t, t), 0.5)))
}
/** log(2^n x) for x from 1/2 to 2. */
export const log = (x: Double2, n = 0): Double2 => add(shortLog1p(sub(x, one)), times(ln2, n))
export const log1p = (a: Double2): Double2 => {
  if (a[0] > -0.3 && a[0] < 0.5) return shortLog1p(a)
  const u = add(one, a)
  const n = Math.round(Math.log2(u[0]))
  return log(scale(scale(u, 2 ** -Math.trunc(n / 2)), 2 ** -(n - Math.trunc(n / 2))), n)
}

const quarterTurn = pieces(PI / 2n, [33, 33, 33, 53, 53])
export const halfPi = two(PI / 2n)
/** x - n pi / 2 for |x| below 2^20. */
const turned = (x: number): { readonly n: number; readonly r: Double2 } => {
  const n = Math.round(x / quarterTurn[0]!)
  let r = of(x)
  for (const piece of quarterTurn) r = sub(r, by(n, piece))
  return { n, r }
}
const inverseProducts = Array.from({ length: 30 }, (_, k) => (k < 2 ? one : div(one, of(k * (k - 1)))))
/** The sine and the cosine of r, |r| below 1. */
export const shortCircular = (r: Double2): { readonly sine: Double2; readonly cosine: Double2 } => {
  const z = mul(r, r)
  let [sine, cosine] = [one, one]
  for (let k = 28; k > 0; k -= 2) {
    sine = sub(one, mul(mul(z, inverseProducts[k + 1]!), sine))
    cosine = sub(one, mul(mul(z, inverseProducts[k]!), cosine))
  }
  return { sine: mul(r, sine), cosine }
}
/** The sine and the cosine of x, |x| below 2^20. */
export const circular = (x: number): { readonly sine: Double2; readonly cosine: Double2 } => {
  const { n, r } = turned(x)
  const { sine, cosine } = shortCircular(r)
  const quadrant = ((n % 4) + 4) % 4
  if (quadrant === 0) return { sine, cosine }
  if (quadrant === 1) return { sine: cosine, cosine: neg(sine) }
  return quadrant === 2 ? { sine: neg(sine), cosine: neg(cosine) } : { sine: neg(cosine), cosine: sine }
}

/** atan(a / b) for positive b. */
export const arc = (a: Double2, b: Double2): Double2 => {
  const y = Math.atan(a[0] / b[0])
  const { sine, cosine } = circular(y)
  const t = div(sub(mul(a, cosine), mul(b, sine)), add(mul(b, cosine), mul(a, sine)))
  return add(of(y), t)
}

const twoOverRootPi = two(over(2n * ONE, squareRoot(PI)))
/** The error function: e^-x^2 times a series of positive terms. */
export const erf = (x: number): Double2 => {
  const square = by(x, x)
  let term = of(x)
  let sum = term
  for (let k = 1; term[0] > sum[0] * 2 ** -108; k++)
    sum = add(sum, (term = div(mul(term, scale(square, 2)), of(2 * k + 1))))
  const [decay, n] = exp(neg(square))
  return scale(mul(mul(sum, decay), twoOverRootPi), 2 ** n)
}

const rootOfPi = two(squareRoot(PI))
/**
 * 1 - erf(x) for x from 0 on, as a number and the power of two that it is multiplied by: from 3/2 on by Laplace's
 * continued fraction (NIST Digital Library of Mathematical Functions, 7.9.2).
 */
export const erfc = (x: number): readonly [Double2, number] => {
  if (x < 1.5) return [sub(one, erf(x)), 0]
  let rest = of(x)
  for (let k = 20 + Math.ceil(800 / (x * x)); k > 0; k--) rest = add(of(x), div(of(k / 2), rest))
  const [decay, n] = exp(neg(by(x, x)))
  return [div(decay, mul(rootOfPi, rest)), n]
}
