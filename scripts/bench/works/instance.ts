/** Seeded numbers for the works that bring none of their own. */
import { key, type Tensor, tensor, uniform } from '../../../modes/index.ts'

/** Tensors of these shapes, entries uniform between the bounds. */
export const seeded = (shapes: readonly (readonly number[])[], low = -1, high = 1, seed = 1): readonly Tensor[] =>
  shapes.map((shape, k) => uniform(key(seed + k), shape, low, high))

export const numbers = (...xs: readonly number[]): Tensor => tensor(xs)
