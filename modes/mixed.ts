/** Mixed mode: x -> (y, dy/dx), by products of linear maps in the order that costs least, or in a given one. */
import { checkGraph, checkOptions } from '../lib/given.ts'
import { findOrder, type Graph, type LinearizeOptions, linearize, type NamedOrder, type Order } from '../lib/index.ts'
import { LINEARIZE_OPTIONS } from '../lib/tape.ts'
import { byBestOrders, byColumns, byOrder, byRows, cheapest, type Way } from './ways.ts'

export interface MixedOptions extends LinearizeOptions {
  /**
   * The order in which inner nodes, or edges, are eliminated; what it leaves is eliminated from the first node to the
   * last. By name: ascending or descending, by Markowitz's rule with ties to the first or to the last node, or the best
   * of these annealed. `auto`, the default, is the cheapest of all these and of forward and reverse mode with a lane
   * for each entry, by the library's own count.
   */
  readonly order?: 'auto' | NamedOrder['name'] | Order
}

/** The way that `mixed` takes: its graph, its order, and what it costs. */
export const mixedWay = (graph: Graph, given: MixedOptions = {}): Way => {
  checkGraph('mixed', graph)
  checkOptions('mixed', given, { ...LINEARIZE_OPTIONS, order: undefined })
  const { order = 'auto', ...options } = given
  const tape = linearize(graph, options)
  if (typeof order !== 'string') return byOrder(tape, order)
  if (order === 'auto') return cheapest([byColumns(tape), byRows(tape), ...byBestOrders(tape)])
  return byOrder(tape, findOrder(tape, order).order, order)
}

/**
 * mixed(order) = eliminate* . linearize, and the Jacobian read off the edges that are left: the graph of the results of
 * `graph` and then dy/dx for each output y and each input x, the axes of dy/dx those of y and then those of x.
 *
 * @throws AdError `WireError` where an order names a vertex or an edge that cannot be eliminated
 * @example
 * const f = graph([[]], (x) => [sin(exp(x)), exp(exp(x))])
 * evaluateOrThrow(mixed(f), [0]).slice(2) // => [Math.cos(1), Math.exp(1)]
 * evaluateOrThrow(mixed(f, { order: { kind: 'vertex', steps: [1] } }), [0]).slice(3) // => [Math.exp(1)]
 */
export const mixed = (graph: Graph, options?: MixedOptions): Graph => mixedWay(graph, options).graph
