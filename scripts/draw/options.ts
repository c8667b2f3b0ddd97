/** The command line of `draw` as a request. */
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { AdError } from '../../lib/error.ts'
import { type Mode, modeOf } from './mode.ts'

export const usage = `npm run draw -- "x*sin(x)" --mode reverse -o file.svg    an expression beside its gradient
npm run draw -- iris --mode reverse -o iris.svg          a built-in problem: iris, rosenbrock, or a function
                                                         such as tanh
npm run draw -- file.ts                                  a module that exports f, a function of wires, and at,
                                                         its inputs by name or as a list
npm run draw -- graph.json                               a graph that stringify wrote

Draws the graph of a problem or of its derivative. Modules and the bodies of scan, cond and checkpoint are boxes;
a derivative stands beside its primal, in another colour.

  --mode reverse    primal (the default), forward, reverse, or any of them over another: forward-over-reverse
  -o, --out file    the format is that of the ending: .svg a picture, .dot Graphviz, .mmd Mermaid, .txt the nodes
                    as lines; without a file Graphviz on standard output
  --limit n         the number of nodes above which some are drawn as one; 150
  --help            this text

Exit code 0; 2 for bad input, with one line on standard error.`

/** Ends the command with one line: what was found, where, what was expected, and the cure. */
export const refuse = (where: string, found: string, expected: string, cure: string): never => {
  throw new AdError({ tag: 'ValueError', op: 'draw', node: where, found, expected, cure })
}

export type Format = 'svg' | 'dot' | 'mmd' | 'txt'
const formats: ReadonlyMap<string, Format> = new Map([
  ['.svg', 'svg'],
  ['.dot', 'dot'],
  ['.mmd', 'mmd'],
  ['.txt', 'txt'],
])

export interface Request {
  readonly problem: string
  readonly mode: Mode
  readonly out: { readonly file: string; readonly format: Format } | undefined
  readonly limit: number
  readonly help: boolean
}

const options = {
  mode: { type: 'string', default: 'primal' },
  out: { type: 'string', short: 'o' },
  limit: { type: 'string', default: '150' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (e) {
    const found = (e as Error).message.split('.')[0]!.slice(0, 60)
    return refuse('command line', found, 'options --mode, -o, --limit, --help', 'see --help')
  }
}

const outOf = (file: string): Request['out'] => {
  const format = formats.get(extname(file).toLowerCase())
  return format
    ? { file, format }
    : refuse('-o', `'${file}'`, `a file that ends with ${[...formats.keys()].join(', ')}`, 'name another one')
}

/** What a command line asks for. */
export const requestOf = (args: readonly string[]): Request => {
  const { values, positionals } = parsed(args)
  const [problem = '', second] = positionals
  if (second !== undefined)
    refuse('command line', `a second problem '${second}'`, 'one', 'quote an expression that has spaces')
  if (problem === '' && !values.help)
    refuse('command line', 'no problem', 'an expression, a module or a built-in name', 'write one, or see --help')
  if (!/^[1-9]\d{0,5}$/.test(values.limit))
    refuse('--limit', `'${values.limit}'`, 'a whole number from 1 on', 'write --limit 150')
  return {
    problem,
    mode: modeOf(values.mode),
    out: values.out === undefined ? undefined : outOf(values.out),
    limit: Number(values.limit),
    help: values.help,
  }
}
