/** Every op by every interpreter: the document, and the table for people. */
import { CONSTANT, cellOf, INTEGER, interpreters, kindOf, UNBOUNDED } from './cells.ts'
import type { Sample } from './samples.ts'

export interface Row {
  readonly name: string
  readonly kind: 'primitive' | 'composite'
  readonly cells: Readonly<Record<string, string>>
}

export interface Document {
  readonly interpreters: readonly string[]
  readonly ops: readonly Row[]
}

const attempt = (sample: Sample, interpreter: string): string => {
  try {
    return cellOf(sample, interpreter)
  } catch (e) {
    return `failure: ${e instanceof Error ? e.message : String(e)}`
  }
}

/** A row for each sample, its cells found by running every interpreter on it. */
export const documentOf = (samples: ReadonlyMap<string, Sample>): Document => ({
  interpreters,
  ops: [...samples].map(([name, sample]) => ({
    name,
    kind: kindOf(sample),
    cells: Object.fromEntries(interpreters.map((interpreter) => [interpreter, attempt(sample, interpreter)])),
  })),
})

/** The cells that are neither `yes` nor a reason, each with its place. */
export const failuresOf = ({ ops }: Document): readonly string[] =>
  ops.flatMap(({ name, cells }) =>
    Object.entries(cells)
      .filter(([, cell]) => cell.startsWith('failure: '))
      .map(([interpreter, cell]) => `${name}, ${interpreter}: ${cell}`),
  )

/** The columns, with their heads and what they say. */
const columns: readonly (readonly [interpreter: string, head: string, meaning: string])[] = [
  ['evaluate', 'run', 'values are finite, and those of the counting run'],
  ['count', 'count', 'a counting run counts what the graph alone foretells'],
  ['forward', 'fwd', 'forward mode against differences'],
  ['reverse', 'rev', 'reverse mode against differences'],
  ['forward-over-reverse', 'f/r', 'forward over reverse mode against differences, and reverse over forward'],
  ['reverse-over-forward', 'r/f', 'reverse over forward mode against differences, and forward over reverse'],
  ['order 3', '3rd', 'forward over forward over reverse mode against differences'],
  ['lanes', 'lanes', 'Jacobians by lanes, forward and reverse'],
  ['mixed', 'mixed', 'Jacobians by eliminating vertices in all simple orders and an annealed one, and edges'],
  ['sparsity', 'zeros', 'patterns of Jacobian and Hessian: no entry is missing, and at the point none too many'],
  ['batch', 'batch', 'three lanes at once'],
  ['json', 'json', 'written and read back, to the bit'],
  ['algebra', 'alg', 'the algebra of numbers, to the bit, derivatives too'],
  ['intervals', 'box', 'bounds over a box hold the values in it'],
  ['compile', 'wasm', 'compiled, derivatives too'],
]
const words: Readonly<Record<string, readonly [short: string, meaning: string]>> = {
  [INTEGER]: ['whole', 'whole numbers everywhere, so that derivatives are 0, which is checked'],
  [CONSTANT]: ['const', 'one value by definition, so that derivatives are 0, which is checked'],
  [UNBOUNDED]: ['line', 'nothing is known of the op: the bounds are the whole line'],
}

const short = (cell: string): string => words[cell]?.[0] ?? cell.replace(/^failure: [\s\S]*/, 'FAILS')

/** Columns wide enough for what is in them; what the words mean, and what is wrong, stands below the table. */
export const tableOf = (document: Document): string => {
  const lines = [
    ['op', 'kind', ...columns.map(([, head]) => head)],
    ...document.ops.map(({ name, kind, cells }) => [
      name,
      kind,
      ...columns.map(([interpreter]) => short(cells[interpreter]!)),
    ]),
  ]
  const widths = lines[0]!.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)))
  const rows = lines.map((line) =>
    line
      .map((cell, k) => cell.padEnd(widths[k]!))
      .join('  ')
      .trimEnd(),
  )
  const legend = [...columns.map(([, head, meaning]) => [head, meaning] as const), ...Object.values(words)]
  const failures = failuresOf(document)
  return [
    ...rows,
    '',
    ...legend.map(([word, meaning]) => `${word.padEnd(7)}${meaning}`),
    ...(failures.length > 0 ? ['', ...failures] : []),
  ].join('\n')
}
