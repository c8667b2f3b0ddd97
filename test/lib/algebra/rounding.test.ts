/** Directed rounding against fractions of whole numbers, and the host's functions against series in 220 bits. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { COMPOSED, HOST } from '../../../lib/algebra/interval.ts'
import {
  above,
  below,
  nextDown,
  nextUp,
  productDown,
  productUp,
  recipDown,
  recipUp,
  sumDown,
  sumUp,
} from '../../../lib/algebra/rounding.ts'
import { complementaryErrorFunction, errorFunction } from '../../../lib/ops/errorFunction.ts'
import { evaluateOrThrow, graph, logit, sigmoid, softplus, type Tensor, type Wire } from '../../../modes/index.ts'

/** A double as a whole number times 2^-1074. */
const SCALE = 1074n
const fixed = (x: number): bigint => {
  let [n, shift] = [x, 0n]
  while (!Number.isInteger(n)) [n, shift] = [n * 2, shift + 1n]
  return BigInt(n) << (SCALE - shift)
}

const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
const plain = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e8, max: 1e8 })
const pairs = fc.oneof(fc.tuple(doubles, doubles), fc.tuple(plain, plain))

/** Whether `down` and `up` are the doubles next to an exact value, or both that value. */
const tight = (down: number, up: number, exact: bigint, unit: (x: number) => bigint): void => {
  if (Number.isFinite(down)) assert.ok(unit(down) <= exact, `${down} is above`)
  if (Number.isFinite(up)) assert.ok(unit(up) >= exact, `${up} is below`)
  assert.ok(up === down || up === nextUp(down) || up === nextUp(nextUp(down)), `${down} and ${up}`)
}

test('neighbours: the next double, and none between', () => {
  assert.is(nextUp(1), 1 + Number.EPSILON)
  assert.is(nextDown(1), 1 - Number.EPSILON / 2)
  assert.is(nextUp(0), Number.MIN_VALUE)
  assert.is(nextDown(0), -Number.MIN_VALUE)
  assert.is(nextUp(Number.MAX_VALUE), Number.POSITIVE_INFINITY)
  assert.is(nextDown(Number.POSITIVE_INFINITY), Number.MAX_VALUE)
  fc.assert(fc.property(doubles, (x) => nextDown(nextUp(x)) === x || x === 0))
})

test('sums are rounded to the neighbours of the exact sum', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      tight(sumDown(a, b), sumUp(a, b), fixed(a) + fixed(b), fixed)
    }),
    { numRuns: 400 },
  )
  assert.is(sumDown(1, 2), 3)
  assert.is(sumUp(1, 2), 3)
})

test('products are rounded to the neighbours of the exact product', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      tight(productDown(a, b), productUp(a, b), fixed(a) * fixed(b), (x) => fixed(x) << SCALE)
    }),
    { numRuns: 400 },
  )
  assert.equal([productDown(3, 7), productUp(3, 7)], [21, 21])
  assert.equal([productDown(1e-200, 1e-200), productUp(1e-200, 1e-200)], [0, Number.MIN_VALUE])
})

test('reciprocals are rounded to the neighbours of the exact one', () => {
  const one = 1n << (2n * SCALE)
  fc.assert(
    fc.property(fc.oneof(doubles, plain), (x) => {
      if (x === 0) return
      const [down, up] = [recipDown(x), recipUp(x)]
      // 1 / x lies above y where 1 - x y has the sign of x.
      const missing = (y: number): bigint => (one - fixed(x) * fixed(y)) * (x > 0 ? 1n : -1n)
      if (Number.isFinite(down)) assert.ok(missing(down) >= 0n, `${down} is above 1 / ${x}`)
      if (Number.isFinite(up)) assert.ok(missing(up) <= 0n, `${up} is below 1 / ${x}`)
      assert.ok(up === down || up === nextUp(down) || up === nextUp(nextUp(down)))
    }),
    { numRuns: 400 },
  )
  assert.equal([recipDown(4), recipUp(4)], [0.25, 0.25])
  assert.is(recipUp(3), nextUp(recipDown(3)))
})

const BITS = 220n
const UNIT = 1n << BITS
const mulFixed = (a: bigint, b: bigint): bigint => (a * b) >> BITS
/** A double as a whole number times 2^-220. */
const coarse = (x: number): bigint => fixed(x) >> (SCALE - BITS)

/** The sum of a series of which each term is the one before times x times a fraction. */
const series = (first: bigint, x: bigint, ratio: (k: bigint) => readonly [bigint, bigint]): bigint => {
  let [sum, term] = [0n, first]
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term
    const [n, d] = ratio(k)
    term = (mulFixed(term, x) * n) / d
  }
  return sum
}
const expSeries = (x: bigint): bigint => series(UNIT, x, (k) => [1n, k])
const sinSeries = (x: bigint): bigint => series(x, mulFixed(x, x), (k) => [-1n, 2n * k * (2n * k + 1n)])
const cosSeries = (x: bigint): bigint => series(UNIT, mulFixed(x, x), (k) => [-1n, (2n * k - 1n) * 2n * k])
const quotient = (a: bigint, b: bigint): bigint => (a << BITS) / b
const sinhSeries = (x: bigint): bigint => (expSeries(x) - expSeries(-x)) / 2n
const coshSeries = (x: bigint): bigint => (expSeries(x) + expSeries(-x)) / 2n
const tanhSeries = (x: bigint): bigint => quotient(sinhSeries(x), coshSeries(x))

