/** The problems at sizes that tests can afford. */
import type { Problem } from '../../../scripts/compare/problem.ts'
import { brusselatorProblem } from '../../../scripts/problems/brusselator.ts'
import { bundleProblem } from '../../../scripts/problems/bundle.ts'
import { encoderProblem } from '../../../scripts/problems/encoder.ts'
import { handProblem } from '../../../scripts/problems/hand.ts'
import { problems } from '../../../scripts/problems/index.ts'
import { lstmProblem } from '../../../scripts/problems/lstm.ts'
import { mixtureProblem } from '../../../scripts/problems/mixture.ts'
import { classifierProblem, networkProblem } from '../../../scripts/problems/perceptron.ts'

export const small: Readonly<Record<string, () => Problem>> = {
  rosenbrock: () => problems.rosenbrock.problem(4),
  speelpenning: () => problems.speelpenning.problem(6),
  helmholtz: () => problems.helmholtz.problem(3),
  helmholtzVector: () => problems.helmholtzVector.problem(4),
  heartDipole: () => problems.heartDipole.problem(),
  propane: () => problems.propane.problem(),
  robotArm: () => problems.robotArm.problem(),
  blackScholes: () => problems.blackScholes.problem(),
  greeks: () => problems.greeks.problem(),
  roeFlux1d: () => problems.roeFlux1d.problem(),
  roeFlux3d: () => problems.roeFlux3d.problem(2),
  brusselator: () => brusselatorProblem(3),
  mixture: () => mixtureProblem({ d: 2, k: 3, n: 5 }),
  bundle: () => bundleProblem({ n: 1, m: 2, p: 2 }),
  hand: () => handProblem({ measurements: 2 }),
  lstm: () => lstmProblem({ layers: 1, characters: 4, bits: 2, course: 'scan' }),
  network: () => networkProblem(),
  perceptron: () => classifierProblem({ widths: [4, 3, 2], batch: 2 }),
  encoder: () => encoderProblem({ sequence: 2, width: 4, heads: 2, hidden: 4, result: 'positions' }),
}
