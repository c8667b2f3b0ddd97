/** Sparse Jacobians as works have them: a graph of the products with all groups, and their entries read off. */
import {
  decompress,
  type Graph,
  type PreparedSparse,
  prepareSparse,
  productsIn,
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

/** Entries row by row, of the products that a plan's graph, or another with its outputs, gives. */
export const sparse = (
  { graph, reading, colouring }: PreparedSparse,
  primal: Graph,
  inputs: readonly Tensor[],
  derivative = graph,
): Drawn => ({
  primal,
  derivative,
  inputs,
  read: (outputs) => {
    const products = outputs.map((data) => ({ shape: [data.length], data: data as Float64Array }))
    return decompress(reading, productsIn(products, primal.outputs.length, colouring)).values
  },
})
