/** Loss of a batch under a perceptron of three layers, and its gradient in all weights. */
import {
  evaluateOrThrow,
  graph,
  key,
  mean,
  oneHot,
  softmaxCrossEntropy,
  split,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'
import { denseLayers, perceptron as network, pictures } from '../../problems/perceptron.ts'
import { gradientOf } from '../gradient.ts'
import type { Work } from '../work.ts'

const pairs = <A>(xs: readonly A[]): readonly (readonly [A, A])[] =>
  xs.flatMap((x, k) => (k % 2 === 0 ? [[x, xs[k + 1]!] as const] : []))

export const perceptron: Work = {
  about: 'loss of a batch under a perceptron d0-d1-d2-d3 with tanh, and its gradient',
  sizes: [
    { d0: 784, d1: 256, d2: 128, d3: 10, batch: 128 },
    { d0: 333, d1: 131, d2: 77, d3: 7, batch: 101 },
  ],
  precisions: ['f64', 'f32'],
  data: ({ d0, d1, d2, d3, batch }) => {
    const widths = [d0!, d1!, d2!, d3!]
    const [first, second] = split(key(1), 2)
    const { pixels, classes } = pictures(first!, batch!, widths)
    const [labels] = evaluateOrThrow(
      graph([], () => oneHot(classes, d3!)),
      [],
    ) as readonly Tensor[]
    return [...denseLayers(second!, widths).flat(), pixels, labels!]
  },
  drawn: (data) => {
    const inputs = data.slice(0, -2)
    const [pixels, labels] = data.slice(-2)
    const primal = graph(
      inputs.map(({ shape }) => shape),
      (...xs: Wire[]) => mean(softmaxCrossEntropy(network(pixels!, pairs(xs), 'tanh'), labels!)),
    )
    return { primal, derivative: gradientOf(primal), inputs }
  },
}
