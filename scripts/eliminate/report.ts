/** What `eliminate` found, as one JSON document and as a table for people. */
import { type Certificate, type EliminationPlan, type EliminationProblem, showOrder } from '../../modes/index.ts'
import { figure, wrapped } from '../compare/format.ts'

export interface Report {
  readonly problem: EliminationProblem
  readonly joins: EliminationPlan
  readonly nontrivial: EliminationPlan
}

/** Counts that there was no time for are left out. */
const jsonPlan = ({ counts, best }: EliminationPlan) => ({
  counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => Number.isFinite(count))),
  best: { ...best, order: showOrder(best.order) },
})

export const documentOf = ({ problem, joins, nontrivial }: Report) => ({
  name: problem.name,
  ...jsonPlan(joins),
  nontrivial: jsonPlan(nontrivial),
})

const WIDTH = 110
/** An order of more characters than this is cut. */
const SHOWN = 600

const rows: readonly (readonly [name: keyof EliminationPlan['counts'], title: string])[] = [
  ['forward', 'forward (ascending)'],
  ['reverse', 'reverse (descending)'],
  ['markowitz', 'Markowitz, ties to the smallest'],
  ['markowitzReverse', 'Markowitz, ties to the largest'],
  ['relativeMarkowitz', 'lowest relative Markowitz'],
  ['annealed', 'annealed'],
  ['exact', 'exact'],
]

/** A name without what a terminal would obey. */
const printable = (name: string): string => name.replace(/\p{Cc}+/gu, ' ')

const several = (count: number, what: string): string => `${figure(count)} ${what}${count === 1 ? '' : 's'}`
const counted = (count: number | undefined): string =>
  count === undefined || !Number.isFinite(count) ? '-' : figure(count)

/** The certificate in words. */
const wordsOf = ({ count, kind, lowerBound, proven, method }: Certificate): string => {
  const kinds = kind === 'vertex' ? 'vertices' : 'edges'
  const [found, bound] = method.split('; bound by ') as [string, string]
  const how = `${figure(count)} by an order of ${kinds} (${found})`
  if (!proven && lowerBound === 0) return `${how}. No bound is known.`
  return proven
    ? `${how}; no order of ${kinds} needs fewer, by ${bound}.`
    : `${how}; no order of ${kinds} needs fewer than ${figure(lowerBound)}, by ${bound}. Whether one does is open.`
}

const orderOf = ({ order }: Certificate): string => {
  const text = showOrder(order)
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)} ... (${order.steps.length} steps; --json has them all)`
}

export const tableOf = ({ problem, joins, nontrivial }: Report): string => {
  const { name, inputs, outputs, edges } = problem
  const inner = new Set(edges.flatMap((edge) => edge.slice(0, 2))).size - inputs.length - outputs.length
  const lines = rows.map(
    ([key, title]) => [title, counted(joins.counts[key]), counted(nontrivial.counts[key])] as const,
  )
  const best = ['best', counted(joins.best.count), counted(nontrivial.best.count)] as const
  const table = [['multiplications', 'all', 'nontrivial'] as const, ...lines, best]
  const widths = [0, 1, 2].map((k) => Math.max(...table.map((line) => line[k]!.length)))
  return [
    `${printable(name)}: ${several(inputs.length, 'input')}, ${Math.max(0, inner)} intermediate vertices, ${several(outputs.length, 'output')}, ${edges.length} edges`,
    '',
    ...table.map(
      ([title, all, some]) => `${title.padEnd(widths[0]!)}  ${all.padStart(widths[1]!)}  ${some.padStart(widths[2]!)}`,
    ),
    '',
    ...(
      [
        ['all', joins.best],
        ['nontrivial', nontrivial.best],
      ] as const
    ).flatMap(([title, certificate]) => [
      ...wrapped(`${title}: ${wordsOf(certificate)}`, WIDTH),
      ...wrapped(`  --order "${orderOf(certificate)}"`, WIDTH),
    ]),
  ].join('\n')
}
