/** A check of derivatives for users: every mode against differences, at every order, and which op is to blame. */
import { noCapture } from '../lib/wire.ts'
import {
  AdError,
  type Arrayish,
  type Conventions,
  type Drawable,
  draw,
  drawAt,
  environment,
  forward,
  type Graph,
  graph,
  inputTypes,
  isTuple,
  type Node,
  outputTypes,
  reverse,
  type Type,
  tensor,
} from '../modes/index.ts'
import { alongLine, differences, settle, sizeOfValues } from './fidelity.ts'
import { absolutes, cotangent, entriesOf, inner, run, tangent, tangentBound, type Values, valuesOf } from './scale.ts'
import { forEach, type Refutation, type Verdict, valid } from './verdict.ts'

export interface CheckOptions {
  readonly modes?: readonly ('forward' | 'reverse')[]
  /** How many times derivatives are derived again. 2 by default: gradients and their derivatives. */
  readonly order?: number
  readonly conventions?: Conventions
}
type Derived = Pick<CheckOptions, 'conventions'>

/** Numbers without a pattern, between 1/4 and 1 in size: fractional parts of multiples of the golden ratio. */
const golden = (count: number, seed: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => {
    const part = ((k + 1 + 7 * seed) * 0.6180339887498949) % 1
    return part < 0.5 ? part * 1.5 + 0.25 : 0.25 - part * 1.25
  })

const entries = (types: readonly Type[]): number =>
  types.reduce((n, type) => n + (isTuple(type) ? entries(type.tuple) : type.shape.reduce((a, b) => a * b, 1)), 0)

const FEW = 12
/** The unit directions of some types where they are few, else three without a pattern. */
const directions = (types: readonly Type[]): readonly Values[] => {
  const n = entries(types)
  const units = Array.from({ length: n <= FEW ? n : 0 }, (_, i) => Array.from({ length: n }, (_, k) => +(k === i)))
  return (n <= FEW ? units : [1, 2, 3].map((seed) => golden(n, seed))).map((numbers) => valuesOf(types, numbers))
}

/** Directions in one argument, zero in the others; or in all. */
const directionsIn = (types: readonly Type[], argument: number | undefined): readonly Values[] =>
  argument === undefined
    ? directions(types)
    : directions([types[argument]!]).map(([v]) =>
        types.map((type, k) => (k === argument ? v! : valuesOf([type], [0])[0]!)),
      )

/** The derivative by one mode of a graph at a point, in one argument or in all, is the limit of differences. */
export const modeIsFaithful = (
  mode: 'forward' | 'reverse',
  f: Graph,
  x: Values,
  options: Derived = {},
  argument?: number,
): Verdict => {
  const y = run(f, x)
  const bound = tangentBound(f, options)
  const derivative = mode === 'forward' ? tangent(f, undefined, options) : cotangent(f, options)
  const covectors = mode === 'forward' ? [] : directions(outputTypes(f))
  const rows = covectors.map((w) => run(derivative, x, w))
  return forEach(directionsIn(inputTypes(f), argument), (v) => {
    const line = alongLine(x, v)
    const whole = run(bound, x, absolutes(v))
    if (mode === 'forward')
      return settle(
        differences((h) => entriesOf(run(f, line(h)))),
        entriesOf(run(derivative, x, v)),
        entriesOf(whole),
        sizeOfValues(y),
        f,
      )
    return settle(
      differences((h) => {
        const there = run(f, line(h))
        return covectors.map((w) => inner(w, there))
      }),
      rows.map((row) => inner(row, v)),
      covectors.map((w) => inner(absolutes(w), whole)),
      sizeOfValues(y),
      f,
    )
  })
}

/** An op whose partial in an argument is wrong at the values that it gets. */
export interface Culprit {
  readonly op: string
  readonly argument: number
  readonly label: string | undefined
  readonly verdict: Refutation
}

/** The graph of an op alone, as a function of one argument, the others inputs that are not differentiated. */
const alone = ({ op }: Node, types: readonly Type[]): Graph => graph(types, (...xs) => draw(op, xs))

/** The ops of a graph whose partials, each by itself, are not the limits of differences at the values they get there. */
export const culprits = (f: Graph, x: Values, options: Derived = {}): readonly Culprit[] => {
  const { values } = environment(f, x)
  const found = new Map<string, Culprit>()
  f.nodes.forEach((node, ref) => {
    const { op, args, about } = node
    if (values[ref] === undefined || args.length === 0) return
    const own = alone(
      node,
      args.map((arg) => f.nodes.get(arg)!.type),
    )
    const given = args.map((arg) => values[arg]!)
    args.forEach((_, argument) => {
      const key = `${op.name} ${argument}`
      const verdict = found.has(key) ? valid : modeIsFaithful('forward', own, given, options, argument)
      if (!verdict.holds) found.set(key, { op: op.name, argument, label: about?.label, verdict })
    })
  })
  const all = [...found.values()]
  const wrong = all.filter(({ verdict }) => verdict.found !== undefined)
  return wrong.length > 0 ? wrong : all
}

const beside = ({ found, expected, why }: Refutation): string =>
  found === undefined ? why.split('\n')[0]! : `analytic ${found} beside numeric ${expected}`

const blame = (mode: string, order: number, f: Graph, x: Values, verdict: Refutation, options: Derived): never => {
  const guilty = culprits(f, x, options)
  const [first] = guilty
  throw new AdError({
    tag: 'LawError',
    op: guilty.length > 0 ? [...new Set(guilty.map(({ op }) => op))].join(' and ') : 'checkGradients',
    ...(first && guilty.length === 1 ? { argument: first.argument } : {}),
    ...(first?.label === undefined ? {} : { node: first.label }),
    found: `${beside(verdict)} in the derivative of order ${order} by ${mode} mode`,
    expected: 'the limit of differences',
    cure:
      guilty.length > 0
        ? `correct ${guilty.map((each) => `the slope of ${each.op} in argument ${each.argument}: ${beside(each.verdict)}`).join('; ')}`
        : 'every op is right by itself here: move the point away from a kink, or report this',
  })
}

const modeGraphs = { forward, reverse } as const

/**
 * Compares derivatives of a function at a point with differences: by each mode, and again of the derivatives
 * themselves, up to the order. What is wrong is told op by op.
 *
 * @throws AdError `LawError` that prints analytic beside numeric and names the ops whose slopes are wrong
 * @example
 * checkGradients((x) => sin(x), [1])
 */
export const checkGradients = (
  f: Drawable,
  point: readonly Arrayish[],
  { modes = ['forward', 'reverse'], order = 2, conventions }: CheckOptions = {},
): void => {
  const options = conventions ? { conventions } : {}
  const check = (g: Graph, x: Values, level: number): void => {
    for (const mode of modes) {
      const verdict = modeIsFaithful(mode, g, x, options)
      if (!verdict.holds) blame(mode, level, g, x, verdict, options)
    }
    if (level >= order) return
    for (const mode of modes) {
      const derivative = modeGraphs[mode](g, options)
      const more = inputTypes(derivative).slice(g.inputs.length)
      check(derivative, [...x, ...valuesOf(more, golden(entries(more), level))], level + 1)
    }
  }
  if (order > 0)
    check(
      noCapture(drawAt(f, point)),
      point.map((x) => tensor(x)),
      1,
    )
}
