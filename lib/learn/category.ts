/** Categories as values: records of functions on arrows, symmetric and monoidal, whose products associate as lists do. */
import { Graph } from '../compose.ts'
import { inputTypes, outputTypes } from '../graph.ts'
import type { Type } from '../types.ts'

/** A strict symmetric monoidal category with objects O and arrows A. */
export interface Category<O, A> {
  readonly source: (f: A) => O
  readonly target: (f: A) => O
  /** The object I with x ⊗ I = x = I ⊗ x. */
  readonly unit: O
  /** x ⊗ y */
  readonly product: (x: O, y: O) => O
  readonly identity: (x: O) => A
  /** f;g : first f, then g. */
  readonly compose: (f: A, g: A) => A
  /** f ⊗ g : side by side. */
  readonly tensor: (f: A, g: A) => A
  /** x ⊗ y -> y ⊗ x */
  readonly swap: (x: O, y: O) => A
}

/** A symmetric monoidal functor. */
export interface Functor<O, A, P, B> {
  readonly from: Category<O, A>
  readonly to: Category<P, B>
  readonly object: (x: O) => P
  readonly arrow: (f: A) => B
  /** F x ⊗ F y -> F (x ⊗ y), an isomorphism natural in both; an identity where the functor is strict. */
  readonly merge: (x: O, y: O) => B
}

/** The types of several wires: an object of the category of graphs. */
export type Types = readonly Type[]

/**
 * Graphs, from the types of their inputs to those of their outputs.
 *
 * @example
 * const f = graph([[]], (x) => sin(x))
 * sameGraph(graphs.compose(f, graphs.identity(graphs.target(f))), f) // => true
 */
export const graphs: Category<Types, Graph> = {
  source: inputTypes,
  target: outputTypes,
  unit: [],
  product: (x, y) => [...x, ...y],
  identity: Graph.identity,
  compose: Graph.compose,
  tensor: Graph.par,
  swap: Graph.swap,
}
