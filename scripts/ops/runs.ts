/** Other runs of a sample, and of its derivatives: in the algebra of numbers, in intervals, and compiled. */
import {
  boundsEnclose,
  forEach,
  interpretersAgree,
  numbersAreTheRun,
  type Values,
  type Verdict,
} from '../../laws/index.ts'
import { Algebra, compile, enclose, type Graph, type Value } from '../../modes/index.ts'
import type { Sample } from './samples.ts'

/** The algebra of numbers is the run, to the bit. */
export const numbersAgree = (samples: readonly Sample[], algebra: Algebra<number> = Algebra.numbers): Verdict =>
  forEach(samples, ({ graph, at }) => numbersAreTheRun(graph, at, algebra))

/** Compiled graphs give what the run does, up to the order of sums. */
export const compiledAgrees = (
  samples: readonly Sample[],
  by: (f: Graph) => (x: Values) => Values = compile,
): Verdict => forEach(samples, ({ graph, at }) => interpretersAgree(graph, at, (f, x) => by(f)(x)))

const moved = (x: Value, h: number): Value =>
  'tuple' in x
    ? { tuple: x.tuple.map((part) => moved(part, h)) }
    : { shape: x.shape, data: Float64Array.from(x.data, (e) => e + h) }

/** Half of the width of the box. */
const HALF = 1 / 128
type Box = readonly (readonly [lower: Value, upper: Value])[]
const boxAround = (at: Values): Box => at.map((x) => [moved(x, -HALF), moved(x, HALF)] as const)

/** Bounds on a box around the point hold what the run gives in its middle, at two of its corners, and between. */
export const boundsHold = ({ graph, at }: Sample, boxOf: (at: Values) => Box = boxAround): Verdict =>
  forEach([0, -1, 1, 0.5], (h) =>
    boundsEnclose(
      graph,
      boxOf(at),
      at.map((x) => moved(x, h * HALF)),
    ),
  )

/** Whether the bounds of every entry are the whole line, which says nothing. */
export const isUnbounded = ({ graph, at }: Sample): boolean =>
  enclose(graph, boxAround(at)).every(({ lo, hi }) =>
    lo.data.every((x, k) => x === Number.NEGATIVE_INFINITY && hi.data[k] === Number.POSITIVE_INFINITY),
  )
