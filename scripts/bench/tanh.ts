/** How the graphs of the n-th derivatives of tanh grow when a mode is nested. */
import { type Graph as Drawn, Graph, graph, linearize, Tape, tanh, unit } from '../../modes/index.ts'

/** The derivative of a function of one number as a graph of its own, of the nodes that it needs. */
const derivative = (g: Drawn, reverse: boolean): Drawn => {
  const tape = reverse ? Tape.transpose(linearize(g)) : linearize(g)
  return Graph.trim(Tape.read(tape, () => Tape.fullFlow(tape, [unit({ shape: [] })])))
}

const counts = (orders: number, reverse: boolean): readonly number[] => {
  let g = graph([[]], (x) => tanh(x!))
  return Array.from({ length: orders }, () => {
    g = derivative(g, reverse)
    return g.nodes.size
  })
}

/** The number of nodes of the n-th derivative of tanh for n = 1, 2, ..., by nested forward and by nested reverse mode. */
export const tanhNodes = (
  orders = 10,
): { readonly forward: readonly number[]; readonly reverse: readonly number[] } => ({
  forward: counts(orders, false),
  reverse: counts(orders, true),
})
