/** Functors from graphs as values: the tangent functor T, and evaluation. */
import { type Category, type Functor, forward, Graph, graphs, type Types } from '../../modes/index.ts'
import { run, type Values } from '../scale.ts'

/** T f (x, v) = (f x, D f (x, v)). T x ⊗ T y -> T (x ⊗ y) takes (x, dx, y, dy) to (x, y, dx, dy). */
export const tangentFunctor: Functor<Types, Graph, Types, Graph> = {
  from: graphs,
  to: graphs,
  object: (x) => [...x, ...x],
  arrow: (f) => forward(f),
  merge: (x, y) => Graph.par(Graph.par(Graph.identity(x), Graph.swap(x, y)), Graph.identity(y)),
}

/** A function of values of some types. */
export interface ValueFunction {
  readonly source: Types
  readonly target: Types
  readonly apply: (x: Values) => Values
}

const valueFunction = (source: Types, target: Types, apply: (x: Values) => Values): ValueFunction => ({
  source,
  target,
  apply,
})

/** Functions of values. */
export const valueFunctions: Category<Types, ValueFunction> = {
  source: ({ source }) => source,
  target: ({ target }) => target,
  unit: [],
  product: (x, y) => [...x, ...y],
  identity: (x) => valueFunction(x, x, (values) => values),
  compose: (f, g) => valueFunction(f.source, g.target, (x) => g.apply(f.apply(x))),
  tensor: (f, g) =>
    valueFunction([...f.source, ...g.source], [...f.target, ...g.target], (x) => [
      ...f.apply(x.slice(0, f.source.length)),
      ...g.apply(x.slice(f.source.length)),
    ]),
  swap: (x, y) =>
    valueFunction([...x, ...y], [...y, ...x], (values) => [...values.slice(x.length), ...values.slice(0, x.length)]),
}

/** The meaning of graphs. */
export const evaluation: Functor<Types, Graph, Types, ValueFunction> = {
  from: graphs,
  to: valueFunctions,
  object: (x) => x,
  arrow: (f) => ({ source: graphs.source(f), target: graphs.target(f), apply: (x) => run(f, x) }),
  merge: (x, y) => valueFunctions.identity([...x, ...y]),
}
