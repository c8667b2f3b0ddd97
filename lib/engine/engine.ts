/** What stands between a graph and the function that runs it: a layout of memory, and modules that work in it. */
import type { Env, Memory } from './wasm/index.ts'

/** Entries in memory, from a byte on. */
export interface Region {
  readonly at: number
  readonly size: number
}

export interface Engine {
  readonly pages: number
  /** The leaves of the inputs and of the outputs, tuples part by part. */
  readonly inputs: readonly Region[]
  readonly outputs: readonly Region[]
  readonly constants: readonly (Region & { readonly data: ArrayLike<number> })[]
  /** Whether all runs must be careful of zeros beside infinities and NaN. */
  readonly always: boolean
  /** The module, whose `run` gives 0, or 1 where a careful run is needed. */
  readonly code: (careful: boolean) => Uint8Array<ArrayBuffer>
  /** The functions that the module imports. */
  readonly functions: (memory: Memory) => Env
}
