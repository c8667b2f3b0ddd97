/** The digraph of a problem as an eliminable on rows of bits: quick to begin anew, for searches of small problems. */
import { bitRows, costAt, neighbours, take } from './bitRows.ts'
import type { Eliminable } from './eliminable.ts'
import type { Metric } from './labels.ts'
import type { EliminationProblem } from './problem.ts'

/**
 * What begins a digraph of a problem anew, again and again: for vertex elimination it is the same as `digraph`, only
 * quicker where there are some hundreds of vertices at most. It takes no care of vertices that cannot be eliminated.
 *
 * @example
 * const begin = compactDigraph({ name: 'f', inputs: [0], outputs: [2], edges: [[0, 1, 'unit'], [1, 2, 'variable']] })
 * begin().eliminate(1) // => 1
 */
export const compactDigraph = (problem: EliminationProblem, metric: Metric = 'joins'): (() => Eliminable) => {
  const { layout, rows: whole } = bitRows(problem, metric)
  const { names, inner } = layout
  const number = new Map(names.map((v, k) => [v, k]))
  const place = (v: number): number => number.get(v)!
  return () => {
    const rows = whole.slice()
    const gone = new Uint8Array(inner)
    return {
      intermediates: () => names.slice(0, inner).filter((_, k) => gone[k] === 0),
      predecessors: (v) => neighbours(layout, rows, 0, place(v)).map((k) => names[k]!),
      successors: (v) => neighbours(layout, rows, 3, place(v)).map((k) => names[k]!),
      cost: (v) => costAt(layout, rows, place(v)),
      eliminate: (v) => {
        const k = place(v)
        const spent = costAt(layout, rows, k)
        take(layout, rows, k)
        gone[k] = 1
        return spent
      },
    }
  }
}
