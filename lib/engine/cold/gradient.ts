/**
 * The gradient of a number in rows: the tape of a graph, and the cotangents that flow back through it, written below the
 * rows of the graph itself. Where all nodes are numbers it is, row for node, what `linearize` and `flow` draw.
 */
import type { Conventions } from '../../conventions.ts'
import { type Graph, nodeAt, outputTypes, type Ref } from '../../graph.ts'
import { addOp } from '../../ops/add.ts'
import { isTuple, type TensorType, type Type } from '../../types.ts'
import { filled } from '../../value.ts'
import { product, total } from './arithmetic.ts'
import { neededBy, type Program, programOf } from './loop.ts'
import { NONE } from './paths.ts'
import { type Pullback, pullbackOf } from './pullback.ts'
import { isNumberType, rowsOf } from './read.ts'
import { argument, arity, CALL, CONSTANT, callRow, constantRow, findable, GIVEN, kindOf, type Rows } from './rows.ts'
import { hasPaths, type Slopes, slopesInto, slopesOn } from './slopes.ts'

/** Arrows from nodes to their arguments, in the order of the nodes. */
interface Edges {
  readonly count: number
  readonly to: Int32Array
  readonly from: Int32Array
  /** The first of the paths that an arrow's map is the sum of; NONE where it is a pullback, or nothing. */
  readonly first: Int32Array
  readonly pullbacks: ReadonlyMap<number, Pullback>
}

/** A graph and its rows, and the maps of these. */
interface Linearizing {
  readonly graph: Graph
  readonly rows: Rows
  readonly slopes: Slopes
}

const typeAt = (graph: Graph, ref: Ref): Type => nodeAt(graph, ref).type

/** Whether a tuple goes into a node or comes out of it. */
const meetsTuple = (graph: Graph, ref: Ref): boolean => {
  const { args, type } = nodeAt(graph, ref)
  return isTuple(type) || args.some((arg) => isTuple(typeAt(graph, arg)))
}

const isNumberRow = ({ graph, rows }: Linearizing, ref: Ref): boolean => {
  const kind = kindOf(rows, ref)
  return (kind !== CALL && kind !== GIVEN) || isNumberType(typeAt(graph, ref))
}

const pullbackAt = ({ graph, slopes: { conventions } }: Linearizing, row: Ref, at: number): Pullback | undefined => {
  const { op, args, type } = nodeAt(graph, row)
  return pullbackOf(
    op,
    at,
    args.map((arg) => typeAt(graph, arg)),
    type,
    conventions,
  )
}

/** The arrows of all nodes between a number and what it is differentiated by; undefined where a tuple lies there. */
const linearized = (l: Linearizing, wrt: readonly Ref[], of: Ref): Edges | undefined => {
  const { graph, rows, slopes } = l
  const size = rows.size
  const needed = neededBy(rows, [of])
  const reached = new Uint8Array(size)
  for (const ref of wrt) reached[ref] = 1
  /** The arrow that led last to a node. */
  const last = new Int32Array(size).fill(-1)
  let room = 0
  for (let row = 0; row < size; row++) if (needed[row]) room += arity(rows, row)
  const to = new Int32Array(room)
  const from = new Int32Array(room)
  const first = new Int32Array(room)
  const pullbacks = new Map<number, Pullback>()
  let edges = 0
  const arrow = (row: Ref, arg: Ref, path: number): number => {
    to[edges] = row
    from[edges] = arg
    first[edges] = path
    last[arg] = edges
    return edges++
  }
  for (let row = 0; row < size; row++) {
    if (!needed[row] || kindOf(rows, row) <= CONSTANT) continue
    const before = edges
    for (let at = 0, count = arity(rows, row); at < count; at++) {
      const arg = argument(rows, row, at)
      if (!reached[arg]) continue
      if (hasPaths(slopes, row, at)) {
        const same = last[arg]!
        if (same >= before) first[same] = slopesInto(slopes, row, at, first[same]!)
        else {
          const path = slopesInto(slopes, row, at, NONE)
          if (path !== NONE) arrow(row, arg, path)
        }
      } else if (meetsTuple(graph, row)) return undefined
      else {
        const pullback = pullbackAt(l, row, at)
        if (pullback) pullbacks.set(arrow(row, arg, NONE), pullback)
      }
    }
    for (let edge = before; edge < edges && !reached[row]; edge++)
      if (first[edge] !== NONE || pullbacks.has(edge)) reached[row] = 1
  }
  return { count: edges, to, from, first, pullbacks }
}

/** As many terms as are added at once. */
const TERMS = 1024

