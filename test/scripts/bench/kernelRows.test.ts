// What is told of the works: agreement of derivatives, rows, and the table.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { disagreement, kernelRow, TOLERANCE } from '../../../scripts/bench/kernelRows.ts'
import { kernelTable, timeText } from '../../../scripts/bench/kernelTable.ts'

test('derivatives disagree where an entry is off by more than the precision allows, or is missing', () => {
  assert.is(disagreement([1, 1000], [1.000001, 1000], TOLERANCE.f64), undefined)
  assert.is(disagreement([1, 1001], [1, 1000], TOLERANCE.f32), undefined)
  assert.is(disagreement([1, 1001], [1, 1000], TOLERANCE.f64), 'has 1001 at 1, not 1000')
  assert.is(disagreement([1, Number.NaN], [1, 1], TOLERANCE.f32), 'has NaN at 1, not 1')
  assert.is(disagreement([1], [1, 1], TOLERANCE.f64), 'has 1 entries, not 2')
})

test('a row of a work tells minima, medians and ratios', () => {
  const of = (who: string, value: readonly number[], derivative: readonly number[]) =>
    kernelRow({ work: 'w', size: { n: 3 }, who, precision: 'f64', value, derivative, operations: [7, 21] })
  const rows = [of('cotangent', [2, 1, 3], [6, 3, 9]), of('c', [1], [2])]
  assert.equal([rows[0]!.primal, rows[0]!.derivative, rows[0]!.ratio, rows[0]!.unit], [1, 3, 3, 'us'])
  assert.equal(rows[0]!.median, { primal: 2, derivative: 6 })
  const [, first, second] = kernelTable(rows).split('\n') as [string, string, string]
  assert.match(first, /^w\s+n=3\s+cotangent f64\s+1\.0 us \/ 2\.0 us\s+3\.0 us \/ 6\.0 us\s+3\.00\s+1\.50\s+7 \/ 21$/)
  assert.match(second, /1\.00\s+-$/)
})

test('a time is told in the unit that suits it', () => {
  assert.equal([0.0123, 5, 4321, 2.5e6].map(timeText), ['12.3 ns', '5.0 us', '4.3 ms', '2.5 s'])
})

test.run()
