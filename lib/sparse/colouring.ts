/** Colourings: columns and rows in groups, so that a matrix is known from one product with each group. */
import { fail } from '../error.ts'
import { type Shape, showShape, sizeOf } from '../types.ts'
import { acyclicColours } from './acyclic.ts'
import { bothGroups } from './bicolouring.ts'
import { bothBound, symmetricBound, widestRow } from './bounds.ts'
import { adjacency, columnConflicts, mirrored, rowless, rowsOf, turned } from './conflicts.ts'
import { alone, compact, type Groups, groupCount, idle, noGroups } from './groups.ts'
import { latticeColours } from './lattice.ts'
import { type Ordering, ordered, orderingsFor } from './orderings.ts'
import { columnGroups, fewest } from './orthogonal.ts'
import type { Pattern } from './pattern.ts'
import { peeling } from './peeling.ts'
import { starColours } from './star.ts'

/**
 * By `columns` no row has two entries in one group; by `rows` no column; by `both` each entry is told by its column's
 * group or by its row's. For symmetric matrices with groups of columns only: by `star` each entry, or its mirror, is
 * told by its column's group; by `acyclic` each follows by substitution.
 */
export type ColouringKind = 'columns' | 'rows' | 'both' | 'star' | 'acyclic'

export interface Colouring {
  readonly kind: ColouringKind
  /** Rows and columns of the matrix. */
  readonly shape: readonly [rows: number, columns: number]
  /** The group of each column, from 0 on; -1 for none. */
  readonly columns: Groups
  /** The group of each row, from 0 on; -1 for none. */
  readonly rows: Groups
  readonly columnPasses: number
  readonly rowPasses: number
  /** Products with the matrix or its transpose: `columnPasses + rowPasses`. */
  readonly passes: number
  /** No colouring of this kind has fewer passes. */
  readonly bound: number
  /** Whether `bound` proves that this one has the fewest. */
  readonly optimal: boolean
}

export interface ColouringOptions {
  /** The order of the greedy colouring. By default all are tried, and lattices, and the fewest passes win. */
  readonly ordering?: Ordering
  /** The shapes of the tensors that the columns are the entries of, one after another. */
  readonly shapes?: readonly Shape[]
  /** The shapes of the tensors that the rows are the entries of. */
  readonly rowShapes?: readonly Shape[]
}

const orderingsOf = ({ ordering }: ColouringOptions, pattern: Pattern): readonly Ordering[] =>
  ordering ? [ordering] : orderingsFor(pattern)

const record = (
  kind: ColouringKind,
  { shape }: Pattern,
  { columns = noGroups(shape[1]), rows = noGroups(shape[0]) }: { readonly columns?: Groups; readonly rows?: Groups },
  bound: number,
): Colouring => {
  const [columnPasses, rowPasses] = [groupCount(columns), groupCount(rows)]
  const passes = columnPasses + rowPasses
  return { kind, shape, columns, rows, columnPasses, rowPasses, passes, bound, optimal: passes === bound }
}

/** Groups without those that nothing is read from, entries being read from one of the two sides of the diagonal. */
const withoutIdle = (pattern: Pattern, mirror: Int32Array, groups: Groups): Groups => {
  const own = alone(pattern, groups)
  const told = pattern.columns.map((j, place) => (own[place] ? groups[j]! : -1))
  return compact(
    groups,
    idle(
      groupCount(groups),
      told,
      told.map((_, place) => told[mirror[place]!]!),
    ),
  )
}

/** Whether each entry, or its mirror, is alone in its group. */
const toldAtOnce = (pattern: Pattern, mirror: Int32Array, groups: Groups): boolean => {
  const own = alone(pattern, groups)
  return own.every((told, place) => told === 1 || own[mirror[place]!] === 1)
}

/** Groups without those that substitution can do without. Each column with an entry on the diagonal needs its own. */
const withoutNeedless = (pattern: Pattern, mirror: Int32Array, groups: Groups): Groups => {
  const rows = rowsOf(pattern)
  const needed = new Uint8Array(groupCount(groups))
  pattern.columns.forEach((j, place) => {
    if (rows[place] === j) needed[groups[j]!] = 1
  })
  const dropped = new Uint8Array(needed.length)
  needed.forEach((need, g) => {
    if (need) return
    dropped[g] = 1
    if (!peeling(pattern, mirror, rows, compact(groups, dropped))) dropped[g] = 0
  })
  return compact(groups, dropped)
}

