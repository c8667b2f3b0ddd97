/** What an order of elimination acts on: a graph whose inner vertices can be taken out one by one, each at a cost. */

export interface Eliminable {
  /** The vertices that can still be eliminated, ascending. */
  readonly intermediates: () => readonly number[]
  readonly predecessors: (v: number) => readonly number[]
  readonly successors: (v: number) => readonly number[]
  /** What it would cost to eliminate `v` now. */
  readonly cost: (v: number) => number
  /** Eliminates `v`: joins each edge into it with each edge out of it. Returns what that cost. */
  readonly eliminate: (v: number) => number
}
