// The middle of samples.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { median } from '../../../scripts/bench/median.ts'

test('the median is the middle one, or between the two in the middle', () => {
  assert.is(median([5, 1, 3]), 3)
  assert.is(median([10, 1, 3, 5]), 4)
})

test.run()
