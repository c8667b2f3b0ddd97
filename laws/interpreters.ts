/** Interpreters agree: a graph has one meaning, whoever runs it, and rewriting it changes neither values nor derivatives. */
import { bodiesOf, cost, count, environment, evaluateOrThrow, type Graph } from '../modes/index.ts'
import {
  absolutes,
  agree,
  entriesOf,
  identical,
  type Modes,
  pullback,
  pullbackBound,
  pushforward,
  pushforwardBound,
  run,
  type Values,
} from './scale.ts'
import { claim, every, undecided, type Verdict } from './verdict.ts'

type Run = (f: Graph, x: Values) => Values

/** The largest finite number that a run meets, for every entry of its results: what rounding is measured by. */
const sizes = (f: Graph, x: Values): Values => {
  const met = entriesOf(environment(f, x).values.filter((value) => value !== undefined)).filter(Number.isFinite)
  const most = met.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  return [{ shape: [], data: Float64Array.from(entriesOf(evaluateOrThrow(f, x)), () => most) }]
}

/** run f x ~ f x, within 1e-8 of the largest number met: sums may be taken in another order. */
export const interpretersAgree = (f: Graph, x: Values, by: Run): Verdict =>
  agree(by(f, x), evaluateOrThrow(f, x), sizes(f, x), [f])

/** run f x = f x to the bit */
export const interpretersAreIdentical = (f: Graph, x: Values, by: Run): Verdict =>
  identical(by(f, x), evaluateOrThrow(f, x), [f])

/** D (rewrite f) ~ D f and R (rewrite f) ~ R f */
export const rewritingKeepsDerivatives = (
  f: Graph,
  x: Values,
  v: Values,
  w: Values,
  rewrite: (f: Graph) => Graph,
  { D = pushforward, R = pullback, conventions }: Modes = {},
): Verdict => {
  const g = rewrite(f)
  return every(
    () => agree(run(D(g), x, v), run(D(f), x, v), run(pushforwardBound(f, { conventions }), x, absolutes(v)), [f, g]),
    () => agree(run(R(g), x, w), run(R(f), x, w), run(pullbackBound(f, { conventions }), x, absolutes(w)), [f, g]),
  )
}

/** How many branches a graph may take, one way or the other. */
const branchings = (f: Graph): number =>
  f.nodes.reduce(
    (n, node) =>
      n +
      (node.op.family.kind === 'cond' ? 1 : 0) +
      bodiesOf(node).reduce((m, [, body]) => m + branchings(body) * (node.op.family.kind === 'scan' ? 2 : 1), 0),
    0,
  )

/** cost f = what a counting run of f counts, where at most one branch is taken. */
export const costIsWhatIsCounted = (f: Graph, x: Values, foretell: typeof cost = cost): Verdict => {
  if (branchings(f) > 1) return undecided
  const found = JSON.stringify(count(f, x).cost)
  const foretold = (['then', 'else'] as const).map((branch) => JSON.stringify(foretell(f, { branch })))
  return claim(foretold.includes(found), `counted ${found}, foretold ${foretold.join(' or ')}`, f)
}
