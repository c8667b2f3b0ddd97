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

/** What has to be searched for first, and must save a quarter of the operations for that, and more than a few. */
const searched: ReadonlySet<Mode> = new Set(['mixed-markowitz', 'mixed-best', 'coloured'])
const [WORTH, FEW] = [0.25, 10]

/**
 * The exact way to the first derivative with the fewest operations; of equals, the one that holds the fewest bytes. A plain
 * mode where orders and colours save little.
 */
export const recommend = (rows: readonly Row[]): Recommendation => {
  const sorted = rows
    .filter(({ exact, quantity }) => exact && quantity !== 'hvp')
    .sort((a, b) => operationsOf(a) - operationsOf(b) || a.peakBytes - b.peakBytes)
  const [best, next] = sorted
  const plain = sorted.filter(({ mode }) => !searched.has(mode))
  const saved = operationsOf(plain[0]!) - operationsOf(best!)
  if (plain.length < 2 || saved > Math.max(FEW, WORTH * operationsOf(plain[0]!)))
    return { recommended: best!.mode, why: sentence(best!, next!) }
  const why = sentence(plain[0]!, plain[1]!)
  const left = saved > 0 ? `; ${best!.mode} would save ${figure(saved)}, which is little` : ''
  return { recommended: plain[0]!.mode, why: `${why}${left}` }
}
