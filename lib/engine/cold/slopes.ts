/**
 * Slopes of rows that are numbers. What an elementwise op's `partial` draws from arguments and result is drawn once, on a
 * graph of its own, and from then on drawn again on rows; sums and products are known by their kind.
 */
import type { Conventions } from '../../conventions.ts'
import { closure } from '../../drawing.ts'
import type { Node } from '../../graph.ts'
import { isStep } from '../../linear.ts'
import { type Op, sameOp } from '../../op.ts'
import type { Constant } from '../../ops/constant.ts'
import type { Einsum } from '../../ops/einsum.ts'
import { scalar } from '../../types.ts'
import { wireAt } from '../../wire.ts'
import { added, functionRow, isConstant, product } from './arithmetic.ts'
import { addOperand, endPath, noPaths, type Paths, withPath } from './paths.ts'
import {
  ABSORBING_MUL,
  ABSORBING_PRODUCT,
  argument,
  arity,
  BITS,
  CALL,
  constantRow,
  kindOf,
  MUL,
  NEG,
  numberOf,
  type Rows,
  UNARY,
} from './rows.ts'

/** A coefficient times a product of places, which a zero absorbs or not. */
interface Path {
  readonly coef: number
  readonly operands: readonly number[]
  readonly absorbing: boolean
}

/** What a map is drawn by again. Places are those of the arguments, of the result, and of the nodes after these. */
interface Template {
  readonly nodes: readonly Node[]
  readonly paths: readonly Path[]
}

const IDENTITY: Path = { coef: 1, operands: [], absorbing: false }

const isNumeric = ({ op }: Node): boolean => {
  const { kind } = op.family
  return kind === 'einsum'
    ? (op.params as Einsum).extent.length === 0
    : kind === 'constant' || kind === 'neg' || kind === 'add' || kind === 'elementwise'
}

const templateOf = (op: Op, count: number, at: number, conventions: Conventions): Template | undefined => {
  let paths: readonly Path[] | undefined
  const { graph } = closure(
    Array.from({ length: count + 1 }, () => scalar),
    (...wires) => {
      const maps = op.partial(at, wires[count]!, wires.slice(0, count), conventions).paths
      const kernels = maps.map(([factor, ...more]) =>
        factor && !isStep(factor) && more.length === 0 ? factor : undefined,
      )
      paths = kernels.every((kernel) => kernel !== undefined)
        ? kernels.map(({ coef, operands, absorbing }) => ({
            coef,
            operands: operands.map(({ ref }) => ref),
            absorbing,
          }))
        : maps.every((path) => path.length === 0)
          ? maps.map(() => IDENTITY)
          : undefined
      return (paths ?? []).flatMap(({ operands }) => operands.map(wireAt))
    },
  )
  const nodes = graph.nodes.toArray().slice(count + 1)
  return paths && nodes.every(isNumeric) ? { nodes, paths } : undefined
}

const drawn = (rows: Rows, { op }: Node, args: number[], count: number): number => {
  switch (op.family.kind) {
    case 'constant':
      return constantRow(rows, (op.params as Constant).value.data[0]!)
    case 'neg':
      return product(rows, args, count, -1)
    case 'add':
      return added(rows, args, count)
    case 'einsum':
      return product(rows, args, count, 1, (op.params as Einsum).absorbing)
    default:
      return functionRow(rows, numberOf(rows, op, sameOp), args, count)
  }
}

/** Adds what a template is on the rows of a node to a sum of paths: the first of the sum. */
const instantiated = (on: Slopes, { nodes, paths }: Template, row: number, count: number, sum: number): number => {
  const { rows, paths: all, places, args } = on
  for (let at = 0; at < count; at++) places[at] = argument(rows, row, at)
  places[count] = row
  for (let k = 0; k < nodes.length; k++) {
    const { args: from } = nodes[k]!
    for (let at = 0; at < from.length; at++) args[at] = places[from[at]!]!
    places[count + 1 + k] = drawn(rows, nodes[k]!, args, from.length)
  }
  for (const path of paths) {
    let { coef } = path
    let free = 0
    for (const k of path.operands)
      if (isConstant(rows, places[k]!)) coef *= rows.memory[places[k]!]!
      else {
        addOperand(all, places[k]!)
        free++
      }
    if (coef !== 0) sum = withPath(all, sum, endPath(all, coef, path.absorbing && free > 0))
  }
  return sum
}

/** Adds the product of the other factors, of which finite ones that are known are the coefficient. */
const othersOf = ({ rows, paths }: Slopes, row: number, at: number, absorbing: boolean, sum: number): number => {
  let coef = 1
  let free = 0
  for (let k = 0, count = arity(rows, row); k < count; k++) {
    if (k === at) continue
    const other = argument(rows, row, k)
    if (isConstant(rows, other) && Number.isFinite(rows.memory[other]!)) coef *= rows.memory[other]!
    else {
      addOperand(paths, other)
      free++
    }
  }
  return coef === 0 && absorbing ? sum : withPath(paths, sum, endPath(paths, coef, absorbing && free > 0))
}

type Templates = readonly (Template | undefined)[]
const templates = new WeakMap<Conventions, WeakMap<Op, Templates>>()

/** The maps of rows that are numbers made of numbers, under some conventions, and room to draw them in. */
export interface Slopes {
  readonly rows: Rows
  readonly paths: Paths
  readonly conventions: Conventions
  readonly byOp: WeakMap<Op, Templates>
  /** Templates by the number of their op. */
  readonly templates: Templates[]
  readonly places: number[]
  readonly args: number[]
}

export const slopesOn = (rows: Rows, conventions: Conventions): Slopes => {
  const byOp = templates.get(conventions) ?? new WeakMap<Op, Templates>()
  templates.set(conventions, byOp)
  return { rows, paths: noPaths(2 * rows.size), conventions, byOp, templates: [], places: [], args: [] }
}

const templatesFor = (
  { rows, conventions, byOp, templates: own }: Slopes,
  number: number,
  count: number,
): Templates => {
  const op = rows.ops[number]!
  const known = byOp.get(op) ?? Array.from({ length: count }, (_, at) => templateOf(op, count, at, conventions))
  byOp.set(op, known)
  own[number] = known
  return known
}

/** Whether the map of a row in an argument is a sum of paths. */
export const hasPaths = (on: Slopes, row: number, at: number): boolean => {
  const { rows } = on
  const kind = kindOf(rows, row)
  if (kind < UNARY) return true
  if (kind === CALL) return false
  const number = rows.code[row]! >> BITS
  return (on.templates[number] ?? templatesFor(on, number, arity(rows, row)))[at] !== undefined
}

/** Adds the map of a row in an argument to a sum of paths: the first path of the sum, NONE where it is empty. */
export const slopesInto = (on: Slopes, row: number, at: number, sum: number): number => {
  const { rows, paths, conventions } = on
  const kind = kindOf(rows, row)
  if (kind < MUL) return withPath(paths, sum, endPath(paths, kind === NEG ? -1 : 1, false))
  if (kind >= UNARY) return instantiated(on, on.templates[rows.code[row]! >> BITS]![at]!, row, arity(rows, row), sum)
  const absorbing = kind === ABSORBING_MUL || kind === ABSORBING_PRODUCT || conventions.zero === 'absorbing'
  return othersOf(on, row, at, absorbing, sum)
}
