/** The ops on arrays that the works need of a peer, so that a work is written once for all of them. */
import type { Tensor } from '../../../modes/index.ts'
import type { Size } from '../work.ts'

export interface ArrayOps<A> {
  readonly constant: (data: ArrayLike<number>, shape: readonly number[]) => A
  readonly add: (a: A, b: A) => A
  readonly sub: (a: A, b: A) => A
  readonly mul: (a: A, b: A) => A
  readonly div: (a: A, b: A) => A
  readonly scale: (by: number, a: A) => A
  readonly exp: (a: A) => A
  readonly log: (a: A) => A
  readonly sin: (a: A) => A
  readonly cos: (a: A) => A
  readonly sqrt: (a: A) => A
  readonly tanh: (a: A) => A
  readonly softmax: (a: A) => A
  /** log(1 + e^x) */
  readonly softplus: (a: A) => A
  /** log(e^x1 + ... + e^xn) along the last axis. */
  readonly logSumExp: (a: A) => A
  /** Products of matrices, stacked along leading axes. */
  readonly matmul: (a: A, b: A) => A
  readonly transpose: (a: A, axes: readonly number[]) => A
  readonly reshape: (a: A, shape: readonly number[]) => A
  /** Entries from one place up to another along an axis, of an array of this shape. */
  readonly part: (a: A, shape: readonly number[], axis: number, from: number, to: number) => A
  /** Arrays one after another along an axis. */
  readonly concat: (parts: readonly A[], axis: number) => A
  /** The sum of all entries, or along an axis, which stays if it is to be kept. */
  readonly sum: (a: A, axis?: number, keep?: boolean) => A
}

/** What is wanted of a sparse Jacobian: products of cotangents with groups of its rows, and how its entries are read off. */
export interface Rows {
  /** The shape of the function's result. */
  readonly shape: readonly number[]
  readonly seeds: readonly Float64Array[]
  /** Entries of the slopes in each parameter for each cotangent. */
  readonly read: (slopes: readonly (readonly ArrayLike<number>[])[]) => Float64Array
}

/** A function of parameters, and where it is differentiated; its result is one number unless rows are wanted. */
export interface ByPeer<A> {
  readonly parameters: readonly Tensor[]
  readonly f: (...parameters: readonly A[]) => A
  /** What is wanted is the Hessian times this, or the whole of it; else the gradient. */
  readonly second?: Tensor | 'hessian'
  readonly rows?: Rows
}

export type PeerWork = <A>(ops: ArrayOps<A>, data: readonly Tensor[], size: Size) => ByPeer<A>
