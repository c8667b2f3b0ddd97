/** Plans for tapes: the best order that is found, and how good it is known to be. */
import { annealEdges, annealVertices } from '../elimination/annealing.ts'
import type { Eliminable } from '../elimination/eliminable.ts'
import { greedy, lastCost } from '../elimination/greedy.ts'
import type { Elimination } from '../elimination/order.ts'
import { type Certificate, type EliminationPlan, type HeuristicCounts, planElimination } from '../elimination/plan.ts'
import { fail } from '../error.ts'
import type { Tape } from '../tape.ts'
import { isTuple, sizeOf } from '../types.ts'
import { eliminableTape, ground, JOINS } from './ground.ts'
import { type SearchOptions, searchOrders, simple } from './search.ts'

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

/** Simple orders of tapes of no more edges than this are found whether there is time or not. */
const QUICK = 500

const tooLarge = ({ edges }: Tape): never =>
  fail({
    tag: 'ValueError',
    op: 'planTape',
    found: `${edges.length} edges, and no order counted in time`,
    expected: 'time to count one order',
    cure: 'give more time, or take a smaller graph',
  })

/**
 * A plan for a tape of tensors, as `planElimination` makes one for digraphs: counted are multiplications, the products
 * of the extents that run. No bound is known but 0.
 */
export const planTape = (
  tape: Tape,
  { seed = 1, iterations, stop = () => false }: SearchOptions & { readonly stop?: (part: number) => boolean } = {},
): EliminationPlan => {
  const begin = eliminableTape(tape)
  const inTime = { stop: () => tape.edges.length > QUICK && stop(0.4) }
  const all = Object.fromEntries(simple.map(([name, find]) => [name, find(begin(), inTime)])) as Record<
    string,
    Elimination
  >
  const relative = greedy(begin(), { less: lastProducts(tape, begin()), ...inTime })
  const [started] = Object.entries({ ...all, relativeMarkowitz: relative }).sort(([, a], [, b]) => a.count - b.count)
  const [name, first] = started!
  if (first.count === Number.POSITIVE_INFINITY) tooLarge(tape)
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
