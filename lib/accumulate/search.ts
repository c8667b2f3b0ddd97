/** Orders of elimination for tapes: simple ones, greedy ones, and what a search makes of the best of them. */
import type { Eliminable } from '../elimination/eliminable.ts'
import { forwardOrder, greedy, reverseOrder } from '../elimination/greedy.ts'
import type { Elimination, Order } from '../elimination/order.ts'
import type { Tape } from '../tape.ts'
import { netFor } from './jacobian.ts'
import { countingPen } from './pen.ts'

/** An order by name, and the multiplications that its products are predicted to take. */
export interface NamedOrder {
  readonly name: string
  readonly order: Order
  readonly count: number
}

const simple: Readonly<Record<string, (e: Eliminable) => Elimination>> = {
  forward: forwardOrder,
  reverse: reverseOrder,
  markowitz: (e) => greedy(e),
  markowitzReverse: (e) => greedy(e, { ties: 'largest' }),
}

/**
 * Orders of elimination for a tape, the one of fewest multiplications first: by ascending and by descending place, and
 * by Markowitz's rule with ties to the first and to the last. Products of maps are only counted, and none is drawn.
 *
 * @example
 * searchOrders(linearize(graph([[3], [3]], (x, y) => sum(mul(x, sin(y))))))[0].count // => 3
 */
export const searchOrders = (tape: Tape): readonly NamedOrder[] =>
  Object.entries(simple)
    .map(([name, find]) => {
      const { count, order } = find(netFor(tape, countingPen(tape.primal)))
      return { name, order: { kind: 'vertex', steps: order } as const, count }
    })
    .sort((a, b) => a.count - b.count)
