/** Every op by every interpreter: the document, and the table for people. */
import { cellOf, interpreters, kindOf } from './cells.ts'
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

/** Columns wide enough for what is in them; what is wrong stands below the table. */
export const tableOf = (document: Document): string => {
  const lines = [
    ['op', 'kind', ...document.interpreters],
    ...document.ops.map(({ name, kind, cells }) => [
      name,
      kind,
      ...document.interpreters.map((interpreter) => cells[interpreter]!.replace(/^failure: [\s\S]*/, 'failure')),
    ]),
  ]
  const widths = lines[0]!.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)))
  const rows = lines.map((line) =>
    line
      .map((cell, k) => cell.padEnd(widths[k]!))
      .join('  ')
      .trimEnd(),
  )
  return [...rows, ...failuresOf(document)].join('\n')
}
