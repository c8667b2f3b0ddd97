/** Algebras: what graphs are run in instead of numbers, as records of what they do with single entries. */
import type { Node, Ref } from '../graph.ts'
import type { Op } from '../op.ts'
import { isTuple, type Shape, sizeOf, type Type } from '../types.ts'
import type { Tensor, Value } from '../value.ts'

/** A tensor whose entries are elements of an algebra, in row-major order. */
export interface Elements<A> {
  readonly shape: Shape
  readonly entries: readonly A[]
  /** The numbers that these entries are for every input: indices and masks are read off them. */
  readonly numbers?: Tensor['data'] | undefined
}
/** What a wire carries in an algebra. */
export type Carried<A> = Elements<A> | { readonly tuple: readonly Carried<A>[] }

/** Where an element stands: an entry of the result of a node, inside the bodies named, outermost first. */
export interface Place {
  readonly ref: Ref
  readonly node: Node
  readonly entry: number
  readonly within: readonly string[]
}

/**
 * A commutative semiring with negation, and what else graphs ask of numbers. Sums and products are all that
 * backpropagation needs; the rest says what functions, choices and unknown ops become.
 */
export interface Algebra<A> {
  readonly name: string
  /** The element that stands for a number; `constant(0)` is the zero of the algebra. */
  readonly constant: (x: number) => A
  readonly add: (a: A, b: A) => A
  /** The product from left to right of one or more; where `absorbing`, a zero factor hides infinities and NaN. */
  readonly mul: (xs: readonly A[], absorbing: boolean) => A
  readonly neg: (x: A) => A
  /** An elementwise op at elements. */
  readonly apply: (op: Op, xs: readonly A[]) => A
  /** The number that an element is known to be, if it is. */
  readonly number: (x: A) => number | undefined
  /** One of the options; which one depends on elements that are not known to be numbers. */
  readonly choose: (by: readonly A[], options: readonly A[]) => A
  /** The result, of a given type, of an op that is no composite of the above: a solve, a user's op, an endless loop. */
  readonly other: (op: Op, xs: readonly Carried<A>[], type: Type) => Carried<A>
  /** What becomes of an element where it leaves a node. */
  readonly at?: (x: A, place: Place) => A
}

export const elements = <A>(shape: Shape, entries: readonly A[], numbers?: Tensor['data']): Elements<A> => ({
  shape,
  entries,
  numbers,
})

/** Every tensor of a type filled from `entry`. */
export const filledWith = <A>(type: Type, entry: () => A): Carried<A> =>
  isTuple(type)
    ? { tuple: type.tuple.map((part) => filledWith(part, entry)) }
    : elements(type.shape, Array.from({ length: sizeOf(type.shape) }, entry))

/** The tensors in a value, from left to right. */
export const tensorsOf = <A>(x: Carried<A>): readonly Elements<A>[] => ('tuple' in x ? x.tuple.flatMap(tensorsOf) : [x])

/** All entries of some values, in order. */
export const entriesOfAll = <A>(xs: readonly Carried<A>[]): readonly A[] =>
  xs.flatMap(tensorsOf).flatMap((x) => x.entries)

/** A value with each entry replaced. */
export const mapEntries = <A, B>(x: Carried<A>, f: (entry: A) => B): Carried<B> =>
  'tuple' in x ? { tuple: x.tuple.map((part) => mapEntries(part, f)) } : elements(x.shape, x.entries.map(f), x.numbers)

/** Numbers as elements that stand for them whatever the inputs are. */
export const constants = <A>(algebra: Algebra<A>, value: Value): Carried<A> =>
  'tuple' in value
    ? { tuple: value.tuple.map((part) => constants(algebra, part)) }
    : elements(value.shape, Array.from(value.data, algebra.constant), value.data)

/** The number that entry `k` is known to be. */
export const numberAt = <A>(algebra: Algebra<A>, x: Elements<A>, k: number): number | undefined =>
  x.numbers === undefined ? algebra.number(x.entries[k]!) : x.numbers[k]
