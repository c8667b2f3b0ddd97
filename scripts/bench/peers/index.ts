/** The works that peers have. */
import { blackScholes } from './blackScholes.ts'
import { mixture } from './mixture.ts'
import type { PeerWork } from './ops.ts'
import { rosenbrock } from './rosenbrock.ts'

export const byPeers: Readonly<Record<string, PeerWork>> = { blackScholes, rosenbrock, mixture }
