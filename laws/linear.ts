/** Laws of linear maps as data: what edges of tapes, their adjoints and their composites do to wires. */
import { absoluteLinear } from '../lib/absolute.ts'
import { applyLinear } from '../lib/flow.ts'
import { add, type Edge, extend, Graph, graph, input, Linear, type Tape, type Type, zeros } from '../modes/index.ts'
import { sameUpToNumbering } from './canonical.ts'
import { sameLinear, showLinear } from './maps.ts'
import {
  absolutes,
  agree,
  inner,
  type Modes,
  near,
  nothing,
  plus,
  pullback,
  pushforward,
  run,
  type Values,
  vanishes,
} from './scale.ts'
import { claim, differ, every, named, type Verdict, valid } from './verdict.ts'

/** (x, v) -> l v : a map applied, by maps one after the other, in the graph whose nodes its operands name. */
export const applied = (primal: Graph, ...maps: readonly Linear[]): Graph =>
  extend(primal, () => {
    const v = input(maps[0]!.from)
    return [maps.reduce((wire, l) => applyLinear(l, wire) ?? zeros(l.to), v)]
  })

/** (x, |v|) -> |l| |v| */
export const appliedBound = (primal: Graph, ...maps: readonly Linear[]): Graph =>
  extend(primal, () => {
    const v = input(maps[0]!.from)
    return [maps.reduce((wire, l) => applyLinear(absoluteLinear(l), wire) ?? zeros(l.to), v)]
  })

/** The maps along edges that follow one another, `length` at a time, at most `count` of them. */
export const routes = ({ edges }: Tape, length: number, count: number): readonly (readonly Linear[])[] => {
  const starts = (from: number): readonly Edge[] => edges.filter((edge) => edge.from === from)
  const grow = (path: readonly Edge[]): readonly (readonly Edge[])[] =>
    path.length === length ? [path] : starts(path[path.length - 1]!.to).flatMap((edge) => grow([...path, edge]))
  const found: (readonly Linear[])[] = []
  for (const edge of edges) {
    if (found.length >= count) break
    for (const path of grow([edge])) found.push(path.map(({ map }) => map))
  }
  return found.slice(0, count)
}

/** How maps are transposed and composed, unless other ways are to be judged. */
export type Algebra = Partial<Pick<typeof Linear, 'adjoint' | 'compose'>>
const { adjoint: itsAdjoint, compose: itsComposite } = Linear

const text = (...maps: readonly Linear[]): string => maps.map(showLinear).join('  |  ')

/** l 0 = 0 */
export const mapsZeroToZero = (primal: Graph, l: Linear, x: Values, v: Values): Verdict =>
  named(text(l), vanishes(run(applied(primal, l), x, nothing(v)), [primal]))

/** l (u + v) ~ l u + l v */
export const mapsSumsToSums = (primal: Graph, l: Linear, x: Values, u: Values, v: Values): Verdict => {
  const map = applied(primal, l)
  const scale = run(appliedBound(primal, l), x, plus(absolutes(u), absolutes(v)))
  return named(text(l), agree(run(map, x, plus(u, v)), plus(run(map, x, u), run(map, x, v)), scale, [primal]))
}

/** transpose (transpose l) = l */
export const adjointTwice = (l: Linear, { adjoint = itsAdjoint }: Algebra = {}): Verdict => {
  const twice = adjoint(adjoint(l))
  return claim(sameLinear(twice, l), `${text(l)} transposed twice is ${text(twice)}`)
}

/** transpose (l;k) = transpose k ; transpose l, up to the order of paths */
export const adjointReverses = (
  l: Linear,
  k: Linear,
  { adjoint = itsAdjoint, compose = itsComposite }: Algebra = {},
): Verdict => {
  const [whole, apart] = [adjoint(compose(l, k)), compose(adjoint(k), adjoint(l))]
  const left = [...apart.paths]
  for (const path of whole.paths) {
    const at = left.findIndex((other) => sameLinear({ ...whole, paths: [path] }, { ...whole, paths: [other] }))
    if (at < 0) break
    left.splice(at, 1)
  }
  return claim(
    whole.paths.length === apart.paths.length && left.length === 0,
    `${text(l, k)}: transposed ${text(whole)} is not ${text(apart)}`,
  )
}

/** <l v, w> ~ <v, transpose l w> */
export const adjointPairing = (
  primal: Graph,
  l: Linear,
  x: Values,
  v: Values,
  w: Values,
  { adjoint = itsAdjoint }: Algebra = {},
): Verdict => {
  const [there, back] = [run(applied(primal, l), x, v), run(applied(primal, adjoint(l)), x, w)]
  const scale = inner(run(appliedBound(primal, l), x, absolutes(v)), absolutes(w))
  const [a, b] = [inner(there, w), inner(v, back)]
  return near(a, b, scale) ? valid : named(text(l), differ(`pairing (scale ${scale})`, a, b, primal))
}

/** (l;k) v ~ k (l v): fusion changes no value. */
export const fusionKeepsValues = (
  primal: Graph,
  l: Linear,
  k: Linear,
  x: Values,
  v: Values,
  { compose = itsComposite }: Algebra = {},
): Verdict => {
  const scale = run(appliedBound(primal, l, k), x, absolutes(v))
  const fused = run(applied(primal, compose(l, k)), x, v)
  return named(text(l, k), agree(fused, run(applied(primal, l, k), x, v), scale, [primal]))
}

/** ((l;k);m) v ~ (l;(k;m)) v */
export const compositionAssociates = (
  primal: Graph,
  [l, k, m]: readonly [Linear, Linear, Linear],
  x: Values,
  v: Values,
  { compose = itsComposite }: Algebra = {},
): Verdict => {
  const scale = run(appliedBound(primal, l, k, m), x, absolutes(v))
  const left = run(applied(primal, compose(compose(l, k), m)), x, v)
  const right = run(applied(primal, compose(l, compose(k, m))), x, v)
  return named(text(l, k, m), agree(left, right, scale, [primal]))
}

/** D l (y, v) ~ l v for linear l, whatever y is: a linear map is its own derivative (Elliott, The simple essence of AD). */
export const linearIsItsDerivative = (
  primal: Graph,
  l: Linear,
  x: Values,
  y: Values,
  v: Values,
  { D = pushforward }: Modes = {},
): Verdict => {
  const map = applied(primal, l)
  const scale = run(appliedBound(primal, l), x, absolutes(v))
  return named(text(l), agree(run(D(map), x, y, nothing(x), v), run(map, x, v), scale, [map]))
}

/** R dup (x, (a, b)) = a + b, R add ((x, y), w) = (w, w): dup and add are each other's transpose. */
export const copyingIsDualToAdding = (type: Type, R: (f: Graph) => Graph = pullback): Verdict => {
  const adding = graph([type, type], (x, y) => add(x, y))
  return every(
    () =>
      sameUpToNumbering(
        R(Graph.dup([type])),
        graph([type, type, type], (_, a, b) => add(a, b)),
      ),
    () =>
      sameUpToNumbering(
        R(adding),
        graph([type, type, type], (_x, _y, w) => [w, w]),
      ),
  )
}
