/** What a work of the benchmark is: data, a graph and its derivative, and the same by hand in JavaScript. */
import type { Graph, Tensor } from '../../modes/index.ts'

/** Extents by name, in the order in which programs in C are given them. */
export type Size = Readonly<Record<string, number>>
export type Precision = 'f64' | 'f32'

/** What is drawn of a work: the graph of its value, that of its derivative, and the point at which both are run. */
export interface Drawn {
  readonly primal: Graph
  readonly derivative: Graph
  readonly inputs: readonly Tensor[]
  /** The output of the derivative's graph that the slopes begin at: after as many as the primal has, if left out. */
  readonly from?: number
  /** The derivative as entries in the order of all others, of the outputs of its graph; these one after another if left out. */
  readonly read?: (outputs: readonly (Float64Array | Float32Array)[]) => Float64Array | Float32Array
}

/** A work by hand or by another library: what is timed. */
export interface Kernel {
  readonly value: () => unknown
  readonly derivative: () => unknown
  /** The entries of the derivative that was computed last. */
  readonly entries: () => ArrayLike<number>
}

export interface Work {
  readonly about: string
  /** The customary size, then an odd one. */
  readonly sizes: readonly Size[]
  readonly precisions?: readonly Precision[]
  /** The point and whatever else a work is about, flat, in the order in which programs in C read them. */
  readonly data: (size: Size) => readonly Tensor[]
  readonly drawn: (data: readonly Tensor[], size: Size) => Drawn
}

/** Entries one array after another. */
export const joined = (parts: readonly ArrayLike<number>[]): Float64Array => {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
