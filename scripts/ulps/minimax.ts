/**
 * Minimax polynomials by the exchange algorithm of Remez, in fixed point.
 *
 * Source: E. W. Cheney, Introduction to Approximation Theory, 1966, chapter 3.
 */
import { cosine, type Fixed, fixed, nearest, ONE, over, PI, size, times } from './fixed.ts'

export interface Target {
  /** What is approximated, on [from, to], and what its error is multiplied by before it is measured. */
  readonly f: (x: Fixed) => Fixed
  readonly weight: (x: Fixed) => Fixed
  readonly from: Fixed
  readonly to: Fixed
  readonly degree: number
}

export interface Minimax {
  /** Constant term first. */
  readonly coefficients: readonly Fixed[]
  /** The largest weighted error. */
  readonly error: number
}

/** The solution of a system by elimination with the largest pivots; `rows` end with the right side. */
const solution = (rows: Fixed[][]): Fixed[] => {
  const n = rows.length
  for (let k = 0; k < n; k++) {
    let best = k
    for (let i = k + 1; i < n; i++) if (size(rows[i]![k]!) > size(rows[best]![k]!)) best = i
    const [pivot] = rows.splice(best, 1)
    rows.splice(k, 0, pivot!)
    for (let i = k + 1; i < n; i++) {
      const factor = over(rows[i]![k]!, pivot![k]!)
      if (factor !== 0n) for (let j = k; j <= n; j++) rows[i]![j]! -= times(factor, pivot![j]!)
    }
  }
  const x = new Array<Fixed>(n).fill(0n)
  for (let k = n - 1; k >= 0; k--) {
    let rest = rows[k]![n]!
    for (let j = k + 1; j < n; j++) rest -= times(rows[k]![j]!, x[j]!)
    x[k] = over(rest, rows[k]![k]!)
  }
  return x
}

const powers = (x: Fixed, degree: number): Fixed[] => {
  const all = [ONE]
  for (let k = 0; k < degree; k++) all.push(times(all[k]!, x))
  return all
}

export const horner = (coefficients: readonly Fixed[], x: Fixed): Fixed =>
  coefficients.reduceRight((sum, c) => times(sum, x) + c, 0n)

const GRID = 48

/** The polynomial of least weighted error, to about a thousandth of that error. */
export const minimax = ({ f, weight, from, to, degree }: Target): Minimax => {
  const points = degree + 2
  const count = GRID * points
  const middle = (from + to) >> 1n
  const radius = (to - from) >> 1n
  // Points that are dense at the ends, as the extrema are.
  const xs = Array.from(
    { length: count },
    (_, k) => middle - times(radius, cosine((PI * BigInt(2 * k + 1)) / BigInt(2 * count))),
  )
  const values = xs.map(f)
  const weights = xs.map(weight)
  let nodes = Array.from({ length: points }, (_, k) => Math.floor((k + 0.5) * GRID))
  for (;;) {
    const solved = solution(
      nodes.map((at, k) => [
        ...powers(xs[at]!, degree).map((p) => times(weights[at]!, p)),
        k % 2 === 0 ? ONE : -ONE,
        times(weights[at]!, values[at]!),
      ]),
    )
    const coefficients = solved.slice(0, -1)
    const errors = xs.map((x, k) => times(weights[k]!, values[k]! - horner(coefficients, x)))
    const next = extrema(errors, points)
    const largest = errors.reduce((e, x) => (size(x) > e ? size(x) : e), 0n)
    const levelled = next.reduce((e, k) => (size(errors[k]!) < e ? size(errors[k]!) : e), largest)
    if (1000n * (largest - levelled) <= largest || next.length < points || next.every((k, i) => k === nodes[i]))
      return { coefficients, error: Math.abs(nearest(largest)) }
    nodes = next
  }
}

/** Where the error is largest within each run of one sign; of too many runs, the best that stand together. */
const extrema = (errors: readonly Fixed[], points: number): number[] => {
  const best: number[] = []
  errors.forEach((e, k) => {
    if (e === 0n) return
    const last = best[best.length - 1]
    if (last === undefined || errors[last]! > 0n !== e > 0n) best.push(k)
    else if (size(e) > size(errors[last]!)) best[best.length - 1] = k
  })
  while (best.length > points) {
    if (size(errors[best[0]!]!) < size(errors[best[best.length - 1]!]!)) best.shift()
    else best.pop()
  }
  return best
}

/** Coefficients rounded one by one. */
export const rounded = ({ coefficients }: Minimax, digits = 53): readonly number[] =>
  coefficients.map((c) => nearest(c, digits))
/** A number cut into pieces, of so many binary digits each, that add up to it. */
export const pieces = (x: Fixed, digits: readonly number[]): readonly number[] => {
  let rest = x
  return digits.map((d) => {
    const piece = nearest(rest, d)
    rest -= fixed(piece)
    return piece
  })
}
