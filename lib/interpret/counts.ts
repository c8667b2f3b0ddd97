/** What each op counts: products, sums and calls of functions, as numbers that its type and parameters tell. */
import { fail } from '../error.ts'
import type { Graph, Node } from '../graph.ts'
import type { Kind } from '../op.ts'
import type { Call } from '../ops/call.ts'
import type { Cond } from '../ops/cond.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Custom } from '../ops/customDerivative.ts'
import { type Einsum, letterRoles } from '../ops/einsum.ts'
import type { Extremum } from '../ops/extremum.ts'
import type { Indexing } from '../ops/indexing.ts'
import type { Scan } from '../ops/scanTypes.ts'
import type { While } from '../ops/while.ts'
import { bytesOf, type Shape, sizeOf, type TensorType } from '../types.ts'

export interface Cost {
  readonly multiplications: number
  readonly additions: number
  /** Calls of functions that are neither a sum nor a product: sin, a comparison, a division. */
  readonly nonlinear: number
  /** What all arrays produced take together, eight bytes an entry. */
  readonly bytes: number
  /** What the arrays alive at once take at most. */
  readonly peakBytes: number
}

/** The branch that every cond takes; `dearest` is the larger of both, component by component: no run exceeds it. */
export type Branch = 'then' | 'else' | 'dearest'

const arithmetic = (multiplications: number, additions: number, nonlinear: number): Cost => ({
  multiplications,
  additions,
  nonlinear,
  bytes: 0,
  peakBytes: 0,
})

const product = (extents: readonly number[]): number => extents.reduce((n, extent) => n * extent, 1)

/** Factors of every term, terms of every sum, then scalar factors of every sum. An empty sum adds nothing. */
export const einsumCost = (params: Einsum): Cost => {
  const { kept, summed } = letterRoles(params)
  const sums = product(kept.map((letter) => params.extent[letter]!))
  const terms = sums * product(summed.map((letter) => params.extent[letter]!))
  const scalars = params.words.filter((word) => word.length === 0).length
  const arrays = params.words.length - scalars
  const scalings = arrays > 0 ? scalars : Math.max(0, scalars - 1)
  return arithmetic(terms * Math.max(0, arrays - 1) + sums * scalings, Math.max(0, terms - sums), 0)
}

/**
 * Elimination of an n by n matrix takes 1^2 + ... + (n-1)^2 products and differences and n(n-1)/2 divisions; a column
 * of a right-hand side takes n(n-1) products and differences and n divisions. No column, no elimination.
 */
const solveCost = (shape: Shape): Cost => {
  const [n, m] = shape.slice(-2) as [number, number]
  const systems = m === 0 ? 0 : sizeOf(shape.slice(0, -2))
  const products = systems * ((n * (n - 1) * (2 * n - 1)) / 6 + m * n * (n - 1))
  return arithmetic(products, products, systems * ((n * (n - 1)) / 2 + m * n))
}

/** Every entry of a line but the first is added to what is before it. */
const cumsumAdditions = ({ axis }: Cumsum, shape: Shape): number => {
  const lines = sizeOf(shape.map((extent, k) => (k === shape.length + axis ? 1 : extent)))
  return lines * Math.max(0, shape[shape.length + axis]! - 1)
}

/** Every entry is added where it goes, one that goes nowhere too. */
const scatterAdditions = ({ tail, indices }: Indexing, shape: Shape): number =>
  sizeOf(shape.filter((_, k) => k !== shape.length - 1 - tail)) * sizeOf(indices)

const dearer = (a: Cost, b: Cost): Cost => ({
  multiplications: Math.max(a.multiplications, b.multiplications),
  additions: Math.max(a.additions, b.additions),
  nonlinear: Math.max(a.nonlinear, b.nonlinear),
  bytes: Math.max(a.bytes, b.bytes),
  peakBytes: Math.max(a.peakBytes, b.peakBytes),
})

/** One run after the other. */
const repeated = (times: number, { multiplications, additions, nonlinear, bytes, peakBytes }: Cost): Cost => ({
  multiplications: times * multiplications,
  additions: times * additions,
  nonlinear: times * nonlinear,
  bytes: times * bytes,
  peakBytes: times > 0 ? peakBytes : 0,
})

/** One run after the other, of different things. */
const inTurn = (a: Cost, b: Cost): Cost => ({
  multiplications: a.multiplications + b.multiplications,
  additions: a.additions + b.additions,
  nonlinear: a.nonlinear + b.nonlinear,
  bytes: a.bytes + b.bytes,
  peakBytes: Math.max(a.peakBytes, b.peakBytes),
})

const stepsOf = (trips: number | undefined): number =>
  trips ??
  fail({
    tag: 'ValueError',
    op: 'cost',
    found: 'a loop without a bound',
    expected: 'the number of its steps',
    cure: 'give trips: how many steps each such loop takes',
  })

/** What a graph alone does not tell: which way conds go, and how many steps every while takes. */
export interface Course {
  readonly branch: Branch
  readonly trips: number | undefined
}

export type Row = (node: Node, of: (body: Graph) => Cost, course: Course) => Cost
const nothing = arithmetic(0, 0, 0)
const free: Row = () => nothing
const callAnEntry: Row = ({ type }) => arithmetic(0, 0, bytesOf(type) / 8)

/**
 * What one run of each op counts beside the bytes of its result; ops with a body count what its runs do. A user's op
 * counts one call an entry of its result.
 */
export const rows: Record<Kind, Row> = {
  input: free,
  constant: free,
  neg: free,
  copy: free,
  tuple: free,
  project: free,
  elementwise: callAnEntry,
  other: callAnEntry,
  add: ({ args, type }) => arithmetic(0, (args.length - 1) * sizeOf((type as TensorType).shape), 0),
  einsum: ({ op }) => einsumCost(op.params as Einsum),
  extremum: ({ op, type }) =>
    arithmetic(0, 0, sizeOf((type as TensorType).shape) * ((op.params as Extremum).extent - 1)),
  cumsum: ({ op, type }) => arithmetic(0, cumsumAdditions(op.params as Cumsum, (type as TensorType).shape), 0),
  scatter: ({ op, type }) => arithmetic(0, scatterAdditions(op.params as Indexing, (type as TensorType).shape), 0),
  solve: ({ type }) => solveCost((type as TensorType).shape),
  call: ({ op }, of) => of((op.params as Call).body),
  cond: ({ op }, of, { branch }) => {
    const { onTrue, onFalse } = op.params as Cond
    return branch === 'dearest' ? dearer(of(onTrue), of(onFalse)) : of(branch === 'then' ? onTrue : onFalse)
  },
  scan: ({ op }, of) => repeated((op.params as Scan).length, of((op.params as Scan).body)),
  // The condition is asked once more than it holds.
  while: ({ op }, of, { trips }) => {
    const { condition, step } = op.params as While
    const steps = stepsOf(trips)
    return inTurn(repeated(steps + 1, of(condition)), repeated(steps, of(step)))
  },
  custom: ({ op }, of) => of((op.params as Custom).body),
}
