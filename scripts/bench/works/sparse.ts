/** Sparse Jacobians as works have them: a graph of their entries, row by row. */
import {
  type Graph,
  type PreparedSparse,
  prepareSparse,
  type Shape,
  type SparseOptions,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'
import type { Drawn } from '../work.ts'

/** The plan of a Jacobian in all arguments. */
export const planned = (
  f: (...xs: Wire[]) => Wire | readonly Wire[],
  shapes: readonly Shape[],
  options: SparseOptions = {},
): PreparedSparse =>
  prepareSparse(f as (...xs: Wire[]) => Wire, shapes, { argnums: shapes.map((_, k) => k), ...options })

/** What a work draws of a plan, by its graph or another with its outputs. */
export const sparse = (
  plan: PreparedSparse,
  primal: Graph,
  inputs: readonly Tensor[],
  derivative = plan.graph,
): Drawn => ({
  primal,
  derivative,
  inputs,
  from: 0,
})
