/** A logistic regression's loss, for peers: its Hessian, along a vector or whole. */
import type { PeerWork } from './ops.ts'

const workOf =
  (whole: boolean): PeerWork =>
  (ops, [w, samples, labels, v], { d, n }) => {
    const { constant, add, sub, mul, scale, softplus, matmul, reshape, sum } = ops
    const x = constant(samples!.data, samples!.shape)
    const y = constant(labels!.data, labels!.shape)
    return {
      parameters: [w!],
      f: (at) => {
        const z = reshape(matmul(x, reshape(at!, [d!, 1])), [n!])
        const losses = sub(softplus(z), mul(y, z))
        return add(scale(1 / n!, sum(losses)), scale(0.01, sum(mul(at!, at!))))
      },
      second: whole ? 'hessian' : v!,
    }
  }

export const logisticHvp = workOf(false)
export const logisticHessian = workOf(true)
