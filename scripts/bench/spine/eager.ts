/** The loop over a peer that draws no graph: it computes the value, or value and gradient, in one go. */
import { POINT, repeated, type Samples, type Task, timed } from './measure.ts'

export interface Eager {
  readonly value: (nodes: number, x: number) => number
  readonly slope: (nodes: number, x: number) => number
}

const WARM_NODES = 200
const WARM_TIMES = 5

/** Warm-up grows by doubling: what a peer's recursion takes of the stack is less once it is compiled. */
export const runEager = ({ value, slope }: Eager, { nodes, repetitions }: Task): Samples => {
  const once = (size: number) => [timed(() => value(size, POINT)), timed(() => slope(size, POINT))] as const
  repeated(WARM_TIMES, WARM_NODES, once)
  for (let size = 2 * WARM_NODES; size < nodes; size *= 2) once(size)
  const all = repeated(repetitions, nodes, once)
  const perNode = (milliseconds: number): number => (milliseconds * 1000) / nodes
  const derivative = all.map(([, [, milliseconds]]) => perNode(milliseconds))
  return {
    primal: all.map(([[, milliseconds]]) => perNode(milliseconds)),
    derivative,
    firstResult: derivative,
    slope: all[0]![1][0],
  }
}
