/** The command line of `laws` as a request. */
import { parseArgs } from 'node:util'
import { type Engine, engines, isEngine } from '../engine.ts'

export const usage = `npm run laws                    every law of every op, mode and interpreter, as a table
npm run laws -- --mutants       faults planted one at a time, and the law that kills each; exit 1 where one survives
                                that is not listed with its reason, or one that is listed is killed

  --op name       one op, mode or interpreter alone; with --mutants, faults in the rules of that op, or of modes
  --cases n       how many random graphs for each law of a mode (30 unless told); ops take a tenth
  --seed n        other cases (${20260101} unless told); the same seed gives the same cases
  --matrix        with --mutants: ask every law of every mutant, not only until the first that kills it
  --engine name   evaluate unless told; with compile, whatever the laws run is compiled, and what they say to the bit
                  holds up to the rounding of sums and functions
  --json          one JSON document on standard output, and nothing else
  --help          this text

Exit code 0; 1 where a law is refuted; 2 for bad input, with one line on standard error.`

export interface Request {
  readonly op: string | undefined
  readonly cases: number
  readonly seed: number
  readonly engine: Engine
  readonly mutants: boolean
  readonly matrix: boolean
  readonly json: boolean
  readonly help: boolean
}

const options = {
  op: { type: 'string' },
  cases: { type: 'string', default: '30' },
  seed: { type: 'string', default: '20260101' },
  engine: { type: 'string', default: 'evaluate' },
  mutants: { type: 'boolean', default: false },
  matrix: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const MOST_CASES = 100_000

/** A whole number within bounds, or what is wrong with it. */
const whole = (name: string, text: string, least: number, most: number): number | string => {
  const n = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  return n >= least && n <= most
    ? n
    : `laws: --${name} is ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`
}

/** The request, or what is wrong with it in one line. */
export const requestOf = (argv: readonly string[], known: readonly string[]): Request | string => {
  try {
    const { op, cases: count, seed: start, engine, ...flags } = parseArgs({ args: [...argv], options }).values
    const cases = whole('cases', count, 1, MOST_CASES)
    const seed = whole('seed', start, -(2 ** 31), 2 ** 31 - 1)
    if (typeof cases === 'string') return cases
    if (typeof seed === 'string') return seed
    if (op !== undefined && !known.includes(op))
      return `laws: --op is ${JSON.stringify(op)}, expected a name that npm run ops lists, a mode or an interpreter`
    if (!isEngine(engine)) return `laws: --engine is ${JSON.stringify(engine)}, expected ${engines.join(' or ')}`
    return { op, cases, seed, engine, ...flags }
  } catch (e) {
    return `laws: ${(e as Error).message.split('.')[0]}; see npm run laws -- --help`
  }
}
