/** Orders of elimination for tapes: simple ones, greedy ones, and what a search makes of the best of them. */
import { annealEdges, annealVertices } from '../elimination/annealing.ts'
import { compactDigraph } from '../elimination/compact.ts'
import { digraph, type EdgeEliminable } from '../elimination/digraph.ts'
import type { Eliminable } from '../elimination/eliminable.ts'
import { forwardOrder, greedy, lastCost, reverseOrder } from '../elimination/greedy.ts'
import type { Label } from '../elimination/labels.ts'
import type { Elimination, Order } from '../elimination/order.ts'
import { type Certificate, type EliminationPlan, type HeuristicCounts, planElimination } from '../elimination/plan.ts'
import type { EliminationProblem } from '../elimination/problem.ts'
import { fail } from '../error.ts'
import { isStep, type Linear } from '../linear.ts'
import type { Tape } from '../tape.ts'
import { isTuple, sizeOf } from '../types.ts'
import { settled } from './maps.ts'
import { countingPen, type Pen } from './pen.ts'
import { innerOf } from './steps.ts'
import { type Net, netOf, separated, vertices } from './vertices.ts'

/** An order by name, and the multiplications that its products are predicted to take. */
export interface NamedOrder {
  readonly name: 'forward' | 'reverse' | 'markowitz' | 'markowitzReverse' | 'annealed'
  readonly order: Order
  readonly count: number
}

export interface SearchOptions {
  /** A whole number: the same seed gives the same orders. 1 by default. */
  readonly seed?: number
  /** How many changed orders are tried; by default as many as take a fraction of a second, 0 for large tapes. */
  readonly iterations?: number
}

const labelOf = ({ paths }: Linear, pen: Pen): Label => {
  const factors = paths.flat()
  if (factors.some((factor) => isStep(factor) || !factor.operands.every(({ ref }) => pen.known(ref)))) return 'variable'
  return factors.every((factor) => !isStep(factor) && factor.operands.length === 0 && Math.abs(factor.coef) === 1)
    ? 'unit'
    : 'constant'
}

/** Whether every map is between numbers. */
const isScalar = ({ edges }: Net): boolean =>
  edges.every(({ map }) =>
    [map.from, map.to].every((type) => !isTuple(type) && type.shape.every((extent) => extent === 1)),
  )

const problemOfNet = ({ sources, sinks, edges }: Net, pen: Pen): EliminationProblem => ({
  name: 'tape',
  inputs: [...new Set(sources)],
  outputs: [...new Set(sinks)],
  edges: edges.map(({ from, to, map }) => [from, to, labelOf(map, pen)] as const),
})

/** How many joins of matrices, and of numbers, a search may take where nobody says how long it may run. */
const JOINS = 40_000
const NUMBER_JOINS = 2_000_000
/** Searches of digraphs on rows of bits pay up to so many edges. */
const COMPACT = 1000

/** Whether a map has a step that multiplies: a loop, a branch, a solution of a system. Counting those takes long. */
const isDear = ({ paths }: Linear): boolean =>
  paths.some((path) => path.some((factor) => isStep(factor) && !innerOf(factor)))

/** A tape's net in the form that elimination keeps, and what counts on it. */
const tidyNet = (tape: Tape): { readonly net: Net; readonly pen: Pen } => {
  const pen = countingPen(tape.primal)
  const net = separated(netOf(tape), tape.primal.nodes.size, tape.primal)
  return { net: { ...net, edges: net.edges.map((edge) => ({ ...edge, map: settled(edge.map, pen) })) }, pen }
}

/**
 * The problem of elimination that a tape of tensors is: a vertex for each node between sources and sinks, and for each
 * copy of a sink or a source that is inner, too; counts of joins take every map for one number.
 */
export const tapeProblem = (tape: Tape): EliminationProblem => {
  const { net, pen } = tidyNet(tape)
  return problemOfNet(net, pen)
}

/** A tape's vertices and edges to be eliminated, at what products of its maps take; nothing is drawn. */
export const eliminableTape = (tape: Tape): (() => EdgeEliminable) => {
  const { net, pen } = tidyNet(tape)
  return () => vertices(net, pen)
}

/** What begins a tape's net anew, and how long it may be searched. */
const ground = (tape: Tape) => {
  const { net, pen } = tidyNet(tape)
  const size = net.edges.length
  if (!isScalar(net)) {
    const dear = net.edges.some(({ map }) => isDear(map))
    return { begin: (): Eliminable => vertices(net, pen), joins: dear ? 0 : JOINS, size, problem: undefined }
  }
  const problem = problemOfNet(net, pen)
  const begin =
    size <= COMPACT ? compactDigraph(problem, 'nontrivial') : (): Eliminable => digraph(problem, 'nontrivial')
  return { begin, joins: NUMBER_JOINS, size, problem }
}

type Ground = ReturnType<typeof ground>
type Finder = (e: Eliminable) => Elimination
const plain: readonly (readonly [NamedOrder['name'], Finder])[] = [
  ['forward', forwardOrder],
  ['reverse', reverseOrder],
]
const simple: typeof plain = [
  ...plain,
  ['markowitz', (e) => greedy(e)],
  ['markowitzReverse', (e) => greedy(e, { ties: 'largest' })],
]

const named = (name: NamedOrder['name'], { count, order }: Elimination): NamedOrder => ({
  name,
  order: { kind: 'vertex', steps: order },
  count,
})
const unknownName = (name: string): never =>
  fail({
    tag: 'ValueError',
    op: 'findOrder',
    argument: 'name',
    found: `the name ${JSON.stringify(name)}`,
    expected: `one of ${[...simple.map(([known]) => known), 'annealed'].join(', ')}`,
    cure: 'name one of these, or give an order of vertices or edges',
  })
