/** A graph as rows: row k is node k. Numbers are computed by the loop, whatever else by the `eval` of its op. */
import { type Graph, type Node, nodeAt } from '../../graph.ts'
import { type Op, sameOp } from '../../op.ts'
import type { Constant } from '../../ops/constant.ts'
import type { Einsum } from '../../ops/einsum.ts'
import { isTuple, sizeOf, type Type } from '../../types.ts'
import {
  ABSORBING_MUL,
  ABSORBING_PRODUCT,
  ADD,
  append,
  BINARY,
  BITS,
  CALL,
  CONSTANT,
  COPY,
  callRow,
  emptyRows,
  GIVEN,
  kindOf,
  MUL,
  NARY,
  NEG,
  numberOf,
  PRODUCT,
  pooling,
  type Rows,
  SUM,
  TERNARY,
  UNARY,
} from './rows.ts'

export const isNumberType = (type: Type): boolean => !isTuple(type) && sizeOf(type.shape) === 1

/** What a list of so many becomes: one argument, two, or more. */
const counted = (count: number, one: number, two: number, more: number): number =>
  count === 1 ? one : count === 2 ? two : more

/** The kind of row that an op on numbers is, -1 where the loop does not know it. */
const kindFor = (op: Op, count: number): number => {
  switch (op.family.kind) {
    case 'input':
      return GIVEN
    case 'constant':
      return (op.params as Constant).fill === undefined ? GIVEN : CONSTANT
    case 'neg':
      return NEG
    case 'add':
      return counted(count, COPY, ADD, SUM)
    case 'elementwise':
      return count === 0 ? -1 : count === 3 ? TERNARY : counted(count, UNARY, BINARY, NARY)
    case 'einsum': {
      const { extent, words, absorbing } = op.params as Einsum
      if (extent.length > 0) return -1
      if (words.length === 0) return GIVEN
      return counted(count, COPY, absorbing ? ABSORBING_MUL : MUL, absorbing ? ABSORBING_PRODUCT : PRODUCT)
    }
    default:
      return -1
  }
}

/** The number that a node without arguments is. */
const known = ({ op }: Node): number =>
  op.family.kind === 'constant' ? (op.params as Constant).value.data[0]! : op.family.kind === 'einsum' ? 1 : 0

const appendNode = (rows: Rows, graph: Graph, node: Node): void => {
  const { op, args, type } = node
  const kind = isNumberType(type) ? kindFor(op, args.length) : op.family.kind === 'input' ? GIVEN : -1
  if (kind < 0) {
    callRow(rows, { eval: op.eval, args, types: args.map((arg) => nodeAt(graph, arg).type) })
    return
  }
  const count = args.length
  const code = kind >= UNARY ? kind | (numberOf(rows, op, sameOp) << BITS) : kind
  const isList = count > 2
  const row = append(rows, code, isList ? pooling(rows, args, count) : (args[0] ?? 0), isList ? count : (args[1] ?? 0))
  if (kind <= CONSTANT) rows.memory[row] = known(node)
}

/** The rows of all nodes of a graph. */
export const rowsOf = (graph: Graph): Rows => {
  const rows = emptyRows(graph.nodes.size)
  graph.nodes.forEach((node) => {
    appendNode(rows, graph, node)
  })
  return rows
}

/** Whether the loop computes most of what is computed, and leaves little to calls. */
export const isMostlyNumbers = (rows: Rows): boolean => {
  let [calls, numbers] = [0, 0]
  for (let row = 0; row < rows.size; row++) {
    const kind = kindOf(rows, row)
    if (kind === CALL) calls++
    else if (kind > CONSTANT) numbers++
  }
  return numbers >= calls
}
