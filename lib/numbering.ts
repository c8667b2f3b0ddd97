/** Value numbering: an index of a graph's nodes by op and arguments, so that equal nodes are drawn once. */
import type { List } from 'immutable'
import { hashNode, type Node, type Ref } from './graph.ts'
import { type Op, sameOp } from './op.ts'

/** The nodes, and an open-addressing hash table of pairs (place + 1, hash); a place of 0 means an empty slot. */
export interface Index {
  readonly nodes: Node[]
  table: Int32Array
  count: number
}

const SLOTS = 32

/** An index that has room for these nodes, none of them entered. */
const indexFor = (nodes: Node[]): Index => {
  let slots = SLOTS
  while (slots < 2 * nodes.length) slots *= 2
  return { nodes, table: new Int32Array(2 * slots), count: 0 }
}
export const emptyIndex = (): Index => indexFor([])

const isNode = (node: Node, op: Op, args: readonly Ref[]): boolean => {
  const own = node.args
  if (own.length !== args.length) return false
  for (let k = 0; k < args.length; k++) if (own[k] !== args[k]) return false
  return sameOp(node.op, op)
}

/** The place of a node with this op, these arguments and their hash; -1 where there is none. */
export const lookUp = ({ nodes, table }: Index, op: Op, args: readonly Ref[], hash: number): Ref => {
  const mask = table.length - 1
  for (let slot = (hash * 2) & mask; ; slot = (slot + 2) & mask) {
    const entry = table[slot]!
    if (entry === 0) return -1
    if (table[slot + 1] === hash && isNode(nodes[entry - 1]!, op, args)) return entry - 1
  }
}

const put = (table: Int32Array, entry: number, hash: number): void => {
  const mask = table.length - 1
  let slot = (hash * 2) & mask
  while (table[slot] !== 0) slot = (slot + 2) & mask
  table[slot] = entry
  table[slot + 1] = hash
}

export const enter = (index: Index, hash: number, ref: Ref): void => {
  if (++index.count * 4 > index.table.length) {
    const grown = new Int32Array(index.table.length * 2)
    for (let slot = 0; slot < index.table.length; slot += 2)
      if (index.table[slot] !== 0) put(grown, index.table[slot]!, index.table[slot + 1]!)
    index.table = grown
  }
  put(index.table, ref + 1, hash)
}

const owned = new WeakMap<List<Node>, Index>()

/** The index of these nodes, for whoever extends them: the newest descendant takes it over, an older version rebuilds. */
export const takeIndex = (nodes: List<Node>): Index => {
  const index = owned.get(nodes)
  if (index) {
    owned.delete(nodes)
    return index
  }
  const rebuilt = indexFor(nodes.toArray())
  nodes.forEach((node, ref) => {
    if (node.op.family.kind === 'input') return
    const hash = hashNode(node.op, node.args)
    if (lookUp(rebuilt, node.op, node.args, hash) < 0) enter(rebuilt, hash, ref)
  })
  return rebuilt
}

export const leaveIndex = (nodes: List<Node>, index: Index): void => {
  owned.set(nodes, index)
}
