/** Orders of elimination for tapes: simple ones, greedy ones, and what a search makes of the best of them. */
import { annealVertices } from '../elimination/annealing.ts'
import { compactDigraph } from '../elimination/compact.ts'
import { digraph } from '../elimination/digraph.ts'
import type { Eliminable } from '../elimination/eliminable.ts'
import { forwardOrder, greedy, reverseOrder } from '../elimination/greedy.ts'
import type { Label } from '../elimination/labels.ts'
import type { Elimination, Order } from '../elimination/order.ts'
import { type Certificate, planElimination } from '../elimination/plan.ts'
import type { EliminationProblem } from '../elimination/problem.ts'
import { isStep, type Linear } from '../linear.ts'
import type { Tape } from '../tape.ts'
import { isTuple } from '../types.ts'
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

/** A tape of numbers alone as a problem on digraphs; undefined where a map is between other types. */
export const scalarProblem = ({ sources, sinks, edges }: Net, pen: Pen): EliminationProblem | undefined => {
  const numbers = edges.every(({ map }) =>
    [map.from, map.to].every((type) => !isTuple(type) && type.shape.every((extent) => extent === 1)),
  )
  if (!numbers) return undefined
  return {
    name: 'tape',
    inputs: [...new Set(sources)],
    outputs: [...new Set(sinks)],
    edges: edges.map(({ from, to, map }) => [from, to, labelOf(map, pen)] as const),
  }
}

/** How many joins of matrices, and of numbers, a search may take where nobody says how long it may run. */
const JOINS = 40_000
const NUMBER_JOINS = 2_000_000
/** Searches of digraphs on rows of bits pay up to so many edges. */
const COMPACT = 1000

/** Whether a map has a step that multiplies: a loop, a branch, a solution of a system. Counting those takes long. */
const isDear = ({ paths }: Linear): boolean =>
  paths.some((path) => path.some((factor) => isStep(factor) && !innerOf(factor)))

/** What begins a tape's net anew, how long it may be searched, and what the simple orders are found on. */
const ground = (tape: Tape) => {
  const pen = countingPen(tape.primal)
  const net = separated(netOf(tape), tape.primal.nodes.size, tape.primal)
  const tidy: Net = { ...net, edges: net.edges.map((edge) => ({ ...edge, map: settled(edge.map, pen) })) }
  const problem = scalarProblem(tidy, pen)
  if (!problem) {
    const dear = tidy.edges.some(({ map }) => isDear(map))
    return { begin: (): Eliminable => vertices(tidy, pen), joins: dear ? 0 : JOINS, size: tidy.edges.length, problem }
  }
  const begin =
    problem.edges.length <= COMPACT
      ? compactDigraph(problem, 'nontrivial')
      : (): Eliminable => digraph(problem, 'nontrivial')
  return { begin, joins: NUMBER_JOINS, size: problem.edges.length, problem }
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

/** The order of a name for a tape, and what its products are predicted to take; `annealed` is the best that is found. */
export const findOrder = (tape: Tape, name: NamedOrder['name'], options: SearchOptions = {}): NamedOrder => {
  if (name === 'annealed') return searchOrders(tape, options)[0]!
  return named(name, simple.find(([other]) => other === name)![1](ground(tape).begin()))
}

/** Plans are made for problems of numbers with no more edges than this. */
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
  return { count, order, kind: order.kind, lowerBound: 0, proven: count === 0, method: `${name}; no bound` }
}
