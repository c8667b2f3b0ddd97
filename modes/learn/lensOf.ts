/** L: the lens of a graph, whose put is reverse mode. A functor from graphs to lenses: that is the chain rule. */
import {
  type Functor,
  Graph,
  graphs,
  type Lens,
  lenses,
  type Parametrised,
  para,
  type Side,
  type Types,
} from '../../lib/index.ts'
import { reverse } from '../reverse.ts'

/**
 * L f = (f, R f), where R f : (x, w) -> the adjoint of the derivative of f at x, along w.
 *
 * @example
 * const { get, put } = lensOf(graph([[]], (x) => mul(x, x)))
 * evaluateOrThrow(get, [3]) // => [9]
 * evaluateOrThrow(put, [3, 1]) // => [6]
 */
export const lensOf = (f: Graph): Lens => {
  const pulled = reverse(f)
  return { get: f, put: Graph.trim(pulled, pulled.outputs.slice(f.outputs.length)) }
}

/** The functor L from graphs to lenses. */
export const lensFunctor: Functor<Types, Graph, Side, Lens> = {
  from: graphs,
  to: lenses,
  object: (types) => ({ points: types, changes: types }),
  arrow: lensOf,
  merge: (x, y) => lenses.identity(lensFunctor.object([...x, ...y])),
}

/** Para(F) for a strict functor F: (P, f) -> (F P, F f). */
export const paraFunctor = <O, A, P, B>(
  F: Functor<O, A, P, B>,
): Functor<O, Parametrised<O, A>, P, Parametrised<P, B>> => ({
  from: para(F.from),
  to: para(F.to),
  object: F.object,
  arrow: ({ parameters, source, arrow }) => ({
    parameters: F.object(parameters),
    source: F.object(source),
    arrow: F.arrow(arrow),
  }),
  merge: (x, y) => para(F.to).identity(F.to.product(F.object(x), F.object(y))),
})
