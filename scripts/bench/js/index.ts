/** The works that have a derivative by hand in JavaScript. */
import { blackScholes } from './blackScholes.ts'
import type { ByHand } from './hand.ts'
import { logisticHessian, logisticHvp } from './logistic.ts'
import { mixture } from './mixture.ts'
import { multiplyAdds } from './multiplyAdds.ts'
import { rosenbrock } from './rosenbrock.ts'
import { stencil } from './stencil.ts'

export const byHand: Readonly<Record<string, ByHand>> = {
  blackScholes,
  rosenbrock,
  multiplyAdds,
  mixture,
  logisticHvp,
  logisticHessian,
  stencil,
}
