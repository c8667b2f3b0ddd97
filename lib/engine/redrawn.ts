/** Graphs drawn again with some nodes drawn otherwise, and bodies with some values given. */
import type { List } from 'immutable'
import { closure } from '../drawing.ts'
import { dependencies, type Graph, inputTypes, type Node, type Ref } from '../graph.ts'
import { draw, inputOp, type Wire } from '../wire.ts'

/** The graph with the nodes for which `other` gives a wire drawn so, from the wires of all nodes before. */
export const redrawn = (
  graph: Graph,
  other: (node: Node, ref: Ref, wires: readonly Wire[]) => Wire | undefined,
): Graph => {
  const needed = dependencies(graph, graph.outputs)
  const wires: Wire[] = new Array(graph.nodes.size)
  return closure(inputTypes(graph), (...xs) => {
    graph.inputs.forEach((ref, k) => {
      wires[ref] = xs[k]!
    })
    graph.nodes.forEach((node, ref) => {
      if (!needed[ref] || wires[ref]) return
      wires[ref] =
        other(node, ref, wires) ??
        draw(
          node.op,
          node.args.map((arg) => wires[arg]!),
        )
    })
    return graph.outputs.map((ref) => wires[ref]!)
  }).graph
}

/** Nodes with inputs in the places of some. */
export const asInputs = (nodes: List<Node>, refs: Iterable<Ref>): List<Node> =>
  nodes.withMutations((list) => {
    for (const ref of refs) {
      const { type } = list.get(ref)!
      list.set(ref, { op: inputOp(type), args: [], type, about: undefined })
    }
  })
