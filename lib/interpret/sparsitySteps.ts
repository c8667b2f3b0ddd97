/** Rows through steps: what ops that are linear in their hole do to which columns each entry depends on. */
import { isDrawn, type Step } from '../linear.ts'
import type { Kind, Op } from '../op.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Indexing } from '../ops/indexing.ts'
import { sizeOf, type TensorType, type TupleType, type Type } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import type { Facts } from './sparsityFacts.ts'
import { countOf, EMPTY, type Row, type Rows, type Union } from './sparsityRows.ts'
import { placesOf } from './sparsityRules.ts'

/** What the operands of maps are known to be, by reference. */
export interface Reading {
  readonly facts: readonly Facts[]
  readonly union: Union
}

/** A step of an op, with what is known of its arguments. */
interface StepOf extends Step {
  readonly op: Op
}
type Rule = (step: StepOf, rows: Rows, reading: Reading) => Rows

/** Every entry depends on all. */
export const dense = (rows: Rows, to: Type, union: Union): Rows => new Array<Row>(countOf(to)).fill(union(rows))
const anything: Rule = ({ to }, rows, { union }) => dense(rows, to, union)

/** Of blocks of `from` times `width` entries, blocks of `to` times as many: each depends on all in its block and column. */
const blockwise = (rows: Rows, from: number, to: number, width: number, union: Union): Rows => {
  const result: Row[] = []
  for (let start = 0; start < rows.length; start += from * width) {
    const columns = Array.from({ length: width }, (_, j) =>
      union(Array.from({ length: from }, (_unused, i) => rows[start + i * width + j]!)),
    )
    for (let i = 0; i < to; i++) for (const row of columns) result.push(row)
  }
  return result
}

/** The tensor with entries 1, 2, 3, ... */
const counting = (type: Type): Tensor => {
  const { shape } = type as TensorType
  return fresh(
    shape,
    Float64Array.from({ length: sizeOf(shape) }, (_, k) => k + 1),
  )
}

/** The other arguments of a step, for which the type of the hole stands in for theirs where it does not matter. */
const others = ({ op, at, args, from }: StepOf, facts: readonly Facts[]): readonly Tensor[] | undefined => {
  const own = args.map((ref) => facts[ref]!)
  return placesOf(
    op,
    at,
    own,
    args.map(() => from),
  ) as readonly Tensor[] | undefined
}

const withHole = (xs: readonly Tensor[], at: number, x: Tensor): readonly Tensor[] =>
  xs.map((y, k) => (k === at ? x : y))

/** Where entries that are numbered go is where their rows go. */
const moved: Rule = (step, rows, reading) => {
  const xs = others(step, reading.facts)
  if (!xs) return indexed(step, rows, reading)
  const { data } = step.op.eval(...withHole(xs, step.at, counting(step.from))) as Tensor
  return Array.from(data, (number) => rows[number - 1] ?? EMPTY)
}

/** Entries by numbers that are not known: any along the axis. */
const indexed: Rule = (step, rows, { union }) => {
  const { tail, extent, indices } = step.op.params as Indexing
  if (indices === undefined) return dense(rows, step.to, union)
  const { shape } = step.from as TensorType
  const [axis, places, width] = [extent, sizeOf(indices), sizeOf(shape.slice(shape.length - tail))]
  return step.op.family.kind === 'scatter'
    ? blockwise(rows, places, axis, width, union)
    : blockwise(rows, axis, places, width, union)
}

/** Where entries go is where the adjoint takes them from. */
const added: Rule = (step, rows, reading) => {
  const xs = others(step, reading.facts)
  const gather = step.op.adjoint?.(step.at, step.from)
  if (!xs || !gather || isDrawn(gather)) return indexed(step, rows, reading)
  const { data } = gather.eval(...withHole(xs, step.at, counting(step.to))) as Tensor
  const terms: Row[][] = Array.from({ length: countOf(step.to) }, () => [])
  data.forEach((number, k) => {
    terms[number - 1]?.push(rows[k]!)
  })
  return terms.map(reading.union)
}

const runningUnion: Rule = ({ op, from }, rows, { union }) => {
  const { axis, backward } = op.params as Cumsum
  const { shape } = from as TensorType
  const own = shape.length + axis
  const [extent, stride] = [shape[own]!, sizeOf(shape.slice(own + 1))]
  const result = [...rows]
  const next = (flat: number): void => {
    const place = Math.floor(flat / stride) % extent
    if (place !== (backward ? extent - 1 : 0))
      result[flat] = union([result[backward ? flat + stride : flat - stride]!, result[flat]!])
  }
  if (backward) for (let flat = rows.length - 1; flat >= 0; flat--) next(flat)
  else for (let flat = 0; flat < rows.length; flat++) next(flat)
  return result
}

/** Where the entries of a part begin among those of a tuple. */
const startOf = (whole: Type, part: number): number =>
  (whole as TupleType).tuple.slice(0, part).reduce((sum, type) => sum + countOf(type), 0)

/** What a step of another op, a user's, does is not known. */
const steps: Record<Kind, Rule> = {
  copy: moved,
  scatter: added,
  cumsum: runningUnion,
  neg: (_, rows) => rows,
  project: ({ op, from, to }, rows) => {
    const start = startOf(from, op.params as number)
    return rows.slice(start, start + countOf(to))
  },
  solve: ({ from }, rows, { union }) => {
    const [n, m] = (from as TensorType).shape.slice(-2) as [number, number]
    return n * m === 0 ? rows : blockwise(rows, n, n, m, union)
  },
  input: anything,
  constant: anything,
  elementwise: anything,
  add: anything,
  einsum: anything,
  extremum: anything,
  tuple: anything,
  call: anything,
  cond: anything,
  scan: anything,
  while: anything,
  custom: anything,
  other: anything,
}

/** The adjoint of a step; undefined where its op has none. */
export const turnedStep = (step: Step): Step | undefined => {
  const { op, at, from, to } = step
  const adjoint = isDrawn(op) ? op.adjoint(at) : op.adjoint?.(at, from)
  return adjoint && { ...step, op: adjoint, from: to, to: from }
}

export const throughStep = (step: Step, rows: Rows, reading: Reading): Rows => {
  const { op, to } = step
  if (!isDrawn(op)) return steps[op.family.kind](step as StepOf, rows, reading)
  const back = 'tuple' in to ? op.adjoint(step.at) : op
  if (isDrawn(back) || back.family.kind !== 'project') return dense(rows, to, reading.union)
  const start = startOf(to, back.params as number)
  return Array.from({ length: countOf(to) }, (_, k) => rows[k - start] ?? EMPTY)
}
