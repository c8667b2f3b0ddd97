/** Rosenbrock's valley, for peers. */
import type { PeerWork } from './ops.ts'

export const rosenbrock: PeerWork = ({ constant, add, sub, mul, scale, part, sum }, [start], { n }) => ({
  parameters: [start!],
  f: (x) => {
    const before = part(x!, [n!], 0, 0, n! - 1)
    const across = sub(part(x!, [n!], 0, 1, n!), mul(before, before))
    const along = sub(constant([1], []), before)
    return sum(add(scale(100, mul(across, across)), mul(along, along)))
  },
})
