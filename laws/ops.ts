/** Graphs with other ops: the same nodes at the same places, each op changed. */
import type { Graph, Node, Op } from '../modes/index.ts'

/**
 * The graph with each op, inputs aside, as `change` has it, or as it was where that is undefined. A changed op needs a key
 * of its own, or it counts as equal to what it was.
 */
export const withOps = (f: Graph, change: (node: Node) => Op | undefined): Graph => ({
  ...f,
  nodes: f.nodes.map((node) => {
    const op = node.op.family.kind === 'input' ? undefined : change(node)
    return op ? { ...node, op } : node
  }),
})

/** An op with some of its record replaced, equal to none but those made from it under the same name. */
export const altered = <P>(op: Op<P>, name: string, change: Partial<Op<P>>): Op<P> => ({
  ...op,
  ...change,
  key: `${op.key} ${name}`,
  hash: (op.hash ^ 0x5bd1e995) | 0,
})
