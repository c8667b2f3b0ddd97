/** Room: where the entries of a result are to stand, or an error where there is not enough of it. */
import { fail } from './error.ts'
import { type Shape, showShape, sizeOf } from './types.ts'

/**
 * Zeros, one for each entry of a shape.
 *
 * @throws AdError `ValueError` where the machine has no such room in one piece
 */
export const roomFor = (op: string, shape: Shape): Float64Array => {
  const size = sizeOf(shape)
  try {
    return new Float64Array(size)
  } catch (e) {
    if (!(e instanceof RangeError)) throw e
    return fail({
      tag: 'ValueError',
      op,
      found: `a result of shape ${showShape(shape)}, ${(8 * size).toLocaleString('en')} bytes`,
      expected: 'as much as the machine has in one piece',
      cure: 'give fewer entries; for a large Jacobian use sparseJacobian, jvp or vjp, and sum before products with sum or matmul',
    })
  }
}
