/** The parts of a graph drawn behind its primal: which nodes belong to the primal, and which to a derivative of it. */
import { dependencies, type Graph, nodeAt, type Ref } from '../graph.ts'

/** The nodes that the outputs depend on, and all inputs; the others take no part in what the graph computes. */
export const neededIn = (graph: Graph): Uint8Array => {
  const needed = dependencies(graph, graph.outputs)
  for (const ref of graph.inputs) needed[ref] = 1
  return needed
}

/**
 * By node, how often it has been differentiated: 0 in the primal, 1 in a derivative, 2 in a derivative of one. A node
 * that belongs to another has one more than it; a node without a primal has the most of its arguments; an input that
 * only derivatives use is a seed of the first of them.
 */
export const ordersOf = (graph: Graph): readonly number[] => {
  const needed = neededIn(graph)
  const orders: number[] = []
  const used: number[] = []
  graph.nodes.forEach(({ about, args }, ref) => {
    const { primal } = about ?? {}
    orders[ref] =
      primal === undefined || primal >= ref
        ? args.reduce((most, arg) => Math.max(most, orders[arg]!), 0)
        : orders[primal]! + 1
  })
  graph.nodes.forEach(({ args }, ref) => {
    if (needed[ref]) for (const arg of args) used[arg] = Math.min(used[arg] ?? Number.POSITIVE_INFINITY, orders[ref]!)
  })
  for (const ref of graph.inputs) orders[ref] = used[ref] ?? 0
  return orders
}

/** Whether the nodes of an order run against the primal nodes that they belong to, as cotangents do. */
export const runsBack = (graph: Graph, orders: readonly number[], order: number): boolean => {
  const primalOf = (ref: Ref): Ref | undefined => nodeAt(graph, ref).about?.primal
  let back = 0
  graph.nodes.forEach(({ args }, ref) => {
    if (orders[ref] !== order) return
    for (const arg of args) {
      const [from, to] = [primalOf(arg), primalOf(ref)]
      if (orders[arg] === order && from !== undefined && to !== undefined) back += Math.sign(from - to)
    }
  })
  return back > 0
}
