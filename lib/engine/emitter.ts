/** What the functions of one module are written with: a precision, places in memory, functions from outside, kernels. */
import type { Op } from '../op.ts'
import type { Precision } from './math/index.ts'
import type { Point, Slot } from './program.ts'
import * as w from './wasm/index.ts'

export type { Precision }

export interface Emitter {
  readonly module: w.Module
  readonly precision: Precision
  /** Bytes an entry. */
  readonly entry: 4 | 8
  /** Entries a vector. */
  readonly lanes: 4 | 2
  /** Where a slot that is in memory begins; undefined for one that is not. */
  readonly at: (slot: Slot) => number | undefined
  /** The function from outside that computes an op: doubles to a double. */
  readonly outside: (op: Op) => number
  /** Whether zeros absorb; else products are plain, and what is NaN is noted. */
  readonly careful: boolean
  /** The arguments of an elementwise op to be looked at for NaN, and where to note one. */
  readonly watched: (point: Point) => readonly number[]
  readonly note: number
  /** Whether an op is a function of which there is a kernel. */
  readonly hasKernel: (op: Op) => boolean
  /** The function of vectors that computes an op, where there is one. */
  readonly kernel: (op: Op) => number | undefined
  /** Writes that function's instructions instead: its arguments are locals, its result is pushed. */
  readonly kernelInPlace: (c: w.Code, op: Op, locals: readonly number[]) => void
  /** The function of one double for a number that stands alone, where it is quicker than that of vectors. */
  readonly alone: (op: Op) => number | undefined
}

/** A function being written, on numbers or on vectors. */
export interface Pen {
  readonly e: Emitter
  readonly c: w.Code
  readonly vector: boolean
  /** Whether the number is no entry of a vector that is cut up: what entries of one tensor are depends on no place. */
  readonly alone: boolean
  /** Whether kernels are written in place rather than called. */
  readonly inPlace: boolean
  /** Locals for use inside one op. */
  readonly spare: (k: number, type?: w.NumberType) => number
}

export const pen = (
  e: Emitter,
  c: w.Code,
  vector: boolean,
  spares: Map<string, number> = new Map(),
  alone = false,
  inPlace = false,
): Pen => ({
  e,
  c,
  vector,
  alone,
  inPlace,
  spare: (k, type = vector ? 'v128' : e.precision) => {
    const key = `${type} ${k}`
    const known = spares.get(key) ?? w.local(c, type)
    spares.set(key, known)
    return known
  },
})

export const typeOf = ({ e, vector }: Pen): w.NumberType => (vector ? 'v128' : e.precision)

type Suffix = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'neg' | 'abs' | 'sqrt' | 'ceil' | 'floor' | 'trunc'
type Tests = 'nearest' | 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge'

/** An instruction of the precision, on numbers or lane by lane. */
export const real = ({ e, c, vector }: Pen, ...names: readonly (Suffix | Tests)[]): void => {
  const prefix = vector ? (e.precision === 'f64' ? 'f64x2' : 'f32x4') : e.precision
  for (const name of names) w.op(c, `${prefix}.${name}` as w.Plain)
}

/** Pushes a number, in every lane of a vector. */
export const number = ({ e, c, vector }: Pen, x: number): void => {
  if (vector) (e.precision === 'f64' ? w.f64x2 : w.f32x4)(c, x)
  else (e.precision === 'f64' ? w.f64 : w.f32)(c, x)
}

/** Pops a number, pushes a vector full of it. */
export const splat = (e: Emitter, c: w.Code): void => w.op(c, e.precision === 'f64' ? 'f64x2.splat' : 'f32x4.splat')
export const extract = (e: Emitter, c: w.Code, k: number): void =>
  w.lane(c, e.precision === 'f64' ? 'f64x2.extract_lane' : 'f32x4.extract_lane', k)
export const replace = (e: Emitter, c: w.Code, k: number): void =>
  w.lane(c, e.precision === 'f64' ? 'f64x2.replace_lane' : 'f32x4.replace_lane', k)

/** Loads and stores of numbers and vectors, of which only the alignment of numbers is trusted. */
export const load = ({ e, c, vector }: Pen, offset: number): void => {
  if (vector) w.access(c, 'v128.load', offset, e.entry === 8 ? 3 : 2)
  else w.access(c, e.precision === 'f64' ? 'f64.load' : 'f32.load', offset)
}
export const store = ({ e, c, vector }: Pen, offset: number): void => {
  if (vector) w.access(c, 'v128.store', offset, e.entry === 8 ? 3 : 2)
  else w.access(c, e.precision === 'f64' ? 'f64.store' : 'f32.store', offset)
}

/** Truth as it is on the stack: a whole number for numbers, a mask of bits for vectors. Pops it, pushes 1 or 0. */
export const asNumber = (p: Pen): void => {
  if (p.vector) {
    number(p, 1)
    w.op(p.c, 'v128.and')
  } else w.op(p.c, p.e.precision === 'f64' ? 'f64.convert_i32_s' : 'f32.convert_i32_s')
}
export const both = ({ c, vector }: Pen): void => w.op(c, vector ? 'v128.and' : 'i32.and')
export const either = ({ c, vector }: Pen): void => w.op(c, vector ? 'v128.or' : 'i32.or')
/** Pops truth, then b, then a; pushes a where it holds, else b. */
export const chosen = ({ c, vector }: Pen): void => w.op(c, vector ? 'v128.bitselect' : 'select')

/** `count` rounds of a loop, in line where there is one. */
export const rounds = (c: w.Code, count: number, body: () => void): void => {
  if (count < 1) return
  if (count === 1) {
    body()
    return
  }
  const left = w.local(c, 'i32')
  w.i32(c, count)
  w.into(c, left)
  w.loop(c, () => {
    body()
    w.from(c, left)
    w.i32(c, 1)
    w.op(c, 'i32.sub')
    w.tee(c, left)
    w.brIf(c, 0)
  })
}
