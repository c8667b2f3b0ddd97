/** h = tanh(w h + x[t]), step after step, the sum of the squares of the last, and its gradient in w, by hand. */
import type { ByHand } from './byHand.ts'

/** Every state is kept, which is what checkpoints are set against. */
export const recurrence: ByHand = ([w, x], { steps, n }) => {
  const kept = new Float64Array((steps! + 1) * n!)
  const slopes = new Float64Array(n! * n!)
  let [b, before] = [new Float64Array(n!), new Float64Array(n!)]
  const value = (): number => {
    for (let at = 0; at < steps! * n!; at += n!)
      for (let i = 0; i < n!; i++) {
        let z = x![at + i]!
        for (let j = 0; j < n!; j++) z += w![i * n! + j]! * kept[at + j]!
        kept[at + n! + i] = Math.tanh(z)
      }
    let sum = 0
    for (let i = steps! * n!; i < kept.length; i++) sum += kept[i]! * kept[i]!
    return sum
  }
  return {
    value,
    derivative: () => {
      const y = value()
      slopes.fill(0)
      for (let i = 0; i < n!; i++) b[i] = 2 * kept[steps! * n! + i]!
      for (let at = (steps! - 1) * n!; at >= 0; at -= n!) {
        before.fill(0)
        for (let i = 0; i < n!; i++) {
          const next = kept[at + n! + i]!
          const c = b[i]! * (1 - next * next)
          for (let j = 0; j < n!; j++) {
            slopes[i * n! + j]! += c * kept[at + j]!
            before[j]! += c * w![i * n! + j]!
          }
        }
        const free = b
        b = before
        before = free
      }
      return y
    },
    entries: () => slopes,
  }
}
