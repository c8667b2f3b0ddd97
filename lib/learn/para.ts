/** Para(C): arrows with parameters, over any category. A composite has the parameters of both. */
import type { Graph } from '../compose.ts'
import { inputTypes } from '../graph.ts'
import type { Category, Types } from './category.ts'

/** A parametrised arrow (P, f) : X -> Y, where f : P ⊗ X -> Y. */
export interface Parametrised<O, A> {
  readonly parameters: O
  readonly source: O
  readonly arrow: A
}

/**
 * Para(C). (P, f);(Q, g) = (Q ⊗ P, (Q ⊗ f);g), so that on values it is g(q, f(p, x)). It is strict for composition; the
 * interchange of ; and ⊗ holds up to the swap of the parameters that change places.
 *
 * @example
 * const scale = parametrised(1, graph([[], []], (p, x) => mul(p, x)))
 * evaluateOrThrow(para(graphs).compose(scale, scale).arrow, [2, 3, 5]) // => [30]
 */
export const para = <O, A>(C: Category<O, A>): Category<O, Parametrised<O, A>> => ({
  source: (f) => f.source,
  target: ({ arrow }) => C.target(arrow),
  unit: C.unit,
  product: C.product,
  identity: (x) => ({ parameters: C.unit, source: x, arrow: C.identity(x) }),
  compose: (f, g) => ({
    parameters: C.product(g.parameters, f.parameters),
    source: f.source,
    arrow: C.compose(C.tensor(C.identity(g.parameters), f.arrow), g.arrow),
  }),
  tensor: (f, g) => ({
    parameters: C.product(f.parameters, g.parameters),
    source: C.product(f.source, g.source),
    arrow: C.compose(
      C.tensor(C.tensor(C.identity(f.parameters), C.swap(g.parameters, f.source)), C.identity(g.source)),
      C.tensor(f.arrow, g.arrow),
    ),
  }),
  swap: (x, y) => ({ parameters: C.unit, source: C.product(x, y), arrow: C.swap(x, y) }),
})

/** The reparametrisation of (P, f) along r : Q -> P: the parametrised arrow (Q, (r ⊗ X);f). */
export const reparametrise = <O, A>(C: Category<O, A>, f: Parametrised<O, A>, r: A): Parametrised<O, A> => ({
  parameters: C.source(r),
  source: f.source,
  arrow: C.compose(C.tensor(r, C.identity(f.source)), f.arrow),
})

/** The graph as a parametrised one, its first `count` inputs the parameters. */
export const parametrised = (count: number, arrow: Graph): Parametrised<Types, Graph> => {
  const types = inputTypes(arrow)
  return { parameters: types.slice(0, count), source: types.slice(count), arrow }
}
