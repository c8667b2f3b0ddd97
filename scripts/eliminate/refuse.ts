/** What `eliminate` says of bad input. */
import { AdError } from '../../modes/index.ts'

/** Ends the command with one line: what was found, where, what was expected, and the cure. */
export const refuse = (where: string, found: string, expected: string, cure: string): never => {
  throw new AdError({ tag: 'ValueError', op: 'eliminate', node: where, found, expected, cure })
}
