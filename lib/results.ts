/** The types of what value-level functions take and return: trees of points, and the trees of results that mirror them. */
import type { Nested, Strided, TypedArray } from './arrays.ts'
import type { Graph } from './graph.ts'
import type { Arg } from './ops/constant.ts'
import type { Structure, Tree } from './tree.ts'
import type { Arrayish, Tensor } from './value.ts'
import type { Wire } from './wire.ts'

/** What a derivative is asked at, leaf by leaf: values, or wires while a graph around is being drawn. */
export type Point = Arrayish | Wire
/** What comes back, leaf by leaf: a number for a scalar, else a tensor; a wire where a point or the function has wires. */
export type Result = number | Tensor | Wire
export type Points = Tree<Point>
export type Results = Tree<Result>

/** A function that draws its result, or a list of results, from wires. */
export type Drawable = (...xs: Wire[]) => Arg | readonly Arg[]

/** A graph whose inputs are the leaves of its arguments, in order, and whose outputs are the leaves of its result. */
export interface Structured {
  readonly graph: Graph
  readonly takes: readonly Structure[]
  readonly gives: Structure
}

/** What can be differentiated: a function that draws, of wires or trees of wires, or a graph that is drawn. */
export type Differentiable<A extends readonly unknown[] = Wire[], R extends Tree<Arg> = Tree<Arg>> =
  | ((...xs: A) => R)
  | Graph
  | Structured

/** What stands for a tensor among the types of points. */
type Leaf = Nested | TypedArray | Tensor | Strided | Wire

/** Results that mirror points: numbers for numbers, tensors for arrays, wires for wires. */
export type Like<P> = Points extends P
  ? Results
  : P extends Wire
    ? Wire
    : P extends number
      ? number | Wire
      : P extends Leaf
        ? Tensor | Wire
        : Each<P>
/** Results that mirror each of a list, or each entry of a record, of points. */
export type Each<P> = { readonly [K in keyof P]: Like<P[K]> }

/** Results that mirror what a function draws; a scalar or a tensor is not told apart. */
export type Evaluated<R> =
  Tree<Arg> extends R ? Results : R extends Leaf ? Result : { readonly [K in keyof R]: Evaluated<R[K]> }

/** A tree like R, each leaf of it a tree like P. */
export type Nest<R, P> =
  Tree<Arg> extends R ? Results : R extends Leaf ? Evaluated<P> : { readonly [K in keyof R]: Nest<R[K], P> }

/** The arguments with these numbers: one for a number, a list for a list. */
export type At<P extends readonly unknown[], N> = N extends number ? P[N] : readonly P[number][]

/** A result with what else the function gave. */
export type WithAux<H, V> = H extends true ? readonly [V, Results] : V
/** The first of a pair where a function gives an auxiliary result too. */
export type Main<R, H> = H extends true ? (R extends readonly [infer V, ...unknown[]] ? V : Tree<Arg>) : R

/** A gradient at points. The second signature is what it is as a function to draw with. */
export interface Gradient<N, H> {
  <P extends readonly Points[]>(...points: P): WithAux<H, Like<At<P, N>>>
  (...points: readonly Point[]): WithAux<H, Like<At<readonly Point[], N>>>
}
/** A Jacobian at points, of a result like R. */
export interface Jacobian<R, N, H> {
  <P extends readonly Points[]>(...points: P): WithAux<H, Nest<R, At<P, N>>>
  (...points: readonly Point[]): WithAux<H, Nest<R, At<readonly Point[], N>>>
}
/** A Hessian at points. */
export interface Hessian<N, H> {
  <P extends readonly Points[]>(...points: P): WithAux<H, Nest<At<P, N>, At<P, N>>>
  (...points: readonly Point[]): WithAux<H, Nest<At<readonly Point[], N>, At<readonly Point[], N>>>
}
