// Patterns against matrices of booleans.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Pattern } from '../../../lib/sparse/pattern.ts'
import { thrown } from '../../support.ts'

/** Matrices of booleans of one shape, at least one row, so that they know their width. */
const matrices = (count: number): fc.Arbitrary<readonly (readonly (readonly boolean[])[])[]> =>
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat({ max: 5 })).chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.array(fc.boolean(), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
      { minLength: count, maxLength: count },
    ),
  )

const entries = (matrix: readonly (readonly boolean[])[]): [number, number][] =>
  matrix.flatMap((row, i) => row.flatMap((on, j): [number, number][] => (on ? [[i, j]] : [])))

test('ofDense and toDense are inverse, and the columns of each row ascend', () => {
  fc.assert(
    fc.property(matrices(1), ([matrix]) => {
      const p = Pattern.ofDense(matrix)
      assert.equal(Pattern.toDense(p), matrix)
      assert.equal(p.shape, [matrix.length, matrix[0].length])
      assert.is(p.starts.length, matrix.length + 1)
      matrix.forEach((row, i) => {
        assert.equal(
          [...Pattern.row(p, i)],
          row.flatMap((on, j) => (on ? [j] : [])),
        )
      })
      assert.is(Pattern.nnz(p), matrix.flat().filter(Boolean).length)
    }),
  )
})

test('ofEntries takes places in any order, any number of times', () => {
  fc.assert(
    fc.property(matrices(1), ([matrix]) => {
      const places = entries(matrix)
      const p = Pattern.ofEntries([matrix.length, matrix[0].length], [...places.toReversed(), ...places])
      assert.ok(Pattern.equals(p, Pattern.ofDense(matrix)))
    }),
  )
})

test('the transpose has rows for columns, and is its own inverse', () => {
  fc.assert(
    fc.property(matrices(1), ([matrix]) => {
      const p = Pattern.ofDense(matrix)
      const turned = Pattern.transpose(p)
      assert.equal(
        Pattern.toDense(turned),
        matrix[0].map((_, j) => matrix.map((row) => row[j])),
      )
      assert.ok(Pattern.equals(Pattern.transpose(turned), p))
    }),
  )
})

test('the union has the entries of both; patterns are equal where their matrices are', () => {
  fc.assert(
    fc.property(matrices(2), ([a, b]) => {
      const [p, q] = [Pattern.ofDense(a), Pattern.ofDense(b)]
      assert.equal(
        Pattern.toDense(Pattern.union(p, q)),
        a.map((row, i) => row.map((on, j) => on || b[i][j])),
      )
      assert.is(Pattern.equals(p, q), JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})

test('numbers count unless they are 0; NaN is not 0', () => {
  assert.equal(
    Pattern.toDense(
      Pattern.ofDense([
        [0, -0, 1e-300],
        [Number.NaN, 2, Number.POSITIVE_INFINITY],
      ]),
    ),
    [
      [false, false, true],
      [true, true, true],
    ],
  )
  assert.equal(Pattern.ofDense([]).shape, [0, 0])
  assert.is(Pattern.equals(Pattern.ofEntries([2, 3], []), Pattern.ofEntries([3, 2], [])), false)
})

test('what is no matrix is refused', () => {
  const tag = (f: () => unknown): unknown => (thrown(f) as { info: { tag: string } }).info.tag
  assert.is(
    tag(() => Pattern.ofDense([[1], [1, 2]])),
    'ValueError',
  )
  for (const [i, j] of [
    [2, 0],
    [0, 2],
    [-1, 0],
    [0, -1],
    [0.5, 0],
    [0, 0.5],
  ])
    assert.is(
      tag(() => Pattern.ofEntries([2, 2], [[i, j]])),
      'ValueError',
    )
  assert.is(
    tag(() => Pattern.union(Pattern.ofDense([[1]]), Pattern.ofDense([[1, 0]]))),
    'ShapeError',
  )
})

test.run()