/** The sum of the first `count` of some tensors, in the order in which they came. */
const tensorTotal = (rows: Rows, terms: readonly number[], count: number, type: Type): number => {
  let sum = terms[0]!
  for (let k = 1; k < count; k += TERMS) {
    const args = [sum, ...terms.slice(k, Math.min(count, k + TERMS))]
    sum = callRow(rows, { eval: addOp.eval, args, types: args.map(() => type) })
  }
  return sum
}

/** The cotangent of an argument from that of a node, dy, by a pullback. */
const pulledBack = ({ graph, rows }: Linearizing, { needs, eval: apply }: Pullback, to: Ref, dy: number): number => {
  const { args, type } = nodeAt(graph, to)
  const there = [...args, to, dy]
  const types = [...args.map((arg) => typeAt(graph, arg)), type, type]
  return callRow(rows, { eval: apply, args: needs.map((k) => there[k]!), types: needs.map((k) => types[k]!) })
}

/** The rows of cotangents at some nodes when that of one is 1; undefined where none arrives. */
const pulled = (l: Linearizing, edges: Edges, wrt: readonly Ref[], of: Ref): readonly (number | undefined)[] => {
  const { graph, rows, slopes } = l
  const { coef, absorbing, start, operands, next: following } = slopes.paths
  const size = graph.nodes.size
  const cotangent = new Int32Array(size).fill(UNSETTLED)
  /** Arrows on their way to a node, a list for each: its first, its last, and what comes after each. */
  const first = new Int32Array(size).fill(NONE)
  const last = new Int32Array(size)
  const next = new Int32Array(edges.count).fill(NONE)
  const one = constantRow(rows, 1)
  const terms: number[] = []
  const factors: number[] = []

  const send = (edge: number, count: number): number => {
    const to = edges.to[edge]!
    const dy = cotangent[to]!
    for (let path = edges.first[edge]!; path !== NONE; path = following[path]!) {
      const from = start[path]!
      const others = start[path + 1]! - from
      factors[0] = dy
      for (let k = 0; k < others; k++) factors[k + 1] = operands[from + k]!
      terms[count++] =
        others === 0 && coef[path] === 1 ? dy : product(rows, factors, others + 1, coef[path]!, absorbing[path] === 1)
    }
    const pullback = edges.first[edge] === NONE ? edges.pullbacks.get(edge) : undefined
    if (pullback) terms[count++] = pulledBack(l, pullback, to, dy)
    return count
  }
  const settle = (ref: Ref): number => {
    if (cotangent[ref] !== UNSETTLED) return cotangent[ref]!
    let count = 0
    if (ref === of) terms[count++] = one
    for (let edge = first[ref]!; edge !== NONE; edge = next[edge]!) count = send(edge, count)
    cotangent[ref] =
      count === 0
        ? NONE
        : count === 1
          ? terms[0]!
          : isNumberRow(l, ref)
            ? total(rows, terms, count)
            : tensorTotal(rows, terms, count, typeAt(graph, ref))
    return cotangent[ref]!
  }
  for (let edge = edges.count - 1; edge >= 0; edge--) {
    if (settle(edges.to[edge]!) === NONE) continue
    const to = edges.from[edge]!
    if (first[to] === NONE) first[to] = edge
    else next[last[to]!] = edge
    last[to] = edge
  }
  return wrt.map((ref) => {
    const row = settle(ref)
    return row === NONE ? undefined : row
  })
}
/** The cotangent of a node that nobody has asked for. */
const UNSETTLED = -2

/** The row of a zero of a type. */
const zeroRow = (rows: Rows, type: TensorType): number =>
  isNumberType(type) ? constantRow(rows, 0) : callRow(rows, { eval: () => filled(type.shape, 0), args: [], types: [] })

/** What gradients are asked for: by which inputs, and of which output, which is one number. */
export interface GradientOptions {
  readonly wrt: readonly Ref[]
  readonly of: Ref
  readonly conventions: Conventions
}

/** About so many rows a node: those of the graph, of slopes and of cotangents. */
const ROOM = 4

/**
 * x -> (y, dy/dx for each x of `wrt`), all outputs of the graph first. Undefined where tuples lie on the way, as they do
 * around loops, branches and calls.
 */
export const gradientProgram = (
  graph: Graph,
  { wrt, of, conventions }: GradientOptions,
  rows: Rows = rowsOf(graph),
): Program | undefined => {
  findable(rows, ROOM * rows.size)
  const l = { graph, rows, slopes: slopesOn(rows, conventions) }
  const edges = linearized(l, wrt, of)
  if (!edges) return undefined
  const cotangents = pulled(l, edges, wrt, of)
  const types = wrt.map((ref) => typeAt(graph, ref) as TensorType)
  const outputs = [...graph.outputs, ...cotangents.map((row, k) => row ?? zeroRow(rows, types[k]!))]
  return programOf(rows, graph.inputs, outputs, [...outputTypes(graph), ...types])
}
