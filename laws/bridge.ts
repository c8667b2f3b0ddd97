/** The bridge between the derivatives that forward and reverse mode define: each is the adjoint of the other. */
import type { Graph } from '../modes/index.ts'
import { tangentByReverse } from './reverse.ts'
import {
  absolutes,
  agree,
  inner,
  type Modes,
  near,
  nothing,
  pullback,
  pullbackBound,
  pushforward,
  pushforwardBound,
  run,
  type Values,
} from './scale.ts'
import { differ, type Verdict, valid } from './verdict.ts'

/**
 * <w, Df(x, v)> ~ <Rf(x, w), v>
 *
 * @example
 * adjointness(graph([[2]], (x) => sin(x)), [tensor([1, 2])], [tensor([3, 4])], [tensor([5, 6])]).holds // => true
 */
export const adjointness = (
  f: Graph,
  x: Values,
  v: Values,
  w: Values,
  { D = pushforward, R = pullback, conventions }: Modes = {},
): Verdict => {
  const [forwards, backwards] = [inner(w, run(D(f), x, v)), inner(run(R(f), x, w), v)]
  const scale = inner(absolutes(w), run(pushforwardBound(f, { conventions }), x, absolutes(v)))
  return near(forwards, backwards, scale) ? valid : differ(`pairing (scale ${scale})`, forwards, backwards, f)
}

/** D_R f ~ D f */
export const reverseDefinesForward = (
  f: Graph,
  x: Values,
  v: Values,
  { D = pushforward, R = pullback, conventions }: Modes = {},
): Verdict =>
  agree(
    run(tangentByReverse(f, { R }), x, v),
    run(D(f), x, v),
    run(pushforwardBound(f, { conventions }), x, absolutes(v)),
    [f],
  )

/** D(Rf)((x, w), (u, 0)) ~ pi_1 R(Df)((x, u), w), forward over reverse ~ reverse over forward. */
export const mixedSecondDerivatives = (
  f: Graph,
  x: Values,
  u: Values,
  w: Values,
  { D = pushforward, R = pullback, conventions }: Modes = {},
): Verdict => {
  const over = D(R(f))
  const under = R(D(f))
  const scale = run(
    pushforwardBound(pullbackBound(f, { conventions }), { conventions }),
    x,
    absolutes(w),
    absolutes(u),
    nothing(w),
  )
  return agree(run(over, x, w, u, nothing(w)), run(under, x, u, w).slice(0, x.length), scale, [f])
}
