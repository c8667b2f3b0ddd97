/** Recomputation: which values of one body another has at the same step too, and which of those are dear to compute again. */
import { dependencies, type Graph, hashNode, type Node, type Ref } from '../graph.ts'
import { nodeCost } from '../interpret/cost.ts'
import { leaveIndex, lookUp, takeIndex } from '../numbering.ts'
import { isTuple, sizeOf } from '../types.ts'
import { isWritten } from './instructions.ts'

/** What a call of a function counts for beside a sum or a product. */
const CALL = 16

/** About how many operations a node takes. */
const operationsOf = (node: Node): number => {
  const { multiplications, additions, nonlinear } = nodeCost(node)
  const few = node.op.family.kind === 'elementwise' && isWritten(node.op)
  return multiplications + additions + nonlinear * (few ? 1 : CALL)
}

/** The entries of a node's value; 0 for a tuple, which is never kept as such. */
export const entriesOf = ({ type }: Node): number => (isTuple(type) ? 0 : sizeOf(type.shape))

/**
 * For every node of a body the node of another that has the same value: the same op on the same values, from what is
 * `given` for the inputs on. -1 where there is none.
 */
export const sameValues = (body: Graph, other: Graph, given: readonly (Ref | undefined)[]): Int32Array => {
  const same = new Int32Array(body.nodes.size).fill(-1)
  body.inputs.forEach((ref, k) => {
    same[ref] = given[k] ?? -1
  })
  const index = takeIndex(other.nodes)
  body.nodes.forEach(({ op, args }, ref) => {
    if (op.family.kind === 'input' || args.some((arg) => same[arg]! < 0)) return
    const refs = args.map((arg) => same[arg]!)
    same[ref] = lookUp(index, op, refs, hashNode(op, refs))
  })
  leaveIndex(other.nodes, index)
  return same
}

/**
 * The values of a body to read rather than to compute: those that are to be had elsewhere, that its outputs need, and
 * that take at least `effort` operations an entry from what is read already.
 */
export const dearValues = (
  body: Graph,
  isThere: (ref: Ref) => boolean,
  isRead: (ref: Ref) => boolean,
  effort: number,
): readonly Ref[] => {
  const operations = new Float64Array(body.nodes.size)
  const dear = new Uint8Array(body.nodes.size)
  body.nodes.forEach((node, ref) => {
    if (node.op.family.kind === 'input' || !isThere(ref) || isRead(ref)) return
    const before = [...new Set(node.args)].reduce((sum, arg) => sum + operations[arg]!, 0)
    const all = before + operationsOf(node)
    const entries = entriesOf(node)
    if (entries > 0 && all >= effort * entries) dear[ref] = 1
    else operations[ref] = all
  })
  const needed = dependencies(body, body.outputs, (ref) => dear[ref] === 1 || isRead(ref))
  const found: Ref[] = []
  dear.forEach((is, ref) => {
    if (is === 1 && needed[ref] === 1) found.push(ref)
  })
  return found
}
