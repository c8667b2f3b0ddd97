/** Writes the figures of the README, every block between `begin` and `end` marks, and the documents beside it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { conventionTable, type Said } from '../lib/conventionTable.ts'
import { formula, graph, mul, reverse, show, sin, toMermaid } from '../modes/index.ts'
import { tanhNodes } from './bench/tanh.ts'
import { errorsDocument } from './tables/errors.ts'
import { mixedRows, mixedTable } from './tables/mixed.ts'

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

const example = graph([[]], (x) => mul(x, sin(x)))

/** The lines of a source from a text up to the next line that closes the declaration. */
const excerpt = (path: string, from: string): string => {
  const source = readFileSync(new URL(path, import.meta.url), 'utf8')
  const start = source.indexOf(from)
  return source.slice(start, source.indexOf('\n}\n', start) + 3)
}

export const table = (rows: readonly (readonly (string | number)[])[]): string => {
  const [head, ...body] = rows.map((row) => `| ${row.join(' | ')} |`)
  return [head, `|${rows[0]!.map(() => ' --- ').join('|')}|`, ...body].join('\n')
}

const tanhTable = (): string => {
  const { forward, reverse: backward } = tanhNodes()
  return table([
    ['n', ...forward.map((_, k) => k + 1)],
    ['nested forward', ...forward],
    ['nested reverse', ...backward],
  ])
}

const said = (x: Said): string =>
  x === undefined
    ? '-'
    : typeof x !== 'number'
      ? x.map(said).join(', ')
      : Number.isFinite(x) || Number.isNaN(x)
        ? String(x)
        : x > 0
          ? '∞'
          : '-∞'

const point = (at: readonly (number | readonly number[])[]): string =>
  at.map((x) => (typeof x === 'number' ? String(x) : `[${x.join(', ')}]`)).join(', ')

/** The name of an argument of a function that is written as a call; others are functions of x. */
const argumentName = (op: string, argument: number): string => {
  const call = /^\w+\((\w+(?:, \w+)*)\)$/.exec(op)
  return call ? call[1]!.split(', ')[argument]! : 'x'
}

const conventionRows = (): string =>
  table([
    ['function', 'at', 'slope in', 'cotangent', 'jax', 'torch', 'tfjs'],
    ...conventionTable.map(({ op, at, argument, cotangent, jax, torch, tfjs }) => [
      `\`${op}\``,
      point(at),
      argumentName(op, argument),
      ...[cotangent, jax, torch, tfjs].map(said),
    ]),
  ])

/** The blocks that are the same on every machine, by name. */
export const figures: Readonly<Record<string, () => string>> = {
  picture: () => fenced('mermaid', toMermaid(reverse(example), { inputs: ['x', 'dy'], outputs: ['y', 'dx'] })),
  primal: () => fenced('', show(example)),
  gradient: () => fenced('', show(reverse(example))),
  fold: () => fenced('ts', excerpt('../lib/tape.ts', 'export const flow =')).replace('```ts', '```typescript'),
  formula: () => fenced('', formula(reverse(graph([[]], (x) => sin(mul(x, x)))), ['x', 'dy'])),
  tanh: tanhTable,
  conventions: conventionRows,
}

/** The same, of blocks that take some seconds. */
export const searched: Readonly<Record<string, () => string>> = {
  mixed: () => table(mixedTable(mixedRows())),
}

/** The documents that are written whole, by name: where they stand, and what is in them. */
export const documents: Readonly<Record<string, readonly [path: string, content: () => string]>> = {
  errors: ['lib/errors.md', errorsDocument],
}

const script = (name: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, ['--import', './scripts/typescript.mjs', `scripts/${name}.ts`, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  })

/** The blocks that hold times, and so differ from run to run. */
const measured: Readonly<Record<string, () => string>> = {
  compare: () => fenced('', script('compare')),
  bench: () => fenced('', script('bench', '--seconds', '0.15')),
}

/** The text with a block's content replaced. */
export const withBlock = (text: string, name: string, content: string): string => {
  const [begin, end] = [`<!-- begin: ${name} -->`, `<!-- end: ${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the README has no block ${name}; write ${begin} and ${end} where it goes`)
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const only = process.argv.slice(2)
  const wanted = Object.entries({ ...figures, ...searched, ...measured }).filter(
    ([name]) => only.length === 0 || only.includes(name),
  )
  for (const [name, [path, content]] of Object.entries(documents))
    if (only.length === 0 || only.includes(name)) writeFileSync(path, content())
  const readme = 'README.md'
  if (!existsSync(readme)) throw new Error('no README.md here; run this from the project folder')
  const blocks = wanted.map(([name, content]) => [name, content()] as const)
  const text = readFileSync(readme, 'utf8')
  writeFileSync(
    readme,
    blocks.reduce((sofar, [name, content]) => withBlock(sofar, name, content), text),
  )
}
