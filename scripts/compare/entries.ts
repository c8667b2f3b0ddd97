/** Several tensors as one list of their entries, in order, and back. */
import { type Shape, sizeOf, type Tensor, type Value } from '../../modes/index.ts'

export const countOf = (shapes: readonly Shape[]): number => shapes.reduce((n, shape) => n + sizeOf(shape), 0)

/** The tensors of these shapes that the entries fill one after the other, without a copy. */
export const split = (shapes: readonly Shape[], entries: Float64Array): readonly Tensor[] => {
  let from = 0
  return shapes.map((shape) => {
    const data = entries.subarray(from, from + sizeOf(shape))
    from += data.length
    return { shape, data }
  })
}

/** The entries of tensors one after the other. */
export const joined = (values: readonly Value[]): Float64Array => {
  const tensors = values as readonly Tensor[]
  const all = new Float64Array(countOf(tensors.map(({ shape }) => shape)))
  let from = 0
  for (const { data } of tensors) {
    all.set(data, from)
    from += data.length
  }
  return all
}

/** Tensors of these shapes with every entry 1: the direction of second derivatives. */
export const onesOf = (shapes: readonly Shape[]): readonly Tensor[] =>
  split(shapes, new Float64Array(countOf(shapes)).fill(1))

/** The unit vectors of the space that the shapes make together: lane k of the stacks is the k-th. */
export const units = (shapes: readonly Shape[]): readonly Tensor[] => {
  const n = countOf(shapes)
  let from = 0
  return shapes.map((shape) => {
    const size = sizeOf(shape)
    const data = new Float64Array(n * size)
    for (let i = 0; i < size; i++) data[(from + i) * size + i] = 1
    from += size
    return { shape: [n, ...shape], data }
  })
}

/** One lane of stacks, without a copy. */
export const lane = (stacks: readonly Tensor[], k: number): readonly Tensor[] =>
  stacks.map(({ shape: [n, ...shape], data }) => ({
    shape,
    data: data.subarray((k * data.length) / n!, ((k + 1) * data.length) / n!),
  }))
