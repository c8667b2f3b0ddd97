/** The problems that `compare` knows by name. */
import { irisObjective, irisPoint, prior } from '../problems/iris.ts'
import { rosenbrock, rosenbrockStart } from '../problems/rosenbrock.ts'
import { type Problem, problemOf } from './problem.ts'

export const iris = (): Problem =>
  problemOf(
    'iris',
    `log-likelihood of 150 flowers under 3 Gaussians (ADBench's GMM, gamma = ${prior.gamma}, m = ${prior.m}), at the ` +
      "species' means and covariances with equal weights",
    (alphas, means, icf) => irisObjective(alphas!, means!, icf!),
    Object.entries(irisPoint),
  )

export const rosenbrockOf = (n: number): Problem =>
  problemOf(
    'rosenbrock',
    `Rosenbrock's valley, ${n} ${n === 1 ? 'term' : 'terms'} over ${n + 1} variables, at -1.2, 1, -1.2, ...`,
    (x) => rosenbrock(x!),
    [['x', rosenbrockStart(n)]],
  )

const DEFAULT_SIZE = 10
/** By name; a size where there is a choice. */
export const builtin: ReadonlyMap<string, () => Problem> = new Map([
  ['iris', iris],
  ['rosenbrock', () => rosenbrockOf(DEFAULT_SIZE)],
])
