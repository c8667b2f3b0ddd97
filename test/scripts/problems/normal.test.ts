/** The normal distribution function against its series in long whole numbers, published values, and its slope. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { normalCdf, normalProbability } from '../../../scripts/problems/normal.ts'
import { checkOrders, near } from '../../support.ts'

const BITS = 1200n
const ONE = 1n << BITS
/** 1 / sqrt(2 pi) to 60 digits (OEIS A231863), which is enough where the answer has 17. */
const density = (398942280401432677939946059934381868475858631164934657665926n << BITS) / 10n ** 60n

/** A number with no more than 40 bits after the point, exactly. */
const fixed = (x: number): bigint => BigInt(x * 2 ** 40) << (BITS - 40n)

/**
 * 1 / (x + 1 / (x + 2 / (x + 3 / ...))), which is Q(x) / density(x) for x > 0, from a place where no digit depends on
 * it.
 */
const millsRatio = (x: bigint, terms: number): bigint => {
  let tail = x
  for (let k = terms; k >= 1; k--) tail = x + (BigInt(k) << (2n * BITS)) / tail
  return (ONE << BITS) / tail
}

/** e^-z for z >= 0 from its series, z halved until it is small. */
const expOf = (z: bigint): bigint => {
  const halvings = 10n
  let term = ONE
  let sum = ONE
  for (let k = 1n; term !== 0n; k++) {
    term = -((term * (z >> halvings)) >> BITS) / k
    sum += term
  }
  for (let k = 0n; k < halvings; k++) sum = (sum * sum) >> BITS
  return sum
}

/** The probability below -x for x >= 0: by the series of the integral near 0, by Laplace's fraction in the tail. */
const tail = (x: number): number => {
  const X = fixed(x)
  const square = (X * X) >> BITS
  if (x > 4) return toNumber((((density * expOf(square >> 1n)) >> BITS) * millsRatio(X, 300)) >> BITS)
  let term = X
  let sum = X
  for (let k = 1n; term !== 0n; k++) {
    term = -((term * square) >> BITS) / (2n * k)
    sum += term / (2n * k + 1n)
  }
  return toNumber((ONE >> 1n) - ((density * sum) >> BITS))
}

/** To 63 bits, which is more than a number holds. */
const toNumber = (x: bigint): number => {
  const shift = Math.max(0, x.toString(2).length - 63)
  return Number(x >> BigInt(shift)) * 2 ** (shift - Number(BITS) / 2) * 2 ** (-Number(BITS) / 2)
}

test('the oracle has the published values', () => {
  // Abramowitz and Stegun, table 26.1, and 26.2 for the tail at 5 and at 10 (5 digits there).
  near([tail(1), tail(2), tail(3)], [1 - 0.841344746068543, 1 - 0.977249868051821, 1 - 0.99865010196837], 1e-15)
  near(-Math.log10(tail(5)), 6.54265, 1e-6)
  near(-Math.log10(tail(10)), 23.11805, 1e-6)
})

const agrees = (x: number): void => {
  const expected = x <= 0 ? tail(-x) : 1 - tail(x)
  const found = normalProbability(x)
  assert.ok(Math.abs(found - expected) <= 1e-15 * expected, `at ${x}: found ${found}, expected ${expected}`)
}

test('the relative error is below 1e-15, far into the tail', () => {
  for (let x = -37; x <= 9; x += 0.71875) agrees(x)
  for (const border of [0.46875 * Math.SQRT2, 4 * Math.SQRT2])
    for (const step of [-1, 1]) agrees(-Math.round((border + step * 1e-3) * 2 ** 20) / 2 ** 20)
  const places = fc.integer({ min: -37 * 2 ** 16, max: 9 * 2 ** 16 })
  fc.assert(
    fc.property(places, (k) => agrees(k / 2 ** 16)),
    { numRuns: 60 },
  )
})

test('the ends', () => {
  assert.is(normalProbability(0), 0.5)
  assert.is(normalProbability(Number.POSITIVE_INFINITY), 1)
  assert.is(normalProbability(Number.NEGATIVE_INFINITY), 0)
  assert.is(normalProbability(-60), 0)
  assert.ok(Number.isNaN(normalProbability(Number.NaN)))
})

test('the op has the density as its slope, and all orders agree', () => {
  for (const x of [-2.3, 0, 0.5]) checkOrders((y) => normalCdf(y), x, 3, `${x}`)
})

test.run()
