/** Value numbering: an index of a graph's nodes by op and arguments, so that equal nodes are drawn once. */
import type { List } from 'immutable'
import { hashNode, type Node, type Ref } from './graph.ts'
import { type Op, sameOp } from './op.ts'
import { firstPlace, stepBetween } from './probing.ts'

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

const latestOf = (args: readonly Ref[]): Ref => {
  let latest = -1
  for (let k = 0; k < args.length; k++) if (args[k]! > latest) latest = args[k]!
  return latest
}

/** The place of a node with this op, these arguments and their hash; -1 where there is none. */
export const lookUp = ({ nodes, table }: Index, op: Op, args: readonly Ref[], hash: number): Ref => {
  const mask = table.length / 2 - 1
  const step = stepBetween(hash)
  for (let slot = firstPlace(latestOf(args), hash) & mask; ; slot = (slot + step) & mask) {
    const entry = table[2 * slot]!
    if (entry === 0) return -1
    if (table[2 * slot + 1] === hash && isNode(nodes[entry - 1]!, op, args)) return entry - 1
  }
}

const put = (table: Int32Array, { args }: Node, entry: number, hash: number): void => {
  const mask = table.length / 2 - 1
  const step = stepBetween(hash)
  let slot = firstPlace(latestOf(args), hash) & mask
  while (table[2 * slot] !== 0) slot = (slot + step) & mask
  table[2 * slot] = entry
  table[2 * slot + 1] = hash
}

export const enter = (index: Index, hash: number, ref: Ref): void => {
  const { nodes, table } = index
  if (++index.count * 4 > table.length) {
    const grown = new Int32Array(table.length * 2)
    for (let at = 0; at < table.length; at += 2) {
      const entry = table[at]!
      if (entry !== 0) put(grown, nodes[entry - 1]!, entry, table[at + 1]!)
    }
    index.table = grown
  }
  put(index.table, nodes[ref]!, ref + 1, hash)
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
