/** Value numbering: an index of a graph's nodes by op and arguments, so that equal nodes are drawn once. */
import type { List } from 'immutable'
import { hashNode, type Node, type Ref } from './graph.ts'
import { type Op, sameOp } from './op.ts'

/** An open-addressing hash table of places, each stored one up so that 0 means empty. */
export interface Index {
  table: Int32Array
  count: number
}

export const emptyIndex = (): Index => ({ table: new Int32Array(32), count: 0 })

const isNode = (node: Node, op: Op, args: readonly Ref[]): boolean => {
  const own = node.args
  if (own.length !== args.length) return false
  for (let k = 0; k < args.length; k++) if (own[k] !== args[k]) return false
  return sameOp(node.op, op)
}

/** The place of a node with this op and these arguments, or -1 - s where s is the slot that it belongs in. */
export const lookUp = (index: Index, at: (ref: Ref) => Node, op: Op, args: readonly Ref[]): Ref => {
  const { table } = index
  const mask = table.length - 1
  let slot = hashNode(op, args) & mask
  for (;;) {
    const entry = table[slot]!
    if (entry === 0) return -1 - slot
    if (isNode(at(entry - 1), op, args)) return entry - 1
    slot = (slot + 1) & mask
  }
}

const grow = (index: Index, at: (ref: Ref) => Node): void => {
  const old = index.table
  const mask = old.length * 2 - 1
  index.table = new Int32Array(old.length * 2)
  for (const entry of old) {
    if (entry === 0) continue
    const node = at(entry - 1)
    let slot = hashNode(node.op, node.args) & mask
    while (index.table[slot] !== 0) slot = (slot + 1) & mask
    index.table[slot] = entry
  }
}

export const enter = (index: Index, at: (ref: Ref) => Node, slot: number, ref: Ref): void => {
  index.table[slot] = ref + 1
  if (++index.count * 2 > index.table.length) grow(index, at)
}

const owned = new WeakMap<List<Node>, Index>()

/** The index of these nodes, for whoever extends them: the newest descendant takes it over, an older version rebuilds. */
export const takeIndex = (nodes: List<Node>): Index => {
  const index = owned.get(nodes)
  if (index) {
    owned.delete(nodes)
    return index
  }
  const rebuilt = emptyIndex()
  const at = (ref: Ref): Node => nodes.get(ref)!
  nodes.forEach((node, ref) => {
    if (node.op.family.kind === 'input') return
    const found = lookUp(rebuilt, at, node.op, node.args)
    if (found < 0) enter(rebuilt, at, -1 - found, ref)
  })
  return rebuilt
}

export const leaveIndex = (nodes: List<Node>, index: Index): void => {
  owned.set(nodes, index)
}
