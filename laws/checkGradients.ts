/** A check of derivatives for users: every mode against differences, at every order, and which op is to blame. */
import { noCapture } from '../lib/drawing.ts'
import { checkList } from '../lib/given.ts'
import {
  AdError,
  type Arrayish,
  type Conventions,
  type Drawable,
  drawAt,
  forward,
  type Graph,
  inputTypes,
  reverse,
  tensor,
} from '../modes/index.ts'
import { culprits } from './culprits.ts'
import { type Derived, entries, golden, modeIsFaithful } from './faithful.ts'
import { type Values, valuesOf } from './scale.ts'
import type { Refutation } from './verdict.ts'

export interface CheckOptions {
  readonly modes?: readonly ('forward' | 'reverse')[]
  /** Up to which derivative: 1 for gradients, 2 (the default) for their derivatives too, and so on. */
  readonly order?: number
  readonly conventions?: Conventions
}

const beside = ({ found, expected, why }: Refutation): string =>
  found === undefined ? why.split('\n')[0]! : `analytic ${found} beside numeric ${expected}`

const blame = (
  mode: 'forward' | 'reverse',
  order: number,
  f: Graph,
  x: Values,
  verdict: Refutation,
  options: Derived,
): never => {
  const guilty = culprits(f, x, mode, options)
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
  checkList('checkGradients', 'point', point, 'values, one for each argument', 'write checkGradients(f, [x, y])')
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
