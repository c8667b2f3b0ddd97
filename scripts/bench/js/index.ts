/** The works that have a derivative by hand in JavaScript. */
import { attention } from './attention.ts'
import { blackScholes } from './blackScholes.ts'
import { brusselator } from './brusselator.ts'
import { bundle } from './bundle.ts'
import type { ByHand } from './byHand.ts'
import { hand, handComplicated } from './hand.ts'
import { logisticHessian, logisticHvp } from './logistic.ts'
import { lstm } from './lstm.ts'
import { matmul } from './matmul.ts'
import { mixture } from './mixture.ts'
import { multiplyAdds } from './multiplyAdds.ts'
import { perceptron } from './perceptron.ts'
import { recurrence } from './recurrence.ts'
import { rosenbrock } from './rosenbrock.ts'
import { stencil } from './stencil.ts'

export const byHand: Readonly<Record<string, ByHand>> = {
  blackScholes,
  rosenbrock,
  multiplyAdds,
  mixture,
  lstm,
  bundle,
  hand,
  handComplicated,
  perceptron,
  attention,
  logisticHvp,
  logisticHessian,
  stencil,
  brusselator,
  matmul,
  recurrence,
  checkpointed: recurrence,
}
