/** The rows as a table for people. */
import { figure } from '../../compare/format.ts'
import { alignedRows } from '../aligned.ts'
import type { Row } from './rows.ts'

const heads = [
  'work',
  'nodes',
  'who',
  'draw',
  'derive',
  'compile',
  'first result',
  'primal',
  'gradient',
  'bytes/node',
  'added/node',
]
const NOTHING = '-'

const short = (x: number): string => (x >= 99.95 ? figure(Math.round(x)) : x.toPrecision(x >= 9.995 ? 3 : 2))
const time = (row: Row, name: keyof Row['min']): string =>
  row[name] === null ? NOTHING : `${short(row.min[name]!)} / ${short(row[name])}`

const cells = (row: Row): readonly string[] => [
  row.work,
  figure(row.nodes),
  `${row.who} ${row.precision}`,
  time(row, 'draw'),
  time(row, 'differentiate'),
  time(row, 'compile'),
  time(row, 'firstResult'),
  time(row, 'primal'),
  time(row, 'derivative'),
  row.bytesPerNode === null ? NOTHING : figure(row.bytesPerNode),
  row.derivativeNodes === null ? NOTHING : row.derivativeNodes.toFixed(2),
]

const LEFT = new Set([0, 2])

/** Microseconds a node of the primal graph, `min / median`; a row without a result says why. */
export const tableOf = (rows: readonly Row[]): string => {
  const lines = [heads, ...rows.map(cells)]
  const aligned = alignedRows(lines, LEFT)
  return lines
    .map((line, k) => {
      const error = rows[k - 1]?.error
      return error ? `${aligned[k]!.slice(0, aligned[k]!.indexOf(line[2]!) + line[2]!.length)}  ${error}` : aligned[k]!
    })
    .join('\n')
}

/** The node counts of the n-th derivatives of tanh, a line for each nesting. */
export const tanhText = (counts: Readonly<Record<string, readonly number[]>>): string =>
  Object.entries(counts)
    .map(([mode, nodes]) => `${`nested ${mode}`.padEnd(15)}  ${nodes.join(' ')}`)
    .join('\n')
