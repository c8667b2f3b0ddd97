/** Interpreters agree: a graph has one meaning, whoever runs it, and rewriting it changes neither values nor derivatives. */
import { bodiesOf, cost, count, environment, evaluateOrThrow, type Graph } from '../modes/index.ts'
import { roundingScale } from './rounding.ts'
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

const hasBodies = (f: Graph): boolean => f.nodes.some((node) => bodiesOf(node).length > 0)

/** At most so many terms are in a sum: as many as the largest value has entries. */
const termsIn = (f: Graph, x: Values): number =>
  environment(f, x).values.reduce((most, value) => Math.max(most, value ? entriesOf([value]).length : 0), 1)

/**
 * run f x = f x but for rounding: functions within one unit in the last place on either side, sums of n terms in any order,
 * so that each node is apart by 2 + n units at most, and results by what that makes of them, to first order. What nodes
 * of bodies round by is measured by the largest number met.
 */
export const interpretersRoundAlike = (f: Graph, x: Values, by: Run): Verdict => {
  const inBodies = hasBodies(f) ? entriesOf(sizes(f, x)) : []
  const scale = entriesOf(roundingScale(f, x)).map((unit, i) => unit + (inBodies[i] ?? 0))
  const units: Values = [{ shape: [scale.length], data: Float64Array.from(scale) }]
  return agree(by(f, x), evaluateOrThrow(f, x), units, [f], (2 + termsIn(f, x)) * Number.EPSILON)
}

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
