/** The Brusselator with diffusion on a periodic grid: a sparse Jacobian of six entries a row. */
import { graph, tensor, type Wire } from '../../../modes/index.ts'
import { brusselatorStart, brusselator as rates } from '../../problems/brusselator.ts'
import type { Work } from '../work.ts'
import { planned, sparse } from './sparse.ts'

export const brusselator: Work = {
  about: 'sparse Jacobian of the Brusselator on a periodic n x n grid',
  sizes: [{ n: 32 }, { n: 27 }],
  data: ({ n }) => {
    const { u, v } = brusselatorStart(n!)
    return [tensor(u), tensor(v)]
  },
  drawn: (inputs) => {
    const shapes = inputs.map(({ shape }) => shape)
    const f = (...xs: Wire[]) => rates(xs[0]!, xs[1]!)
    return sparse(planned(f, shapes), graph(shapes, f), inputs)
  },
}
