/** The loop over a peer that draws no graph: it computes the value, or value and gradient, in one go. */
import { POINT, type Samples, type Task, timed } from './measure.ts'

export interface Eager {
  readonly value: (nodes: number, x: number) => number
  readonly slope: (nodes: number, x: number) => number
}

const WARM_NODES = 200
const WARM_TIMES = 5

export const runEager = ({ value, slope }: Eager, { nodes, repetitions }: Task): Samples => {
  for (let k = 0; k < WARM_TIMES; k++) {
    value(WARM_NODES, POINT)
    slope(WARM_NODES, POINT)
  }
  const primal = Array.from({ length: repetitions }, () => timed(() => value(nodes, POINT))[1])
  const slopes = Array.from({ length: repetitions }, () => timed(() => slope(nodes, POINT)))
  const perNode = (milliseconds: number): number => (milliseconds * 1000) / nodes
  const gradient = slopes.map(([, milliseconds]) => perNode(milliseconds))
  return { primal: primal.map(perNode), gradient, firstResult: gradient, slope: slopes[0]![0] }
}
