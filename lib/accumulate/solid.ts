/** Solid maps: paths with steps, or several paths, as one matrix that is drawn column by column or row by row. */
import { gather } from '../flow.ts'
import { type Kernel, kernel } from '../kernel.ts'
import { isStep, Linear, type Path } from '../linear.ts'
import { contract } from '../ops/contract.ts'
import { reshape } from '../ops/linalg.ts'
import { basis } from '../seeds.ts'
import { type Shape, sizeOf, type TensorType } from '../types.ts'
import { refOf, type Wire, wireAt } from '../wire.ts'

/** The matrix of a kernel with one operand at most, the hole's entries first, as a tensor of a shape. */
export const kernelMatrix = ({ hole, out, extent, operands, coef, absorbing }: Kernel, shape: Shape): Wire =>
  contract(
    operands.map(({ ref, spec }) => ({ wire: wireAt(ref), word: spec })),
    [...hole, ...out],
    extent,
    shape,
    coef,
    absorbing,
  )

/** Every unit tangent after the first kernel of a path, and what is left of the path. */
const begun = (path: Path, from: TensorType): { readonly wire: Wire; readonly path: Path } => {
  const [first, next] = path
  if (first === undefined || isStep(first)) return { wire: basis(from), path }
  const to: Shape =
    next !== undefined && isStep(next)
      ? (next.from as TensorType).shape
      : first.out.map((letter) => first.extent[letter]!)
  return { wire: kernelMatrix(first, [sizeOf(from.shape), ...to]), path: path.slice(1) }
}

/** The matrix of a map between tensors, column by column: a lane for each entry where it begins. */
const columns = (map: Linear): Wire => {
  const [from, to] = [map.from as TensorType, map.to as TensorType]
  const n = sizeOf(from.shape)
  const lanes = gather(
    to,
    map.paths.map((path) => begun(path, from)),
    n,
  )
  return reshape(lanes, [n, sizeOf(to.shape)])
}

/** A map between tensors as a kernel with one operand, by columns or by rows, whichever are fewer. */
export const solidKernel = (map: Linear): Kernel => {
  const [n, m] = [map.from, map.to].map((type) => sizeOf((type as TensorType).shape)) as [number, number]
  const wire = n <= m ? columns(map) : columns(Linear.adjoint(map))
  return kernel([0], [1], [n, m], [{ ref: refOf(wire), spec: n <= m ? [0, 1] : [1, 0] }], 1, true)
}
