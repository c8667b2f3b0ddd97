/** Orders found without search: ascending, descending, and always the vertex that is best by a key now. */
import type { Eliminable } from './eliminable.ts'
import { heap } from './heap.ts'
import { type Elimination, follow } from './order.ts'

export interface StopOptions {
  /** Whether to stop now; the count is then infinite. */
  readonly stop?: () => boolean
}

/** Eliminates from the inputs on: in ascending order of number. */
export const forwardOrder = (e: Eliminable, { stop }: StopOptions = {}): Elimination => {
  const order = e.intermediates()
  return { count: follow(e, order, stop), order }
}

/** Eliminates from the outputs on: in descending order of number. */
export const reverseOrder = (e: Eliminable, { stop }: StopOptions = {}): Elimination => {
  const order = e.intermediates().toReversed()
  return { count: follow(e, order, stop), order }
}

export interface GreedyOptions extends StopOptions {
  /** Among equals, the vertex with the smallest number or the one with the largest. The smallest by default. */
  readonly ties?: 'smallest' | 'largest'
  /** What is taken off the cost of a vertex to make its key. Nothing by default. */
  readonly less?: (v: number) => number
}

/**
 * Eliminates the vertex with the least key again and again: its cost now, which is the rule of Markowitz (Griewank and
 * Reese 1991), or that less a number of its own. Only the neighbours of what was eliminated are looked at again.
 *
 * @example
 * const problem = { name: 'f', inputs: [0], outputs: [3], edges: [[0, 1, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * greedy(digraph(problem), { ties: 'largest' }).order // => [2, 1]
 */
export const greedy = (e: Eliminable, { ties = 'smallest', less, stop }: GreedyOptions = {}): Elimination => {
  const keys = new Map<number, number>()
  const queue = heap()
  const enter = (v: number): void => {
    const key = e.cost(v) - (less ? less(v) : 0)
    if (keys.get(v) === key) return
    keys.set(v, key)
    queue.push(key, ties === 'smallest' ? v : -v, v)
  }
  e.intermediates().forEach(enter)
  const order: number[] = []
  let count = 0
  for (let top = queue.pop(); top; top = queue.pop()) {
    const { v, key } = top
    if (keys.get(v) !== key) continue
    if (stop?.()) return { count: Number.POSITIVE_INFINITY, order }
    const around = [...e.predecessors(v), ...e.successors(v)]
    keys.delete(v)
    order.push(v)
    count += e.eliminate(v)
    for (const u of around) if (keys.has(u)) enter(u)
  }
  return { count, order }
}

/** The vertices of a digraph from the intermediates on, each after all before it. */
const sorted = (e: Eliminable): readonly number[] => {
  const missing = new Map<number, number>()
  const intermediates = e.intermediates()
  const inner = new Set(intermediates)
  for (const v of intermediates) missing.set(v, e.predecessors(v).filter((p) => inner.has(p)).length)
  const order = intermediates.filter((v) => missing.get(v) === 0)
  for (let k = 0; k < order.length; k++)
    for (const s of e.successors(order[k]!))
      if (inner.has(s)) {
        missing.set(s, missing.get(s)! - 1)
        if (missing.get(s) === 0) order.push(s)
      }
  return order
}

const bits = (mask: number): number => {
  let x = mask - ((mask >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** For each of these vertices, how many ends reach it, 32 of the ends at a time. */
const endsReaching = (
  order: readonly number[],
  before: (v: number) => readonly number[],
): ReadonlyMap<number, number> => {
  const inner = new Set(order)
  const neighbours = order.map(before)
  const ends = [...new Set(neighbours.flatMap((all) => all.filter((p) => !inner.has(p))))]
  const counts = new Map(order.map((v) => [v, 0]))
  for (let first = 0; first < ends.length; first += 32) {
    const masks = new Map<number, number>()
    ends.slice(first, first + 32).forEach((p, k) => {
      masks.set(p, 1 << k)
    })
    order.forEach((v, k) => {
      let mask = 0
      for (const p of neighbours[k]!) mask |= masks.get(p) ?? 0
      if (mask === 0) return
      masks.set(v, mask)
      counts.set(v, counts.get(v)! + bits(mask))
    })
  }
  return counts
}

/**
 * For each vertex, how many inputs it depends on times how many outputs depend on it: what its elimination would cost in
 * the end, when all others are gone.
 */
export const lastCost = (e: Eliminable): ((v: number) => number) => {
  const order = sorted(e)
  const inputs = endsReaching(order, e.predecessors)
  const outputs = endsReaching(order.toReversed(), e.successors)
  return (v) => inputs.get(v)! * outputs.get(v)!
}

/**
 * Eliminates the vertex with the lowest relative Markowitz degree: its cost now less what it would cost if it were the
 * last (Albrecht, Gottschling and Naumann 2003).
 */
export const relativeMarkowitz = (e: Eliminable, options: GreedyOptions = {}): Elimination =>
  greedy(e, { less: lastCost(e), ...options })
