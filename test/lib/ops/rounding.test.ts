// Rounding and remainders against exact definitions in whole numbers, and slopes that count as 0.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import { ceil, floor, grad, jvp, mod, mul, round, sin, sub, sum, trunc } from '../../../modes/index.ts'
import { checkAll, flat, near, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const exactly = (found: unknown, expected: readonly number[]): void => {
  const entries = flat(found)
  assert.is(entries.length, expected.length)
  expected.forEach((x, k) => {
    assert.ok(Object.is(entries[k], x), `entry ${k}: ${entries[k]}, expected ${x}`)
  })
}

test('round takes the even one of two that are equally near, as numpy.round', () => {
  const halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]
  exactly(values((x) => round(x), halves)[0], [-2, -2, -0, 0, 2, 2, 4])
  const others = [-0.3, 0.49999999999999994, 2.4999999999999996, -2.6, 2 ** 52 + 1, 2 ** 53 - 1, infinity, nan, -0]
  exactly(values((x) => round(x), others)[0], [-0, 0, 2, -3, 2 ** 52 + 1, 2 ** 53 - 1, infinity, nan, -0])
})

test('floor, ceil and trunc at whole numbers, between them, and beyond', () => {
  const x = [-2, -1.5, -0.5, -0, 0.5, 1.5, infinity, nan]
  exactly(values((a) => floor(a), x)[0], [-2, -2, -1, -0, 0, 1, infinity, nan])
  exactly(values((a) => ceil(a), x)[0], [-2, -1, -0, -0, 1, 2, infinity, nan])
  exactly(values((a) => trunc(a), x)[0], [-2, -1, -0, -0, 0, 1, infinity, nan])
})

test('mod is the floored remainder, exact in whole numbers, with the sign of the divisor', () => {
  const whole = fc.bigInt({ min: -(2n ** 50n), max: 2n ** 50n })
  fc.assert(
    fc.property(
      whole,
      whole.filter((b) => b !== 0n),
      (a, b) => {
        const expected = Number((((a % b) + b) % b) as bigint)
        const [found] = flat(values((x, y) => mod(x, y), Number(a), Number(b))[0])
        assert.is(found + 0, expected + 0)
        assert.ok(found === 0 ? Object.is(found, b < 0n ? -0 : 0) : found < 0 === b < 0n)
      },
    ),
    { numRuns: 60 },
  )
  // numpy.mod at the edges
  exactly(values((x, y) => mod(x, y), [5, -5, 5, infinity, 3, nan], [infinity, infinity, -infinity, 2, 0, 2])[0], [
    5,
    infinity,
    -infinity,
    nan,
    nan,
    nan,
  ])
  near(values((x, y) => mod(x, y), [[7], [-7]], [3, -3])[0], [
    [1, -2],
    [2, -1],
  ])
})

test('the slopes of mod are 1 and -floor(a / b)', () => {
  near(grad((a) => sum(mod(a, [3, -3, 0.5])))([7, 7, -0.3]), [1, 1, 1], 0)
  near(grad((b) => sum(mod([7, 7, -0.3], b)))([3, -3, 0.5]), [-2, 3, 1], 0)
  near(grad((b) => mod(4, b))(2), -2, 0)
  checkGradients(
    (a, b) => mul(mod(a!, b!), sin(a!)),
    [
      [7.3, -2.1],
      [1.7, -0.9],
    ],
    { order: 3 },
  )
  checkAll((x) => sum(mul(x, mod(x, 1.5))), [0.4, -2.2, 7.1])
})

test('what is constant between jumps has the derivative 0 everywhere, at jumps too', () => {
  for (const f of [floor, ceil, round, trunc]) {
    near(grad((x) => sum(mul(f(x), x)))([0.5, 1, -1.3]), flat(values((x) => f(x), [0.5, 1, -1.3])[0]), 0)
    near(jvp(f)([0.5], [1])[1], 0, 0)
  }
  checkAll((x) => sum(mul(x, sub(x, floor(x)))), [0.4, -2.2])
})

test.run()
