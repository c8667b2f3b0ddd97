/** Modes agree, interpreters agree, and whatever is made of a graph, it stays what it was. */
import { lift } from '../../lib/ops/constant.ts'
import {
  closure,
  evaluateOrThrow,
  type Graph,
  type Point,
  replay,
  show,
  type Tensor,
  Wire,
  zeros,
} from '../../modes/index.ts'
import {
  checkpointAgrees,
  checkpointKeepsTheGradient,
  columnsBy,
  type Derivative,
  modesAgree,
  noPerturbationConfusion,
  rowsBy,
} from '../agree.ts'
import {
  costIsWhatIsCounted,
  interpretersAgree,
  interpretersAreIdentical,
  rewritingKeepsDerivatives,
} from '../interpreters.ts'
import { against, along, type Law } from '../law.ts'
import { evaluatingChangesNothing, isPrefix, leavesAsItWas } from '../persistence.ts'
import {
  exactRulesKeepBits,
  simplifyingCommutesWithReverse,
  simplifyingCostsNoMore,
  simplifyingIsIdempotent,
} from '../simplify.ts'
import { every } from '../verdict.ts'

/** The derivative of a function of a number by a mode, inside a drawing or outside. */
const derivativeBy =
  (D: (f: Graph) => Graph): Derivative =>
  (f) =>
  (x: Point) => {
    const { graph, captured } = closure([{ shape: [] }], (y) => [lift(f(y))])
    const df = D(graph)
    if (captured.length > 0 || x instanceof Wire)
      return replay(df, [x as Wire, ...captured, 1, ...captured.map((wire) => zeros(wire.type))])[0]!
    return (evaluateOrThrow(df, [x as number, 1])[0] as Tensor).data[0]!
  }

const modes: readonly Omit<Law, 'group'>[] = [
  {
    name: 'the Jacobian by columns of D is that by rows of R',
    of: ['D', 'R'],
    holds: ({ f, x }, { D, R, conventions }) => modesAgree(f, x, { D: columnsBy(D), R: rowsBy(R) }, { conventions }),
  },
  {
    name: 'D(x -> x * D(y -> x + y, 1), 1) = 1: no perturbation confusion',
    of: ['D'],
    holds: (_, { D }) => noPerturbationConfusion(derivativeBy(D), derivativeBy(D)),
  },
  {
    name: 'R (checkpoint f)(x, w) = R f (x, w) to the bit',
    of: ['checkpoint'],
    holds: ({ f, x, numbers }, { checkpoint }) => checkpointKeepsTheGradient(f, x, against(f, numbers.w), checkpoint),
  },
  {
    name: 'R (f; checkpoint g)(x, w) ~ R (f;g)(x, w)',
    of: ['checkpoint'],
    holds: ({ f, next, x, numbers }, { checkpoint }) =>
      checkpointAgrees(f, next, x, against(next, numbers.w), checkpoint),
  },
]

const interpreters: readonly Omit<Law, 'group'>[] = [
  { name: 'run f x ~ f x', of: ['run'], holds: ({ f, x }, { run }) => interpretersAgree(f, x, run) },
  {
    name: 'run f x = f x to the bit',
    of: ['run'],
    exact: true,
    holds: ({ f, x }, { run }) => interpretersAreIdentical(f, x, run),
  },
  {
    name: 'run (D f)(x, v) ~ D f (x, v)',
    of: ['run'],
    holds: ({ f, x, numbers }, { D, run }) => interpretersAgree(D(f), [...x, ...along(f, numbers.v)], run),
  },
  {
    name: 'run (R f)(x, w) ~ R f (x, w)',
    of: ['run'],
    holds: ({ f, x, numbers }, { R, run }) => interpretersAgree(R(f), [...x, ...against(f, numbers.w)], run),
  },
  {
    name: 'rewrite f ~ f',
    of: ['rewrite'],
    holds: ({ f, x }, { rewrite }) => interpretersAgree(f, x, (g, y) => evaluateOrThrow(rewrite(g), y)),
  },
  {
    name: 'rewrite f = f to the bit',
    of: ['rewrite'],
    exact: true,
    holds: ({ f, x }, { rewrite }) => interpretersAreIdentical(f, x, (g, y) => evaluateOrThrow(rewrite(g), y)),
  },
  {
    name: 'D (rewrite f) ~ D f, R (rewrite f) ~ R f',
    of: ['rewrite'],
    holds: ({ f, x, numbers }, subject) =>
      rewritingKeepsDerivatives(f, x, along(f, numbers.v), against(f, numbers.w), subject.rewrite, subject),
  },
  {
    name: 'simplify (simplify f) = simplify f',
    of: ['simplify'],
    holds: ({ f }, { simplify }) => simplifyingIsIdempotent(f, simplify),
  },
  {
    name: 'cost (simplify f) <= cost f',
    of: ['simplify'],
    holds: ({ f }, { simplify }) => simplifyingCostsNoMore(f, simplify),
  },
  {
    name: 'simplify f x = f x to the bit, by exact rules',
    of: ['simplify'],
    holds: ({ f, x }, { simplify }) => exactRulesKeepBits(f, x, simplify),
  },
  {
    name: 'simplify (R f) ~ R f ~ R (simplify f)',
    of: ['simplify'],
    holds: ({ f, x, numbers }, { simplify }) => simplifyingCommutesWithReverse(f, x, against(f, numbers.w), simplify),
  },
  {
    name: 'cost f = what a counting run counts',
    of: ['cost'],
    holds: ({ f, x }, { cost }) => costIsWhatIsCounted(f, x, cost),
  },
]

const persistence: readonly Omit<Law, 'group'>[] = [
  {
    name: 'f is deep-equal to what it was after D, R, T, linearize, rewrite, checkpoint, run and show',
    of: ['D', 'R', 'T', 'linearize', 'rewrite', 'checkpoint', 'run'],
    holds: ({ f, x }, { D, R, T, linearize, rewrite, checkpoint, run }) =>
      every(
        ...[D, R, T, linearize, rewrite, checkpoint, show, (g: Graph) => run(g, x)].map(
          (act) => () => leavesAsItWas(f, act),
        ),
      ),
  },
  {
    name: 'f is a prefix of D f by identity',
    of: ['D'],
    exact: true,
    holds: ({ f }, { D }) => isPrefix(f, D(f)),
  },
  {
    name: 'f is a prefix of R f by identity',
    of: ['R'],
    exact: true,
    holds: ({ f }, { R }) => isPrefix(f, R(f)),
  },
  {
    name: 'running f changes neither inputs nor results, and a second run repeats the first',
    of: ['run'],
    holds: ({ f, x }, { run }) => evaluatingChangesNothing(f, x, run),
  },
]

export const machines: readonly Law[] = [
  ...modes.map((law): Law => ({ ...law, group: 'modes agree' })),
  ...interpreters.map((law): Law => ({ ...law, group: 'interpreters agree' })),
  ...persistence.map((law): Law => ({ ...law, group: 'persistence' })),
]
