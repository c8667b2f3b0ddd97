/** Reaction and diffusion on a line, and its tridiagonal Jacobian, by hand. */
import type { ByHand } from './byHand.ts'

export const stencil: ByHand = ([u], { n }) => {
  const y = new Float64Array(n!)
  const slopes = new Float64Array(3 * n! - 2)
  const slopeAt = (i: number): number => -203 + 2 * u![i]! - 3 * u![i]! * u![i]!
  return {
    value: () => {
      for (let i = 0; i < n!; i++) {
        const before = u![i > 0 ? i - 1 : 0]!
        const after = u![i + 1 < n! ? i + 1 : i]!
        const x = u![i]!
        y[i] = 100 * (after - 2 * x + before) + x * x * (1 - x) - 3 * x
      }
      return y
    },
    derivative: () => {
      slopes[0] = slopeAt(0) + 100
      slopes[1] = 100
      for (let i = 1; i + 1 < n!; i++) {
        slopes[3 * i - 1] = 100
        slopes[3 * i] = slopeAt(i)
        slopes[3 * i + 1] = 100
      }
      slopes[3 * n! - 4] = 100
      slopes[3 * n! - 3] = slopeAt(n! - 1) + 100
      return slopes
    },
    entries: () => slopes,
  }
}
