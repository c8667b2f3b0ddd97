/** The problems by name: what each is, the sizes that it comes in, and how to draw one. */
import { type Problem, problemOf } from '../compare/problem.ts'
import { irisObjective, irisPoint, prior } from './iris.ts'
import { rosenbrock, rosenbrockStart } from './rosenbrock.ts'
import { speelpenningProblem } from './speelpenning.ts'

export interface Entry {
  /** What is computed, whatever the size. */
  readonly about: string
  /** Customary sizes, the default first; none where there is no choice. */
  readonly sizes?: readonly number[]
  readonly problem: (n?: number) => Problem
}

const irisProblem = (): Problem =>
  problemOf(
    'iris',
    `log-likelihood of 150 flowers under 3 Gaussians (ADBench's GMM, gamma = ${prior.gamma}, m = ${prior.m}), at the ` +
      "species' means and covariances with equal weights",
    (alphas, means, icf) => irisObjective(alphas!, means!, icf!),
    Object.entries(irisPoint),
  )

const rosenbrockProblem = (n = 10): Problem =>
  problemOf(
    'rosenbrock',
    `Rosenbrock's valley, ${n} ${n === 1 ? 'term' : 'terms'} over ${n + 1} variables, at -1.2, 1, -1.2, ...`,
    (x) => rosenbrock(x!),
    [['x', rosenbrockStart(n)]],
  )

export const problems = {
  iris: { about: "log-likelihood of Fisher's iris under 3 Gaussians", problem: irisProblem },
  rosenbrock: { about: "Rosenbrock's valley of n terms", sizes: [10, 1, 100, 1000], problem: rosenbrockProblem },
  speelpenning: { about: 'a product of n factors', sizes: [10, 100, 1000], problem: speelpenningProblem },
} as const satisfies Readonly<Record<string, Entry>>
