/** h = tanh(w h + x[t]), step after step, for peers: unrolled, every state kept. */
import type { PeerWork } from './ops.ts'

export const recurrence: PeerWork = ({ constant, add, mul, tanh, matmul, sum }, [w, x], { steps, n }) => {
  const inputs = Array.from({ length: steps! }, (_, t) => constant(x!.data.slice(t * n!, (t + 1) * n!), [n!, 1]))
  const start = constant(new Float64Array(n!), [n!, 1])
  return {
    parameters: [w!],
    f: (matrix) => {
      const last = inputs.reduce((h, input) => tanh(add(matmul(matrix!, h), input)), start)
      return sum(mul(last, last))
    },
  }
}
