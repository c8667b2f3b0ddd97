/** Blocks: the lanes of several tensors side by side, so that one sweep gives the derivatives of all of them. */
import { eye, reshape } from './ops/linalg.ts'
import { slice } from './ops/slice.ts'
import { basis } from './seeds.ts'
import { type Shape, sizeOf, type TensorType } from './types.ts'
import type { Wire } from './wire.ts'

/** The number of entries of all tensors of a list. */
export const entriesOf = (types: readonly TensorType[]): number =>
  types.reduce((sum, { shape }) => sum + sizeOf(shape), 0)

/** The unit tangents of a list of tensors: a lane for each entry of each of them, in order. */
export const bases = (types: readonly TensorType[]): readonly Wire[] => {
  if (types.length === 1) return [basis(types[0]!)]
  const n = entriesOf(types)
  let at = 0
  return types.map(({ shape }) => {
    const from = at
    at += sizeOf(shape)
    return reshape(slice(eye(n), [null, [from, at]]), [n, ...shape])
  })
}

/** The lanes of a wire that belong to each tensor of a list. */
export const blocks = (wire: Wire, types: readonly { readonly shape: Shape }[]): readonly Wire[] => {
  let at = 0
  return types.map(({ shape }) => {
    const from = at
    at += sizeOf(shape)
    return slice(wire, [[from, at]])
  })
}
