/** Reaction and diffusion on a line, for peers: its tridiagonal Jacobian by cotangents of every third row at once. */
import type { PeerWork } from './ops.ts'

export const stencil: PeerWork = ({ constant, add, sub, mul, scale, part, concat }, [u], { n }) => {
  const seeds = [0, 1, 2].map((group) => Float64Array.from({ length: n! }, (_, i) => (i % 3 === group ? 1 : 0)))
  return {
    parameters: [u!],
    f: (x) => {
      const before = concat([part(x!, [n!], 0, 0, 1), part(x!, [n!], 0, 0, n! - 1)], 0)
      const after = concat([part(x!, [n!], 0, 1, n!), part(x!, [n!], 0, n! - 1, n!)], 0)
      const spread = scale(100, add(sub(after, scale(2, x!)), before))
      return sub(add(spread, mul(mul(x!, x!), sub(constant([1], []), x!))), scale(3, x!))
    },
    rows: {
      shape: [n!],
      seeds,
      read: (slopes) => {
        const entries = new Float64Array(3 * n! - 2)
        for (let i = 0, at = 0; i < n!; i++)
          for (let j = Math.max(0, i - 1); j <= Math.min(n! - 1, i + 1); j++) entries[at++] = slopes[i % 3]![0]![j]!
        return entries
      },
    },
  }
}
