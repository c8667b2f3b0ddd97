/** Rosenbrock's valley and its gradient, by hand. */
import type { ByHand } from './byHand.ts'

export const rosenbrock: ByHand = ([x], { n }) => {
  const slope = new Float64Array(n!)
  return {
    value: () => {
      let y = 0
      for (let i = 0; i + 1 < n!; i++) {
        const across = x![i + 1]! - x![i]! * x![i]!
        const along = 1 - x![i]!
        y += 100 * across * across + along * along
      }
      return y
    },
    derivative: () => {
      let y = 0
      let carried = 0
      for (let i = 0; i + 1 < n!; i++) {
        const across = x![i + 1]! - x![i]! * x![i]!
        const along = 1 - x![i]!
        y += 100 * across * across + along * along
        slope[i] = carried - 400 * across * x![i]! - 2 * along
        carried = 200 * across
      }
      slope[n! - 1] = carried
      return y
    },
    entries: () => slope,
  }
}
