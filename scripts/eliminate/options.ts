/** The command line of `eliminate` as a request. */
import { parseArgs } from 'node:util'
import { builtin } from '../problems/elimination/index.ts'
import { refuse } from './refuse.ts'

export const usage = `npm run eliminate -- propane-combustion         a problem by name: ${[...builtin.keys()].join(', ')}
npm run eliminate -- file.json                  a problem {name, inputs, outputs, edges: [[from, to, label], ...]},
                                                labels unit, constant, variable; or {problems: [...]}
npm run eliminate -- graph.json                 a graph that stringify wrote

Looks for the order of elimination that needs the fewest multiplications for the whole Jacobian: forward, reverse,
Markowitz with ties to the smallest and to the largest vertex, lowest relative Markowitz, annealing, exact search,
and orders of single edges; prints what each costs, counting all products and nontrivial ones, and how good the
best is known to be.

  --problem name    which problem of the file
  --seconds s       how long it may take, 60 by default; it ends early when the best is proven
  --seed n          of the annealing, 1 by default; the same seed finds the same where there is time for all of it
  --order "3 1 2"   replay an order instead: vertices, or edges like "F(1,3) B(3,5)"
  --json            one JSON document on standard output, and nothing else
  --help            this text

Exit code 0; 2 for bad input, with one line on standard error.`

export interface Request {
  readonly file: string | undefined
  readonly problem: string | undefined
  readonly seconds: number
  readonly seed: number
  readonly order: string | undefined
  readonly json: boolean
  readonly help: boolean
}

const options = {
  problem: { type: 'string' },
  seconds: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  order: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const
const known = Object.keys(options)
  .map((name) => `--${name}`)
  .join(', ')

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (e) {
    const found = (e as Error).message.split('.')[0]!.slice(0, 60)
    return refuse('command line', found, `options ${known}`, 'see --help')
  }
}

/** What a command line asks for. */
export const requestOf = (args: readonly string[]): Request => {
  const { values, positionals } = parsed(args)
  if (positionals.length > 1)
    refuse('command line', `a second problem '${positionals[1]}'`, 'one at most', 'pick one of a file with --problem')
  const seconds = Number(values.seconds)
  if (values.seconds.trim() === '' || !(seconds > 0) || seconds > 86_400)
    refuse('--seconds', `'${values.seconds}'`, 'a number above 0, a day at most', 'write --seconds 60')
  const seed = Number(values.seed)
  if (!/^-?\d+$/.test(values.seed) || !Number.isSafeInteger(seed))
    refuse('--seed', `'${values.seed}'`, 'a whole number', 'write --seed 1')
  return {
    file: positionals[0],
    problem: values.problem,
    seconds,
    seed,
    order: values.order,
    json: values.json,
    help: values.help,
  }
}
