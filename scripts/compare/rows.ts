/** Rows of the comparison: every method run, timed in turn, and held against the others. */
import type { Derived, Method, Mode, Quantity } from './methods.ts'

export interface Times {
  readonly min: number
  readonly median: number
  readonly max: number
}

export interface Row extends Derived, Pick<Method, 'certificate' | 'lanes'> {
  readonly mode: Mode
  readonly quantity: Quantity
  readonly exact: boolean
  /** Exact rows: to the other exact rows of the quantity, at most; the rest: to `reverse`. */
  readonly disagreement: number
  readonly multiplications: number
  readonly additions: number
  readonly nonlinear: number
  readonly peakBytes: number
  readonly milliseconds: Times
}

/** max |a - b| / max(1, max |b|); 0 where both are the same infinity or NaN, infinite where only one is. */
export const disagreementOf = (a: Float64Array, b: Float64Array): number => {
  let [distance, scale] = [0, 1]
  b.forEach((y, i) => {
    const apart = Object.is(a[i], y) || a[i] === y ? 0 : Math.abs(a[i]! - y)
    distance = Math.max(distance, Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart)
    if (Number.isFinite(y)) scale = Math.max(scale, Math.abs(y))
  })
  return distance / scale
}

/** The middle one, or the mean of the two in the middle. */
const medianOf = (sorted: readonly number[]): number =>
  (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2

const timesOf = (samples: readonly number[]): Times => {
  const sorted = [...samples].sort((a, b) => a - b)
  return { min: sorted[0]!, median: medianOf(sorted), max: sorted[sorted.length - 1]! }
}

const timed = <A>(work: () => A): readonly [result: A, milliseconds: number] => {
  const start = performance.now()
  const result = work()
  return [result, performance.now() - start]
}

const MOST = 30

/**
 * Runs each method once to warm up and for its result, then all of them in turn, round by round, so that what disturbs
 * the machine for a while disturbs all rows alike. A method takes part `fewest` times, and then until its share of the
 * budget is used up.
 */
const measured = (methods: readonly Method[], budget: number, fewest: number) => {
  const share = budget / methods.length
  const rows = methods.map((method) => ({ method, derived: method.run(), samples: [] as number[], spent: 0 }))
  for (let round = 0; round < MOST; round++)
    for (const row of rows) {
      if (round >= fewest && row.spent + row.spent / round > share) continue
      const [, milliseconds] = timed(row.method.run)
      row.samples.push(milliseconds)
      row.spent += milliseconds
    }
  return rows.map(({ method, derived, samples }) => ({ method, derived, milliseconds: timesOf(samples) }))
}

/** A row a method, in about so many milliseconds; each is run once to warm up and `fewest` times at least. */
export const rowsOf = (methods: readonly Method[], budget = 3000, fewest = 2): readonly Row[] => {
  const runs = measured(methods, budget, fewest)
  return runs.map(({ method: { run: _, graph: __, counted, ...about }, derived, milliseconds }) => {
    const others = runs.filter(
      ({ method }) =>
        method.quantity === about.quantity &&
        method.mode !== about.mode &&
        (about.exact ? method.exact : method.mode === 'reverse'),
    )
    const disagreement = Math.max(
      0,
      ...others.map((other) => disagreementOf(derived.derivative, other.derived.derivative)),
    )
    return { ...about, ...derived, disagreement, ...counted, milliseconds }
  })
}
