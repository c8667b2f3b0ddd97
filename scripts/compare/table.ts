/** The comparison as a table for people, at most 128 columns wide. */
import { type Order, showOrder, showType } from '../../modes/index.ts'
import type { ComparedRow } from './compiled.ts'
import { type Json, jsonDerivative, jsonPoint, jsonValue } from './document.ts'
import { countOf } from './entries.ts'
import { bytes, count, duration, figure, range, readable, wrapped } from './format.ts'
import type { Problem } from './problem.ts'
import { recommend } from './recommend.ts'
import type { Row } from './rows.ts'

const WIDTH = 128
/** A list of more entries than this is shown by its Euclidean norm. */
const SHOWN = 12

const heads = [
  ...['mode', 'value', 'deriv.', 'differs', 'mult.', 'add.', 'nonlin.', 'peak'],
  ...['median', 'min..max', 'compiled', 'compiling'],
]

const numberOr = (entries: Float64Array): string =>
  entries.length === 1 ? readable(entries[0]!, 5) : `|${readable(Math.hypot(...entries), 3)}|`

const cells = (row: ComparedRow): readonly string[] => [
  row.mode,
  numberOr(row.value),
  numberOr(row.derivative),
  readable(row.disagreement, 2),
  count(row.multiplications),
  count(row.additions),
  count(row.nonlinear),
  bytes(row.peakBytes),
  duration(row.milliseconds.median),
  range(row.milliseconds.min, row.milliseconds.max),
  row.compiled ? duration(row.compiled.milliseconds) : '-',
  row.compiled ? duration(row.compiled.compiling) : '-',
]

const jsonText = (x: Json): string => {
  if (typeof x === 'number') return readable(x)
  if (x === null || typeof x === 'string' || typeof x === 'boolean') return String(x)
  if (Array.isArray(x)) return `[${x.map(jsonText).join(', ')}]`
  return Object.entries(x)
    .map(([name, y]) => `${name} = ${jsonText(y)}`)
    .join(', ')
}

const legend =
  'differs: the largest difference to the other exact rows of its kind (central differences: to reverse), relative to ' +
  'the largest entry or 1; |x|: the Euclidean norm of x; median, min..max: of repeated runs of the ' +
  'reference interpreter; compiled: the shortest of some runs after `compile`; compiling: how long that took; -: too long'

const titles = {
  gradient: 'gradient, counted over all sweeps',
  jacobian: 'Jacobian, counted over all sweeps',
  hvp: 'Hessian times the direction of all ones',
}

const space = (n: number): string => (n === 1 ? 'R' : `R^${n}`)

/** `bold` and `faint` are what a terminal shows so, or the identity. */
export interface Style {
  readonly bold: (text: string) => string
  readonly faint: (text: string) => string
}
export const plain: Style = { bold: (text) => text, faint: (text) => text }
export const coloured: Style = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  faint: (text) => `\u001b[2m${text}\u001b[22m`,
}

const aligned = (lines: readonly (readonly string[])[]): readonly string[] => {
  const widths = heads.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)))
  const gap = widths.reduce((sum, width) => sum + width + 2, -2) > WIDTH ? ' ' : '  '
  return lines.map((line) =>
    line
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join(gap)
      .trimEnd(),
  )
}

/** An order of more steps than this is cut short; all of it stands in the JSON document. */
const STEPS = 12

/** What there is to say of a row: the order of its products and how good that is, the lanes of its colours. */
const remarksOn = ({ mode, certificate, lanes }: Row): readonly string[] => {
  if (lanes !== undefined) return [`${mode}: ${lanes}`]
  if (!certificate) return []
  const { order, count, lowerBound, proven, method } = certificate
  const steps = showOrder({ ...order, steps: order.steps.slice(0, STEPS) } as Order)
  const bound = proven ? 'none takes fewer' : lowerBound > 0 ? `at least ${figure(lowerBound)} are needed` : ''
  const rest = order.steps.length > STEPS ? ` ... (${order.steps.length} steps)` : ''
  const about = [`${figure(count)} multiplications of maps`, method.split(';')[0], bound].filter(Boolean).join('; ')
  return wrapped(`${mode} eliminates ${steps || 'nothing'}${rest}: ${about}`, WIDTH)
}

export const tableOf = (problem: Problem, rows: readonly ComparedRow[], { bold, faint }: Style = plain): string => {
  const { recommended, why } = recommend(rows)
  const { inputs, outputs } = problem
  const [head, ...body] = aligned([heads, ...rows.map(cells)])
  const n = countOf(inputs.map(({ value }) => value.shape))
  const shapes = inputs.map(({ name, value }) => `${name} ${showType(value)}`).join(', ')
  const reverse = rows.find(({ mode }) => mode === 'reverse')!
  const small = n <= SHOWN && reverse.derivative.length <= SHOWN
  const text = [
    ...wrapped(`${problem.name}: ${problem.about}`, WIDTH),
    ...wrapped(`inputs ${shapes}: from ${space(n)} to ${space(countOf(outputs))}`, WIDTH),
    ...(small
      ? wrapped(
          `at ${inputs.length === 1 ? `${inputs[0]!.name} = ${jsonText(Object.values(jsonPoint(problem) as object)[0])}` : jsonText(jsonPoint(problem))}`,
          WIDTH,
        )
      : []),
    '',
    bold(head!),
  ]
  rows.forEach((row, k) => {
    if (row.quantity !== rows[k - 1]?.quantity) text.push(faint(titles[row.quantity]))
    text.push(row.mode === recommended ? bold(body[k]!) : body[k]!)
  })
  text.push('', ...rows.flatMap(remarksOn), '', ...wrapped(legend, WIDTH).map(faint), '')
  if (small) {
    text.push(...wrapped(`value: ${jsonText(jsonValue(problem, reverse))}`, WIDTH))
    for (const row of rows)
      if (row.mode === 'reverse' || row.mode === 'forward-over-reverse')
        text.push(...wrapped(`${row.quantity}: ${jsonText(jsonDerivative(problem, row))}`, WIDTH))
    text.push('')
  }
  return [...text, bold(`recommended: ${recommended}`), ...wrapped(`${why}.`, WIDTH)].join('\n')
}
