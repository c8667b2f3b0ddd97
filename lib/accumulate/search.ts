/** Orders of elimination for tapes: simple ones, greedy ones, and what annealing makes of the best of them. */
import { annealVertices } from '../elimination/annealing.ts'
import type { Eliminable } from '../elimination/eliminable.ts'
import { forwardOrder, greedy, reverseOrder, type StopOptions } from '../elimination/greedy.ts'
import type { Elimination, Order } from '../elimination/order.ts'
import { fail } from '../error.ts'
import type { Tape } from '../tape.ts'
import { type Ground, ground } from './ground.ts'

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

type Finder = (e: Eliminable, options?: StopOptions) => Elimination
const plain: readonly (readonly [NamedOrder['name'], Finder])[] = [
  ['forward', forwardOrder],
  ['reverse', reverseOrder],
]
export const simple: typeof plain = [
  ...plain,
  ['markowitz', (e, options) => greedy(e, options)],
  ['markowitzReverse', (e, options) => greedy(e, { ties: 'largest', ...options })],
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
 * only counted, and none is drawn. Between numbers they are counted by labels, to which constants that cancel are a
 * constant: then following the order takes less.
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
