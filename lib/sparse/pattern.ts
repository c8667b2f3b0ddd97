/** Patterns: which entries of a matrix may differ from zero, row by row. */
import { fail } from '../error.ts'

/** Compressed sparse rows: the columns of row i, ascending, are `columns[starts[i]]` to `columns[starts[i + 1] - 1]`. */
export interface Pattern {
  /** Rows and columns of the matrix. */
  readonly shape: readonly [rows: number, columns: number]
  /** One more than there are rows. */
  readonly starts: Int32Array
  readonly columns: Int32Array
}

const startsOf = (counts: ArrayLike<number>): Int32Array => {
  const starts = new Int32Array(counts.length + 1)
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i]! + counts[i]!
  return starts
}

/** The pattern of a matrix with as many columns, each row given by its columns, ascending and without repetitions. */
const ofRows = (rows: readonly ArrayLike<number>[], columns: number): Pattern => {
  const starts = startsOf(rows.map((row) => row.length))
  const all = new Int32Array(starts[rows.length]!)
  rows.forEach((row, i) => {
    all.set(row, starts[i]!)
  })
  return { shape: [rows.length, columns], starts, columns: all }
}

/** The columns of a row, ascending: a view. */
const row = ({ starts, columns }: Pattern, i: number): Int32Array => columns.subarray(starts[i]!, starts[i + 1]!)

const transpose = ({ shape: [rows, width], starts, columns }: Pattern): Pattern => {
  const counts = new Int32Array(width)
  for (const column of columns) counts[column]!++
  const turned = startsOf(counts)
  const next = turned.slice(0, width)
  const across = new Int32Array(columns.length)
  for (let i = 0; i < rows; i++) for (let k = starts[i]!; k < starts[i + 1]!; k++) across[next[columns[k]!]!++] = i
  return { shape: [width, rows], starts: turned, columns: across }
}

const size = (shape: readonly number[]): string => `${shape[0]} by ${shape[1]}`

const outside = (place: readonly [number, number], shape: readonly [number, number]): never =>
  fail({
    tag: 'ValueError',
    op: 'Pattern.ofEntries',
    argument: 'entries',
    found: `entry [${place.join()}]`,
    expected: `whole numbers from 0 inside of ${size(shape)}`,
    cure: 'count rows and columns from 0, or give the matrix a larger shape',
  })

/** The pattern with entries at these places, in any order; a place may be named more than once. */
const ofEntries = (
  shape: readonly [rows: number, columns: number],
  entries: Iterable<readonly [row: number, column: number]>,
): Pattern => {
  const rows = Array.from({ length: shape[0] }, () => new Set<number>())
  for (const [i, j] of entries) {
    const there = Number.isInteger(j) && j >= 0 && j < shape[1] ? rows[i] : undefined
    ;(there ?? outside([i, j], shape)).add(j)
  }
  return ofRows(
    rows.map((places) => Int32Array.from(places).sort()),
    shape[1],
  )
}

/** The entries of a matrix, given as rows of one length, that are not 0 or false; NaN is not 0. */
const ofDense = (matrix: readonly ArrayLike<number | boolean>[]): Pattern => {
  const width = matrix[0]?.length ?? 0
  const ragged = matrix.find((entries) => entries.length !== width)
  if (ragged)
    fail({
      tag: 'ValueError',
      op: 'Pattern.ofDense',
      found: `a row of ${ragged.length} entries`,
      expected: `${width}, as in the first`,
      cure: 'give rows of one length',
    })
  return ofRows(
    matrix.map((entries) =>
      Array.from(entries).flatMap((entry, column) => (entry === 0 || entry === false ? [] : [column])),
    ),
    width,
  )
}

/** The matrix of booleans, row by row: true where an entry may differ from zero. */
const toDense = (p: Pattern): readonly (readonly boolean[])[] =>
  Array.from({ length: p.shape[0] }, (_, i) => {
    const places = new Set(row(p, i))
    return Array.from({ length: p.shape[1] }, (_unused, column) => places.has(column))
  })

const merged = (a: Int32Array, b: Int32Array): number[] => {
  const all: number[] = []
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[k] ?? Number.POSITIVE_INFINITY]
    all.push(Math.min(x, y))
    if (x <= y) i++
    if (y <= x) k++
  }
  return all
}

/** The entries of either pattern: what the sum of two matrices may have. */
const union = (a: Pattern, b: Pattern): Pattern => {
  if (a.shape[0] !== b.shape[0] || a.shape[1] !== b.shape[1])
    fail({
      tag: 'ShapeError',
      op: 'Pattern.union',
      argument: 1,
      found: size(b.shape),
      expected: `${size(a.shape)}, as the first`,
      cure: 'give patterns of matrices that can be added',
    })
  return ofRows(
    Array.from({ length: a.shape[0] }, (_, i) => merged(row(a, i), row(b, i))),
    a.shape[1],
  )
}

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false
  return true
}

const equals = (a: Pattern, b: Pattern): boolean =>
  same(a.shape, b.shape) && same(a.starts, b.starts) && same(a.columns, b.columns)

/** How many entries may differ from zero. */
const nnz = (p: Pattern): number => p.columns.length

/**
 * Patterns as matrices of booleans: `ofRows` (columns, ascending), `ofEntries` (places), `ofDense` (rows of numbers or
 * booleans) make them, `row` is a view of the columns of one row, `toDense` the booleans row by row, and `nnz` the number
 * of entries; `transpose`, `union` and `equals` are what they are for matrices of booleans.
 *
 * @throws AdError `ValueError` for places outside of the shape and for ragged matrices, `ShapeError` for a union of
 * patterns of different shapes
 * @example
 * Pattern.nnz(Pattern.ofEntries([2, 3], [[0, 2], [1, 0], [0, 2]])) // => 2
 * Pattern.toDense(Pattern.transpose(Pattern.ofDense([[1, 0], [4, 0]]))) // => [[true, true], [false, false]]
 */
export const Pattern = { ofRows, ofEntries, ofDense, row, toDense, transpose, union, equals, nnz } as const
