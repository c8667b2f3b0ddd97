/** Linearised computational graphs as mutable digraphs: what vertices and edges are eliminated from. */
import { fail } from '../error.ts'
import type { Eliminable } from './eliminable.ts'
import {
  isNontrivial,
  type Label,
  type Metric,
  nontrivialProducts,
  plusLabel,
  type Side,
  timesLabel,
} from './labels.ts'
import type { EliminationProblem } from './problem.ts'

/** An eliminable whose edges can be taken out one by one, too. */
export interface EdgeEliminable extends Eliminable {
  readonly hasEdge: (from: number, to: number) => boolean
  readonly isIntermediate: (v: number) => boolean
  /** Joins the edge with each edge out of its end, an intermediate vertex. Returns what that cost. */
  readonly front: (from: number, to: number) => number
  /** Joins the edge with each edge into its beginning, an intermediate vertex. Returns what that cost. */
  readonly back: (from: number, to: number) => number
}

type Ends = Map<number, Label>
const NO_ENDS: ReadonlyMap<number, Label> = new Map()

const sideOf = (ends: ReadonlyMap<number, Label>): Side => {
  let [nonunit, variable] = [0, 0]
  for (const label of ends.values()) {
    if (label !== 'unit') nonunit++
    if (label === 'variable') variable++
  }
  return { nonunit, variable }
}

/**
 * The digraph of a problem, to be eliminated from. Eliminating a vertex joins each edge into it with each edge out of
 * it: the labels multiply, and what falls on an edge that is there is added to it. Counted are all products (`joins`),
 * or those that are `nontrivial`. The problem itself stays as it is.
 *
 * @example
 * const problem = { name: 'f', inputs: [0, 1], outputs: [3], edges: [[0, 2, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * digraph(problem).eliminate(2) // => 2
 * digraph(problem, 'nontrivial').eliminate(2) // => 0
 */
export const digraph = ({ inputs, outputs, edges }: EliminationProblem, metric: Metric = 'joins'): EdgeEliminable => {
  const kept = new Set([...inputs, ...outputs])
  const before = new Map<number, Ends>()
  const after = new Map<number, Ends>()
  const put = (from: number, to: number, label: Label): void => {
    const [out, into] = [after.get(from), before.get(to)]
    if (out) out.set(to, label)
    else after.set(from, new Map([[to, label]]))
    if (into) into.set(from, label)
    else before.set(to, new Map([[from, label]]))
  }
  for (const [from, to, label] of edges) put(from, to, label)
  const alive = new Set([...before.keys()].filter((v) => !kept.has(v)).sort((a, b) => a - b))
  const into = (v: number): ReadonlyMap<number, Label> => before.get(v) ?? NO_ENDS
  const outOf = (v: number): ReadonlyMap<number, Label> => after.get(v) ?? NO_ENDS

  const join = (from: number, first: Label, second: Label, to: number): void => {
    const label = timesLabel(first, second)
    const present = after.get(from)?.get(to)
    put(from, to, present === undefined ? label : plusLabel(present, label))
  }
  const drop = (v: number): void => {
    for (const p of into(v).keys()) after.get(p)!.delete(v)
    for (const s of outOf(v).keys()) before.get(s)!.delete(v)
    before.delete(v)
    after.delete(v)
    alive.delete(v)
  }
  const cost = (v: number): number =>
    metric === 'joins' ? into(v).size * outOf(v).size : nontrivialProducts(sideOf(into(v)), sideOf(outOf(v)))
  /** What the products of one edge with some others cost. */
  const costOf = (label: Label, others: ReadonlyMap<number, Label>): number => {
    if (metric === 'joins') return others.size
    let count = 0
    for (const other of others.values()) if (isNontrivial(label, other)) count++
    return count
  }
  const intermediate = (op: string, v: number): void => {
    if (!alive.has(v))
      fail({
        tag: 'ValueError',
        op,
        found: `${v}`,
        expected: 'a vertex that is neither an input nor an output and not yet eliminated',
        cure: 'leave it out',
      })
  }
  const labelOf = (from: number, to: number): Label =>
    outOf(from).get(to) ??
    fail({
      tag: 'ValueError',
      op: 'eliminate',
      found: `no edge from ${from} to ${to}`,
      expected: 'an edge that is there',
      cure: 'leave it out, or eliminate it earlier',
    })
  return {
    intermediates: () => [...alive],
    predecessors: (v) => [...into(v).keys()],
    successors: (v) => [...outOf(v).keys()],
    cost,
    eliminate: (v) => {
      intermediate('eliminate', v)
      const spent = cost(v)
      const [sources, targets] = [into(v), outOf(v)]
      drop(v)
      for (const [p, first] of sources) for (const [s, second] of targets) join(p, first, second, s)
      return spent
    },
    hasEdge: (from, to) => outOf(from).has(to),
    isIntermediate: (v) => alive.has(v),
    front: (from, to) => {
      const label = labelOf(from, to)
      intermediate('front elimination', to)
      const spent = costOf(label, outOf(to))
      for (const [s, second] of outOf(to)) join(from, label, second, s)
      after.get(from)!.delete(to)
      before.get(to)!.delete(from)
      if (into(to).size === 0) drop(to)
      return spent
    },
    back: (from, to) => {
      const label = labelOf(from, to)
      intermediate('back elimination', from)
      const spent = costOf(label, into(from))
      for (const [p, first] of into(from)) join(p, first, label, to)
      after.get(from)!.delete(to)
      before.get(to)!.delete(from)
      if (outOf(from).size === 0) drop(from)
      return spent
    },
  }
}
