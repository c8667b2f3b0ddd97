/** Rosenbrock's valley of n variables: a gradient that is mostly memory traffic. */
import { graph, tensor } from '../../../modes/index.ts'
import { rosenbrockStart, rosenbrock as valley } from '../../problems/rosenbrock.ts'
import { gradientOf } from '../gradient.ts'
import type { Work } from '../work.ts'

export const rosenbrock: Work = {
  about: "gradient of Rosenbrock's valley of n variables",
  sizes: [{ n: 1000 }, { n: 777 }],
  data: ({ n }) => [tensor(rosenbrockStart(n! - 1))],
  drawn: (inputs) => {
    const primal = graph([inputs[0]!.shape], (x) => valley(x!))
    return { primal, derivative: gradientOf(primal), inputs }
  },
}
