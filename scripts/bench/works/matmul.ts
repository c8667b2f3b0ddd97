/** A product of matrices and its slopes in both, given those in the product. */
import { constant, graph, linearize, matmul as product, Tape } from '../../../modes/index.ts'
import type { Work } from '../work.ts'
import { seeded } from './instance.ts'

export const matmul: Work = {
  about: 'product of two n x n matrices, and its two products with a cotangent',
  sizes: [{ n: 512 }, { n: 333 }],
  precisions: ['f64', 'f32'],
  data: ({ n }) => seeded([0, 1, 2].map(() => [n!, n!])),
  drawn: ([a, b, w]) => {
    const inputs = [a!, b!]
    const primal = graph(
      inputs.map(({ shape }) => shape),
      (x, y) => product(x!, y!),
    )
    const tape = Tape.transpose(linearize(primal))
    return { primal, derivative: Tape.read(tape, () => Tape.fullFlow(tape, [constant(w!)])), inputs, from: 0 }
  },
}