const symmetric = (kind: 'star' | 'acyclic', pattern: Pattern, options: ColouringOptions): Colouring => {
  const mirror = mirrored(kind, pattern)
  const graph = adjacency(pattern)
  const rows = rowsOf(pattern)
  const colours = kind === 'star' ? starColours : acyclicColours
  const without = (groups: Groups): Groups =>
    kind === 'star' ? withoutIdle(pattern, mirror, groups) : withoutNeedless(pattern, mirror, groups)
  const tells = (groups: Groups): boolean =>
    kind === 'star' ? toldAtOnce(pattern, mirror, groups) : peeling(pattern, mirror, rows, groups) !== undefined
  const bound = symmetricBound(kind, pattern)
  const { shapes, ordering } = options
  const candidates = function* (): Generator<Groups> {
    let best = pattern.shape[1]
    for (const ordering of orderingsOf(options, pattern)) {
      const groups = without(colours(pattern, mirror, ordered(graph, ordering)))
      best = Math.min(best, groupCount(groups))
      yield groups
    }
    if (!shapes || ordering) return
    // What is proper and tells all, and for stars what tells all by columns, whose lattices are fewer to try.
    for (const conflicts of kind === 'star' ? [graph, columnConflicts(pattern)] : [graph]) {
      const lattice = latticeColours(conflicts, shapes, { fewest: bound, most: best - 1, accepts: tells })
      if (!lattice) continue
      const groups = without(lattice.map((g, j) => (rowless(pattern, j) ? -1 : g)))
      best = Math.min(best, groupCount(groups))
      yield groups
    }
  }
  const columns = fewest(candidates(), groupCount, bound) ?? noGroups(pattern.shape[1])
  return record(kind, pattern, { columns }, bound)
}

const kinds: Readonly<Record<ColouringKind, (pattern: Pattern, options: ColouringOptions) => Colouring>> = {
  columns: (pattern, options) => {
    const bound = widestRow(pattern)
    const shapes = options.ordering ? undefined : options.shapes
    const columns = columnGroups(pattern, { orderings: orderingsOf(options, pattern), bound }, shapes)
    return record('columns', pattern, { columns }, bound)
  },
  rows: (pattern, options) => {
    const other = turned(pattern)
    const bound = widestRow(other)
    const shapes = options.ordering ? undefined : options.rowShapes
    const rows = columnGroups(other, { orderings: orderingsOf(options, other), bound }, shapes)
    return record('rows', pattern, { rows }, bound)
  },
  both: (pattern, options) => {
    const bound = bothBound(pattern)
    const course = { orderings: orderingsOf(options, pattern), bound }
    return record('both', pattern, bothGroups(pattern, course, options.ordering ? {} : options), bound)
  },
  star: (pattern, options) => symmetric('star', pattern, options),
  acyclic: (pattern, options) => symmetric('acyclic', pattern, options),
}

const checkShapes = (argument: string, shapes: readonly Shape[] | undefined, size: number): void => {
  const entries = shapes?.reduce((sum, shape) => sum + sizeOf(shape), 0)
  if (shapes && entries !== size)
    fail({
      tag: 'ShapeError',
      op: 'colouring',
      argument,
      found: `${entries} entries in ${shapes.map(showShape).join(' and ') || 'no tensors'}`,
      expected: `${size}, as in the pattern`,
      cure: 'give the shapes of all tensors that the pattern speaks of, or leave them out',
    })
}

const checkKind = (kind: string): void => {
  if (!Object.hasOwn(kinds, kind))
    fail({
      tag: 'ValueError',
      op: 'colouring',
      argument: 'kind',
      found: `the kind ${JSON.stringify(kind)}`,
      expected: `one of ${Object.keys(kinds).join(', ')}`,
      cure: 'name one of these',
    })
}

/**
 * A colouring of the columns, the rows, or both, of a matrix with this pattern. Greedy in several orders, and by lattices
 * where `shapes` are known; `bound` says how much better another could be at most. The time is about that of looking
 * at all pairs of entries in a row, resp. in a column.
 *
 * @throws AdError `ShapeError` for `star` and `acyclic` where the pattern is not symmetric, and for shapes of other sizes,
 * `ValueError` for a kind that is none of these
 * @example
 * const arrow = { shape: [3, 3], starts: Int32Array.of(0, 3, 5, 7), columns: Int32Array.of(0, 1, 2, 0, 1, 0, 2) }
 * colouring(arrow, 'star').passes // => 2
 */
export const colouring = (pattern: Pattern, kind: ColouringKind, options: ColouringOptions = {}): Colouring => {
  checkKind(kind)
  checkShapes('shapes', options.shapes, pattern.shape[1])
  checkShapes('rowShapes', options.rowShapes, pattern.shape[0])
  return kinds[kind](pattern, options)
}
