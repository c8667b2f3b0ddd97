/** Graphs of numbers as columns: what each node is, what it is computed from, by which function, and where it is kept. */
import { type Graph, type Node, nodeAt } from '../graph.ts'
import type { Op } from '../op.ts'
import type { Constant } from '../ops/constant.ts'
import type { Einsum } from '../ops/einsum.ts'
import { isTuple, scalar, sizeOf } from '../types.ts'
import { decidingArguments } from './outside.ts'
import type { PointOp } from './program.ts'

/** What nodes of one op have in common. */
export interface Role {
  /** What is to be computed; undefined for inputs and constants. */
  readonly op: PointOp | undefined
  /** The number that a constant is. */
  readonly fill: number | undefined
  /** How many arguments the op takes, where that is one number for all its nodes. */
  readonly arity: number
  /** The arguments in which a NaN may not show. */
  readonly deciding: readonly number[]
}

export interface Columns {
  readonly roles: readonly Role[]
  /** By node: its role, and the end of its arguments, which begin where those of the node before end. */
  readonly role: Int32Array
  readonly end: Int32Array
  readonly args: Int32Array
  /** The nodes to be computed, in order. */
  readonly order: Int32Array
  /** By node: the function that computes it, -1 for inputs and constants. */
  readonly chunk: Int32Array
  /** By node: the number of its entry in memory, -1 where it has none. */
  readonly cell: Int32Array
  readonly cells: number
  /** By node: whether it is a sum to which terms are added as soon as they are there. */
  readonly summed: Uint8Array
  /** The terms of these sums as linked lists: by node, the first term that is added once the node is there; -1 for none. */
  readonly head: Int32Array
  readonly terms: readonly { readonly sum: number; readonly term: number; readonly next: number }[]
  /** By node: whether its value may have a NaN that care would not have. */
  readonly doubtful: Uint8Array
}

/** How many nodes a function computes. */
export const NODES = 1000
/** Sums of more terms than this are summed up as the terms come, so that these need not be kept. */
const TERMS = 8

const COPY: PointOp = { name: 'copy' }
const NEG: PointOp = { name: 'neg' }
const ADD: PointOp = { name: 'add' }
const MUL: PointOp = { name: 'mul' }
const ABSORBING: PointOp = { name: 'absorbing' }

const isNumber = ({ type }: Node): boolean => type === scalar || (!isTuple(type) && sizeOf(type.shape) === 1)

/** What an op computes of numbers; undefined where it is none that does. */
const pointOpOf = (op: Op): PointOp | undefined => {
  switch (op.family.kind) {
    case 'neg':
      return NEG
    case 'add':
      return ADD
    case 'einsum': {
      const { words, extent, absorbing } = op.params as Einsum
      return extent.length > 0 ? undefined : words.length === 1 ? COPY : absorbing ? ABSORBING : MUL
    }
    case 'elementwise':
      return { name: 'op', op }
    default:
      return undefined
  }
}

const roleOf = (op: Op, arity: number): Role | undefined => {
  const { kind } = op.family
  const given = { op: undefined, fill: undefined, arity, deciding: [] }
  if (kind === 'input') return given
  if (kind === 'constant') return { ...given, fill: (op.params as Constant).value.data[0]! }
  if (kind === 'einsum' && arity === 0 && (op.params as Einsum).extent.length === 0) return { ...given, fill: 1 }
  const point = pointOpOf(op)
  return point && { op: point, fill: undefined, arity, deciding: decidingArguments(point, arity) }
}

const FOREIGN = -1

