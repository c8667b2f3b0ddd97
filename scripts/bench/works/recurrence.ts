/** A recurrence of ten thousand steps, one scan: gradient with all states kept, and with those of some steps only. */
import {
  add,
  checkpointAll,
  einsum,
  graph,
  mul,
  scan,
  sum,
  type Tensor,
  tanh,
  tensor,
  type Wire,
} from '../../../modes/index.ts'
import { gradientOf } from '../gradient.ts'
import type { Size, Work } from '../work.ts'
import { seeded } from './instance.ts'

const sizes = [
  { steps: 10_000, n: 8 },
  { steps: 7777, n: 7 },
] as const

/** The matrix, then what comes in at each step. */
const data = ({ steps, n }: Size): readonly Tensor[] => {
  const [w, x] = seeded([
    [n!, n!],
    [steps!, n!],
  ])
  return [
    tensor(
      w!.data.map((entry) => entry / Math.sqrt(n!)),
      w!.shape,
    ),
    x!,
  ]
}

const stepped = (w: Wire, start: Wire | readonly number[], x: Wire | Tensor): Wire =>
  scan(([h], [z]) => ({ carry: [tanh(add(einsum('ij,j->i', w, h!), z!))] }), [start], [x]).carry[0]!

/** The largest divisor that is not above the root. */
const segmentsOf = (steps: number): number => {
  let count = Math.floor(Math.sqrt(steps))
  while (steps % count !== 0) count--
  return count
}

const last = {
  kept: (w: Wire, start: readonly number[], x: Tensor): Wire => stepped(w, start, x),
  checkpointed: (w: Wire, start: readonly number[], x: Tensor): Wire => {
    const [steps, n] = x.shape as [number, number]
    const count = segmentsOf(steps)
    const segment = checkpointAll((own, h, part) => [stepped(own, h, part)])
    const segments = tensor(x.data, [count, steps / count, n])
    return scan(([h], [part]) => ({ carry: segment(w, h!, part!) }), [start], [segments]).carry[0]!
  },
} as const

const workOf = (which: keyof typeof last, about: string): Work => ({
  about,
  sizes,
  data,
  drawn: ([w, x]) => {
    const primal = graph([w!.shape], (matrix) => {
      const h = last[which](matrix!, new Array<number>(x!.shape[1]!).fill(0), x!)
      return sum(mul(h, h))
    })
    return { primal, derivative: gradientOf(primal), inputs: [w!] }
  },
})

export const recurrence = workOf('kept', 'gradient of a recurrence of n numbers, all states kept')
export const checkpointed = workOf('checkpointed', 'the same with states kept at the root of so many steps')
