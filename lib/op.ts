/** Ops: records that say what they compute and, per argument, what linear map they are near a point. */
import type { Conventions } from './conventions.ts'
import type { Linear } from './linear.ts'
import type { Type } from './types.ts'
import type { Value } from './value.ts'
import type { Wire } from './wire.ts'

/** What interpreters tell ops apart by: their tables are total over these. A user's own op is `other`. */
export type Kind =
  | 'input'
  | 'constant'
  | 'elementwise'
  | 'neg'
  | 'add'
  | 'einsum'
  | 'copy' // slice, pad, concat, gather: entries move and nothing is computed
  | 'extremum' // the largest of each row, or its place
  | 'cumsum'
  | 'scatter' // entries added up by number
  | 'tuple'
  | 'project'
  | 'solve'
  | 'call'
  | 'cond'
  | 'scan'
  | 'while'
  | 'custom' // a graph with a derivative of its own
  | 'other'

/** The maker of some ops. An op is its family and its parameters. */
export interface Family {
  readonly name: string
  readonly kind: Kind
}

/** What an op does to values; `entry` is what it does to each entry of them, where it goes by entries. */
export interface Meaning {
  (...xs: Value[]): Value
  readonly entry?: (...xs: number[]) => number
}

export interface Op<P = unknown> {
  readonly family: Family
  readonly name: string
  readonly params: P
  /** The parameters in canonical form. Two ops of a family are equal when their keys are, and `equals` says so. */
  readonly key: string
  readonly hash: number
  readonly equals?: (other: Op) => boolean
  /** The result's type. Throws a `ShapeError` that names the op, the argument, what was found, and the cure. */
  readonly type: (...xs: Type[]) => Type
  /** The reference meaning: pure, a stated order of summation, no cleverness. */
  readonly eval: Meaning
  /** The linear map in argument `at`, drawn from the result and the arguments; asked only where it is needed. */
  readonly partial: (at: number, y: Wire, xs: readonly Wire[], conventions: Conventions) => Linear
  /** For an op that is linear in argument `at`, of type `hole`: the adjoint there, with the other arguments kept. */
  readonly adjoint?: (at: number, hole: Type) => Op | Drawn
}

/**
 * A linear map that is no op of its own but a way to draw one: it lives in tapes only, so a graph never holds it.
 * `draw` takes the arguments with the hole filled in; `lanes` counts the copies along the hole's leading axis.
 */
export interface Drawn {
  readonly name: string
  readonly draw: (xs: readonly Wire[], at: number, lanes: number | undefined) => Wire
  readonly adjoint: (at: number) => Op | Drawn
  /** The same map with the absolute values of all slopes: it bounds what rounding can do to this one. */
  readonly absolute?: () => Drawn
  /** Equal keys of the same sources draw equal maps. */
  readonly source: readonly object[]
  readonly key: string
}

/** A 32-bit hash of a text (FNV-1a). */
export const hashText = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}

/** One step of a running hash of whole numbers (murmur's finaliser). */
export const mixHash = (h: number, x: number): number => {
  let k = Math.imul((h ^ x) + 0x9e3779b9, 0x85ebca6b)
  k = Math.imul(k ^ (k >>> 13), 0xc2b2ae35)
  return k ^ (k >>> 16)
}

export const sameOp = (a: Op, b: Op): boolean =>
  a === b || (a.hash === b.hash && a.family === b.family && a.key === b.key && (a.equals?.(b) ?? true))

const REMEMBERED = 4096

/** Ops of a family by canonical parameters. Equal ones are one object as long as they are remembered. */
export const interning = <P>(key: (params: P) => string, make: (params: P, key: string, hash: number) => Op<P>) => {
  const known = new Map<string, Op<P>>()
  return (params: P): Op<P> => {
    const k = key(params)
    const found = known.get(k)
    if (found) return found
    if (known.size >= REMEMBERED) known.clear()
    const op = make(params, k, hashText(k))
    known.set(k, op)
    return op
  }
}
