/** The accuracy of the engine's elementary functions in units in the last place, and their speed. */
import { parseArgs } from 'node:util'
import { kernels } from '../lib/engine/math/index.ts'
import { coefficients } from './ulps/coefficients.ts'
import { ALL, worstOfAll } from './ulps/exhaustive.ts'
import { type Worst, worstOf, worstOfDoubles } from './ulps/measure.ts'
import { references } from './ulps/reference.ts'
import { type Times, timesOf } from './ulps/speed.ts'

const usage = `node --import ./scripts/typescript.mjs scripts/ulps.ts [options]

  --samples N       arguments per function and precision (100000)
  --full            1e7 doubles and what is known to be hard to round, and every float where there is one argument:
                    one to eight minutes a function
  --markdown        what --full finds as a table for a document
  --only a,b        these functions alone
  --speed           nanoseconds per element instead of errors
  --coefficients    print lib/engine/math/coefficients.ts, made anew
  --json            one JSON document on standard output

Exit code 0; 1 where an error is above 1 unit in the last place; 2 for bad input, with one line on standard error.`

const options = {
  samples: { type: 'string' },
  full: { type: 'boolean' },
  markdown: { type: 'boolean' },
  only: { type: 'string' },
  speed: { type: 'boolean' },
  coefficients: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const settings = () => {
  try {
    return parseArgs({ options }).values
  } catch (e) {
    return (e as Error).message.split('.')[0]!
  }
}
type Settings = Exclude<ReturnType<typeof settings>, string>

const refuse = (why: string): void => {
  console.error(`ulps: ${why}; see --help`)
  process.exitCode = 2
}

const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, k) => cell.padEnd(widths[k]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const errorRow = ({ name, precision, ulps, at, samples }: Worst): readonly string[] => [
  name,
  precision,
  ulps.toFixed(3),
  at.join(', '),
  String(samples),
]
const timeRow = ({ name, f64, f64Called, f32, f32Called, math }: Times): readonly string[] => [
  name,
  ...[f64, f64Called, f32, f32Called].map((x) => x.toFixed(2)),
  math === undefined ? '-' : math.toFixed(2),
]

const show = <A>(
  given: Settings,
  head: readonly string[],
  row: (a: A) => readonly string[],
  found: readonly A[],
): void => console.log(given.json ? JSON.stringify(found, null, 2) : columns([head, ...found.map(row)]))

const MANY = 1e7

/** The worst errors of a function, in both precisions. */
const worstsOf = (given: Settings, name: string, samples: number): readonly [f64: Worst, f32: Worst] => {
  if (!given.full) return [worstOf(name, 'f64', samples), worstOf(name, 'f32', samples)]
  console.error(`ulps: ${name}`)
  return [worstOfDoubles(name, MANY), kernels[name]!.arity === 1 ? worstOfAll(name) : worstOf(name, 'f32', MANY)]
}

/** Functions in rows, with what was measured of both precisions. */
const markdown = (pairs: readonly (readonly [f64: Worst, f32: Worst])[]): string =>
  [
    ['function', 'f64', 'at', 'of', 'f32', 'at', 'of'],
    ['---', '---', '---', '---', '---', '---', '---'],
    ...pairs.map(([wide, narrow]) => [
      `\`${wide.name}\``,
      ...[wide, narrow].flatMap(({ ulps, at, samples }) => [
        ulps.toFixed(3),
        at.join(', '),
        samples === ALL ? 'all floats' : `${samples} samples`,
      ]),
    ]),
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')

const errors = (given: Settings, names: readonly string[], samples: number): void => {
  const pairs = names.filter((name) => name in references).map((name) => worstsOf(given, name, samples))
  const found = pairs.flat()
  if (given.markdown) console.log(markdown(pairs))
  else show(given, ['function', 'precision', 'ulps', 'at', 'samples'], errorRow, found)
  if (found.some(({ ulps }) => !(ulps <= 1))) process.exitCode = 1
}

const measure = (given: Settings): void => {
  const names = given.only === undefined ? Object.keys(kernels) : given.only.split(',')
  const unknown = names.find((name) => !(name in kernels))
  const samples = Number(given.samples ?? 1e5)
  if (unknown !== undefined) refuse(`no kernel is called ${unknown}, but ${Object.keys(kernels).join(', ')} are`)
  else if (!(Number.isInteger(samples) && samples > 0))
    refuse(`--samples ${given.samples} is not a whole number above 0`)
  else if (given.speed)
    show(given, ['function', 'f64', 'f64 called', 'f32', 'f32 called', 'Math'], timeRow, names.map(timesOf))
  else errors(given, names, samples)
}

const given = settings()
if (typeof given === 'string') refuse(given)
else if (given.help) console.log(usage)
else if (given.coefficients) process.stdout.write(coefficients())
else measure(given)
