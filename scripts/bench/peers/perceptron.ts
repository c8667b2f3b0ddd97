/** Mean cross entropy of a batch under a perceptron of three layers, for peers. */
import type { PeerWork } from './ops.ts'

export const perceptron: PeerWork = (ops, data, { batch }) => {
  const { constant, add, sub, mul, scale, tanh, matmul, logSumExp, sum } = ops
  const [pixels, labels] = data.slice(-2).map(({ data: entries, shape }) => constant(entries, shape))
  return {
    parameters: data.slice(0, -2),
    f: (w1, b1, w2, b2, w3, b3) => {
      const h1 = tanh(add(matmul(pixels!, w1!), b1!))
      const h2 = tanh(add(matmul(h1, w2!), b2!))
      const z = add(matmul(h2, w3!), b3!)
      return scale(1 / batch!, sub(sum(logSumExp(z)), sum(mul(labels!, z))))
    },
  }
}
