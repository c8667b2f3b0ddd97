/** Plans of elimination: the best order that heuristics, annealing and search find, and how good it is known to be. */
import { fail } from '../error.ts'
import { annealEdges, annealVertices } from './annealing.ts'
import { edgeBound, vertexBound } from './bounds.ts'
import { compactDigraph } from './compact.ts'
import { digraph } from './digraph.ts'
import { exactOrder } from './exact.ts'
import { exactEdgeOrder } from './exactEdges.ts'
import { forwardOrder, greedy, relativeMarkowitz, reverseOrder } from './greedy.ts'
import type { Metric } from './labels.ts'
import type { EdgeElimination, Elimination, Order } from './order.ts'
import type { EliminationProblem } from './problem.ts'

export interface PlanOptions {
  readonly metric?: Metric
  /** Of the annealing; 1 by default. */
  readonly seed?: number
  /** How many orders annealing tries, of vertices and then of edges, and how many sets the search looks at, at most. */
  readonly iterations?: number
  readonly edgeIterations?: number
  readonly nodes?: number
  /** Whether a part of the time is over; annealing and search end early when it is. */
  readonly stop?: (part: number) => boolean
}

/** An order, and that none of its kind costs less than `lowerBound`. */
export interface Certificate {
  readonly count: number
  readonly order: Order
  readonly kind: Order['kind']
  readonly lowerBound: number
  /** Whether no order of its kind is better. */
  readonly proven: boolean
  /** How the order was found, and how the bound. */
  readonly method: string
}

/** What each heuristic takes: infinite where there was no time to count it. */
export interface HeuristicCounts {
  readonly forward: number
  readonly reverse: number
  readonly markowitz: number
  readonly markowitzReverse: number
  readonly relativeMarkowitz: number
}

export interface EliminationPlan {
  readonly counts: HeuristicCounts & {
    readonly annealed: number
    /** The least count of all vertex orders, where it is proven. */
    readonly exact?: number
  }
  /** The best order of vertices or edges; vertices where they are as good. */
  readonly best: Certificate
}

/** Simple orders of problems of no more edges than this are found whether there is time or not. */
const QUICK = 5000
/** What there was no time for. */
const UNCOUNTED: Elimination = { count: Number.POSITIVE_INFINITY, order: [] }

const tooLarge = ({ edges }: EliminationProblem): never =>
  fail({
    tag: 'ValueError',
    op: 'planElimination',
    found: `${figure(edges.length)} edges, and no order counted in time`,
    expected: 'time to count one order',
    cure: 'give more time, or take a smaller problem',
  })
const figure = (x: number): string => x.toLocaleString('en-US')

type Named = readonly [name: string, found: Elimination]
const least = (all: readonly Named[]): Named => all.reduce((a, b) => (b[1].count < a[1].count ? b : a))

/** Beyond so many vertices, digraphs are not walked through as rows of bits. */
const COMPACT = 1024
/** Up to so many vertices, orders of edges are searched exactly. */
const SEARCHED = 16
/** How much is tried for a problem of one edge; larger ones get their share of it. */
const ITERATIONS = 1.5e7
const NODES = 2e6
/** Annealing cools and begins again from its best order. */
const ROUNDS = 3

/** How many sets of eliminated vertices the search looks at by default. */
export const searchNodes = ({ edges }: EliminationProblem): number =>
  Math.min(2e5, Math.ceil(NODES / (edges.length + 1)))

/**
 * The best order of elimination that is found: by the heuristics, by annealing from the best of these, by exact search,
 * and by annealing of edges, and in small problems by search, too. What is proven best is not searched for any longer.
 *
 * @example
 * const f = graph([[], []], (x, y) => sin(div(x, y)))
 * planElimination(eliminationProblemOf(f)).best.count // => 2
 */
export const planElimination = (problem: EliminationProblem, options: PlanOptions = {}): EliminationPlan => {
  const { metric = 'joins', seed = 1, stop = () => false } = options
  const begin = () => digraph(problem, metric)
  const size = problem.edges.length + 1
  const {
    iterations = Math.min(8e4, Math.ceil(ITERATIONS / size)),
    edgeIterations = Math.min(2e4, Math.ceil(ITERATIONS / 16 / size)),
    nodes = searchNodes(problem),
  } = options
  const late = (): boolean => problem.edges.length > QUICK && stop(0.3)
  const inTime = { stop: late }
  const heuristics = {
    forward: forwardOrder(begin(), inTime),
    reverse: reverseOrder(begin(), inTime),
    markowitz: greedy(begin(), inTime),
    markowitzReverse: greedy(begin(), { ties: 'largest', ...inTime }),
    relativeMarkowitz: late() ? UNCOUNTED : relativeMarkowitz(begin(), inTime),
  }
  const started = least(Object.entries(heuristics))
  if (started[1].count === Number.POSITIVE_INFINITY) tooLarge(problem)
  const inner = started[1].order.length
  const cuts = vertexBound(problem, metric, late() ? 0 : undefined)
  let annealed = started[1]
  const quick = inner <= COMPACT ? compactDigraph(problem, metric) : begin
  for (let round = 0; round < ROUNDS && !stop(0.35); round++)
    annealed = annealVertices(quick, annealed.order, {
      seed: seed + round,
      iterations: Math.ceil(iterations / ROUNDS),
      goal: cuts,
      stop: () => stop(0.4),
    })
  const known = least([started, ['annealed', annealed]])
  const exact =
    known[1].count > cuts && inner <= COMPACT
      ? exactOrder(problem, { metric, known: known[1], nodes, stop: () => stop(0.75) })
      : { ...known[1], lowerBound: cuts, proven: known[1].count === cuts }
  const [name, vertex] = least([known, ['exact', exact]])
  const lowerBound = Math.max(cuts, exact.lowerBound)
  const bound = lowerBound === cuts ? 'vertex cuts' : 'search'
  const entries = edgeBound(problem, metric, stop(0.8) ? 0 : undefined)
  const annealedEdges: EdgeElimination = stop(0.8)
    ? { count: Number.POSITIVE_INFINITY, order: [] }
    : annealEdges(begin, vertex.order, { seed, iterations: edgeIterations, goal: entries, stop: () => stop(0.9) })
  // Orders of edges are searched only where they are known to be better, and where that has a chance to end.
  const edge =
    annealedEdges.count < vertex.count && inner <= SEARCHED
      ? exactEdgeOrder(problem, { metric, known: annealedEdges, stop: () => stop(1) })
      : { ...annealedEdges, lowerBound: entries, proven: annealedEdges.count === entries }
  const edgesBound = Math.max(entries, edge.lowerBound)
  return {
    counts: {
      ...(Object.fromEntries(
        Object.entries(heuristics).map(([heuristic, { count }]) => [heuristic, count]),
      ) as unknown as HeuristicCounts),
      annealed: annealed.count,
      ...(exact.proven ? { exact: vertex.count } : {}),
    },
    best:
      edge.count < vertex.count
        ? {
            count: edge.count,
            order: { kind: 'edge', steps: edge.order },
            kind: 'edge',
            lowerBound: edgesBound,
            proven: edge.proven || edge.count === entries,
            method: `${edge.count < annealedEdges.count ? 'search of edges' : 'annealed edges'}; bound by ${
              edgesBound === entries ? 'vertices and entries' : 'search'
            }`,
          }
        : {
            count: vertex.count,
            order: { kind: 'vertex', steps: vertex.order },
            kind: 'vertex',
            lowerBound,
            proven: exact.proven,
            method: `${name}; bound by ${bound}`,
          },
  }
}
