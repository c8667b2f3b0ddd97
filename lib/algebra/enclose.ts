/** Bounds on what a graph may give on a box of inputs. */
import { fail } from '../error.ts'
import { type Graph, inputTypes } from '../graph.ts'
import type { Type } from '../types.ts'
import type { Arrayish, Tensor, Value } from '../value.ts'
import { conform } from '../value.ts'
import { type Carried, elements, tensorsOf } from './algebra.ts'
import { interpret } from './interpret.ts'
import type { Interval } from './interval.ts'
import { intervals } from './intervals.ts'

/** The lower and the upper ends of intervals, entry by entry. */
export interface Bounds {
  readonly lo: Tensor
  readonly hi: Tensor
}

const between = (lo: Value, hi: Value, input: number): Carried<Interval> =>
  'tuple' in lo
    ? { tuple: lo.tuple.map((part, k) => between(part, (hi as typeof lo).tuple[k]!, input)) }
    : elements(
        lo.shape,
        Array.from(lo.data, (x, k) => {
          const y = (hi as Tensor).data[k]!
          if (x <= y) return { lo: x, hi: y }
          return fail({
            tag: 'ValueError',
            op: 'enclose',
            argument: `input ${input}`,
            found: `the interval from ${x} to ${y}`,
            expected: 'a lower end that is not above the upper one',
            cure: 'give [lower, upper] for each input',
          })
        }),
      )

const bounds = (x: Carried<Interval>): readonly Bounds[] =>
  tensorsOf(x).map(({ shape, entries }) => ({
    lo: { shape, data: Float64Array.from(entries, ({ lo }) => lo) },
    hi: { shape, data: Float64Array.from(entries, ({ hi }) => hi) },
  }))

/**
 * Bounds on every output of a graph over a box, given for each input as [lower, upper]: every value with reals, and every
 * value that `evaluate` computes, at a point of the box is between them. A derivative's graph gives bounds on derivatives. The
 * whole line stands for anything, NaN among it.
 *
 * @throws AdError `ValueError` where a lower end is above an upper one or does not fit its input
 * @example
 * const [y] = enclose(graph([[]], (x) => mul(x, x)), [[-1, 2]])
 * [y.lo.data[0], y.hi.data[0]] // => [0, 4]
 */
export const enclose = (
  graph: Graph,
  box: readonly (readonly [lower: Arrayish | Value, upper: Arrayish | Value])[],
): readonly Bounds[] => {
  const types = inputTypes(graph)
  if (box.length !== types.length)
    fail({
      tag: 'ArityError',
      op: 'enclose',
      found: `${box.length} boxes`,
      expected: `${types.length}, one an input`,
      cure: 'give [lower, upper] for each input',
    })
  const end = (type: Type, input: number, side: 0 | 1): Value =>
    conform(box[input]![side], type, `input ${input}`, { op: 'enclose' })
  const inputs = types.map((type, k) => between(end(type, k, 0), end(type, k, 1), k))
  return interpret(intervals)(graph, inputs).flatMap(bounds)
}
