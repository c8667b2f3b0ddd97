/** Which mode to take, by counted operations and never by the clock, and why. */
import { figure } from './format.ts'
import type { Mode } from './methods.ts'
import type { Row } from './rows.ts'

export const operationsOf = ({ multiplications, additions, nonlinear }: Row): number =>
  multiplications + additions + nonlinear

export interface Recommendation {
  readonly recommended: Mode
  readonly why: string
}

/** What was counted most of in the best row, so that the reason speaks of what the work is. */
const sentence = (best: Row, next: Row): string => {
  const [few, many] = [operationsOf(best), operationsOf(next)]
  if (few === many)
    return best.peakBytes < next.peakBytes
      ? `${best.mode} takes ${figure(few)} operations, as ${next.mode} does, but holds ${figure(best.peakBytes)} bytes ` +
          `at once where that holds ${figure(next.peakBytes)}`
      : `${best.mode} and ${next.mode} both take ${figure(few)} operations and hold ${figure(best.peakBytes)} bytes at once`
  const times = few === 0 ? 'none at all' : `${(many / few).toPrecision(3)} times fewer`
  return (
    `${best.mode} takes ${figure(few)} operations, ${times} than the ${figure(many)} of ${next.mode}, the next; ` +
    `of these ${figure(best.multiplications)} are multiplications, there ${figure(next.multiplications)}`
  )
}

/** The exact way to the first derivative with the fewest operations; of equals, the one that holds the fewest bytes. */
export const recommend = (rows: readonly Row[]): Recommendation => {
  const [best, next] = rows
    .filter(({ exact, quantity }) => exact && quantity !== 'hvp')
    .sort((a, b) => operationsOf(a) - operationsOf(b) || a.peakBytes - b.peakBytes)
  return { recommended: best!.mode, why: sentence(best!, next!) }
}
