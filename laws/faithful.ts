/** One mode against differences: the derivative of a graph in directions that span its inputs, or in a few. */
import { type Conventions, type Graph, inputTypes, isTuple, outputTypes, type Type } from '../modes/index.ts'
import { alongLine, confirm, differences } from './fidelity.ts'
import {
  absolutes,
  entriesOf,
  inner,
  pullback,
  pushforward,
  pushforwardBound,
  run,
  type Values,
  valuesOf,
} from './scale.ts'
import { forEach, type Verdict } from './verdict.ts'

export interface Derived {
  readonly conventions?: Conventions
}

/** Numbers without a pattern, between 1/4 and 1 in size: fractional parts of multiples of the golden ratio. */
export const golden = (count: number, seed: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => {
    const part = ((k + 1 + 7 * seed) * 0.6180339887498949) % 1
    return part < 0.5 ? part * 1.5 + 0.25 : 0.25 - part * 1.25
  })

/** How many numbers values of these types hold. */
export const entries = (types: readonly Type[]): number =>
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
  const bound = pushforwardBound(f, options)
  const derivative = mode === 'forward' ? pushforward(f, undefined, options) : pullback(f, options)
  const covectors = mode === 'forward' ? [] : directions(outputTypes(f))
  const rows = covectors.map((w) => run(derivative, x, w))
  return forEach(directionsIn(inputTypes(f), argument), (v) => {
    const line = alongLine(x, v)
    const whole = run(bound, x, absolutes(v))
    if (mode === 'forward')
      return confirm(
        differences((h) => entriesOf(run(f, line(h)))),
        entriesOf(run(derivative, x, v)),
        entriesOf(whole),
        f,
      )
    return confirm(
      differences((h) => {
        const there = run(f, line(h))
        return covectors.map((w) => inner(w, there))
      }),
      rows.map((row) => inner(row, v)),
      covectors.map((w) => inner(absolutes(w), whole)),
      f,
    )
  })
}
