/** Rows through linear maps: what a kernel or a step does to which columns each entry depends on. */
import type { Kernel } from '../kernel.ts'
import { transposeKernel } from '../kernel.ts'
import { type Factor, isDrawn, isStep, type Path, type Step } from '../linear.ts'
import type { Kind, Op } from '../op.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Indexing } from '../ops/indexing.ts'
import { sizeOf, type TensorType, type TupleType, type Type } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { stridesOf, type Word } from '../words.ts'
import { type Facts, marksOf } from './sparsityFacts.ts'
import { countOf, EMPTY, type Row, type Rows, type Union } from './sparsityRows.ts'
import { placesOf } from './sparsityRules.ts'

/** What the operands of maps are known to be, by reference. */
export interface Reading {
  readonly facts: readonly Facts[]
  readonly union: Union
}

/** For each assignment of numbers to some letters, the last letter fastest, the place in a word. */
const placesIn = (letters: Word, strides: readonly number[], extent: readonly number[]): Int32Array => {
  const places = new Int32Array(letters.reduce((n, letter) => n * extent[letter]!, 1))
  let count = 1
  for (const letter of letters.toReversed()) {
    for (let i = 1; i < extent[letter]!; i++)
      for (let k = 0; k < count; k++) places[i * count + k] = places[k]! + i * strides[letter]!
    count *= extent[letter]!
  }
  return places
}

/** Letters that only the output has are left for the end: all entries along them share a row. */
const throughKernel = (k: Kernel, rows: Rows, { facts, union }: Reading): Rows => {
  const { hole, out, extent } = k
  if (extent.length === 0 && k.coef !== 0 && k.operands.every(({ ref }) => !marksOf(facts[ref]!))) return rows
  const result = new Array<Row>(out.reduce((n, letter) => n * extent[letter]!, 1)).fill(EMPTY)
  const operands = k.operands.flatMap(({ ref, spec }) => {
    const marks = marksOf(facts[ref]!)
    return marks ? [{ marks, spec }] : []
  })
  if (extent.includes(0) || k.coef === 0) return result
  const plain = operands.length === 0 && hole.length === out.length && new Set(hole).size === hole.length
  if (plain && hole.every((letter, at) => letter === out[at])) return rows
  const words = [hole, ...operands.map(({ spec }) => spec)]
  const letters = [...extent.keys()]
  const inTerm = (letter: number): boolean => words.some((word) => word.includes(letter))
  const kept = letters.filter((letter) => out.includes(letter) && inTerm(letter))
  const summed = letters.filter((letter) => !out.includes(letter) && inTerm(letter))
  const spread = letters.filter((letter) => out.includes(letter) && !inTerm(letter))
  const along = (some: Word, word: Word): Int32Array => placesIn(some, stridesOf(word, extent), extent)
  const [outer, inner] = [along(kept, hole), along(summed, hole)]
  const factors = operands.map(({ marks, spec }) => ({ marks, outer: along(kept, spec), inner: along(summed, spec) }))
  const [starts, copies] = [along(kept, out), along(spread, out)]
  const alive = (a: number, s: number): boolean =>
    factors.every((factor) => factor.marks[factor.outer[a]! + factor.inner[s]!])
  for (let a = 0; a < outer.length; a++) {
    const terms: Row[] = []
    for (let s = 0; s < inner.length; s++) if (alive(a, s)) terms.push(rows[outer[a]! + inner[s]!]!)
    const row = union(terms)
    if (row.length > 0) for (const copy of copies) result[starts[a]! + copy] = row
  }
  return result
}

/** A step of an op, with what is known of its arguments. */
interface StepOf extends Step {
  readonly op: Op
}
type Rule = (step: StepOf, rows: Rows, reading: Reading) => Rows

/** Every entry depends on all. */
const dense = (rows: Rows, to: Type, union: Union): Rows => new Array<Row>(countOf(to)).fill(union(rows))
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
const turnedStep = (step: Step): Step | undefined => {
  const { op, at, from, to } = step
  const adjoint = isDrawn(op) ? op.adjoint(at) : op.adjoint?.(at, from)
  return adjoint && { ...step, op: adjoint, from: to, to: from }
}

const throughStep = (step: Step, rows: Rows, reading: Reading): Rows => {
  const { op, to } = step
  if (!isDrawn(op)) return steps[op.family.kind](step as StepOf, rows, reading)
  const back = 'tuple' in to ? op.adjoint(step.at) : op
  if (isDrawn(back) || back.family.kind !== 'project') return dense(rows, to, reading.union)
  const start = startOf(to, back.params as number)
  return Array.from({ length: countOf(to) }, (_, k) => rows[k - start] ?? EMPTY)
}

const throughFactor = (factor: Factor, turned: boolean, rows: Rows, reading: Reading): Rows => {
  if (!isStep(factor)) return throughKernel(turned ? transposeKernel(factor) : factor, rows, reading)
  const step = turned ? turnedStep(factor) : factor
  return step ? throughStep(step, rows, reading) : dense(rows, factor.from, reading.union)
}

/** Rows through one factor after the other, or through their adjoints from the last one on. */
export const throughPath = (path: Path, turned: boolean, rows: Rows, reading: Reading): Rows =>
  path[turned ? 'reduceRight' : 'reduce']((sofar: Rows, factor) => throughFactor(factor, turned, sofar, reading), rows)
