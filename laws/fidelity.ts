/** Fidelity: derivatives are the limits of differences. Without it no algebraic law sees a rule wrong in the same way everywhere. */
import { AdError, type Graph, type Tensor, type Value } from '../modes/index.ts'
import {
  absolutes,
  entriesOf,
  inner,
  type Modes,
  nothing,
  plus,
  pullback,
  pushforward,
  pushforwardBound,
  run,
  scaled,
  TOLERANCE,
  type Values,
  vanishes,
} from './scale.ts'
import { differ, forEach, refute, undecided, type Verdict, valid } from './verdict.ts'

/** A limit and a bound of what it may be off by. */
export interface Estimate {
  readonly value: number
  readonly error: number
  /** What the rounding of the values that entered may make it off by. */
  readonly rounding: number
}

const STEPS = 12
const SHRINK = 1.6
/** What rounding leaves in the difference quotients, at these steps, of a function of size 1. */
const ROUNDING = 1e-12

/**
 * The limits of (f(x + h v) - f(x - h v)) / 2h, entry by entry, by Ridders' table: each column of Richardson's
 * extrapolation removes one more even power of h; the error is the largest change against the neighbours of the entry
 * that is kept (Ridders, Accurate computation of F'(x) and F'(x) F''(x), 1982).
 */
export const differences = (f: (h: number) => readonly number[], start = 0.25): readonly Estimate[] => {
  let size = 0
  const rows = Array.from({ length: STEPS }, (_, k) => {
    const h = start / SHRINK ** k
    const [above, below] = [f(h), f(-h)]
    for (const y of [...above, ...below]) size = Math.max(size, Math.abs(y))
    return above.map((y, i) => (y - below[i]!) / (2 * h))
  })
  return rows[0]!.map((_, i) => ({ ...extrapolate(rows.map((row) => row[i]!)), rounding: ROUNDING * size }))
}

const extrapolate = (column: readonly number[]): Omit<Estimate, 'rounding'> => {
  let best = { value: column[0]!, error: Number.POSITIVE_INFINITY }
  let previous: readonly number[] = []
  for (const quotient of column) {
    const row = [quotient]
    for (let k = 1; k <= previous.length; k++) {
      const weight = SHRINK ** (2 * k)
      const value = (row[k - 1]! * weight - previous[k - 1]!) / (weight - 1)
      row.push(value)
      const error = Math.max(Math.abs(value - row[k - 1]!), Math.abs(value - previous[k - 1]!))
      if (error < best.error) best = { value, error }
    }
    previous = row
  }
  return best
}

/** x + h v for h in R. */
export const alongLine =
  (x: Values, v: Values) =>
  (h: number): Values =>
    plus(x, scaled(v, h))

/** How often its estimated error a difference may be off, and the share of the scale that must decide. */
const SAFETY = 10
const DECISIVE = 1e-4

/** Whether estimates of derivatives confirm these, each on its scale. */
export const confirm = (
  estimates: readonly Estimate[],
  exact: readonly number[],
  scale: readonly number[],
  f: Graph,
): Verdict =>
  forEach(estimates, ({ value, error, rounding }, i) => {
    const unit = scale[i]!
    if (!(SAFETY * error <= DECISIVE * unit + 1000 * rounding))
      return refute(`entry ${i} (scale ${unit}): differences do not settle, ${value} is off by ${error}`, f)
    const allowed = TOLERANCE * unit + SAFETY * (error + rounding)
    return Math.abs(exact[i]! - value) <= allowed
      ? valid
      : differ(`entry ${i} (scale ${unit}, allowed ${allowed})`, exact[i]!, value, f)
  })

/**
 * F0: |D f (x, v) - lim (f(x + h v) - f(x - h v)) / 2h| <= 1e-8 * scale + 10 * (error + 1e-12 * |f|), |f| the largest value
 * that entered, where 10 * error is at most 1e-4 * scale + 1e-9 * |f|: so a slope off by 1/1000 is refuted, and so is a
 * point without a limit.
 *
 * @example
 * limitOfDifferences(graph([[]], (x) => sin(x)), [tensor(1)], [tensor(2)]).holds // => true
 */
export const limitOfDifferences = (
  f: Graph,
  x: Values,
  v: Values,
  { D = pushforward, conventions }: Modes = {},
): Verdict => {
  const line = alongLine(x, v)
  const scale = entriesOf(run(pushforwardBound(f, { conventions }), x, absolutes(v)))
  const estimates = differences((h) => entriesOf(run(f, line(h))))
  return confirm(estimates, entriesOf(run(D(f), x, v)), scale, f)
}

/** F0 for R: <R f (x, w), v> ~ lim <w, f(x + h v) - f(x - h v)> / 2h, within the same bounds. */
export const limitOfPairings = (
  f: Graph,
  x: Values,
  v: Values,
  w: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const line = alongLine(x, v)
  const scale = inner(absolutes(w), run(pushforwardBound(f, { conventions }), x, absolutes(v)))
  const estimates = differences((h) => [inner(w, run(f, line(h)))])
  return confirm(estimates, [inner(run(R(f), x, w), v)], [scale], f)
}

const isNumber = (f: Graph, x: Values): boolean => {
  try {
    return entriesOf(run(f, x)).every((y) => !Number.isNaN(y))
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    return false
  }
}

/** The inputs that are places or masks at a point: f is no number where they are moved a little either way. */
const placesAt = (f: Graph, x: Values): readonly number[] =>
  [...x.keys()].filter(
    (at) =>
      entriesOf([x[at]!]).some(Number.isInteger) &&
      [0.25, -0.25].every(
        (h) =>
          !isNumber(
            f,
            x.map((value, k) => (k === at ? moved(value, h) : value)),
          ),
      ),
  )
const moved = (value: Value, h: number): Value =>
  'tuple' in value
    ? { tuple: value.tuple.map((part) => moved(part, h)) }
    : { shape: value.shape, data: value.data.map((e) => e + h) as Tensor['data'] }

/** D f (x, v) = 0 for v in inputs that are places, beside which f is no number: nothing else can be said of their slopes. */
export const placesHaveNoTangent = (f: Graph, x: Values, v: Values, { D = pushforward }: Modes = {}): Verdict => {
  const places = placesAt(f, x)
  if (places.length === 0) return undecided
  const df = D(f)
  return forEach(places, (at) => vanishes(run(df, x, nothing(x).with(at, v[at]!)), [f]))
}
