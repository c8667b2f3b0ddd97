/** Bidirectional colourings: groups of columns and of rows, so that each entry is told by one of the two. */
import type { Shape } from '../types.ts'
import { adjacency, columnConflicts, rowsOf, type Turned, turned } from './conflicts.ts'
import { greedy } from './greedy.ts'
import { alone, compact, type Groups, groupCount, idle, noGroups } from './groups.ts'
import { type Ordering, ordered } from './orderings.ts'
import { type Course, columnGroups, fewest } from './orthogonal.ts'
import type { Pattern } from './pattern.ts'
import { splitEntries } from './split.ts'
import { starColours } from './star.ts'

export interface BothGroups {
  readonly columns: Groups
  readonly rows: Groups
}

/** The entries of a pattern with `side` at their place. */
const part = ({ shape, starts, columns }: Pattern, sides: Uint8Array, side: 0 | 1): Pattern => {
  const before = new Int32Array(columns.length + 1)
  for (let place = 0; place < columns.length; place++)
    before[place + 1] = before[place]! + (sides[place] === side ? 1 : 0)
  return { shape, starts: starts.map((at) => before[at]!), columns: columns.filter((_, k) => sides[k] === side) }
}

/** Groups of those columns that `own` has entries in. */
const partGroups = (pattern: Pattern, own: Pattern, ordering: Ordering): Groups => {
  const conflicts = columnConflicts(pattern, own)
  const { starts } = turned(own)
  return compact(greedy(conflicts, ordered(conflicts, ordering), (j) => starts[j + 1]! > starts[j]!))
}

/** The part of a pattern that is told by columns, and that which is told by rows, turned. */
interface Split {
  readonly byColumns: Pattern
  readonly byRows: Pattern
}

const splitOf = (pattern: Pattern, towards: 'columns' | 'rows'): Split => {
  const sides = splitEntries(pattern, towards)
  return { byColumns: part(pattern, sides, 1), byRows: turned(part(pattern, sides, 0)) }
}

const bySplit = (pattern: Pattern, other: Pattern, { byColumns, byRows }: Split, ordering: Ordering): BothGroups => ({
  columns: partGroups(pattern, byColumns, ordering),
  rows: partGroups(other, byRows, ordering),
})

/** The symmetric pattern of a bipartite graph: rows first, then columns. */
const bipartite = (
  pattern: Pattern,
  { starts, columns, places }: Turned,
): { readonly graph: Pattern; readonly mirror: Int32Array } => {
  const [m, n] = pattern.shape
  const entries = columns.length
  const mirror = new Int32Array(2 * entries)
  places.forEach((place, at) => {
    mirror[place] = entries + at
    mirror[entries + at] = place
  })
  const graph: Pattern = {
    shape: [m + n, m + n],
    starts: new Int32Array(m + n + 1),
    columns: new Int32Array(2 * entries),
  }
  graph.starts.set(pattern.starts)
  graph.starts.set(
    starts.subarray(1).map((at) => at + entries),
    m + 1,
  )
  graph.columns.set(pattern.columns.map((j) => j + m))
  graph.columns.set(columns, entries)
  return { graph, mirror }
}

/** Groups without those that nothing is read from. */
const withoutIdle = (pattern: Pattern, other: Turned, { columns, rows }: BothGroups): BothGroups => {
  const [columnCount, rowCount] = [groupCount(columns), groupCount(rows)]
  const byColumn = alone(pattern, columns)
  const byRow = alone(other, rows)
  const rowAt = rowsOf(pattern)
  const first = pattern.columns.map((j, place) => (byColumn[place] ? columns[j]! : -1))
  const second = new Int32Array(first.length).fill(-1)
  other.places.forEach((place, at) => {
    if (byRow[at]) second[place] = columnCount + rows[rowAt[place]!]!
  })
  const dropped = idle(columnCount + rowCount, first, second)
  return {
    columns: compact(columns, dropped.subarray(0, columnCount)),
    rows: compact(rows, dropped.subarray(columnCount)),
  }
}

export const passesOf = ({ columns, rows }: BothGroups): number => groupCount(columns) + groupCount(rows)

/**
 * The fewest groups of several ways: columns alone; rows alone; entries split between columns and rows first (Coleman
 * and Verma 1998, The efficient computation of sparse Jacobian matrices using automatic differentiation) and each side
 * coloured; and star colourings of the bipartite graph (Gebremedhin, Manne, Pothen 2005, What color is your Jacobian?).
 */
export const bothGroups = (
  pattern: Pattern,
  { orderings, bound }: Course,
  { shapes, rowShapes }: { readonly shapes?: readonly Shape[]; readonly rowShapes?: readonly Shape[] },
): BothGroups => {
  const [m, n] = pattern.shape
  const other = turned(pattern)
  const useful = (groups: BothGroups): BothGroups => withoutIdle(pattern, other, groups)
  const candidates = function* (): Generator<BothGroups> {
    yield useful({
      columns: columnGroups(pattern, { orderings, bound }, shapes),
      rows: noGroups(m),
    })
    yield useful({
      columns: noGroups(n),
      rows: columnGroups(other, { orderings, bound }, rowShapes),
    })
    // Where one order only is tried, so is one way to split.
    for (const towards of orderings.length > 1 ? (['columns', 'rows'] as const) : (['columns'] as const)) {
      const split = splitOf(pattern, towards)
      for (const ordering of orderings) yield useful(bySplit(pattern, other, split, ordering))
    }
    const { graph, mirror } = bipartite(pattern, other)
    const conflicts = adjacency(graph)
    for (const ordering of orderings) {
      const colours = starColours(graph, mirror, ordered(conflicts, ordering))
      yield useful({ columns: compact(colours.subarray(m)), rows: compact(colours.subarray(0, m)) })
    }
  }
  return fewest(candidates(), passesOf, bound) ?? { columns: noGroups(n), rows: noGroups(m) }
}
