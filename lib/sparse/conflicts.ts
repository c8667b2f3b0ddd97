/** Conflicts: graphs whose edges join what may not have one colour, told by the neighbours of each vertex. */
import { fail } from '../error.ts'
import { type Shape, showShape } from '../types.ts'
import type { Pattern } from './pattern.ts'

/** A graph on the vertices from 0 to `size` - 1. */
export interface Conflicts {
  readonly size: number
  /** Writes the neighbours of a vertex, each once, and gives their number. */
  readonly neighbours: (vertex: number, into: Int32Array) => number
}

/** The pattern of the transposed matrix, and for each of its places the place of that entry before. */
export interface Turned extends Pattern {
  readonly places: Int32Array
}

/** The row of each place of a pattern. */
export const rowsOf = ({ starts, columns }: Pattern): Int32Array => {
  const rows = new Int32Array(columns.length)
  for (let i = 0; i + 1 < starts.length; i++) rows.fill(i, starts[i], starts[i + 1])
  return rows
}

export const turned = ({ shape: [m, n], starts, columns }: Pattern): Turned => {
  const heads = new Int32Array(n + 1)
  for (const j of columns) heads[j + 1]!++
  for (let j = 0; j < n; j++) heads[j + 1]! += heads[j]!
  const next = heads.slice()
  const rows = new Int32Array(columns.length)
  const places = new Int32Array(columns.length)
  for (let i = 0; i < m; i++)
    for (let place = starts[i]!; place < starts[i + 1]!; place++) {
      const at = next[columns[place]!]!++
      rows[at] = i
      places[at] = place
    }
  return { shape: [n, m], starts: heads, columns: rows, places }
}

/** Whether a row has no entries. */
export const rowless = ({ starts }: Pattern, row: number): boolean => starts[row] === starts[row + 1]

const sameNumbers = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((x, k) => x === b[k])

/**
 * For each place (i, j) of a symmetric pattern the place (j, i).
 *
 * @throws AdError `ShapeError` where the pattern is not symmetric
 */
export const mirrored = (op: string, pattern: Pattern): Int32Array => {
  const other = turned(pattern)
  const [m, n] = pattern.shape
  if (m !== n || !sameNumbers(other.starts, pattern.starts) || !sameNumbers(other.columns, pattern.columns))
    fail({
      tag: 'ShapeError',
      op,
      argument: 'pattern',
      found: m === n ? 'a pattern that is not symmetric' : `a pattern of shape ${showShape([m, n] as Shape)}`,
      expected: 'a symmetric one',
      cure: 'add what is missing on the other side of the diagonal, or colour columns or rows',
    })
  return other.places
}

/**
 * Columns conflict where a row has entries in both and one of the two is to be read there, by column groups. `own` says
 * which entries are; a column without any takes no part.
 */
export const columnConflicts = (pattern: Pattern, own: Pattern = pattern): Conflicts => {
  const whole = turned(pattern)
  const read = own === pattern ? whole : turned(own)
  const size = pattern.shape[1]
  const seen = new Int32Array(size)
  const idle = own === pattern ? undefined : Uint8Array.from({ length: size }, (_, j) => (rowless(read, j) ? 1 : 0))
  let stamp = 0
  const mark = (of: Pattern, row: number, into: Int32Array, found: number): number => {
    let count = found
    for (let place = of.starts[row]!; place < of.starts[row + 1]!; place++) {
      const j = of.columns[place]!
      if (seen[j] === stamp || idle?.[j]) continue
      seen[j] = stamp
      into[count++] = j
    }
    return count
  }
  const neighbours = (v: number, into: Int32Array): number => {
    let count = 0
    seen[v] = ++stamp
    if (rowless(read, v)) return 0
    for (let at = read.starts[v]!; at < read.starts[v + 1]!; at++) count = mark(pattern, read.columns[at]!, into, count)
    if (own === pattern) return count
    for (let at = whole.starts[v]!; at < whole.starts[v + 1]!; at++) count = mark(own, whole.columns[at]!, into, count)
    return count
  }
  return { size, neighbours }
}

/** The graph of a symmetric matrix: an edge for each pair of entries off the diagonal. */
export const adjacency = ({ shape, starts, columns }: Pattern): Conflicts => ({
  size: shape[0],
  neighbours: (v, into) => {
    let count = 0
    for (let place = starts[v]!; place < starts[v + 1]!; place++)
      if (columns[place] !== v) into[count++] = columns[place]!
    return count
  },
})
