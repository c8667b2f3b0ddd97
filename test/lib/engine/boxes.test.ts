// Boxes: whatever a table says, its boxes say, entry by entry; and tables that loops made are few boxes.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Box, boxesOf, inverseOf } from '../../../lib/engine/boxes.ts'

/** What each target takes by boxes, -1 where none says so; how often a target is said must be once. */
const tableOf = (boxes: readonly Box[], size: number): number[] => {
  const table = new Array<number>(size).fill(-1)
  const visit = ({ dims }: Box, to: number, from: number, depth: number): void => {
    const dim = dims[depth]
    if (!dim) {
      assert.is(table[to], -1, 'each target once')
      table[to] = from
      return
    }
    for (let k = 0; k < dim.extent; k++) visit({ to, from, dims }, to + k * dim.to, from + k * dim.from, depth + 1)
  }
  for (const box of boxes) visit(box, box.to, box.from, 0)
  return table
}

/** The table of nested loops over some extents, the source moving by strides from a base. */
const nested = (extents: readonly number[], strides: readonly number[], base: number): number[] =>
  extents.reduce<number[]>(
    (table, extent, d) => table.flatMap((x) => Array.from({ length: extent }, (_, k) => x + k * strides[d]!)),
    [base],
  )

test('boxes say what the table says', () => {
  const tables = fc.array(fc.nat(20), { minLength: 1, maxLength: 40 })
  const repeated = fc
    .tuple(tables, fc.nat(20), fc.nat(6))
    .map(([t, times, by]) => Array.from({ length: times + 1 }, (_, k) => t.map((x) => x + k * by)).flat())
  fc.assert(
    fc.property(fc.oneof(tables, repeated), fc.array(fc.nat(160), { maxLength: 3 }), (table, ends) => {
      const borders = [...new Set(ends)].sort((a, b) => a - b)
      const boxes = boxesOf(Int32Array.from(table), 161, borders)
      if (boxes) assert.equal(tableOf(boxes, table.length), table)
    }),
  )
})

test('nested loops are one box each, and their interleavings as many as there are', () => {
  for (const table of [nested([7], [1], 0), nested([9], [-2], 30), nested([6, 5], [10, 1], 3), nested([8], [0], 4)])
    assert.is(boxesOf(Int32Array.from(table), 100)?.length, 1)
  // Rows of 2 x (4 of one block, 3 of another, 1 of a third), as rows of a sparse matrix are made of dense blocks.
  const p = 40
  const rows = Array.from({ length: p }, (_, o) =>
    [0, 1].flatMap((c) => [
      ...nested([4], [1], (c * p + o) * 4),
      ...nested([3], [1], 8 * p + (c * p + o) * 3),
      14 * p + c * p + o,
    ]),
  ).flat()
  assert.is(boxesOf(Int32Array.from(rows), 16 * p, [8 * p, 14 * p])?.length, 6)
})

test('a table without order has no boxes', () => {
  const scattered = Int32Array.from({ length: 4000 }, (_, k) => Math.floor(1e4 * Math.abs(Math.sin(k * k + 1))))
  assert.is(boxesOf(scattered, 10_001), undefined)
})

test('inverses', () => {
  assert.equal([...(inverseOf(Int32Array.of(3, 0, 2), 5) ?? [])], [1, -1, 2, 0, -1])
  assert.is(inverseOf(Int32Array.of(1, 1), 2), undefined)
})

test.run()
