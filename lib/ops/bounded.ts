/** Whiles with a bound: a scan of conds, and the check that the condition fails in the end. */
import { arity, tensorOf } from '../check.ts'
import { replayNodes } from '../compose.ts'
import { fail } from '../error.ts'
import { Linear } from '../linear.ts'
import { interning, type Op } from '../op.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { condAll } from './cond.ts'
import { scan } from './scan.ts'
import { copying } from './slice.ts'
import type { While } from './while.ts'

const finishedFamily = copying('finished')
/** (x, mask) -> x, where the mask is 0; an error at evaluation where it is not, in derivatives too. */
export const finishedOp = interning<number>(
  String,
  (bound, key, hash): Op<number> => ({
    family: finishedFamily,
    name: `finished[${key}]`,
    params: bound,
    key,
    hash: hash ^ 0xf1a,
    type: (...xs) => {
      arity('finished', xs, 2)
      tensorOf('finished', xs, 1)
      return tensorOf('finished', xs, 0)
    },
    eval: (x, mask) => {
      if ((mask as Tensor).data.some((on) => on !== 0))
        fail({
          tag: 'ValueError',
          op: 'while',
          found: `a condition that still holds after ${bound} steps`,
          expected: `at most ${bound}, the bound`,
          cure: 'raise bound',
        })
      return fresh((x as Tensor).shape, Float64Array.from((x as Tensor).data))
    },
    partial: (at, y, [x, mask]) =>
      at === 1
        ? Linear.zero(mask!.type, y.type)
        : Linear.ofStep({ op: finishedOp(bound), at: 0, args: [refOf(x!), refOf(mask!)], from: x!.type, to: y.type }),
    adjoint: () => finishedOp(bound),
  }),
)

/** A while drawn as `bound` steps, each the identity where the condition does not hold. */
export const bounded = (
  { condition, step }: While,
  bound: number,
  init: readonly Wire[],
  ofCondition: readonly Wire[],
  ofStep: readonly Wire[],
): readonly Wire[] => {
  const test = (c: readonly Wire[]): Wire => replayNodes(condition, [...c, ...ofCondition], condition.outputs)[0]!
  const { carry } = scan(
    (c) => ({
      carry: condAll(
        test(c),
        (...now) => replayNodes(step, [...now, ...ofStep], step.outputs),
        (...now) => now,
        ...c,
      ),
    }),
    init,
    [],
    { length: bound },
  )
  const still = test(carry)
  return carry.map((c) => draw(finishedOp(bound), [c, still]))
}
