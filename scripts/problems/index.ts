/** The problems by name: what each is, the sizes that it comes in, and how to draw one. */
import { type Problem, problemOf } from '../compare/problem.ts'
import { blackScholesProblem, greeksProblem } from './blackScholes.ts'
import { brusselatorProblem } from './brusselator.ts'
import { heartDipoleProblem } from './heartDipole.ts'
import { helmholtzProblem, helmholtzVectorProblem } from './helmholtz.ts'
import { irisObjective, irisPoint, prior } from './iris.ts'
import { propaneProblem } from './propane.ts'
import { robotArmProblem } from './robotArm.ts'
import { roeFlux1dProblem, roeFlux3dProblem } from './roeFlux.ts'
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
  helmholtz: { about: 'Helmholtz energy of a fluid of n components', sizes: [10, 20, 50], problem: helmholtzProblem },
  helmholtzVector: {
    about: 'n logarithms of components to the free volume',
    sizes: [4, 16, 64],
    problem: helmholtzVectorProblem,
  },
  heartDipole: { about: 'human heart dipole (MINPACK-2), 8 to 8', problem: () => heartDipoleProblem() },
  robotArm: { about: 'forward kinematics of an arm with six joints, 6 to 6', problem: robotArmProblem },
  blackScholes: { about: 'prices of a call and a put by Black and Scholes', problem: blackScholesProblem },
  greeks: { about: 'price and greeks of a call by Black and Scholes', problem: greeksProblem },
  roeFlux1d: { about: "Roe's flux between two states of a gas, 6 to 3", problem: roeFlux1dProblem },
  roeFlux3d: {
    about: "Roe's flux through n faces in three dimensions",
    sizes: [4, 16, 64],
    problem: roeFlux3dProblem,
  },
  brusselator: {
    about: 'Brusselator with diffusion on a periodic n x n grid',
    sizes: [8, 16, 32],
    problem: brusselatorProblem,
  },
  propane: { about: 'combustion of propane, full formulation (MINPACK-2), 11 to 11', problem: propaneProblem },
} as const satisfies Readonly<Record<string, Entry>>
