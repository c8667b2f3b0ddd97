/** L_{eps,e} : Para -> Learn, gradient descent as a functor (Fong, Spivak, Tuyéras, Backprop as functor, 2019). */
import {
  add,
  type Functor,
  fill,
  type Graph,
  graphOf,
  graphs,
  mul,
  type Parametrised,
  para,
  replay,
  reverse,
  sub,
  sum,
  type Types,
} from '../../modes/index.ts'
import type { ErrorFunction } from './errors.ts'
import { learners, type SupervisedLearner } from './learners.ts'

/** E_I : (p, a, b) -> sum over all entries j of e(I_j(p, a), b_j) */
export const totalError = (
  { parameters, source, arrow }: Parametrised<Types, Graph>,
  { error }: ErrorFunction,
): Graph =>
  graphOf([parameters, source, graphs.target(arrow)], (p, a, b) => [
    add(0, ...replay(arrow, [...p, ...a]).map((x, j) => sum(error(x, b[j])))),
  ])

/** (p, a, b) -> the gradients of E_I in p and in a, and E_I's in b. */
const gradients = (error: Graph): Graph => {
  const pulled = reverse(error)
  return graphOf([graphs.source(error)], (x) => replay(pulled, [...x, fill([], 1)]).slice(1))
}

/** U(p, a, b) = p - eps grad_p E_I(p, a, b) and r(p, a, b) = the b' with de/dx(a, b') = grad_a E_I(p, a, b). */
const learnerOf = (f: Parametrised<Types, Graph>, rate: number, e: ErrorFunction): SupervisedLearner => {
  const { parameters: P, source: A, arrow } = f
  const B = graphs.target(arrow)
  const slopes = gradients(totalError(f, e))
  return {
    parameters: P,
    source: A,
    implement: arrow,
    update: graphOf([P, A, B], (p, a, b) => {
      const d = replay(slopes, [...p, ...a, ...b])
      return p.map((x, k) => sub(x, mul(rate, d[k])))
    }),
    request: graphOf([P, A, B], (p, a, b) => {
      const d = replay(slopes, [...p, ...a, ...b]).slice(P.length)
      return a.map((x, k) => e.answer(x, d[k]))
    }),
  }
}

/** The functor L_{eps,e}. It quantifies over arrows whose results, and objects whose points, have entries in e's set. */
export const backprop = (
  rate: number,
  e: ErrorFunction,
): Functor<Types, Parametrised<Types, Graph>, Types, SupervisedLearner> => ({
  from: para(graphs),
  to: learners,
  object: (x) => x,
  arrow: (f) => learnerOf(f, rate, e),
  merge: (x, y) => learners.identity([...x, ...y]),
})
