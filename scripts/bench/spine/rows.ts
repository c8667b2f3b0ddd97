/** What was measured, a row for each work, library and size. */
import { median } from '../median.ts'
import type { Answer, Samples } from './measure.ts'

const quantities = ['draw', 'differentiate', 'compile', 'firstResult', 'primal', 'derivative'] as const
type Quantity = (typeof quantities)[number]
type Times = Readonly<Record<Quantity, number | null>>

/** Times are medians in microseconds a node of the primal graph; null stands for what a library does not have. */
export interface Row extends Times {
  readonly work: string
  readonly who: string
  readonly precision: 'f64' | 'f32'
  readonly nodes: number
  /** The smallest of the times of which the medians are told. */
  readonly min: Times
  readonly repetitions: number
  /** What the primal graph alone keeps in use. */
  readonly bytesPerNode: number | null
  /** How many nodes the gradient adds for each that is there. */
  readonly derivativeNodes: number | null
  readonly slope: number | null
  readonly unit: 'us/node'
  /** Why there is no result. */
  readonly error: string | null
}

const rounded = (x: number): number => Number(x.toPrecision(4))

const timesBy = (samples: Partial<Samples>, of: (xs: readonly number[]) => number): Times => {
  const time = (name: Quantity): number | null => {
    const xs = samples[name]
    return xs ? rounded(of(xs)) : null
  }
  return Object.fromEntries(quantities.map((name) => [name, time(name)])) as Times
}

export const rowOf = (
  measured: Pick<Row, 'work' | 'who' | 'precision' | 'nodes' | 'repetitions'>,
  answer: Answer,
): Row => {
  const samples: Partial<Samples> = 'error' in answer ? {} : answer
  const { bytesPerNode, derivativeNodes, slope } = samples
  return {
    ...measured,
    ...timesBy(samples, median),
    min: timesBy(samples, (xs) => Math.min(...xs)),
    bytesPerNode: bytesPerNode === undefined ? null : Math.round(bytesPerNode),
    derivativeNodes: derivativeNodes === undefined ? null : rounded(derivativeNodes),
    slope: slope ?? null,
    unit: 'us/node',
    error: 'error' in answer ? answer.error : null,
  }
}

/** How far slopes that different libraries found for one work may differ: what f32 leaves after a thousand ops. */
const AGREEMENT = 1e-3
/** In larger graphs rounding alone sets f32 apart: dual numbers rounded to f32 give the slopes that f32 libraries find. */
const COMPARABLE = 1000

/** Every pair of rows of one work and size whose slopes disagree, in words. */
export const disagreements = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((a, k) =>
    rows.slice(k + 1).flatMap((b) => {
      if (a.work !== b.work || a.nodes !== b.nodes || a.nodes > COMPARABLE || a.slope === null || b.slope === null)
        return []
      const close = Math.abs(a.slope - b.slope) <= AGREEMENT * Math.max(1, Math.abs(a.slope))
      return close ? [] : [`${a.work} of ${a.nodes}: ${a.who} finds the slope ${a.slope}, ${b.who} ${b.slope}`]
    }),
  )
