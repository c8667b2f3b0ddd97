/** Programs of the engine: a graph as tasks on buffers. Tuples, bodies of calls and mere changes of order are gone. */
import type { Op } from '../op.ts'
import type { Type } from '../types.ts'
import type { Dims, View } from './view.ts'

/** A buffer of numbers. It holds what its task writes; one of an input, a constant or a loop has none. */
export interface Slot {
  readonly id: number
  readonly size: number
  /** The one number that it is full of, where that is known: then it has no place in memory. */
  readonly fill?: number
  readonly data?: Readonly<Float64Array>
  /** Whole numbers of 32 bits, where it holds those. */
  readonly places?: Readonly<Int32Array>
  /** Whether it holds the step that a loop is at, as a whole number of 32 bits. */
  readonly counts?: true
  /** The slice of another buffer at the step that a loop is at. */
  readonly slice?: { readonly of: Slot; readonly counter: Slot }
}

/** A tensor as it lies in memory, or a tuple of them. */
export type Place = View | readonly Place[]
export const isTuplePlace = (place: Place): place is readonly Place[] => Array.isArray(place)

/** An elementwise op on views of one size; in `absorbing` products a zero counts more than an infinity or a NaN. */
export interface Point {
  readonly tag: 'point'
  readonly out: Slot
  readonly op: PointOp
  readonly args: readonly View[]
}
export type PointOp =
  | { readonly name: 'copy' | 'neg' | 'add' | 'mul' | 'absorbing' | 'timesAbsorbing' }
  | { readonly name: 'op'; readonly op: Op }

/**
 * Every entry x of a view goes to a place of a buffer, `base` and the steps of `to` in the index of the view: the sum or the
 * largest of what goes to one place, or, where only one does, that itself, stored or added to what is there.
 */
export interface Fold {
  readonly tag: 'fold'
  readonly out: Slot
  readonly how: 'sum' | 'max' | 'store' | 'add'
  readonly arg: View
  readonly base: number
  readonly to: Dims
}

/** Products of matrices: out[b, m, n] = sum over k of a[b, m, k] c[b, k, n]. */
export interface Product {
  readonly tag: 'product'
  readonly out: Slot
  readonly left: View
  readonly right: View
  /** Of left: the dimensions of b, m and k; of right: of b, k and n. b has one or none. */
  readonly batch: readonly [extent: number, left: number, right: number]
  readonly rows: Dim2
  readonly columns: Dim2
  readonly inner: readonly [extent: number, left: number, right: number]
  readonly absorbing: boolean
}
type Dim2 = readonly [extent: number, stride: number]

/** A buffer full of one number. */
export interface Fill {
  readonly tag: 'fill'
  readonly out: Slot
  readonly x: number
}

/** Rows of entries by number: `out` = entries of `from` taken, or added up, at `indices`; `places` all name one. */
export interface Index {
  readonly tag: 'gather' | 'scatter'
  readonly out: Slot
  readonly from: Slot
  readonly indices: Slot
  readonly rows: number
  readonly extent: number
  readonly width: number
  readonly strict: boolean
}

/** Running sums along an axis, or places of the largest of rows. */
export interface Running {
  readonly tag: 'running'
  readonly out: Slot
  readonly from: Slot
  readonly rows: number
  readonly extent: number
  readonly width: number
  readonly backward: boolean
}
export interface Largest {
  readonly tag: 'argmax'
  readonly out: Slot
  readonly from: Slot
  readonly rows: number
  readonly extent: number
}

/** An op run by its `eval`, on copies. */
export interface Opaque {
  readonly tag: 'opaque'
  readonly op: Op
  readonly args: readonly Place[]
  readonly types: readonly Type[]
  readonly outs: readonly Slot[]
}

/** A body run `length` times, and after each step what moves results to where the next step looks for them. */
export interface Loop {
  readonly tag: 'loop'
  readonly length: number
  readonly backward: boolean
  readonly counter: Slot
  readonly body: readonly Task[]
  readonly after: readonly Task[]
  readonly outs: readonly Slot[]
}

/** One of two bodies, by a number that is 0 or not. */
export interface Choice {
  readonly tag: 'choice'
  readonly mask: Slot
  readonly onTrue: readonly Task[]
  readonly onFalse: readonly Task[]
  readonly outs: readonly Slot[]
}

/** A body run while a condition holds. */
export interface Repeat {
  readonly tag: 'repeat'
  readonly limit: number
  readonly condition: readonly Task[]
  readonly holds: Slot
  readonly body: readonly Task[]
  readonly after: readonly Task[]
  readonly outs: readonly Slot[]
}

export type Task = Point | Fold | Product | Fill | Index | Running | Largest | Opaque | Loop | Choice | Repeat

export interface Program {
  readonly tasks: readonly Task[]
  readonly inputs: readonly Place[]
  readonly outputs: readonly Place[]
}
