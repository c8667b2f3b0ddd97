/** The works that have a derivative by hand in JavaScript. */
import { blackScholes } from './blackScholes.ts'
import type { ByHand } from './hand.ts'
import { multiplyAdds } from './multiplyAdds.ts'
import { rosenbrock } from './rosenbrock.ts'

export const byHand: Readonly<Record<string, ByHand>> = { blackScholes, rosenbrock, multiplyAdds }
