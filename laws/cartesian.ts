/**
 * The laws of a Cartesian differential category (Blute, Cockett, Seely, Cartesian differential categories, 2009), for
 * D f : (x, v) -> the derivative of f at x along v.
 */
import { addWires } from '../lib/ops/add.ts'
import {
  type asType,
  extend,
  fill,
  Graph,
  graph,
  inputTypes,
  outputTypes,
  type TensorType,
  wireAt,
} from '../modes/index.ts'
import { sameUpToNumbering } from './canonical.ts'
import {
  absolutes,
  agree,
  type Modes,
  nothing,
  plus,
  pushforward,
  pushforwardBound,
  run,
  type Under,
  type Values,
  vanishes,
} from './scale.ts'
import { every, type Verdict } from './verdict.ts'

/** f + g, output by output. */
export const sumOfGraphs = (f: Graph, g: Graph): Graph => {
  const both = Graph.pair(f, g)
  return extend(both, () =>
    f.outputs.map((_, k) => addWires([wireAt(both.outputs[k]!), wireAt(both.outputs[f.outputs.length + k]!)])),
  )
}

/** The map of these types to zeros. */
export const zeroGraph = (from: Graph, to: Graph): Graph =>
  graph(inputTypes(from), () => outputTypes(to).map((type) => fill((type as TensorType).shape, 0)))

/** The inputs at some places, in that order. */
export const rearrange = (types: readonly Parameters<typeof asType>[0][], places: readonly number[]): Graph =>
  graph(types, (...xs) => places.map((k) => xs[k]!))

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + k)

/** (x, v) -> (f x, D f (x, v)) */
export const withTangent = (f: Graph, { D = pushforward }: Modes = {}): Graph => {
  const n = f.inputs.length
  const types = inputTypes(f)
  return Graph.pair(Graph.compose(rearrange([...types, ...types], range(0, n)), f), D(f))
}

/** CD1: D(f + g) = Df + Dg */
export const derivativeOfSum = (f: Graph, g: Graph, { D = pushforward }: Modes = {}): Verdict =>
  sameUpToNumbering(D(sumOfGraphs(f, g)), sumOfGraphs(D(f), D(g)))

/** CD1: D0 = 0 */
export const derivativeOfZero = (f: Graph, { D = pushforward }: Modes = {}): Verdict => {
  const zero = zeroGraph(f, f)
  return sameUpToNumbering(D(zero), zeroGraph(D(f), zero))
}

/** CD2: Df(x, u + v) ~ Df(x, u) + Df(x, v) */
export const additiveInTheDirection = (
  f: Graph,
  x: Values,
  u: Values,
  v: Values,
  { D = pushforward, conventions }: Modes = {},
): Verdict => {
  const df = D(f)
  const scale = run(pushforwardBound(f, { conventions }), x, plus(absolutes(u), absolutes(v)))
  return agree(run(df, x, plus(u, v)), plus(run(df, x, u), run(df, x, v)), scale, [f])
}

/** CD2: Df(x, 0) = 0 */
export const nothingAlongZero = (f: Graph, x: Values, { D = pushforward }: Modes = {}): Verdict =>
  vanishes(run(D(f), x, nothing(x)), [f])

/** CD3: D id (x, v) = v, D pi_i (x, v) = v_i */
export const derivativeOfProjections = (f: Graph, { D = pushforward }: Modes = {}): Verdict => {
  const types = inputTypes(f)
  const twice = [...types, ...types]
  return every(
    () => sameUpToNumbering(D(Graph.identity(types)), rearrange(twice, range(types.length, types.length))),
    ...types.map((_, k) => () => sameUpToNumbering(D(Graph.project(types, k)), Graph.project(twice, types.length + k))),
  )
}

/** CD4: D<f, g> = <Df, Dg> */
export const derivativeOfPair = (f: Graph, g: Graph, { D = pushforward }: Modes = {}): Verdict =>
  sameUpToNumbering(D(Graph.pair(f, g)), Graph.pair(D(f), D(g)))

/**
 * CD5: D(f;g)(x, v) = Dg(f x, Df(x, v)), as graphs; where ops own graphs, see `chainRuleInValue`.
 *
 * @example
 * chainRule(graph([[]], (x) => sin(x)), graph([[]], (y) => exp(y))).holds // => true
 */
export const chainRule = (f: Graph, g: Graph, { D = pushforward }: Modes = {}): Verdict =>
  sameUpToNumbering(D(Graph.compose(f, g)), Graph.compose(withTangent(f, { D }), D(g)))

/** CD5: D(f;g)(x, v) ~ Dg(f x, Df(x, v)) */
export const chainRuleInValue = (
  f: Graph,
  g: Graph,
  x: Values,
  v: Values,
  { D = pushforward, conventions }: Modes = {},
): Verdict => {
  const fg = Graph.compose(f, g)
  const scale = run(pushforwardBound(fg, { conventions }), x, absolutes(v))
  return agree(run(D(fg), x, v), run(D(g), run(f, x), run(D(f), x, v)), scale, [f, g])
}

/** |D||D| f : the scale of second derivatives. */
export const secondBound = (f: Graph, under: Under = {}): Graph => pushforwardBound(pushforwardBound(f, under), under)

/** CD6: DDf((x, b), (0, v)) ~ Df(x, v) */
export const linearInTheDirection = (
  f: Graph,
  x: Values,
  b: Values,
  v: Values,
  { D = pushforward, conventions }: Modes = {},
): Verdict => {
  const scale = run(secondBound(f, { conventions }), x, absolutes(b), nothing(x), absolutes(v))
  return agree(run(D(D(f)), x, b, nothing(x), v), run(D(f), x, v), scale, [f])
}

/** CD7: DDf((x, u), (v, w)) ~ DDf((x, v), (u, w)) */
export const symmetricSecondDerivative = (
  f: Graph,
  x: Values,
  u: Values,
  v: Values,
  w: Values,
  { D = pushforward, conventions }: Modes = {},
): Verdict => {
  const ddf = D(D(f))
  const bound = secondBound(f, { conventions })
  const [a, b, c] = [absolutes(u), absolutes(v), absolutes(w)]
  const scale = plus(run(bound, x, a, b, c), run(bound, x, b, a, c))
  return agree(run(ddf, x, u, v, w), run(ddf, x, v, u, w), scale, [f])
}
