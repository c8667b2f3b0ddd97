/** Simulated annealing of orders: small changes, and larger counts accepted less and less often. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { EdgeEliminable } from './digraph.ts'
import type { Eliminable } from './eliminable.ts'
import type { EdgeElimination, EdgeStep, Elimination } from './order.ts'

export interface AnnealingOptions {
  /** A whole number: the same seed and start give the same order. */
  readonly seed: number
  /** How many changed orders are tried. */
  readonly iterations: number
  /** A count that needs no improvement: a lower bound, if one is known. */
  readonly goal?: number
  /** Whether to stop now, before the iterations are over. */
  readonly stop?: () => boolean
}

/** The temperatures between which it cools, in parts of what a step of the start costs on average. */
const HOT = 0.45
const COLD = 0.1

/** What is changed, tried and kept. `evaluate` gives up, with undefined, where a count is above the limit. */
interface Search<S extends readonly unknown[], R> {
  readonly change: (state: S, below: (n: number) => number) => S
  readonly evaluate: (
    state: S,
    limit: number,
    stop?: () => boolean,
  ) => { readonly count: number; readonly result: R } | undefined
}

/** The rule of Metropolis: what is worse by d is taken with probability exp(-d / temperature). */
const anneal = <S extends readonly unknown[], R>(
  { change, evaluate }: Search<S, R>,
  start: S,
  { seed, iterations, goal = 0, stop = () => false }: AnnealingOptions,
): { readonly count: number; readonly result: R } => {
  const generator = xoroshiro128plus(seed)
  const below = (n: number): number => uniformInt(generator, 0, n - 1)
  let state = start
  let best = evaluate(start, Number.POSITIVE_INFINITY)!
  let count = best.count
  const hot = HOT * (count / Math.max(1, start.length))
  const cold = (COLD / HOT) * hot
  for (let k = 0; k < iterations && best.count > goal && !stop(); k++) {
    const temperature = hot * (cold / hot) ** (k / iterations)
    const limit = count - temperature * Math.log(1 - uniformFloat64(generator))
    const next = change(state, below)
    const found = evaluate(next, limit, stop)
    if (!found) continue
    state = next
    count = found.count
    if (count < best.count) best = found
  }
  return best
}

const moved = <A>(list: readonly A[], from: number, to: number): A[] => {
  const next = list.slice()
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

/** A place for what stands at `from`: half of the time one nearby. */
const placeFor = (from: number, size: number, below: (n: number) => number): number =>
  below(2) === 0 ? below(size) : Math.max(0, Math.min(size - 1, from - 4 + below(9)))

/**
 * Improves an order of vertices: one vertex at a time is moved to another place. `begin` gives the graph as it is before
 * any elimination, each time anew.
 *
 * @example
 * const problem = { name: 'f', inputs: [0], outputs: [3], edges: [[0, 1, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * annealVertices(() => digraph(problem), [1, 2], { seed: 1, iterations: 10 }).count // => 2
 */
export const annealVertices = (
  begin: () => Eliminable,
  start: readonly number[],
  options: AnnealingOptions,
): Elimination => {
  const { count, result } = anneal<readonly number[], readonly number[]>(
    {
      change: (order, below) => {
        if (order.length < 2) return order
        const from = below(order.length)
        return moved(order, from, placeFor(from, order.length, below))
      },
      evaluate: (order, limit, stop) => {
        const e = begin()
        let count = 0
        for (const v of order) {
          count += e.eliminate(v)
          if (count > limit || stop?.()) return undefined
        }
        return { count, result: order }
      },
    },
    start,
    options,
  )
  return { count, order: result }
}

/** A vertex to be eliminated with all edges that it has by then, or one edge. What is not there by then is left out. */
type Step = number | EdgeStep

/**
 * Improves an order of vertices by single edges: beside moving a vertex, it eliminates edges earlier than their vertex,
 * and moves, turns or drops such steps. The answer names edges only.
 *
 * @example
 * const problem = { name: 'f', inputs: [0], outputs: [3], edges: [[0, 1, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * annealEdges(() => digraph(problem), [1, 2], { seed: 1, iterations: 10 }).count // => 2
 */
export const annealEdges = (
  begin: () => EdgeEliminable,
  start: readonly number[],
  options: AnnealingOptions,
): EdgeElimination => {
  let seen: readonly EdgeStep[] = []
  const { count, result } = anneal<readonly Step[], readonly EdgeStep[]>(
    {
      change: (steps, below) => {
        if (steps.length === 0) return steps
        const at = below(steps.length)
        const step = steps[at]!
        const kind = below(4)
        if (kind === 0 && seen.length > 0) {
          const { side, from, to } = seen[below(seen.length)]!
          const place = below(steps.length + 1)
          return steps.toSpliced(place, 0, below(2) === 0 ? { side, from, to } : { side: other(side), from, to })
        }
        if (kind === 1 && typeof step !== 'number') return steps.toSpliced(at, 1)
        if (kind === 2 && typeof step !== 'number') return steps.with(at, { ...step, side: other(step.side) })
        return moved(steps, at, placeFor(at, steps.length, below))
      },
      evaluate: (steps, limit, stop) => {
        const e = begin()
        const done: EdgeStep[] = []
        let count = 0
        const take = (step: EdgeStep): void => {
          if (!e.hasEdge(step.from, step.to) || !e.isIntermediate(step.side === 'F' ? step.to : step.from)) return
          count += step.side === 'F' ? e.front(step.from, step.to) : e.back(step.from, step.to)
          done.push(step)
        }
        for (const step of steps) {
          if (typeof step !== 'number') take(step)
          else if (e.isIntermediate(step)) for (const from of e.predecessors(step)) take({ side: 'F', from, to: step })
          if (count > limit || stop?.()) return undefined
        }
        seen = done
        return { count, result: done }
      },
    },
    start,
    options,
  )
  return { count, order: result }
}

const other = (side: 'F' | 'B'): 'F' | 'B' => (side === 'F' ? 'B' : 'F')
