// The scale of rounding, by hand, and that it bounds what rounding does.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { agreeAt, givesAt, roundingScale } from '../../laws/rounding.ts'
import { entriesOf } from '../../laws/scale.ts'
import { add, graph, mul, sum, tensor } from '../../modes/index.ts'
import { near } from '../support.ts'
import { refuted, uphold } from './verdicts.ts'

test('a product of sums, by hand', () => {
  // (x + y) x at (3, -2.5): nodes x, y, s = 0.5, p = 1.5; |slopes of p| are |s| + |x|, |x|, |x|, 1.
  const f = graph([[], []], (x, y) => mul(add(x, y), x))
  assert.equal(entriesOf(roundingScale(f, [tensor(3), tensor(-2.5)])), [3 * 3.5 + 2.5 * 3 + 0.5 * 3 + 1.5])
})

test('sums of numbers that cancel agree in any order, on this scale; those that differ are refuted', () => {
  const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 })
  const left = graph([[], [], []], (x, y, z) => add(add(x, y), z))
  const right = graph([[], [], []], (x, y, z) => add(x, add(y, z)))
  fc.assert(
    fc.property(numbers, (xs) => {
      const at = xs.map((x) => tensor(x))
      uphold(agreeAt(left, right, at))
      // The bound with the unit of rounding itself: two additions, each off by at most half of 2^-52.
      const error = Math.abs(xs[0] + xs[1] + xs[2] - (xs[0] + (xs[1] + xs[2])))
      assert.ok(error <= 2 ** -52 * entriesOf(roundingScale(left, at))[0])
    }),
  )
  const off = graph([[], [], []], (x, y, z) => add(x, y, mul(1 + 1e-6, z)))
  refuted(
    agreeAt(
      left,
      off,
      [1, -1, 1].map((x) => tensor(x)),
    ),
  )
})

test('what rounds away is no difference, what does not is one', () => {
  const f = graph([[3]], (x) => sum(add(x, [-1, -2, -3])))
  uphold(givesAt(f, [tensor(0.3)], [tensor([1.1, 2.1, 3.1])]))
  refuted(givesAt(f, [tensor(0.3 + 1e-6)], [tensor([1.1, 2.1, 3.1])]))
  near(entriesOf(roundingScale(f, [tensor([1, 2, 3])])), [6])
})

test.run()
