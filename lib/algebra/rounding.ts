/** Directed rounding in doubles: neighbours, and sums, products and reciprocals rounded towards one side. */

const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)

/** The least double above x. */
export const nextUp = (x: number): number => {
  if (Number.isNaN(x) || x === Number.POSITIVE_INFINITY) return x
  if (x === 0) return Number.MIN_VALUE
  double[0] = x
  bits[0]! += x > 0 ? 1n : -1n
  return double[0]
}
/** The greatest double below x. */
export const nextDown = (x: number): number => -nextUp(-x)

/** The error of a + b as a double has it, exactly (Knuth's TwoSum). */
const sumError = (a: number, b: number, sum: number): number => {
  const part = sum - a
  return a - (sum - part) + (b - part)
}

const SPLIT = 2 ** 27 + 1
const high = (x: number): number => {
  const scaled = SPLIT * x
  return scaled - (scaled - x)
}
/** The error of a b as a double has it, exactly where nothing over- or underflows (Dekker's TwoProduct). */
const productError = (a: number, b: number, product: number): number => {
  const [p, q] = [high(a), high(b)]
  const [r, s] = [a - p, b - q]
  return p * q - product + p * s + r * q + r * s
}

const LARGE = 2 ** 990
const SMALL = 2 ** -960

/** Whether Dekker's error is exact. */
const splits = (a: number, b: number, product: number): boolean =>
  Math.abs(a) < LARGE && Math.abs(b) < LARGE && Math.abs(product) > SMALL && Math.abs(product) < LARGE

/** What was rounded to `x`, given the sign of the rest of it: the greatest double not above. */
const floorOf = (x: number, rest: number): number => (rest >= 0 ? x : nextDown(x))

/** a + b, rounded down; NaN for opposite infinities. */
export const sumDown = (a: number, b: number): number => {
  const sum = a + b
  if (Number.isFinite(sum)) return floorOf(sum, sumError(a, b, sum))
  return sum === Number.POSITIVE_INFINITY && Number.isFinite(a) && Number.isFinite(b) ? Number.MAX_VALUE : sum
}
/** a + b, rounded up. */
export const sumUp = (a: number, b: number): number => -sumDown(-a, -b)

/** a b, rounded down; 0 where a factor is 0, against an infinity too. */
export const productDown = (a: number, b: number): number => {
  if (a === 0 || b === 0) return 0
  const product = a * b
  if (!Number.isFinite(product))
    return product === Number.POSITIVE_INFINITY && Number.isFinite(a) && Number.isFinite(b) ? Number.MAX_VALUE : product
  if (splits(a, b, product)) return floorOf(product, productError(a, b, product))
  if (Math.abs(a) === Number.POSITIVE_INFINITY || Math.abs(b) === Number.POSITIVE_INFINITY) return product
  return a > 0 === b > 0 ? Math.max(0, nextDown(product)) : nextDown(product)
}
/** a b, rounded up. */
export const productUp = (a: number, b: number): number => -productDown(-a, b)

/** 1 / x, rounded down. */
export const recipDown = (x: number): number => {
  const y = 1 / x
  if (!Number.isFinite(x)) return y
  if (!Number.isFinite(y)) return y > 0 ? Number.MAX_VALUE : y
  const product = x * y
  if (!splits(x, y, product)) return nextDown(y)
  // 1 - x y is a double, and has the sign of what is missing times x.
  const rest = 1 - product - productError(x, y, product)
  return floorOf(y, x > 0 ? rest : -rest)
}
/** 1 / x, rounded up. */
export const recipUp = (x: number): number => -recipDown(-x)

/** Below x by `ulps` units in the last place or a little more; an infinity is what a double too large became. */
export const below = (x: number, ulps: number): number => {
  if (x === Number.POSITIVE_INFINITY) return below(Number.MAX_VALUE, ulps)
  return Number.isFinite(x) ? nextDown(x - ulps * (Math.abs(x) * Number.EPSILON + Number.MIN_VALUE)) : x
}
/** Above x by `ulps` units in the last place or a little more. */
export const above = (x: number, ulps: number): number => -below(-x, ulps)
