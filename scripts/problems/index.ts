/** The problems by name: what each is, the sizes that it comes in, and how to draw one. */
import { type Problem, problemOf } from '../compare/problem.ts'
import { blackScholesProblem, greeksProblem } from './blackScholes.ts'
import { brusselatorProblem } from './brusselator.ts'
import { bundleProblem } from './bundle.ts'
import { encoderProblem } from './encoder.ts'
import { handProblem } from './hand.ts'
import { heartDipoleProblem } from './heartDipole.ts'
import { helmholtzProblem, helmholtzVectorProblem } from './helmholtz.ts'
import { irisObjective, irisPoint, prior } from './iris.ts'
import { lstmProblem } from './lstm.ts'
import { mixtureProblem } from './mixture.ts'
import { classifierProblem, networkProblem } from './perceptron.ts'
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
  propane: { about: 'combustion of propane, full formulation (MINPACK-2), 11 to 11', problem: () => propaneProblem() },
  mixture: {
    about: "log-likelihood of n points under 5 Gaussians (ADBench's GMM)",
    sizes: [50, 200, 1000],
    problem: (n = 50) => mixtureProblem({ n }),
  },
  bundle: {
    about: "n observations of 10 points by 2 cameras (ADBench's bundle adjustment)",
    sizes: [10, 40, 100],
    problem: (n = 10) => bundleProblem({ n: 2, m: 10, p: n }),
  },
  hand: {
    about: "n measured vertices of a hand (ADBench's hand tracking, simple), 26 to 3 n",
    sizes: [8, 100],
    problem: (n = 8) => handProblem({ measurements: n }),
  },
  handComplicated: {
    about: "n measured points on triangles of a hand (ADBench's hand tracking, complicated), 26 + 2 n to 3 n",
    sizes: [8, 40],
    problem: (n = 8) => handProblem({ measurements: n, complicated: true }),
  },
  lstm: {
    about: "n characters foretold by ADBench's LSTM, one scan",
    sizes: [16, 64, 256],
    problem: (n = 16) => lstmProblem({ characters: n }),
  },
  lstmUnrolled: {
    about: "n characters foretold by ADBench's LSTM, all of them drawn",
    sizes: [16, 64],
    problem: (n = 16) => lstmProblem({ characters: n, course: 'unrolled' }),
  },
  perceptron: {
    about: 'cross entropy of a picture of n pixels under a perceptron n-6-4-3, by its weights',
    sizes: [8, 32],
    problem: (n = 8) => classifierProblem({ widths: [n, 6, 4, 3] }),
  },
  network: {
    about: 'a perceptron n-8-2-8-n by its input, narrow in the middle',
    sizes: [12, 24, 48],
    problem: (n = 12) => networkProblem({ widths: [n, 8, 2, 8, n] }),
  },
  encoder: {
    about: "loss of a block of a transformer's encoder at n positions",
    sizes: [4, 16],
    problem: (n = 4) => encoderProblem({ sequence: n }),
  },
  encoderPositions: {
    about: "a block of a transformer's encoder at n positions, 8 results each",
    sizes: [4, 8],
    problem: (n = 4) => encoderProblem({ sequence: n, result: 'positions' }),
  },
} as const satisfies Readonly<Record<string, Entry>>
