/** Lenses: what goes forward, and what comes back, knowing what went forward. Their composition is the chain rule's. */
import { Graph, graph, replay } from '../compose.ts'
import { inputTypes, outputTypes } from '../graph.ts'
import type { Wire } from '../wire.ts'
import type { Category, Types } from './category.ts'

/** An object of the category of lenses: what goes forward, and what comes back. */
export interface Side {
  readonly points: Types
  readonly changes: Types
}

/** A lens (X, X') -> (Y, Y'): get : X -> Y and put : X ⊗ Y' -> X'. */
export interface Lens {
  readonly get: Graph
  readonly put: Graph
}

/** Graphs drawn on the values of some types side by side: each list of types becomes a list of wires. */
export const graphOf = (types: readonly Types[], f: (...xs: readonly (readonly Wire[])[]) => readonly Wire[]): Graph =>
  graph(types.flat(), (...xs) => {
    let at = 0
    return f(...types.map(({ length }) => xs.slice(at, (at += length))))
  })

const source = ({ get, put }: Lens): Side => ({ points: inputTypes(get), changes: outputTypes(put) })
const target = ({ get, put }: Lens): Side => ({
  points: outputTypes(get),
  changes: inputTypes(put).slice(get.inputs.length),
})

const identity = ({ points, changes }: Side): Lens => ({
  get: Graph.identity(points),
  put: graphOf([points, changes], (_, w) => w),
})

/** get x = get_g (get_f x), put(x, w) = put_f(x, put_g(get_f x, w)) */
const compose = (f: Lens, g: Lens): Lens => ({
  get: Graph.compose(f.get, g.get),
  put: graphOf([source(f).points, target(g).changes], (x, w) =>
    replay(f.put, [...x, ...replay(g.put, [...replay(f.get, x), ...w])]),
  ),
})

const tensor = (f: Lens, g: Lens): Lens => ({
  get: Graph.par(f.get, g.get),
  put: graphOf([source(f).points, source(g).points, target(f).changes, target(g).changes], (x, y, v, w) => [
    ...replay(f.put, [...x, ...v]),
    ...replay(g.put, [...y, ...w]),
  ]),
})

const swap = (x: Side, y: Side): Lens => ({
  get: Graph.swap(x.points, y.points),
  put: graphOf([x.points, y.points, y.changes, x.changes], (_x, _y, w, v) => [...v, ...w]),
})

/**
 * The category of lenses (Cruttwell, Gavranović, Ghani, Wilson, Zanasi, Categorical foundations of gradient-based
 * learning, 2022, section 2.2).
 *
 * @example
 * const double = { get: graph([[]], (x) => mul(2, x)), put: graph([[], []], (x, w) => mul(2, w)) }
 * const { get, put } = lenses.compose(double, double)
 * evaluateOrThrow(put, [5, 1]) // => [4]
 */
export const lenses: Category<Side, Lens> = {
  source,
  target,
  unit: { points: [], changes: [] },
  product: (x, y) => ({ points: [...x.points, ...y.points], changes: [...x.changes, ...y.changes] }),
  identity,
  compose,
  tensor,
  swap,
}
