/** a = a x[k] + x[k + 1], over and over around m numbers, and its gradient, by hand. */
import type { ByHand } from './byHand.ts'

export const multiplyAdds: ByHand = ([x], { nodes, m }) => {
  const steps = nodes! / 2
  const before = new Float64Array(steps)
  const slope = new Float64Array(m!)
  const forward = (keep: boolean): number => {
    let a = x![0]!
    for (let k = 0, i = 0; k < steps; k++) {
      const j = i + 1 === m ? 0 : i + 1
      if (keep) before[k] = a
      a = a * x![i]! + x![j]!
      i = j
    }
    return a
  }
  return {
    value: () => forward(false),
    derivative: () => {
      const y = forward(true)
      slope.fill(0)
      let b = 1
      for (let k = steps - 1, i = steps % m!; k >= 0; k--) {
        const h = i === 0 ? m! - 1 : i - 1
        slope[i]! += b
        slope[h]! += b * before[k]!
        b *= x![h]!
        i = h
      }
      slope[0]! += b
      return y
    },
    entries: () => slope,
  }
}
