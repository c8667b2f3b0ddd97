// Groups: what one pass tells, what is told twice, and which groups can go.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { alone, compact, idle } from '../../../lib/sparse/groups.ts'
import { entriesOf, patterns, toldByColumn } from './patterns.ts'

test('alone is where no other column of the group has an entry', () => {
  fc.assert(
    fc.property(patterns(6), fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 6, maxLength: 6 }), (p, picks) => {
      const groups = Int32Array.from(picks.slice(0, p.shape[1]))
      assert.equal(
        [...alone(p, groups)].map((x) => x === 1),
        entriesOf(p).map((place) => toldByColumn(p, groups, place)),
      )
    }),
  )
})

test('compact numbers groups by first appearance', () => {
  assert.equal([...compact(Int32Array.of(3, -1, 0, 3, 2))], [0, -1, 1, 0, 2])
  assert.equal([...compact(Int32Array.of(3, 1, 0, 3, 2), Uint8Array.of(1, 0, 0, 0))], [0, 1, -1, 0, 2])
})

test('idle groups: every entry keeps one, and none that is left could go', () => {
  const told = fc.array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.nat(4)), { maxLength: 12 })
  fc.assert(
    fc.property(told, (entries) => {
      const dropped = idle(
        5,
        Int32Array.from(entries, ([a]) => a),
        Int32Array.from(entries, ([, b]) => b),
      )
      const kept = (g: number): boolean => g >= 0 && !dropped[g]
      assert.ok(entries.every(([a, b]) => kept(a) || kept(b)))
      for (let g = 0; g < 5; g++)
        if (kept(g)) assert.not(entries.every(([a, b]) => (kept(a) && a !== g) || (kept(b) && b !== g)))
    }),
  )
})

test('a group that only repeats what others tell goes', () => {
  assert.equal([...idle(2, Int32Array.of(0, 0), Int32Array.of(1, -1))], [0, 1])
})

test.run()