/** The roles and arguments of all nodes; a node that is no number, or not computed of numbers, has no role. */
const readNodes = (graph: Graph): Pick<Columns, 'roles' | 'role' | 'end' | 'args'> => {
  const count = graph.nodes.size
  const roles: Role[] = []
  const known = new Map<Op, number>()
  const role = new Int32Array(count)
  const end = new Int32Array(count)
  let args = new Int32Array(2 * count + 64)
  let length = 0
  const numberOf = (op: Op, arity: number): number => {
    const found = known.get(op)
    if (found !== undefined) return found
    const made = roleOf(op, arity)
    const at = made ? roles.push(made) - 1 : FOREIGN
    known.set(op, at)
    return at
  }
  graph.nodes.forEach((node, ref) => {
    const own = node.args
    role[ref] = isNumber(node) ? numberOf(node.op, own.length) : FOREIGN
    if (length + own.length > args.length) {
      const larger = new Int32Array(2 * (length + own.length))
      larger.set(args)
      args = larger
    }
    for (let k = 0; k < own.length; k++) args[length++] = own[k]!
    end[ref] = length
  })
  return { roles, role, end, args }
}

/** 1 for every node that an output depends on. */
const neededOf = ({ end, args }: Pick<Columns, 'end' | 'args'>, outputs: readonly number[]): Uint8Array => {
  const needed = new Uint8Array(end.length)
  for (const ref of outputs) needed[ref] = 1
  for (let ref = end.length - 1; ref >= 0; ref--)
    if (needed[ref]) for (let k = ref === 0 ? 0 : end[ref - 1]!; k < end[ref]!; k++) needed[args[k]!] = 1
  return needed
}

/** The columns of a graph of numbers; undefined for any other graph. */
export const columnsOf = (graph: Graph): Columns | undefined => {
  if (!graph.inputs.every((ref) => isNumber(nodeAt(graph, ref)))) return undefined
  const read = readNodes(graph)
  const { roles, role, end, args } = read
  const needed = neededOf(read, graph.outputs)
  const count = end.length
  const all = new Int32Array(count)
  const chunk = new Int32Array(count).fill(-1)
  const cell = new Int32Array(count).fill(-1)
  const head = new Int32Array(count).fill(-1)
  const summed = new Uint8Array(count)
  const doubtful = new Uint8Array(count)
  const terms: { sum: number; term: number; next: number }[] = []
  let computed = 0
  for (let ref = 0; ref < count; ref++) {
    if (!needed[ref]) continue
    if (role[ref] === FOREIGN) return undefined
    if (!roles[role[ref]!]!.op) continue
    chunk[ref] = Math.floor(computed / NODES)
    all[computed++] = ref
  }
  const order = all.subarray(0, computed)
  let cells = 0
  for (const ref of graph.inputs) cell[ref] = cells++
  const keep = (ref: number): void => {
    if (cell[ref] === -1 && chunk[ref]! >= 0) cell[ref] = cells++
  }
  /** Each term is added once it and all terms before it are there. */
  const sumUp = (ref: number, from: number): void => {
    summed[ref] = 1
    cell[ref] = cells++
    let at = order[0]!
    for (let k = from; k < end[ref]!; k++) {
      const term = args[k]!
      if (chunk[term]! >= 0) at = Math.max(at, term)
      head[at] = terms.push({ sum: ref, term, next: head[at]! }) - 1
      if (chunk[term] !== chunk[at]) keep(term)
    }
  }
  for (const ref of order) {
    const from = end[ref - 1] ?? 0
    const to = end[ref]!
    const own = chunk[ref]!
    const { op, deciding } = roles[role[ref]!]!
    for (let k = from; k < to; k++) if (doubtful[args[k]!] && !deciding.includes(k - from)) doubtful[ref] = 1
    if (op === ABSORBING) doubtful[ref] = 1
    if (op === ADD && to - from > TERMS && own > 0 && chunk[args[from]!] !== own) sumUp(ref, from)
    else for (let k = from; k < to; k++) if (chunk[args[k]!] !== own) keep(args[k]!)
  }
  for (const ref of graph.outputs) keep(ref)
  return { ...read, order, chunk, cell, cells, summed, head, terms, doubtful }
}
