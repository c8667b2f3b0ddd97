/** The command line of `compare` as a request. */
import { parseArgs } from 'node:util'
import { builtin, families } from './builtin.ts'
import { refuse } from './problem.ts'

/** Names one after another, broken after a comma in each line and going on below the first of them. */
const inLines = (names: Iterable<string>): string => [...names].join(', ').replace(/(.{50,}?,) /g, `$1\n${BELOW}`)
const BELOW = ' '.repeat(20)

export const usage = `npm run compare                                 3 Gaussians on Fisher's iris measurements
npm run compare -- rosenbrock                   another built-in problem, of those below
npm run compare -- "x*y + exp(x+3)" --at x=3,y=4    an expression at a point
npm run compare -- file.ts                      a module that exports f, a function of wires, and at,
                                                its inputs by name or as a list
npm run compare -- graph.json --at x0=3,w=[1,2]     a graph that stringify wrote, its inputs by label or as x0,
                                                x1, ...; without --at, at seeded standard normal numbers
npm run compare -- gmm_d2_K5.txt                a file of ADBench: gmm*, ba*, lstm*, or hand* beside its model

Evaluates the problem and its derivative at the point by every mode, and prints a row for each: what it found,
how far it is from the others, what it counts, how long it takes interpreted and compiled; then which mode to
take, and why.

  --at x=3,y=4      the point of an expression or of a graph
  --json            one JSON document on standard output, and nothing else
  --steps           walk through forward and reverse mode node by node, in words
  --sweep n=1..64   repeat over sizes 1, 2, 4, ... 64, or n=1..10:3 in steps of 3; the problem is one
                    with sizes or a module that exports problem = (n) => ({ f, at })
  --csv file        where a sweep puts its rows; what is there already is not run again
  --draw folder     write the picture of each row's graph there, mode.svg
  --help            this text

Built-in problems:  ${inLines(builtin.keys())}
with sizes:         ${inLines(families.keys())}

Exit code 0; 2 for bad input, with one line on standard error.`

export interface Sweep {
  readonly name: string
  readonly sizes: readonly number[]
}

export interface Request {
  readonly problem: string | undefined
  readonly at: string | undefined
  readonly csv: string | undefined
  readonly draw: string | undefined
  readonly sweep: Sweep | undefined
  readonly json: boolean
  readonly steps: boolean
  readonly help: boolean
}

const options = {
  at: { type: 'string' },
  csv: { type: 'string' },
  draw: { type: 'string' },
  sweep: { type: 'string' },
  json: { type: 'boolean', default: false },
  steps: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const
const known = Object.keys(options)
  .map((name) => `--${name}`)
  .join(', ')

const MOST_SIZES = 10_000

/** `n=1..8` is 1, 2, 4, 8; `n=1..7:3` is 1, 4, 7. */
export const sweepOf = (text: string): Sweep => {
  const form = /^([A-Za-z]\w*)=(\d+)\.\.(\d+)(?::(\d+))?$/.exec(text)
  if (!form) return refuse('--sweep', `'${text}'`, 'name=from..to or name=from..to:step', 'write --sweep n=1..1024')
  const [from, to, step] = [Number(form[2]), Number(form[3]), form[4] === undefined ? undefined : Number(form[4])]
  if (from < 1 || to < from || step === 0 || !Number.isSafeInteger(to))
    refuse(
      '--sweep',
      `'${text}'`,
      'whole numbers with 1 <= from <= to and a step of at least 1',
      'write --sweep n=1..1024',
    )
  if (step !== undefined && (to - from) / step >= MOST_SIZES)
    refuse('--sweep', `${Math.floor((to - from) / step) + 1} sizes`, `at most ${MOST_SIZES}`, 'take a larger step')
  const sizes: number[] = []
  for (let n = from; n <= to; n = step === undefined ? 2 * n : n + step) sizes.push(n)
  return { name: form[1]!, sizes }
}

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (e) {
    const found = (e as Error).message.split('.')[0]!.slice(0, 60)
    return refuse('command line', found, `options ${known}`, 'see --help; what begins with - stands after --')
  }
}

/** What a command line asks for; two things that do not go together are refused. */
export const requestOf = (args: readonly string[]): Request => {
  const { values, positionals } = parsed(args)
  if (positionals.length > 1)
    refuse('command line', `a second problem '${positionals[1]}'`, 'one at most', 'quote an expression that has spaces')
  if ((values.sweep === undefined) !== (values.csv === undefined))
    refuse(
      'command line',
      values.sweep === undefined ? '--csv without --sweep' : '--sweep without --csv',
      'both or neither',
      'write --sweep n=1..1024 --csv file',
    )
  if (values.steps && (values.json || values.sweep !== undefined))
    refuse('command line', `--steps with --${values.json ? 'json' : 'sweep'}`, 'one of them', 'leave one of them out')
  if (values.json && values.sweep !== undefined)
    refuse('command line', '--json with --sweep', 'one of them', 'a sweep writes its rows to the file of --csv')
  if (values.draw !== undefined && (values.steps || values.sweep !== undefined))
    refuse('command line', `--draw with --${values.steps ? 'steps' : 'sweep'}`, 'one of them', 'leave one of them out')
  return {
    problem: positionals[0],
    at: values.at,
    csv: values.csv,
    draw: values.draw,
    sweep: values.sweep === undefined ? undefined : sweepOf(values.sweep),
    json: values.json,
    steps: values.steps,
    help: values.help,
  }
}
