/** Agreement of derivatives up to rounding: entry by entry, against the same entry with all slopes made positive. */
import { absolute } from '../lib/absolute.ts'
import {
  type Conventions,
  evaluateOrThrow,
  type Graph,
  inputTypes,
  isTuple,
  type LinearizeOptions,
  linearize,
  push,
  Tape,
  type Tensor,
  type Type,
  type Value,
} from '../modes/index.ts'
import { differ, refute, type Verdict, valid } from './verdict.ts'

export type Values = readonly Value[]

/** How far apart two computations of an entry may be, in units of its scale. */
export const TOLERANCE = 1e-8

const mapValue = (value: Value, f: (x: number) => number): Value =>
  'tuple' in value
    ? { tuple: value.tuple.map((part) => mapValue(part, f)) }
    : { shape: value.shape, data: value.data.map(f) as Tensor['data'] }

export const absolutes = (xs: Values): Values => xs.map((x) => mapValue(x, Math.abs))
export const nothing = (xs: Values): Values => xs.map((x) => mapValue(x, () => 0))
export const scaled = (xs: Values, factor: number): Values => xs.map((x) => mapValue(x, (e) => e * factor))

/** All entries of some values, in order. */
export const entriesOf = (xs: Values): number[] =>
  xs.flatMap((x) => ('tuple' in x ? entriesOf(x.tuple) : Array.from(x.data)))

const zip = (x: Value, y: Value, f: (a: number, b: number) => number): Value => {
  if ('tuple' in x || 'tuple' in y)
    return { tuple: (x as { tuple: Values }).tuple.map((part, k) => zip(part, (y as { tuple: Values }).tuple[k]!, f)) }
  return { shape: x.shape, data: x.data.map((e, i) => f(e, y.data[i]!)) as Tensor['data'] }
}
export const plus = (xs: Values, ys: Values): Values => xs.map((x, k) => zip(x, ys[k]!, (a, b) => a + b))
/** <x, y>, summed over all entries in order. */
export const inner = (xs: Values, ys: Values): number => {
  const other = entriesOf(ys)
  return entriesOf(xs).reduce((sum, x, i) => sum + x * other[i]!, 0)
}

const same = (tape: Tape): Tape => tape

/** D f : (x, v) -> the derivative of f at x along v. */
export const pushforward = (f: Graph, of: (tape: Tape) => Tape = same, options: LinearizeOptions = {}): Graph => {
  const pushed = push(of(linearize(f, options)))
  return { ...pushed, outputs: pushed.outputs.slice(f.outputs.length) }
}

/** R f : (x, w) -> the adjoint of the derivative of f at x, along w. */
export const pullback = (f: Graph, options?: LinearizeOptions): Graph => pushforward(f, Tape.transpose, options)

/** The conventions under which slopes, and so scales, are taken; the library's own where they are left out. */
export interface Under {
  readonly conventions?: Conventions | undefined
}

/** The operators that laws speak of: D, forward mode's, and R, reverse mode's, unless others are to be judged. */
export interface Modes extends Under {
  readonly D?: (f: Graph) => Graph
  readonly R?: (f: Graph) => Graph
}

const optionsOf = ({ conventions }: Under): LinearizeOptions => (conventions ? { conventions } : {})

/** |D| f : (x, |v|) -> the scale of D f (x, v). Bounds of bounds are the scales of higher derivatives. */
export const pushforwardBound = (f: Graph, under: Under = {}): Graph => pushforward(f, absolute, optionsOf(under))

/** |R| f : (x, |w|) -> the scale of R f (x, w). */
export const pullbackBound = (f: Graph, under: Under = {}): Graph =>
  pushforward(f, (tape) => Tape.transpose(absolute(tape)), optionsOf(under))

/**
 * Whether two numbers agree on this scale: equal, both NaN, or no further apart than the tolerance times the scale.
 *
 * @example
 * near(1, 1 + 1e-9, 1) // => true
 * near(1e-9, 0, 0) // => false
 */
export const near = (a: number, b: number, scale: number, tolerance = TOLERANCE): boolean => {
  if (Object.is(a, b) || a === b) return true
  if (!Number.isFinite(a - b)) return false
  const unit = Number.isFinite(scale) ? scale : Math.min(Math.abs(a), Math.abs(b))
  return Math.abs(a - b) <= tolerance * unit
}

/** found ~ expected, entry by entry; a scale of 0 demands equality. */
export const agree = (
  found: Values,
  expected: Values,
  scale: Values,
  graphs: readonly Graph[] = [],
  tolerance = TOLERANCE,
): Verdict => {
  const [a, b, s] = [entriesOf(found), entriesOf(expected), entriesOf(scale)]
  if (a.length !== b.length || a.length !== s.length)
    return refute(`${a.length} entries against ${b.length}, on ${s.length} scales`, ...graphs)
  const at = a.findIndex((x, i) => !near(x, b[i]!, s[i]!, tolerance))
  return at < 0 ? valid : differ(`entry ${at} (scale ${s[at]})`, a[at]!, b[at]!, ...graphs)
}

/** Equality to the bit. */
export const identical = (found: Values, expected: Values, graphs: readonly Graph[] = []): Verdict => {
  const [a, b] = [entriesOf(found), entriesOf(expected)]
  if (a.length !== b.length) return refute(`${a.length} entries against ${b.length}`, ...graphs)
  const at = a.findIndex((x, i) => !Object.is(x, b[i]))
  return at < 0 ? valid : differ(`entry ${at}`, a[at]!, b[at]!, ...graphs)
}

/** Zero in every entry, whatever its sign. */
export const vanishes = (found: Values, graphs: readonly Graph[] = []): Verdict => {
  const entries = entriesOf(found)
  const at = entries.findIndex((x) => x !== 0)
  return at < 0 ? valid : differ(`entry ${at}`, entries[at]!, 0, ...graphs)
}

export const run = (graph: Graph, ...inputs: readonly Values[]): Values => evaluateOrThrow(graph, inputs.flat())

/** Whether all entries are finite numbers. */
export const finite = (xs: Values): boolean => entriesOf(xs).every(Number.isFinite)

/** The values of some types whose entries are these numbers, taken round and round. */
export const valuesOf = (types: readonly Type[], numbers: readonly number[]): Values => {
  let next = 0
  const valueOf = (type: Type): Value => {
    if (isTuple(type)) return { tuple: type.tuple.map(valueOf) }
    const data = new Float64Array(type.shape.reduce((n, extent) => n * extent, 1))
    return { shape: type.shape, data: data.map(() => numbers[next++ % numbers.length]!) }
  }
  return types.map(valueOf)
}

export const pointOf = (f: Graph, numbers: readonly number[]): Values => valuesOf(inputTypes(f), numbers)
