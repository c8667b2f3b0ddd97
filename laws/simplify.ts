/** Simplifying: it keeps what a graph means, costs no more, has nothing left to do, and commutes with the modes. */
import { cost, evaluateOrThrow, exactRules, type Graph, sameGraph, simplify } from '../modes/index.ts'
import { absolutes, agree, identical, pullback, pullbackBound, run, type Values } from './scale.ts'
import { claim, every, type Verdict } from './verdict.ts'

type Simplify = typeof simplify

/** simplify (simplify f) = simplify f */
export const simplifyingIsIdempotent = (f: Graph, by: Simplify = simplify): Verdict => {
  const once = by(f)
  const twice = by(once)
  return claim(sameGraph(once, twice), 'simplified twice it is another graph', once, twice)
}

/** Products and sums, calls, and bytes produced. */
const spent = (f: Graph): readonly number[] => {
  const { multiplications, additions, nonlinear, bytes } = cost(f, { trips: 1 })
  return [multiplications + additions, nonlinear, bytes]
}

/** cost (simplify f) <= cost f */
export const simplifyingCostsNoMore = (f: Graph, by: Simplify = simplify): Verdict => {
  const g = by(f)
  const [before, after] = [spent(f), spent(g)]
  return claim(
    after.every((x, k) => x <= before[k]!),
    `work, calls and bytes are ${after.join()}, were ${before.join()}`,
    f,
    g,
  )
}

/** simplify f x = f x to the bit, by the rules that say so */
export const exactRulesKeepBits = (f: Graph, x: Values, by: Simplify = simplify): Verdict => {
  const g = by(f, { rules: exactRules })
  return identical(evaluateOrThrow(g, x), evaluateOrThrow(f, x), [f, g])
}

/** simplify (R f) ~ R (simplify f) */
export const simplifyingCommutesWithReverse = (f: Graph, x: Values, w: Values, by: Simplify = simplify): Verdict => {
  const plain = pullback(f)
  const [before, after] = [pullback(by(f)), by(plain)]
  const scale = run(pullbackBound(f), x, absolutes(w))
  const expected = run(plain, x, w)
  return every(
    () => agree(run(before, x, w), expected, scale, [f, before]),
    () => agree(run(after, x, w), expected, scale, [f, after]),
  )
}
