/** The least count of vertex elimination by search: deepening on a lower bound, sets of eliminated vertices remembered. */
import {
  bitRows,
  type Cuts,
  costAt,
  cutOf,
  degree,
  has,
  type Layout,
  leastCost,
  neighbours,
  noCuts,
  type Rows,
  raiseCuts,
  take,
} from './bitRows.ts'
import type { Metric } from './labels.ts'
import type { Elimination } from './order.ts'
import type { EliminationProblem } from './problem.ts'

export interface ExactOptions {
  readonly metric?: Metric
  /** The best order that is known, of all intermediate vertices. */
  readonly known?: Elimination
  /** How many sets of eliminated vertices are looked at, at most. */
  readonly nodes?: number
  /** Whether to stop now. */
  readonly stop?: () => boolean
}

/** The best order found, and that no order costs less than `lowerBound`. */
export interface Exact extends Elimination {
  readonly lowerBound: number
  readonly proven: boolean
  readonly nodes: number
}

interface State {
  readonly rows: Rows
  readonly cuts: Cuts
  readonly left: readonly number[]
}

/**
 * A vertex that some best order eliminates now, if one is seen at once.
 *
 * (a) v has one neighbour before it, an input i, and costs now the least that it can. What is before it stays {i}, so
 *     eliminating it puts i in the place of v before other vertices and makes none of them dearer, provided that the
 *     edges from i are no less trivial than those from v: the edge from i is a unit and those behind v are not, or those
 *     behind v are variable. The same for one neighbour after it, an output.
 * (b) The edge from p to v is the only one out of p and the only one into v, all edges around are variable. In every
 *     order the first of the two costs what is before p or what is after v by then, at least the least cut there, and
 *     leaves a vertex with what was before p and after v, whichever it was. If it costs that cut now, it may go now.
 */
const safeStep = (layout: Layout, { rows, cuts, left }: State): number | undefined => {
  const deg = (plane: 0 | 1 | 2 | 3 | 4 | 5, v: number): number => degree(layout, rows, plane, v)
  for (const v of left) {
    const tight = costAt(layout, rows, v) === leastCost(cuts, v)
    for (const [near, far] of [
      [0, 3],
      [3, 0],
    ] as const) {
      if (deg(near, v) !== 1) continue
      const [p] = neighbours(layout, rows, near, v) as [number]
      const unit = deg((near + 1) as 1 | 4, v) === 0
      const farAll = deg(far, v)
      const variable = deg((far + 2) as 2 | 5, v) === farAll
      if (p >= layout.inner) {
        if (tight && (variable || (unit && deg((far + 1) as 1 | 4, v) === farAll))) return v
      } else if (near === 0 && variable && deg(3, p) === 1 && deg(2, p) === deg(0, p) && has(layout, rows, 2, v, p)) {
        const least = Math.min(cutOf(cuts, p, 0), cutOf(cuts, v, 2))
        if (deg(0, p) === least) return p
        if (farAll === least) return v
      }
    }
  }
  return undefined
}

/** The connected parts of what is left: elimination in one costs what it does whatever happens in the others. */
const parts = (layout: Layout, rows: Rows, left: readonly number[]): readonly (readonly number[])[] => {
  const waiting = new Set(left)
  const found: number[][] = []
  for (const start of left) {
    if (!waiting.delete(start)) continue
    const part = [start]
    for (let k = 0; k < part.length; k++)
      for (const plane of [0, 3] as const)
        for (const u of neighbours(layout, rows, plane, part[k]!)) if (waiting.delete(u)) part.push(u)
    found.push(part.sort((a, b) => a - b))
  }
  return found
}

const boundOf = (cuts: Cuts, left: readonly number[]): number => left.reduce((sum, v) => sum + leastCost(cuts, v), 0)

/** The state without a vertex, its cuts raised. */
const without = (layout: Layout, { rows, cuts, left }: State, v: number): State => {
  const next = { rows: rows.slice(), cuts: cuts.slice(), left: left.filter((u) => u !== v) }
  take(layout, next.rows, v)
  raiseCuts(layout, next.rows, next.cuts, next.left)
  return next
}

/** A name of a set of vertices among those of a part. */
const naming = (part: readonly number[]): ((left: readonly number[]) => number | string) => {
  const bit = new Map(part.map((v, k) => [v, k]))
  if (part.length <= 53) return (left) => left.reduce((sum, v) => sum + 2 ** bit.get(v)!, 0)
  return (left) => {
    const words = new Uint16Array(Math.ceil(part.length / 16))
    for (const v of left) words[bit.get(v)! >> 4]! |= 1 << (bit.get(v)! & 15)
    return String.fromCharCode(...words)
  }
}

interface Frame {
  readonly state: State
  readonly spent: number
  readonly name: number | string
  readonly steps: readonly { readonly v: number; readonly cost: number }[]
  next: number
  /** The least total that some way from here might have and that is above the threshold. */
  beyond: number
}

interface Budget {
  nodes: number
  readonly stop: () => boolean
}

