/** Patterns: which entries of a matrix may differ from zero, row by row. */

/** Compressed sparse rows: the columns of row i, ascending, are `columns[starts[i]]` to `columns[starts[i + 1] - 1]`. */
export interface Pattern {
  /** Rows and columns of the matrix. */
  readonly shape: readonly [rows: number, columns: number]
  /** One more than there are rows. */
  readonly starts: Int32Array
  readonly columns: Int32Array
}
