/** The works of the benchmark at sizes that tests can afford, and their derivatives as they are drawn. */
import { evaluateOrThrow, type Tensor } from '../../../modes/index.ts'
import { joined, type Size, type Work } from '../../../scripts/bench/work.ts'
import { kernels } from '../../../scripts/bench/works/index.ts'

export const small: Readonly<Record<string, Size>> = {
  blackScholes: { n: 3 },
  rosenbrock: { n: 7 },
  multiplyAdds: { nodes: 40, m: 3 },
  mixture: { d: 3, k: 2, n: 17 },
  lstm: { layers: 2, characters: 5, bits: 3 },
  bundle: { cameras: 2, points: 3, observations: 5 },
  hand: { measurements: 3, bones: 22 },
  handComplicated: { measurements: 3, bones: 22 },
  perceptron: { d0: 5, d1: 4, d2: 3, d3: 2, batch: 3 },
  attention: { positions: 3, width: 4, heads: 2, key: 3 },
  logisticHvp: { d: 11, n: 5 },
  logisticHessian: { d: 3, n: 5 },
  stencil: { n: 6 },
  brusselator: { n: 3 },
  matmul: { n: 5 },
  recurrence: { steps: 6, n: 3 },
  checkpointed: { steps: 6, n: 3 },
}

/** The entries of the derivative of a work as it is drawn, interpreted. */
export const entriesOf = (work: Work, size: Size): ArrayLike<number> => {
  const { primal, derivative, inputs, read, from } = work.drawn(work.data(size), size)
  const outputs = evaluateOrThrow(derivative, inputs).map((y) => (y as Tensor).data as Float64Array)
  return read ? read(outputs) : joined(outputs.slice(from ?? primal.outputs.length))
}

/** Those of a work by name at its small size. */
export const drawnEntries = (name: string): ArrayLike<number> => entriesOf(kernels[name]!, small[name]!)
