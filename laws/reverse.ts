/**
 * The laws of a reverse derivative category (Cockett, Cruttwell, Gallagher, Lemay, MacAdam, Plotkin, Pronk, Reverse
 * derivative categories, 2020), for R f : (x, w) -> the adjoint of the derivative of f at x, along w.
 */
import { Graph, graph, inputTypes, outputTypes, zeros } from '../modes/index.ts'
import { sameUpToNumbering } from './canonical.ts'
import { rearrange, secondBound, sumOfGraphs, zeroGraph } from './cartesian.ts'
import {
  absolutes,
  agree,
  type Modes,
  nothing,
  plus,
  pullback,
  pullbackBound,
  run,
  type Values,
  vanishes,
} from './scale.ts'
import { every, type Verdict } from './verdict.ts'

/** D_R f (x, v) = pi_2 R(R f)((x, 0), v) : the derivative that reverse mode alone defines. */
export const tangentByReverse = (f: Graph, { R = pullback }: Modes = {}): Graph => {
  const n = f.inputs.length
  const rr = R(R(f))
  const types = inputTypes(f)
  const atZero = graph([...types, ...types], (...xs) => [
    ...xs.slice(0, n),
    ...outputTypes(f).map(zeros),
    ...xs.slice(n),
  ])
  return Graph.compose(atZero, { ...rr, outputs: rr.outputs.slice(n) })
}

/** RD1: R(f + g)(x, w) ~ Rf(x, w) + Rg(x, w) */
export const cotangentOfSum = (
  f: Graph,
  g: Graph,
  x: Values,
  w: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const both = sumOfGraphs(f, g)
  const scale = run(pullbackBound(both, { conventions }), x, absolutes(w))
  return agree(run(R(both), x, w), plus(run(R(f), x, w), run(R(g), x, w)), scale, [f, g])
}

/** RD1: R0 = 0 */
export const cotangentOfZero = (f: Graph, { R = pullback }: Modes = {}): Verdict => {
  const types = [...inputTypes(f), ...outputTypes(f)]
  return sameUpToNumbering(
    R(zeroGraph(f, f)),
    graph(types, () => inputTypes(f).map(zeros)),
  )
}

/** RD2: Rf(x, a + b) ~ Rf(x, a) + Rf(x, b) */
export const additiveInTheCotangent = (
  f: Graph,
  x: Values,
  a: Values,
  b: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const rf = R(f)
  const scale = run(pullbackBound(f, { conventions }), x, plus(absolutes(a), absolutes(b)))
  return agree(run(rf, x, plus(a, b)), plus(run(rf, x, a), run(rf, x, b)), scale, [f])
}

/** RD2: Rf(x, 0) = 0 */
export const nothingFromZero = (f: Graph, x: Values, { R = pullback }: Modes = {}): Verdict =>
  vanishes(run(R(f), x, nothing(run(f, x))), [f])

/** RD3: R id (x, w) = w, R pi_i (x, w) = inj_i w */
export const cotangentOfProjections = (f: Graph, { R = pullback }: Modes = {}): Verdict => {
  const types = inputTypes(f)
  const n = types.length
  return every(
    () =>
      sameUpToNumbering(
        R(Graph.identity(types)),
        rearrange(
          [...types, ...types],
          [...types.keys()].map((k) => n + k),
        ),
      ),
    ...types.map((type, at) => () => {
      const injected = graph([...types, type], (...xs) => types.map((t, k) => (k === at ? xs[n]! : zeros(t))))
      return sameUpToNumbering(R(Graph.project(types, at)), injected)
    }),
  )
}

/** RD4: R<f, g>(x, (a, b)) ~ Rf(x, a) + Rg(x, b) */
export const cotangentOfPair = (
  f: Graph,
  g: Graph,
  x: Values,
  a: Values,
  b: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const both = Graph.pair(f, g)
  const scale = run(pullbackBound(both, { conventions }), x, absolutes(a), absolutes(b))
  return agree(run(R(both), x, a, b), plus(run(R(f), x, a), run(R(g), x, b)), scale, [f, g])
}

/** RD4 for f and g side by side: R(f x g)((x, y), (a, b)) = (Rf(x, a), Rg(y, b)), as graphs. */
export const cotangentOfParallel = (f: Graph, g: Graph, { R = pullback }: Modes = {}): Verdict => {
  const [fx, gx, fw, gw] = [f.inputs.length, g.inputs.length, f.outputs.length, g.outputs.length]
  const apart = Graph.par(R(f), R(g))
  const types = [...inputTypes(f), ...inputTypes(g), ...outputTypes(f), ...outputTypes(g)]
  const from = (start: number, count: number): number[] => Array.from({ length: count }, (_, k) => start + k)
  const places = [...from(0, fx), ...from(fx + gx, fw), ...from(fx, gx), ...from(fx + gx + fw, gw)]
  return sameUpToNumbering(R(Graph.par(f, g)), Graph.compose(rearrange(types, places), apart))
}

/** RD5: R(f;g)(x, w) ~ Rf(x, Rg(f x, w)) */
export const reverseChainRule = (
  f: Graph,
  g: Graph,
  x: Values,
  w: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const fg = Graph.compose(f, g)
  const scale = run(pullbackBound(fg, { conventions }), x, absolutes(w))
  return agree(run(R(fg), x, w), run(R(f), x, run(R(g), run(f, x), w)), scale, [f, g])
}

/** RD6: D_R(Rf)((a, b'), (0, b)) ~ Rf(a, b) */
export const linearInTheCotangent = (
  f: Graph,
  a: Values,
  other: Values,
  b: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const scale = run(pullbackBound(f, { conventions }), a, absolutes(b))
  return agree(run(tangentByReverse(R(f), { R }), a, other, nothing(a), b), run(R(f), a, b), scale, [f])
}

/** RD7: D_R D_R f((a, b), (c, d)) ~ D_R D_R f((a, c), (b, d)) */
export const symmetricByReverse = (
  f: Graph,
  a: Values,
  b: Values,
  c: Values,
  d: Values,
  { R = pullback, conventions }: Modes = {},
): Verdict => {
  const twice = tangentByReverse(tangentByReverse(f, { R }), { R })
  const bound = secondBound(f, { conventions })
  const [u, v, w] = [absolutes(b), absolutes(c), absolutes(d)]
  const scale = plus(run(bound, a, u, v, w), run(bound, a, v, u, w))
  return agree(run(twice, a, b, c, d), run(twice, a, c, b, d), scale, [f])
}
