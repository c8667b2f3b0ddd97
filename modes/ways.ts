/** Ways to a whole Jacobian: by columns, by rows, or by products of the maps of a tape in some order; and the cheapest. */
import {
  accumulate,
  bases,
  blocks,
  type Cost,
  colouredBlocks,
  colouring,
  cost,
  entriesOf,
  type Graph,
  jacobianSparsity,
  lanesFirst,
  lanesLast,
  nodeAt,
  type Order,
  type Ref,
  type SearchOptions,
  searchOrders,
  Tape,
  type TensorType,
  type Wire,
  wireAt,
} from '../lib/index.ts'

/** A graph of the primal's results and then dy/dx for each sink y and each source x, and how it was come by. */
export interface Way {
  readonly mode: 'forward' | 'reverse' | 'mixed' | 'coloured'
  /** What the order or the colouring is called: `markowitz`, ...; the mode where there is none. */
  readonly name: string
  /** The order of elimination; undefined where tangents or cotangents flow side by side. */
  readonly order?: Order
  readonly graph: Graph
  /** What one run of the graph costs, the primal included. */
  readonly cost: Cost
}

const tensorTypes = ({ primal }: Tape, refs: readonly Ref[]): readonly TensorType[] =>
  refs.map((ref) => nodeAt(primal, ref).type as TensorType)

/** A loop without a bound counts one step, in all ways alike. */
const costOf = (graph: Graph): Cost => cost(graph, { trips: 1 })

const flowing = (tape: Tape, mode: 'forward' | 'reverse', results: () => readonly Wire[]): Way => {
  const graph = Tape.read(tape, () => [...tape.primal.outputs.map(wireAt), ...results()])
  return { mode, name: mode, graph, cost: costOf(graph) }
}

/** All columns at once: a tangent for each entry of each source. */
export const byColumns = (tape: Tape): Way => {
  const from = tensorTypes(tape, tape.sources)
  return flowing(tape, 'forward', () =>
    Tape.fullFlow(tape, bases(from), entriesOf(from)).flatMap((dy) =>
      blocks(dy, from).map((lane, k) => lanesLast(lane, from[k]!.shape)),
    ),
  )
}

/** All rows at once: a cotangent for each entry of each sink. */
export const byRows = (tape: Tape): Way => {
  const to = tensorTypes(tape, tape.sinks)
  const turned = Tape.transpose(tape)
  return flowing(turned, 'reverse', () => {
    const rows = Tape.fullFlow(turned, bases(to), entriesOf(to)).map((dx) => blocks(dx, to))
    return to.flatMap(({ shape }, i) => rows.map((lanes) => lanesFirst(lanes[i]!, shape)))
  })
}

/** By elimination in an order. */
export const byOrder = (tape: Tape, order: Order, name = 'given'): Way => {
  const graph = accumulate(tape, order)
  return { mode: 'mixed', name, order, graph, cost: costOf(graph) }
}

/** Patterns of more places, zeros included, than this are not looked for. */
const PLACES = 4e6
const KINDS = ['columns', 'rows', 'both'] as const

/** By the groups of a colouring, the cheapest of three; none where every group has one entry. */
export const byColours = (tape: Tape): readonly Way[] => {
  const [from, to] = [tensorTypes(tape, tape.sources), tensorTypes(tape, tape.sinks)]
  const [n, m] = [entriesOf(from), entriesOf(to)]
  if (n * m > PLACES) return []
  const { sources, sinks, primal, conventions } = tape
  const pattern = jacobianSparsity(primal, { wrt: sources, of: sinks, conventions })
  const shapes = { shapes: from.map(({ shape }) => shape), rowShapes: to.map(({ shape }) => shape) }
  return (
    KINDS.map((kind) => colouring(pattern, kind, shapes))
      .filter(({ passes, columnPasses }) => passes < (columnPasses > 0 ? n : m))
      // Both ways at once with one way only is what has been tried already.
      .filter(({ kind, columnPasses, rowPasses }) => kind !== 'both' || columnPasses * rowPasses > 0)
      .map((groups) => {
        const graph = Tape.read(tape, () => [...primal.outputs.map(wireAt), ...colouredBlocks(tape, pattern, groups)])
        return { mode: 'coloured', name: `${groups.kind}, ${groups.passes} lanes`, graph, cost: costOf(graph) }
      })
  )
}

const cheaper = (a: Cost, b: Cost): boolean =>
  a.multiplications !== b.multiplications
    ? a.multiplications < b.multiplications
    : a.additions + a.nonlinear < b.additions + b.nonlinear

/** The way of least multiplications, then of least other operations; the first among equals. */
export const cheapest = (ways: readonly Way[]): Way =>
  ways.reduce((best, other) => (cheaper(other.cost, best.cost) ? other : best))

/** How many of the orders that seem best are drawn and counted in full. */
const DRAWN = 2

/** By elimination in the orders that are predicted to be cheapest. */
export const byBestOrders = (tape: Tape, options?: SearchOptions): readonly Way[] =>
  searchOrders(tape, options)
    .slice(0, DRAWN)
    .map(({ order, name }) => byOrder(tape, order, name))

const figure = (x: number): string => x.toLocaleString('en-US')
const titleOf = ({ mode, name }: Way): string => (mode === name ? mode : `${mode} (${name})`)

/** Why a way was taken among others. */
export const reasonFor = (taken: Way, ways: readonly Way[]): string => {
  const others = ways.filter((way) => way !== taken)
  const own = `${titleOf(taken)} takes ${figure(taken.cost.multiplications)} multiplications`
  return others.length === 0
    ? own
    : `${own}; ${others.map((way) => `${titleOf(way)} ${figure(way.cost.multiplications)}`).join(', ')}`
}
