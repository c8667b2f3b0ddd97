/** ADBench's mixture of Gaussians: gradient of a log-likelihood in weights, means and covariances. */
import { graph, tensor, toNested } from '../../../modes/index.ts'
import { mixtureInstance } from '../../problems/adbench/gmm.ts'
import { mixture as likelihood } from '../../problems/mixture.ts'
import { gradientOf } from '../gradient.ts'
import type { Work } from '../work.ts'
import { numbers } from './instance.ts'

export const mixture: Work = {
  about: "gradient of ADBench's mixture of k Gaussians in d dimensions at n points",
  sizes: [
    { d: 10, k: 25, n: 1000 },
    { d: 7, k: 13, n: 777 },
  ],
  data: ({ d, k, n }) => {
    const { alphas, means, icf, points, wishart } = mixtureInstance(1, { d: d!, k: k!, n: n! })
    return [alphas, means, icf, tensor(points), numbers(wishart.gamma, wishart.m)]
  },
  drawn: ([alphas, means, icf, points, prior]) => {
    const inputs = [alphas!, means!, icf!]
    const [gamma, m] = prior!.data
    const rows = toNested(points!) as readonly (readonly number[])[]
    const primal = graph(
      inputs.map(({ shape }) => shape),
      (a, b, c) => likelihood(rows, { gamma: gamma!, m: m! })(a!, b!, c!),
    )
    return { primal, derivative: gradientOf(primal), inputs }
  },
}
