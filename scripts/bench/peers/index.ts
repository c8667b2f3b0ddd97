/** The works that peers have. */
import { attention } from './attention.ts'
import { blackScholes } from './blackScholes.ts'
import { bundle } from './bundle.ts'
import { logisticHessian, logisticHvp } from './logistic.ts'
import { lstm } from './lstm.ts'
import { matmul } from './matmul.ts'
import { mixture } from './mixture.ts'
import type { PeerWork } from './ops.ts'
import { perceptron } from './perceptron.ts'
import { recurrence } from './recurrence.ts'
import { rosenbrock } from './rosenbrock.ts'
import { stencil } from './stencil.ts'

export const byPeers: Readonly<Record<string, PeerWork>> = {
  blackScholes,
  rosenbrock,
  mixture,
  lstm,
  bundle,
  stencil,
  matmul,
  recurrence,
  perceptron,
  attention,
  logisticHvp,
  logisticHessian,
}
