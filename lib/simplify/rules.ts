/** The rules of the library, in the order in which they are tried. A new one is one more entry of a list of these. */
import { choices } from './choices.ts'
import { constants } from './constants.ts'
import { contractions } from './contractions.ts'
import { moves } from './moves.ts'
import type { Rule } from './rule.ts'
import { sums } from './sums.ts'

export const rewriteRules: readonly Rule[] = [...choices, ...constants, ...sums, ...moves, ...contractions]

/** The rules that keep every value to the bit. */
export const exactRules: readonly Rule[] = rewriteRules.filter(({ keeps }) => keeps === 'bits')
