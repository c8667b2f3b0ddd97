/** The works by name: a program in C of that name, where there is one, reads the same data. */
import type { Work } from '../work.ts'
import { blackScholes } from './blackScholes.ts'
import { lstm } from './lstm.ts'
import { mixture } from './mixture.ts'
import { multiplyAdds } from './multiplyAdds.ts'
import { rosenbrock } from './rosenbrock.ts'

export const kernels: Readonly<Record<string, Work>> = { blackScholes, rosenbrock, multiplyAdds, mixture, lstm }
