/** What a scan is given and what it gives, as types. */
import { type Graph, inputTypes, outputTypes } from '../graph.ts'
import { type TensorType, type Type, tensorType } from '../types.ts'
import type { Wire } from '../wire.ts'

/** The body maps (carries, a slice of each of `xs`, params) to (carries, outputs). */
export interface Scan {
  readonly body: Graph
  readonly carries: number
  readonly xs: number
  readonly length: number
  /** From the last step to the first; outputs stay at their step's place. */
  readonly backward: boolean
}

export const stacked = (length: number, type: Type): TensorType => tensorType([length, ...(type as TensorType).shape])

/** The types of carries, stacked inputs and parameters, and of what a scan returns. */
export const scanTypes = ({ body, carries, xs, length }: Scan) => {
  const given = inputTypes(body)
  const got = outputTypes(body)
  const carry = given.slice(0, carries)
  const outs = got.slice(carries)
  return {
    carry,
    params: given.slice(carries + xs),
    outs,
    inputs: given.map((type, k) => (k >= carries && k < carries + xs ? stacked(length, type) : type)),
    results: [...carry, ...outs.map((type) => stacked(length, type)), ...carry.map((type) => stacked(length, type))],
  }
}

/** What a scan returns, as wires. */
export interface Scanned {
  /** The carries after the last step. */
  readonly carry: readonly Wire[]
  /** The outputs of all steps, stacked along a new leading axis. */
  readonly out: readonly Wire[]
  /** The carries before each step, stacked. */
  readonly trajectory: readonly Wire[]
}
