/** A product of matrices and its slopes in both, by hand. */
import type { ByHand } from './byHand.ts'
import { leftTurned, plain, rightTurned } from './matrices.ts'

export const matmul: ByHand = ([a, b, w], { n }) => {
  const c = new Float64Array(n! * n!)
  const slopes = new Float64Array(2 * n! * n!)
  return {
    value: () => plain(n!, n!, n!, a!, b!, c),
    derivative: () => {
      rightTurned(n!, n!, n!, w!, b!, slopes)
      leftTurned(n!, n!, n!, a!, w!, slopes, n! * n!)
    },
    entries: () => slopes,
  }
}
