/** Structurally orthogonal columns: groups no two columns of which have entries in one row. */
import type { Shape } from '../types.ts'
import { columnConflicts, turned } from './conflicts.ts'
import { greedy } from './greedy.ts'
import { compact, type Groups, groupCount, noGroups } from './groups.ts'
import { latticeColours } from './lattice.ts'
import { type Ordering, ordered } from './orderings.ts'
import type { Pattern } from './pattern.ts'

/** The orders to try, and the fewest groups that any colouring may have. */
export interface Course {
  readonly orderings: readonly Ordering[]
  readonly bound: number
}

/** The candidate with the fewest groups, the first of equals; none is made after one that meets the bound. */
export const fewest = <A>(candidates: Iterable<A>, passes: (a: A) => number, bound: number): A | undefined => {
  let best: A | undefined
  for (const a of candidates) {
    if (best === undefined || passes(a) < passes(best)) best = a
    if (passes(best) <= bound) break
  }
  return best
}

/** Groups of orthogonal columns by greedy colourings, and by a lattice where that has fewer. */
export const columnGroups = (
  pattern: Pattern,
  { orderings, bound }: Course,
  shapes: readonly Shape[] | undefined,
): Groups => {
  const { starts } = turned(pattern)
  const takes = (j: number): boolean => starts[j + 1]! > starts[j]!
  const used = starts.reduce((count, _, j) => count + (j < pattern.shape[1] && takes(j) ? 1 : 0), 0)
  if (used === bound) return compact(Int32Array.from({ length: pattern.shape[1] }, (_, j) => (takes(j) ? j : -1)))
  const conflicts = columnConflicts(pattern)
  const candidates = function* (): Generator<Groups> {
    let best = Number.POSITIVE_INFINITY
    for (const ordering of orderings) {
      const groups = greedy(conflicts, ordered(conflicts, ordering), takes)
      best = Math.min(best, groupCount(groups))
      yield groups
    }
    const lattice = shapes && latticeColours(conflicts, shapes, { fewest: bound, most: best - 1, accepts: () => true })
    if (lattice) yield compact(lattice.map((g, j) => (takes(j) ? g : -1)))
  }
  return fewest(candidates(), groupCount, bound) ?? noGroups(pattern.shape[1])
}
