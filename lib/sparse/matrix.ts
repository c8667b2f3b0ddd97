/** Sparse matrices: a pattern with a number at each of its places, by coordinates and by compressed rows at once. */
import { fail } from '../error.ts'
import { fresh, type Tensor } from '../value.ts'
import { rowsOf } from './conflicts.ts'
import type { Pattern } from './pattern.ts'

/**
 * Entry k is `values[k]` in row `rows[k]` and column `columns[k]`; the entries of row i, by rising column, are those from
 * `starts[i]` up to `starts[i + 1]`, excluded. An entry may be 0.
 */
export interface SparseMatrix extends Pattern {
  readonly rows: Int32Array
  readonly values: Float64Array
}

/** The matrix with these numbers at the places of a pattern. */
const of = (pattern: Pattern, values: Float64Array): SparseMatrix =>
  values.length === pattern.columns.length
    ? { ...pattern, rows: rowsOf(pattern), values }
    : fail({
        tag: 'ShapeError',
        op: 'SparseMatrix.of',
        argument: 'values',
        found: `${values.length} numbers`,
        expected: `${pattern.columns.length}, one for each place`,
        cure: 'give a number for each entry of the pattern, row by row',
      })

/** The whole matrix, zeros where the pattern has no entry. */
const toDense = ({ shape, rows, columns, values }: SparseMatrix): Tensor => {
  const data = new Float64Array(shape[0] * shape[1])
  for (let k = 0; k < values.length; k++) data[rows[k]! * shape[1] + columns[k]!] = values[k]!
  return fresh(shape, data)
}

/**
 * Sparse matrices: `of` puts numbers at the places of a pattern, row by row; `toDense` is the whole matrix.
 *
 * @throws AdError `ShapeError` where there is not one number a place
 * @example
 * SparseMatrix.toDense(SparseMatrix.of(Pattern.ofRows([[1], []], 2), Float64Array.of(7))) // => [[0, 7], [0, 0]]
 */
export const SparseMatrix = { of, toDense } as const
