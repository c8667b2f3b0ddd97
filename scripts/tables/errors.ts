/** What can go wrong, as a document: every situation provoked, with what its error says. */
import { AdError } from '../../modes/index.ts'
import { algebra } from './situations/algebra.ts'
import { bodies } from './situations/bodies.ts'
import { elimination } from './situations/elimination.ts'
import { first } from './situations/first.ts'
import { graphs } from './situations/graphs.ts'
import { learnings } from './situations/learning.ts'
import { modes } from './situations/modes.ts'
import { outside } from './situations/outside.ts'
import { shapes } from './situations/shapes.ts'
import { silent } from './situations/silent.ts'
import type { Areas } from './situations/situation.ts'
import { sparsity } from './situations/sparse.ts'

export interface Situation {
  readonly area: string
  readonly situation: string
  readonly provoke: () => unknown
}

const areas: Areas = {
  ...first,
  ...silent,
  ...shapes,
  ...graphs,
  ...modes,
  ...bodies,
  ...sparsity,
  ...elimination,
  ...algebra,
  ...learnings,
  ...outside,
}

/** Every situation that is known, area by area. */
export const situations: readonly Situation[] = Object.entries(areas).flatMap(([area, list]) =>
  list.map(([situation, provoke]) => ({ area, situation, provoke })),
)

/** The error of a situation. */
export const provoked = ({ situation, provoke }: Situation): AdError => {
  try {
    provoke()
  } catch (e) {
    if (e instanceof AdError) return e
    throw new Error(`${situation}: not an AdError but ${String(e)}`)
  }
  throw new Error(`${situation}: nothing was thrown`)
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const section = (area: string): string => {
  const rows = situations
    .filter((each) => each.area === area)
    .map((each) => {
      const { tag, op, argument, node, found, expected, cure } = provoked(each).info
      const place = [argument === undefined ? '' : String(argument), node === undefined ? '' : `at ${node}`]
      return row([each.situation, tag, op, place.filter((text) => text !== '').join(', '), found, expected, cure])
    })
  const head = [row(['situation', 'tag', 'op', 'argument', 'found', 'expected', 'cure']), `|${' --- |'.repeat(7)}`]
  return [`## ${area}`, '', ...head, ...rows].join('\n')
}

/** The situations as a Markdown document, each with what its error says. */
export const errorsDocument = (): string =>
  `${[
    '# What can go wrong',
    [
      'Every mistake is one `AdError`, whose `info` holds what these tables show: a tag, the op that it is about, the',
      'argument (counted from 0, or a name) and the scope or label of the node where there are any, what was found, what',
      'was expected, and the cure. `npm run readme errors` provokes each of these and writes them here.',
    ].join('\n'),
    ...Object.keys(areas).map(section),
  ].join('\n\n')}\n`