const byCount = (a: NamedOrder, b: NamedOrder): number => a.count - b.count

/** The simple orders, those that take long to count left out where each count takes long. */
const found = ({ begin, joins }: Ground): readonly NamedOrder[] =>
  (joins > 0 ? simple : plain).map(([name, find]) => named(name, find(begin())))

/** What annealing makes of an order; the order itself where that is no better, or takes too long. */
const annealed = (
  { begin, joins, size }: Ground,
  from: NamedOrder,
  { seed = 1, iterations }: SearchOptions,
): NamedOrder => {
  const tries = iterations ?? Math.min(5000, Math.floor(joins / Math.max(1, size) ** 1.3))
  if (tries < FEWEST) return from
  const better = annealVertices(begin, from.order.steps as readonly number[], { seed, iterations: tries })
  return better.count < from.count ? named('annealed', better) : from
}
const FEWEST = 10

/**
 * Orders of elimination for a tape, the one of fewest multiplications first: by ascending and by descending place, by
 * Markowitz's rule with ties to the first and to the last, and what simulated annealing makes of the best of these,
 * where that is better; by place alone where loops, branches or systems of equations are among the maps. Products are
 * only counted, and none is drawn.
 *
 * @example
 * searchOrders(linearize(graph([[3], [3]], (x, y) => sum(mul(x, sin(y))))))[0].count // => 3
 */
export const searchOrders = (tape: Tape, options: SearchOptions = {}): readonly NamedOrder[] => {
  const on = ground(tape)
  const all = [...found(on)].sort(byCount)
  const best = annealed(on, all[0]!, options)
  return best === all[0] ? all : [best, ...all]
}

/**
 * The order of a name for a tape, and what its products are predicted to take; `annealed` is the best that is found.
 *
 * @throws AdError `ValueError` for a name that no order has
 */
export const findOrder = (tape: Tape, name: NamedOrder['name'], options: SearchOptions = {}): NamedOrder => {
  if (name === 'annealed') return searchOrders(tape, options)[0]!
  const [, find] = simple.find(([other]) => other === name) ?? unknownName(name)
  return named(name, find(ground(tape).begin()))
}

/** Searches of numbers are made for tapes of no more edges than this. */
const PLANNED = 400

/**
 * The best order that is found for a tape, and how good it is known to be: of small tapes of numbers by search, over
 * orders of vertices and of edges; of others what `searchOrders` puts first, with no more than 0 as a bound.
 *
 * @example
 * certifiedOrder(linearize(graph([[]], (x) => sin(exp(x))))).proven // => true
 */
export const certifiedOrder = (tape: Tape, options: SearchOptions = {}): Certificate => {
  const { problem } = ground(tape)
  if (problem && problem.edges.length <= PLANNED)
    return planElimination(problem, {
      metric: 'nontrivial',
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.iterations === undefined
        ? {}
        : { iterations: options.iterations, edgeIterations: options.iterations }),
    }).best
  const { name, order, count } = searchOrders(tape, options)[0]!
  return { count, order, kind: order.kind, lowerBound: 0, proven: count === 0, method: `${name}; bound by nothing` }
}

/** For each vertex the entries of the inputs before it times its own times those of the outputs behind it. */
const lastProducts = (tape: Tape, e: Eliminable): ((v: number) => number) => {
  const last = lastCost(e)
  const entries = (v: number): number => {
    const node = tape.primal.nodes.get(v)
    return node && !isTuple(node.type) ? sizeOf(node.type.shape) : 1
  }
  return (v) => last(v) * entries(v)
}

/**
 * A plan for a tape of tensors, as `planElimination` makes one for digraphs: counted are multiplications, the products
 * of the extents that run. No bound is known but 0.
 */
export const planTape = (
  tape: Tape,
  { seed = 1, iterations, stop = () => false }: SearchOptions & { readonly stop?: (part: number) => boolean } = {},
): EliminationPlan => {
  const begin = eliminableTape(tape)
  const relative = greedy(begin(), { less: lastProducts(tape, begin()) })
  const all = Object.fromEntries(simple.map(([name, find]) => [name, find(begin())])) as Record<string, Elimination>
  const [started] = Object.entries({ ...all, relativeMarkowitz: relative }).sort(([, a], [, b]) => a.count - b.count)
  const [name, first] = started!
  const tries = iterations ?? Math.ceil(JOINS / Math.max(1, tape.edges.length))
  const annealing = { seed, iterations: tries }
  const better = annealVertices(begin, first.order, { ...annealing, stop: () => stop(0.7) })
  const edges = annealEdges(begin, better.order, { ...annealing, stop: () => stop(1) })
  const vertexMethod = better.count < first.count ? 'annealed' : name
  const best: Certificate =
    edges.count < better.count
      ? {
          count: edges.count,
          order: { kind: 'edge', steps: edges.order },
          kind: 'edge',
          lowerBound: 0,
          proven: false,
          method: 'annealed edges; bound by nothing',
        }
      : {
          count: better.count,
          order: { kind: 'vertex', steps: better.order },
          kind: 'vertex',
          lowerBound: 0,
          proven: better.count === 0,
          method: `${vertexMethod}; bound by nothing`,
        }
  const counts = Object.fromEntries(Object.entries(all).map(([each, { count }]) => [each, count]))
  return {
    counts: { ...(counts as unknown as HeuristicCounts), relativeMarkowitz: relative.count, annealed: better.count },
    best,
  }
}
