/** Reaction and diffusion on a line: a tridiagonal Jacobian, in three groups of columns. */
import { add, concat, graph, mul, slice, sub, type Wire } from '../../../modes/index.ts'
import type { Work } from '../work.ts'
import { seeded } from './instance.ts'
import { planned, sparse } from './sparse.ts'

/** The ends have themselves as neighbours. */
const rates = (u: Wire): Wire => {
  const before = concat([slice(u, [[0, 1]]), slice(u, [[0, -1]])], 0)
  const after = concat([slice(u, [[1]]), slice(u, [[-1]])], 0)
  const spread = mul(100, add(sub(after, mul(2, u)), before))
  return sub(add(spread, mul(u, u, sub(1, u))), mul(3, u))
}

export const stencil: Work = {
  about: 'sparse Jacobian of a reaction with diffusion at n points of a line',
  sizes: [{ n: 1000 }, { n: 777 }],
  data: ({ n }) => seeded([[n!]], 0, 1),
  drawn: (inputs) => {
    const shapes = [inputs[0]!.shape]
    return sparse(
      planned(rates, shapes),
      graph(shapes, (u) => rates(u!)),
      inputs,
    )
  },
}
