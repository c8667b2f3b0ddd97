// Lattices: proper wherever they are found, the least of their kind by brute force, none where there is no stencil.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { columnConflicts } from '../../../lib/sparse/conflicts.ts'
import { latticeColours } from '../../../lib/sparse/lattice.ts'
import { Pattern } from '../../../modes/index.ts'
import { countOf, entriesOf, fivePoint, toldByColumn } from './patterns.ts'

const told = (p: Pattern, groups: ArrayLike<number>): boolean =>
  entriesOf(p).every((place) => toldByColumn(p, groups, place))

const within = (fewest: number, most: number) => ({ fewest, most, accepts: () => true })

/** A row for each place of a periodic or open line or grid, with entries at these offsets from it. */
const stencil = (
  shape: readonly [number, number],
  offsets: readonly (readonly [number, number])[],
  periodic: boolean,
) =>
  Pattern.ofEntries(
    [shape[0] * shape[1], shape[0] * shape[1]],
    Array.from({ length: shape[0] * shape[1] }, (_, at) => at).flatMap((at) =>
      offsets.flatMap(([a, b]) => {
        const [x, y] = [Math.floor(at / shape[1]) + a, (at % shape[1]) + b]
        const wrapped = [(x + 4 * shape[0]) % shape[0], (y + 4 * shape[1]) % shape[1]]
        const inside = wrapped[0] === x && wrapped[1] === y
        return periodic || inside ? [[at, wrapped[0] * shape[1] + wrapped[1]] as const] : []
      }),
    ),
  )

test('random stencils, open and periodic: proper, and no lattice of the same kind has fewer colours', () => {
  const offset = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }))
  const extent = fc.integer({ min: 5, max: 8 })
  fc.assert(
    fc.property(
      fc.array(offset, { minLength: 1, maxLength: 5 }),
      extent,
      extent,
      fc.boolean(),
      (offsets, m, n, periodic) => {
        const p = stencil([m, n], offsets, periodic)
        const found = latticeColours(columnConflicts(p), [[m, n]], within(1, 25))
        const linear = (k: number, a: number, b: number) =>
          Int32Array.from({ length: m * n }, (_, at) => (a * Math.floor(at / n) + b * (at % n)) % k)
        let least = 1
        const exists = (k: number): boolean => {
          for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) if (told(p, linear(k, a, b))) return true
          return false
        }
        while (least <= 25 && !exists(least)) least++
        if (least > 25) assert.is(found, undefined)
        else {
          assert.ok(found && told(p, found))
          assert.ok(Math.max(...found) < least)
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('species along a small axis, tensors one after another, and grids below the size of a lattice', () => {
  // Two fields on one grid that meet at each place only: twice the colours at most, and their union told.
  const one = fivePoint(6, 7)
  const n = one.shape[0]
  const two = Pattern.ofEntries(
    [2 * n, 2 * n],
    entriesOf(one).flatMap(
      ([i, j]) =>
        [
          [i, j],
          [n + i, n + j],
          [i, n + i],
        ] as const,
    ),
  )
  for (const shapes of [
    [[2, 6, 7]],
    [
      [6, 7],
      [6, 7],
    ],
  ]) {
    const found = latticeColours(columnConflicts(two), shapes, within(1, 10))!
    assert.ok(told(two, found))
    assert.ok(countOf(found) >= 6)
  }
  const small = fivePoint(3, 4)
  assert.ok(told(small, latticeColours(columnConflicts(small), [[3, 4]], within(5, 5))!))
})

test('none where the limits forbid it, the shapes do not fit, or nothing repeats', () => {
  const p = fivePoint(7, 7)
  assert.is(latticeColours(columnConflicts(p), [[7, 7]], within(1, 4)), undefined)
  assert.is(latticeColours(columnConflicts(p), [[7, 6]], within(1, 9)), undefined)
  const row = Pattern.ofRows([Array.from({ length: 3000 }, (_, k) => k * k).filter((k) => k < 3000)], 3000)
  assert.is(latticeColours(columnConflicts(row), [[3000]], within(1, 2)), undefined)
})

test.run()