/**
 * The least count of a part: orders of at most so much are sought for growing thresholds, depth first, and for every set
 * of vertices left over it is remembered what they are known to cost at least. Gives up with the threshold reached.
 */
const searchPart = (layout: Layout, root: State, upper: Elimination, budget: Budget): Exact => {
  const nameOf = naming(root.left)
  const least = new Map<number | string, number>()
  const began = budget.nodes
  const frame = (state: State, spent: number, name: number | string): Frame => {
    const forced = safeStep(layout, state)
    const [part] =
      forced === undefined ? [...parts(layout, state.rows, state.left)].sort((a, b) => a.length - b.length) : [[forced]]
    const steps = (part ?? []).map((v) => ({ v, cost: costAt(layout, state.rows, v) }))
    steps.sort((a, b) => a.cost - leastCost(state.cuts, a.v) - (b.cost - leastCost(state.cuts, b.v)) || a.v - b.v)
    return { state, spent, name, steps, next: 0, beyond: Number.POSITIVE_INFINITY }
  }
  let threshold = boundOf(root.cuts, root.left)
  while (threshold < upper.count) {
    const stack = [frame(root, 0, nameOf(root.left))]
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      const step = top.steps[top.next++]
      if (step === undefined) {
        least.set(top.name, Math.max(least.get(top.name) ?? 0, top.beyond - top.spent))
        stack.pop()
        const below = stack[stack.length - 1]
        if (below) below.beyond = Math.min(below.beyond, top.beyond)
        continue
      }
      const { v, cost } = step
      const spent = top.spent + cost
      const rest = boundOf(top.state.cuts, top.state.left) - leastCost(top.state.cuts, v)
      if (spent + rest > threshold) {
        top.beyond = Math.min(top.beyond, spent + rest)
        continue
      }
      const name = nameOf(top.state.left.filter((u) => u !== v))
      const known = spent + (least.get(name) ?? 0)
      if (known > threshold) {
        top.beyond = Math.min(top.beyond, known)
        continue
      }
      if (budget.nodes-- <= 0 || budget.stop())
        return { ...upper, lowerBound: threshold, proven: false, nodes: began - budget.nodes }
      const state = without(layout, top.state, v)
      const total = spent + boundOf(state.cuts, state.left)
      if (total > threshold) {
        top.beyond = Math.min(top.beyond, total)
        least.set(name, Math.max(least.get(name) ?? 0, total - spent))
      } else if (state.left.length === 0) {
        const order = stack.map(({ steps, next }) => steps[next - 1]!.v)
        return { count: spent, order, lowerBound: spent, proven: true, nodes: began - budget.nodes }
      } else stack.push(frame(state, spent, name))
    }
    threshold = Math.min(upper.count, least.get(nameOf(root.left))!)
  }
  return { ...upper, lowerBound: upper.count, proven: true, nodes: began - budget.nodes }
}

const NODES = 200_000

/**
 * The least count of vertex elimination and an order that has it, or the best known order and how much less any order
 * can cost, where the budget does not suffice. Vertices that some best order eliminates first go first; connected parts
 * of the rest are searched one by one. For problems of some hundreds of vertices: it holds their rows of bits.
 *
 * @example
 * const problem = { name: 'f', inputs: [0], outputs: [3], edges: [[0, 1, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * exactOrder(problem).count // => 2
 */
export const exactOrder = (
  problem: EliminationProblem,
  { metric = 'joins', known, nodes = NODES, stop = () => false }: ExactOptions = {},
): Exact => {
  const { layout, rows } = bitRows(problem, metric)
  const everything = Array.from({ length: layout.inner }, (_, v) => v)
  let state: State = { rows, cuts: noCuts(layout), left: everything }
  raiseCuts(layout, state.rows, state.cuts, state.left)
  const order: number[] = []
  let count = 0
  for (let v = safeStep(layout, state); v !== undefined; v = safeStep(layout, state)) {
    order.push(v)
    count += costAt(layout, state.rows, v)
    state = without(layout, state, v)
  }
  const number = new Map(layout.names.map((v, k) => [v, k]))
  const inOrder = known ? known.order.map((v) => number.get(v)!) : everything
  const budget = { nodes, stop }
  let [lowerBound, proven] = [count, true]
  for (const part of parts(layout, state.rows, state.left)) {
    const root = { ...state, left: part }
    const found = searchPart(layout, root, followed(layout, root, inOrder), budget)
    order.push(...found.order)
    count += found.count
    lowerBound += found.lowerBound
    proven &&= found.proven
  }
  return { count, order: order.map((v) => layout.names[v]!), lowerBound, proven, nodes: nodes - budget.nodes }
}

/** What an order costs in a part. */
const followed = (layout: Layout, { rows, left }: State, order: readonly number[]): Elimination => {
  const own = new Set(left)
  const steps = order.filter((v) => own.has(v))
  const rest = rows.slice()
  let count = 0
  for (const v of steps) {
    count += costAt(layout, rest, v)
    take(layout, rest, v)
  }
  return { count, order: steps }
}
