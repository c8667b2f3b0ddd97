/** Real numbers as whole multiples of 2^-256, and the elementary functions on them by their series. */

const BITS = 256n
export type Fixed = bigint
export const ONE: Fixed = 1n << BITS

export const times = (a: Fixed, b: Fixed): Fixed => (a * b) >> BITS
export const over = (a: Fixed, b: Fixed): Fixed => (a << BITS) / b
export const ratio = (a: number, b: number): Fixed => (BigInt(a) << BITS) / BigInt(b)
export const size = (a: Fixed): Fixed => (a < 0n ? -a : a)

const words = new DataView(new ArrayBuffer(8))

/** A double as a fixed-point number, exactly where it is a multiple of 2^-256. */
export const fixed = (x: number): Fixed => {
  words.setFloat64(0, x)
  const bits = words.getBigUint64(0)
  const exponent = (bits >> 52n) & 2047n
  const whole = exponent === 0n ? bits & 0xfffffffffffffn : (bits & 0xfffffffffffffn) | 0x10000000000000n
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + BITS
  const a = shift >= 0n ? whole << shift : whole >> -shift
  return bits >> 63n ? -a : a
}

/** The nearest number with so many binary digits, the even one of two; exponents are not bounded. */
export const nearest = (a: Fixed, digits = 53): number => {
  const positive = size(a)
  const excess = BigInt(Math.max(0, positive.toString(2).length - digits))
  const kept = positive >> excess
  const rest = positive - (kept << excess)
  const half = excess === 0n ? 1n : 1n << (excess - 1n)
  const rounded = rest > half || (rest === half && kept & 1n) ? kept + 1n : kept
  const y = Number(rounded) * 2 ** Number(excess - BITS)
  return a < 0n ? -y : y
}

/** Sums the terms that `next` makes of the one before, until they vanish. */
const series = (first: Fixed, next: (term: Fixed, k: number) => Fixed): Fixed => {
  let sum = first
  let term = first
  for (let k = 1; term !== 0n && term !== -1n; k++) sum += term = next(term, k)
  return sum
}

export const root = (a: Fixed): Fixed => {
  if (a <= 0n) return 0n
  const square = a << BITS
  let x = 1n << BigInt((square.toString(2).length + 1) >> 1)
  for (;;) {
    const y = (x + square / x) >> 1n
    if (y >= x) return x
    x = y
  }
}

const HALVINGS = 12n
/** e^x for |x| < 100 or so, with an error of about 2^-240 relative to max(1, e^x). */
export const exponential = (x: Fixed): Fixed => {
  let y = series(ONE, (term, k) => times(term, x >> HALVINGS) / BigInt(k))
  for (let k = 0; k < Number(HALVINGS); k++) y = times(y, y)
  return y
}

/** The area tangent: sum of z^(2k+1) / (2k+1). */
const areaTangent = (z: Fixed): Fixed => {
  const square = times(z, z)
  let power = z
  return series(z, (_, k) => {
    power = times(power, square)
    return power / BigInt(2 * k + 1)
  })
}
export const LN2: Fixed = 2n * areaTangent(ONE / 3n)

/** log x for positive x. */
export const logarithm = (x: Fixed): Fixed => {
  const shift = x.toString(2).length - 1 - Number(BITS)
  let m = shift >= 0 ? x >> BigInt(shift) : x << BigInt(-shift)
  for (let k = 0; k < 6; k++) m = root(m)
  return 64n * 2n * areaTangent(over(m - ONE, m + ONE)) + BigInt(shift) * LN2
}

/** tangent^-1, its argument halved as an angle six times. */
export const arcTangent = (x: Fixed): Fixed => {
  let t = x
  for (let k = 0; k < 6; k++) t = over(t, ONE + root(ONE + times(t, t)))
  const square = times(t, t)
  let power = t
  return (
    64n *
    series(t, (_, k) => {
      power = -times(power, square)
      return power / BigInt(2 * k + 1)
    })
  )
}
export const PI: Fixed = 4n * arcTangent(ONE)

export const sine = (x: Fixed): Fixed => {
  const square = times(x, x)
  return series(x, (term, k) => -times(term, square) / BigInt(2 * k * (2 * k + 1)))
}
export const cosine = (x: Fixed): Fixed => {
  const square = times(x, x)
  return series(ONE, (term, k) => -times(term, square) / BigInt(2 * k * (2 * k - 1)))
}
export const arcSine = (x: Fixed): Fixed => arcTangent(over(x, root(ONE - times(x, x))))

const TWO_OVER_ROOT_PI = over(2n * ONE, root(PI))
/** The integral of 2 / sqrt(pi) e^-t^2 from 0 to x, by e^-x^2 times a series of positive terms. */
export const errorFunction = (x: Fixed): Fixed => {
  const square = times(x, x)
  const sum = series(x, (term, k) => (2n * times(term, square)) / BigInt(2 * k + 1))
  return times(times(TWO_OVER_ROOT_PI, exponential(-square)), sum)
}

/**
 * e^(x^2) erfc x for positive x: from 3 on by Laplace's continued fraction, 1 / sqrt(pi) over x + (1/2) / (x + 1 / (x +
 * (3/2) / (x + ...))), whose n terms leave an error of about e^(-2 x sqrt(2 n)).
 *
 * Source: NIST Digital Library of Mathematical Functions, 7.9.2.
 */
export const scaledComplement = (x: Fixed): Fixed => {
  if (x < 3n * ONE) return times(exponential(times(x, x)), ONE - errorFunction(x))
  let rest = x
  for (let k = 60 + Math.ceil(4000 / nearest(x) ** 2); k > 0; k--) rest = x + over((BigInt(k) * ONE) / 2n, rest)
  return over(ONE, times(root(PI), rest))
}
