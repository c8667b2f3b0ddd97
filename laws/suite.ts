/** The laws, all of them: each by its name, of what it speaks, and as a predicate on cases. */
import type { Law } from './law.ts'
import { differential } from './suite/differential.ts'
import { learningLaws } from './suite/learning.ts'
import { machines } from './suite/machines.ts'
import { structure } from './suite/structure.ts'

/** A new law is one more entry of a list of these. */
export const suite: readonly Law[] = [...differential, ...structure, ...machines, ...learningLaws]
