/** Fractions of whole numbers of any size; a double is one, exactly. */

/** In lowest terms, the denominator above 0. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

const size = (x: bigint): bigint => (x < 0n ? -x : x)
const divisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [size(a), size(b)]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export const rational = (n: bigint, d: bigint): Rational => {
  const common = divisor(n, d) * (d < 0n ? -1n : 1n)
  return { n: n / common, d: d / common }
}

/** The fraction that a finite double is. */
export const exactly = (x: number): Rational => {
  let [n, d] = [x, 1n]
  while (!Number.isInteger(n)) [n, d] = [n * 2, d * 2n]
  return rational(BigInt(n), d)
}

export const sumOf = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d)
export const productOf = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d)

const bitsIn = (x: bigint): number => x.toString(2).length

/** The nearest double, of two the even one (below the normal range it is rounded twice). */
export const nearestTo = ({ n, d }: Rational): number => {
  if (n === 0n) return 0
  // A quotient of 65 bits or more, its last bit on where anything is left over, rounds as the fraction does.
  const shift = 66 - bitsIn(size(n)) + bitsIn(d)
  const [top, bottom] = shift > 0 ? [size(n) << BigInt(shift), d] : [size(n), d << BigInt(-shift)]
  const quotient = (top / bottom) | (top % bottom === 0n ? 0n : 1n)
  const exponent = -shift
  const half = Math.trunc(exponent / 2)
  return (n < 0n ? -1 : 1) * Number(quotient) * 2 ** half * 2 ** (exponent - half)
}

const SMALL = 1000n

/** A whole number or a fraction of small ones as such, what is a double as that is printed, else the fraction. */
export const showRational = (x: Rational): string => {
  if (x.d === 1n) return String(x.n)
  if (x.d <= SMALL) return `${x.n}/${x.d}`
  const near = nearestTo(x)
  const back = exactly(near)
  return back.n === x.n && back.d === x.d ? String(near) : `${x.n}/${x.d}`
}
