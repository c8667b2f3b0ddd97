// Points for the loop: numbers at the edges of what floating point holds, as the inputs of a graph.
import { type Graph, inputTypes, sizeOf, type Tensor, type TensorType, tensor } from '../../../../modes/index.ts'

export const EDGES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  0.3,
  -1.7,
  1e-310,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
] as const

/** Tensors for the inputs, filled from a list over and over. */
export const tensorsFor = (f: Graph, numbers: readonly number[]): readonly Tensor[] => {
  let at = 0
  return (inputTypes(f) as readonly TensorType[]).map(({ shape }) =>
    tensor(
      Array.from({ length: sizeOf(shape) }, () => numbers[at++ % numbers.length]!),
      shape,
    ),
  )
}
