/** The types of what value-level functions take and return: trees of points, and the trees of results that mirror them. */
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

/** A function that draws its result, or a list of results, from wires. */
export type Drawable = (...xs: Wire[]) => Arg | readonly Arg[]

/** A graph whose inputs are the leaves of its arguments, in order, and whose outputs are the leaves of its result. */
export interface Structured<A extends readonly unknown[] = readonly unknown[], R = unknown> {
  readonly graph: Graph
  readonly takes: readonly Structure[]
  readonly gives: Structure
  /** The type of the function that was drawn, which is not kept. */
  drawn?(...xs: A): R
}

/** What can be differentiated: a function that draws, of wires or trees of wires, or a graph that is drawn. */
export type Differentiable<A extends readonly unknown[] = Wire[], R = Tree<Arg>> =
  | ((...xs: A) => R & Treelike<R>)
  | Graph
  | Structured<A, R>

/** R where it is a tree of wires and values, interfaces among them; else what it would have to be. */
export type Treelike<R> = unknown extends R
  ? R
  : Tree<never> extends R
    ? R
    : R extends Point
      ? R
      : R extends object
        ? { readonly [K in keyof R]: Treelike<R[K]> }
        : Point
/** A tree like T, with X for its numbers, Y for its arrays and tensors, and Z for its wires. */
export type Mirror<T, X, Y = X, Z = X> = unknown extends T
  ? T
  : Tree<never> extends T
    ? Tree<X | Y | Z>
    : T extends Wire
      ? Z
      : T extends number
        ? X
        : T extends Arrayish
          ? Y
          : { readonly [K in keyof T]: Mirror<T[K], X, Y, Z> }

/** What stands for a tree like T: lists of whatever its lists have, and L for a wire. */
export type Argument<T, L = Point> = unknown extends T
  ? T
  : Tree<never> extends T
    ? Tree<L>
    : T extends Point
      ? L
      : T extends readonly unknown[]
        ? readonly Argument<T[number], L>[]
        : T extends object
          ? { readonly [K in keyof T]: Argument<T[K], L> }
          : L
/** Points for parameters: for a wire a number, an array, a tensor or a wire; anything for a function without parameters. */
export type Arguments<A extends readonly unknown[], L = Point> = A extends readonly []
  ? readonly L[]
  : { readonly [K in keyof A]: Argument<A[K], L> }

/** P without wires. */
type Values<P> = unknown extends P
  ? P
  : Wire extends P
    ? never
    : P extends Arrayish
      ? P
      : { readonly [K in keyof P]: Values<P[K]> }
/** P, each leaf of which is a wire for sure or none. */
type Settled<P> = Wire extends P ? Wire : P extends Arrayish ? P : { readonly [K in keyof P]: Settled<P[K]> }
/** What trees of points are: `values` only, `wires` where some are, or `either`. */
export type Stage<P> = [P] extends [Values<P>] ? 'values' : [P] extends [Settled<P>] ? 'wires' : 'either'

/** A result at points of a stage: a value V, or a wire where wires are among the points. */
export type Leaf<V, S> = 'wires' extends S ? Wire : 'either' extends S ? V | Wire : V
/** Results that mirror what a function draws; a scalar or a tensor V is not told apart. */
export type Evaluated<R, S, V = number | Tensor> = Mirror<R, Leaf<V, S>>
/** Results that mirror points: V for a number, a tensor for an array, or wires. */
export type Like<P, S, V = number> = Mirror<P, Leaf<V, S>, Leaf<Tensor, S>, Wire>
/** Results that mirror each of a list, or each entry of a record, of points. */
export type Each<P, S, V = number> = { readonly [K in keyof P]: Like<P[K], S, V> }

/**
 * Results that mirror the arguments with these numbers: one for a number, a list for a list. `infer` keeps the type that
 * is wanted of a gradient from being taken for argument numbers.
 */
export type Slopes<P extends readonly unknown[], N, S, V = number> = N extends number
  ? Like<P[N], S, V>
  : N extends infer L
    ? { readonly [K in keyof L]: L[K] extends number ? Like<P[L[K]], S, V> : never }
    : never
/** Trees like arguments, each leaf of them slopes again: numbers by two numbers, else tensors. */
export type Curvatures<P extends readonly unknown[], N, S> = N extends number
  ? Mirror<P[N], Slopes<P, N, S>, Slopes<P, N, S, Tensor>>
  : N extends infer L
    ? {
        readonly [K in keyof L]: L[K] extends number ? Mirror<P[L[K]], Slopes<P, L, S>, Slopes<P, L, S, Tensor>> : never
      }
    : never

/** The first of a pair where a function gives an auxiliary result too. */
export type Main<R, H> = H extends true ? (R extends readonly unknown[] ? R[0] : R) : R
/** What else a function gave, after a result. */
export type Aux<R, H, S> = H extends true
  ? readonly [Evaluated<R extends readonly unknown[] ? R[1] : Tree<Arg>, S>]
  : readonly []
/** A result with what else the function gave. */
export type WithAux<V, R, H, S> = H extends true ? readonly [V, ...Aux<R, H, S>] : V

/** Cotangents of a result: one for each entry of a list. */
export type Cotangents<R> =
  Tree<never> extends R
    ? readonly Points[]
    : R extends readonly []
      ? readonly []
      : R extends Point
        ? readonly [Point]
        : R extends readonly unknown[]
          ? Arguments<R>
          : readonly [Argument<R>]
/** From cotangents of a result like R to those of points like P. */
export type Pullback<R, P> = <const C extends Cotangents<R>>(...cotangents: C) => Each<P, Stage<P> | Stage<C>>

/**
 * A gradient at points. Results are wires where points are; so they are where a function uses wires of a drawing around
 * it, which its type does not say: there a result that is a number by its type is a wire, to be drawn with as either is.
 */
export type Gradient<A extends readonly unknown[], R, N, H> = <const P extends Arguments<A>>(
  ...points: P
) => WithAux<Slopes<P, N, Stage<P>>, R, H, Stage<P>>
/** A Jacobian at points: a tree like the result, each leaf of it slopes. */
export type Jacobian<A extends readonly unknown[], R, N, H> = <const P extends Arguments<A>>(
  ...points: P
) => WithAux<Mirror<Main<R, H>, Slopes<P, N, Stage<P>, number | Tensor>>, R, H, Stage<P>>
/** A Hessian at points. */
export type Hessian<A extends readonly unknown[], R, N, H> = <const P extends Arguments<A>>(
  ...points: P
) => WithAux<Curvatures<P, N, Stage<P>>, R, H, Stage<P>>
