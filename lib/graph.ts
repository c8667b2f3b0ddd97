/** Graphs: immutable lists of nodes, each naming only earlier ones, so that a graph is sorted and acyclic as it is made. */
import type { List } from 'immutable'
import { mixHash, type Op, sameOp } from './op.ts'
import type { Type } from './types.ts'

/** A place in a graph's list of nodes. */
export type Ref = number

/** What is known of a node beside its meaning; it takes no part in equality. */
export interface About {
  readonly label?: string
  /** The nested scopes that the node was drawn in, joined by `/`. */
  readonly scope?: string
  /** For a node of a derivative: the node of the primal graph that it belongs to. */
  readonly primal?: Ref
}

export interface Node {
  readonly op: Op
  readonly args: readonly Ref[]
  readonly type: Type
  readonly about: About | undefined
}

export interface Graph {
  readonly nodes: List<Node>
  readonly inputs: readonly Ref[]
  readonly outputs: readonly Ref[]
}

export const nodeAt = (graph: Graph, ref: Ref): Node => graph.nodes.get(ref)!
const isGraph = (x: unknown): x is Graph => typeof x === 'object' && x !== null && 'nodes' in x && 'outputs' in x

/** The graphs that a node's op owns and runs, by name. */
export const bodiesOf = ({ op }: Node): readonly (readonly [name: string, body: Graph])[] =>
  typeof op.params === 'object' && op.params !== null
    ? Object.entries(op.params).filter((entry): entry is [string, Graph] => isGraph(entry[1]))
    : []

export const inputTypes = (graph: Graph): readonly Type[] => graph.inputs.map((ref) => nodeAt(graph, ref).type)
export const outputTypes = (graph: Graph): readonly Type[] => graph.outputs.map((ref) => nodeAt(graph, ref).type)

const sameRefs = (a: readonly Ref[], b: readonly Ref[]): boolean =>
  a.length === b.length && a.every((x, k) => x === b[k])

export const sameNode = (a: Node, b: Node): boolean => a === b || (sameOp(a.op, b.op) && sameRefs(a.args, b.args))

/** Equality node for node: the same ops on the same places in the same order. */
export const sameGraph = (a: Graph, b: Graph): boolean => {
  if (a === b) return true
  if (a.nodes.size !== b.nodes.size || !sameRefs(a.inputs, b.inputs) || !sameRefs(a.outputs, b.outputs)) return false
  if (a.nodes === b.nodes) return true
  for (let ref = a.nodes.size - 1; ref >= 0; ref--) if (!sameNode(nodeAt(a, ref), nodeAt(b, ref))) return false
  return true
}

export const hashNode = (op: Op, args: readonly Ref[]): number => {
  let h = op.hash
  for (let k = 0; k < args.length; k++) h = mixHash(h, args[k]!)
  return mixHash(h, args.length)
}

/** A hash that equal graphs share. */
export const hashGraph = (graph: Graph): number => {
  let h = 0
  graph.nodes.forEach((node) => {
    h = mixHash(h, hashNode(node.op, node.args))
  })
  for (const ref of graph.inputs) h = mixHash(h, ref)
  for (const ref of graph.outputs) h = mixHash(h, ref)
  return h
}

/** 1 for every node that some root depends on (roots included), 0 for the rest; `cut` says where to look no further. */
export const dependencies = (graph: Graph, roots: readonly Ref[], cut?: (ref: Ref) => boolean): Uint8Array => {
  const needed = new Uint8Array(graph.nodes.size)
  for (const ref of roots) needed[ref] = 1
  for (let ref = graph.nodes.size - 1; ref >= 0; ref--)
    if (needed[ref] && !cut?.(ref)) for (const arg of nodeAt(graph, ref).args) needed[arg] = 1
  return needed
}