/** The root of pi, OEIS A002161. */
const ROOT_PI = (17724538509055160272981674833411451827975494561223871282138077898529112845910n << BITS) / 10n ** 76n
/** The error function by Maclaurin's series: 2 / sqrt(pi) times the sum of (-1)^k x^(2 k + 1) / (k! (2 k + 1)). */
const erfSeries = (x: bigint): bigint => {
  const sum = series(x, mulFixed(x, x), (k) => [-(2n * k - 1n), k * (2n * k + 1n)])
  return quotient(2n * sum, ROOT_PI)
}
type Exact = (x: bigint, y: number) => bigint
/** The y with f(y) = x, by Newton's method from the double nearest: three steps double 50 bits to 400. */
const inverse =
  (f: (y: bigint) => bigint, slope: (y: bigint) => bigint): Exact =>
  (x, guess) => {
    let y = coarse(guess)
    for (let k = 0; k < 3; k++) y += quotient(x - f(y), slope(y))
    return y
  }
const logFixed = inverse(expSeries, expSeries)
const squared = (x: bigint): bigint => mulFixed(x, x)

/** How far `found` is from what it should be, in units of its last place. */
const ulps = (found: number, exact: bigint): number => {
  const unit = coarse(nextUp(Math.abs(found)) - Math.abs(found))
  const error = coarse(found) - exact
  return Number((error * 1000n) / unit) / 1000
}

/** A function of numbers, what it should be, and between which numbers it is asked. */
type Row = readonly [name: string, f: (x: number) => number, exact: Exact, from: number, to: number]

const host: readonly Row[] = [
  ['exp', Math.exp, expSeries, -20, 20],
  ['expm1', Math.expm1, (x) => expSeries(x) - UNIT, -5, 5],
  ['sin', Math.sin, sinSeries, -12, 12],
  ['cos', Math.cos, cosSeries, -12, 12],
  ['tan', Math.tan, (x) => quotient(sinSeries(x), cosSeries(x)), -6, 6],
  ['log', Math.log, logFixed, 0.01, 30],
  ['log1p', Math.log1p, (x, y) => logFixed(UNIT + x, y), -0.9, 5],
  ['sinh', Math.sinh, sinhSeries, -8, 8],
  ['cosh', Math.cosh, coshSeries, -8, 8],
  ['tanh', Math.tanh, tanhSeries, -8, 8],
  ['asin', Math.asin, inverse(sinSeries, cosSeries), -0.99, 0.99],
  ['acos', Math.acos, inverse(cosSeries, (y) => -sinSeries(y)), -0.99, 0.99],
  [
    'atan',
    Math.atan,
    inverse(
      (y) => quotient(sinSeries(y), cosSeries(y)),
      (y) => quotient(UNIT, squared(cosSeries(y))),
    ),
    -9,
    9,
  ],
  ['asinh', Math.asinh, inverse(sinhSeries, coshSeries), -9, 9],
  ['acosh', Math.acosh, inverse(coshSeries, sinhSeries), 1.05, 9],
  ['atanh', Math.atanh, inverse(tanhSeries, (y) => quotient(UNIT, squared(coshSeries(y)))), -0.95, 0.95],
  ['erf', errorFunction, erfSeries, -4, 4],
  ['erfc', complementaryErrorFunction, (x) => UNIT - erfSeries(x), -3, 5],
  ['x ** 5', (x) => x ** 5, (x) => mulFixed(squared(squared(x)), x), -9, 9],
  ['x ** -3', (x) => x ** -3, (x) => quotient(UNIT, mulFixed(squared(x), x)), 0.1, 9],
]

const scalar =
  (f: (x: Wire) => Wire) =>
  (x: number): number =>
    (evaluateOrThrow(graph([[]], f), [x])[0] as Tensor).data[0]!

const composed: readonly Row[] = [
  ['sigmoid', scalar(sigmoid), (x) => quotient(expSeries(x), UNIT + expSeries(x)), -15, 15],
  ['softplus', scalar(softplus), (x, y) => logFixed(UNIT + expSeries(x), y), -9, 9],
  ['logit', scalar(logit), (x, y) => logFixed(quotient(x, UNIT - x), y), 0.01, 0.99],
]

const POINTS = 150
const within = (rows: readonly Row[], bound: number): void => {
  for (const [name, f, exact, from, to] of rows)
    for (let k = 0; k < POINTS; k++) {
      const x = from + (to - from) * ((k * 0.618034 + 0.123) % 1)
      const error = ulps(f(x), exact(coarse(x), f(x)))
      assert.ok(Math.abs(error) <= bound, `${name}(${x}) is off by ${error} ulps`)
    }
}

test('functions of the host are right to the 2 units in the last place that intervals count on', () => {
  within(host, HOST / 2)
})

test('what the library composes of them is right to 4', () => {
  within(composed, COMPOSED / 2)
})

test('widening goes as many units as it says', () => {
  fc.assert(
    fc.property(plain, (x) => {
      const two = nextDown(nextDown(x))
      return (
        below(x, 2) < two &&
        above(x, 2) > nextUp(nextUp(x)) &&
        above(x, 2) - below(x, 2) <= 10 * Number.EPSILON * Math.abs(x) + 1e-322
      )
    }),
  )
  assert.is(below(Number.POSITIVE_INFINITY, 4) < Number.MAX_VALUE, true)
  assert.is(above(Number.POSITIVE_INFINITY, 4), Number.POSITIVE_INFINITY)
})

test.run()
