// Unions of rows against sets.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { EMPTY, type Row, unions } from '../../../lib/interpret/sparsityRows.ts'

const COLUMNS = 12
const rows: fc.Arbitrary<Row> = fc
  .uniqueArray(fc.nat({ max: COLUMNS - 1 }), { maxLength: 6 })
  .map((columns) => columns.sort((a, b) => a - b))

test('a union has the columns of all rows, in order, whatever was united before', () => {
  fc.assert(
    fc.property(fc.array(fc.array(rows, { maxLength: 6 }), { minLength: 1, maxLength: 4 }), (lists) => {
      const union = unions(COLUMNS)
      for (const list of lists) {
        const expected = [...new Set(list.flatMap((row) => [...row]))].sort((a, b) => a - b)
        assert.equal([...union(list)], expected)
        assert.equal([...union([...list, ...list.toReversed()])], expected)
      }
    }),
    { numRuns: 500 },
  )
})

test('a row that has all columns is the union itself, so that rows are shared', () => {
  const union = unions(COLUMNS)
  const [all, some, few] = [[1, 4, 7], [4], [1, 7]]
  for (const list of [[all], [all, some], [some, all], [few, some, all, EMPTY], [all, all, all, few, some]])
    assert.is(union(list), all)
  assert.is(union([]), EMPTY)
  assert.is(union([EMPTY, EMPTY]), EMPTY)
})

test.run()
