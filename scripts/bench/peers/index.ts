/** The works that peers have. */
import { attention } from './attention.ts'
import { blackScholes } from './blackScholes.ts'
import { logisticHessian, logisticHvp } from './logistic.ts'
import { matmul } from './matmul.ts'
import { mixture } from './mixture.ts'
import type { PeerWork } from './ops.ts'
import { perceptron } from './perceptron.ts'
import { rosenbrock } from './rosenbrock.ts'

export const byPeers: Readonly<Record<string, PeerWork>> = {
  blackScholes,
  rosenbrock,
  mixture,
  matmul,
  perceptron,
  attention,
  logisticHvp,
  logisticHessian,
}
