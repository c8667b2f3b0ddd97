/** What a law is: its words, and a predicate on cases, of the parts of the library that are to be judged. */
import {
  add,
  type Category,
  type Conventions,
  cost,
  cotangent,
  evaluateOrThrow,
  forward,
  type Graph,
  graph,
  graphs,
  inputTypes,
  Linear,
  lensFunctor,
  linearize,
  mul,
  outputTypes,
  type Parametrised,
  para,
  replay,
  simplify,
  sin,
  sum,
  Tape,
  type Types,
} from '../modes/index.ts'
import { checkpointed } from './agree.ts'
import { backprop } from './categories/backprop.ts'
import { derivativeFunctor } from './categories/derivative.ts'
import { ErrorFunction } from './categories/errors.ts'
import { type Modes, pullback, pushforward, type Values, valuesOf } from './scale.ts'
import type { Verdict } from './verdict.ts'

/** Where laws come from, in the order of the table. */
export const groups = [
  'fidelity',
  'Cartesian differential',
  'reverse derivative',
  'bridge',
  'functor',
  'linear maps',
  'einsum',
  'modes agree',
  'interpreters agree',
  'persistence',
  'categories',
  'lens',
  'Para',
  'Learn',
] as const
export type Group = (typeof groups)[number]

/** What laws speak of, as it is or with a fault: each part is the library's own unless it is given. */
export interface Subject extends Required<Omit<Modes, 'conventions'>> {
  readonly conventions: Conventions
  readonly linearize: (f: Graph) => Tape
  readonly transpose: (tape: Tape) => Tape
  readonly adjoint: typeof Linear.adjoint
  readonly compose: typeof Linear.compose
  /** T f : (x, v) -> (f x, D f (x, v)). */
  readonly T: (f: Graph) => Graph
  /** The graph with what it computes not kept but computed again. */
  readonly checkpoint: (f: Graph) => Graph
  /** An interpreter: the values of a graph at a point. */
  readonly run: (f: Graph, x: Values) => Values
  /** Another graph of the same meaning. */
  readonly rewrite: (f: Graph) => Graph
  /** The graph in simplest form, by some rules. */
  readonly simplify: typeof simplify
  /** What an evaluation is foretold to cost. */
  readonly cost: typeof cost
  /** The category of graphs. */
  readonly graphs: Category<Types, Graph>
  /** The derivative as a functor to linear maps, in each representation of them. */
  readonly derivative: typeof derivativeFunctor
  /** f -> (f, R f), a functor to lenses. */
  readonly lens: typeof lensFunctor
  /** The category of parametrised graphs. */
  readonly para: Category<Types, Parametrised<Types, Graph>>
  /** Gradient descent as a functor to learners, of the quadratic error. */
  readonly learn: ReturnType<typeof backprop>
  /** An error function as it is used. */
  readonly error: (e: ErrorFunction) => ErrorFunction
}

/** The step by which the laws of learners descend. */
export const LEARNING_RATE = 0.25
export type Part = Exclude<keyof Subject, 'conventions'>

/** The library as it is, under some conventions. */
export const library = (conventions: Conventions = cotangent): Subject => {
  const options = { conventions }
  return {
    conventions,
    D: (f) => pushforward(f, undefined, options),
    R: (f) => pullback(f, options),
    linearize: (f) => linearize(f, options),
    transpose: Tape.transpose,
    adjoint: Linear.adjoint,
    compose: Linear.compose,
    T: (f) => forward(f, options),
    checkpoint: checkpointed,
    run: evaluateOrThrow,
    rewrite: (f) => f,
    simplify,
    cost,
    graphs,
    derivative: derivativeFunctor,
    lens: lensFunctor,
    para: para(graphs),
    learn: backprop(LEARNING_RATE, ErrorFunction.quadratic),
    error: (e) => e,
  }
}

/** A graph, one that follows it, one beside it, and what to ask of them: inputs and outputs are tensors. */
export interface Case {
  readonly f: Graph
  /** f;next is a graph. */
  readonly next: Graph
  /** A number on the inputs of f. */
  readonly beside: Graph
  /** A point of f. */
  readonly x: Values
  /** Numbers that fill directions and covectors of any types. */
  readonly numbers: Readonly<Record<'u' | 'v' | 'w', readonly number[]>>
}

export interface Law {
  /** The law in words; it begins with its number where it has one. */
  readonly name: string
  readonly group: Group
  /** The parts that it speaks of: asked of a mode or an interpreter that has one of them, with the library's own as the rest. */
  readonly of: readonly Part[]
  /** It says that graphs are equal, which modes that compute in another way do not claim. */
  readonly exact?: boolean
  readonly holds: (c: Case, subject: Subject) => Verdict
}

export const along = (f: Graph, numbers: readonly number[]): Values => valuesOf(inputTypes(f), numbers)
export const against = (f: Graph, numbers: readonly number[]): Values => valuesOf(outputTypes(f), numbers)

/** A number of all results of f: the sum of y sin y over their entries. */
export const gist = (f: Graph): Graph =>
  graph(inputTypes(f), (...xs) => add(0, ...replay(f, xs).map((y) => sum(mul(y, sin(y))))))
