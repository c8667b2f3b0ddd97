/** Rows of Boolean matrices: for each entry of a value, flat and part after part, the columns that it depends on. */
import { isTuple, sizeOf, type Type } from '../types.ts'

/** Columns in ascending order. A row is never changed, so that entries with the same columns share one. */
export type Row = readonly number[]
export type Rows = readonly Row[]

export const EMPTY: Row = []
export const noRows = (count: number): Rows => new Array<Row>(count).fill(EMPTY)

/** The number of entries of a value of some type. */
export const countOf = (type: Type): number =>
  isTuple(type) ? type.tuple.reduce((sum, part) => sum + countOf(part), 0) : sizeOf(type.shape)

/** A column for each entry, numbered from `first`. */
export const unitRows = (count: number, first: number): Rows => Array.from({ length: count }, (_, k) => [first + k])

/** Rows of values of some types, one after the other, apart. */
export const split = (rows: Rows, types: readonly Type[]): readonly Rows[] => {
  let at = 0
  return types.map((type) => {
    const from = at
    at += countOf(type)
    return rows.slice(from, at)
  })
}

/** The columns of any of some rows. */
export type Union = (rows: readonly Row[]) => Row

/** Two rows merged; one of them, where it has the columns of the other. */
const merged = (a: Row, b: Row): Row => {
  const both: number[] = []
  let [i, k] = [0, 0]
  while (i < a.length && k < b.length) {
    const [x, y] = [a[i]!, b[k]!]
    both.push(x <= y ? x : y)
    if (x <= y) i++
    if (y <= x) k++
  }
  while (i < a.length) both.push(a[i++]!)
  while (k < b.length) both.push(b[k++]!)
  return both.length === a.length ? a : both.length === b.length ? b : both
}

/** Unions of rows of a matrix with so many columns. A row that has all columns of the others is the union itself. */
export const unions = (columns: number): Union => {
  const seen = new Int32Array(columns)
  const found = new Int32Array(columns)
  let round = 0
  return (rows) => {
    let [largest, second, different]: [Row, Row, number] = [EMPTY, EMPTY, 0]
    for (const row of rows) {
      if (row === largest || row === second || row.length === 0) continue
      different++
      if (row.length > largest.length) [largest, second] = [row, largest]
      else second = row
    }
    if (different < 2) return largest
    if (different === 2) return merged(largest, second)
    round++
    let count = 0
    for (const column of largest) seen[column] = round
    for (const row of rows)
      if (row !== largest)
        for (const column of row)
          if (seen[column] !== round) {
            seen[column] = round
            found[count++] = column
          }
    if (count === 0) return largest
    found.set(largest, count)
    return Array.from(found.subarray(0, count + largest.length).sort())
  }
}

/** Entry by entry the union of several lists of rows. */
export const unionOf = (union: Union, lists: readonly Rows[]): Rows =>
  lists.length === 1 ? lists[0]! : lists[0]!.map((_, k) => union(lists.map((rows) => rows[k]!)))

export const sameRows = (a: Rows, b: Rows): boolean => a.every((row, k) => row.length === b[k]!.length)
