/** Learn: the category of supervised learners (Fong, Spivak, Tuyéras, Backprop as functor, 2019). */
import {
  type Category,
  type Functor,
  Graph,
  graphOf,
  graphs,
  type Lens,
  lenses,
  type Parametrised,
  para,
  replay,
  type Side,
  type Types,
} from '../../modes/index.ts'

/**
 * A learner A -> B: I : P ⊗ A -> B, what it does; U : P ⊗ A ⊗ B -> P, what it becomes after an example; and
 * r : P ⊗ A ⊗ B -> A, what it asks of the learner before it.
 */
export interface SupervisedLearner {
  readonly parameters: Types
  readonly source: Types
  readonly implement: Graph
  readonly update: Graph
  readonly request: Graph
}

const target = ({ implement }: SupervisedLearner): Types => graphs.target(implement)

const identity = (x: Types): SupervisedLearner => ({
  parameters: [],
  source: x,
  implement: Graph.identity(x),
  update: graphOf([x, x], () => []),
  request: graphOf([x, x], (_, b) => b),
})

/**
 * (I * J)(q, p, a) = J(q, I(p, a)), (U * V)(q, p, a, c) = (V(q, I(p, a), c), U(p, a, s(q, I(p, a), c))) and
 * (r * s)(q, p, a, c) = r(p, a, s(q, I(p, a), c)). Parameters stand as Para has them, the later learner's first.
 */
const compose = (f: SupervisedLearner, g: SupervisedLearner): SupervisedLearner => {
  const [Q, P, A, C] = [g.parameters, f.parameters, f.source, target(g)]
  return {
    parameters: [...Q, ...P],
    source: A,
    implement: graphOf([Q, P, A], (q, p, a) => replay(g.implement, [...q, ...replay(f.implement, [...p, ...a])])),
    update: graphOf([Q, P, A, C], (q, p, a, c) => {
      const b = replay(f.implement, [...p, ...a])
      const asked = replay(g.request, [...q, ...b, ...c])
      return [...replay(g.update, [...q, ...b, ...c]), ...replay(f.update, [...p, ...a, ...asked])]
    }),
    request: graphOf([Q, P, A, C], (q, p, a, c) => {
      const asked = replay(g.request, [...q, ...replay(f.implement, [...p, ...a]), ...c])
      return replay(f.request, [...p, ...a, ...asked])
    }),
  }
}

/** (I ∥ J)(p, q, a, a') = (I(p, a), J(q, a')), and so for update and request. */
const tensor = (f: SupervisedLearner, g: SupervisedLearner): SupervisedLearner => {
  const [P, Q, A, B] = [f.parameters, g.parameters, f.source, g.source]
  const beside = (one: Graph, other: Graph): Graph =>
    graphOf([P, Q, A, B, target(f), target(g)], (p, q, a, b, c, d) => [
      ...replay(one, [...p, ...a, ...c]),
      ...replay(other, [...q, ...b, ...d]),
    ])
  return {
    parameters: [...P, ...Q],
    source: [...A, ...B],
    implement: graphOf([P, Q, A, B], (p, q, a, b) => [
      ...replay(f.implement, [...p, ...a]),
      ...replay(g.implement, [...q, ...b]),
    ]),
    update: beside(f.update, g.update),
    request: beside(f.request, g.request),
  }
}

const swap = (x: Types, y: Types): SupervisedLearner => ({
  parameters: [],
  source: [...x, ...y],
  implement: Graph.swap(x, y),
  update: graphOf([x, y, y, x], () => []),
  request: graphOf([x, y, y, x], (_x, _y, b, a) => [...a, ...b]),
})

/** The category Learn. */
export const learners: Category<Types, SupervisedLearner> = {
  source: ({ source }) => source,
  target,
  unit: [],
  product: graphs.product,
  identity,
  compose,
  tensor,
  swap,
}

const asLens = ({ parameters, source, implement, update, request }: SupervisedLearner): Parametrised<Side, Lens> => ({
  parameters: { points: parameters, changes: parameters },
  source: { points: source, changes: source },
  arrow: { get: implement, put: Graph.pair(update, request) },
})

/** A learner is a parametrised lens: (P, I, U, r) -> (P, (I, <U, r>)). */
export const learnerToLens: Functor<Types, SupervisedLearner, Side, Parametrised<Side, Lens>> = {
  from: learners,
  to: para(lenses),
  object: (x) => ({ points: x, changes: x }),
  arrow: asLens,
  merge: (x, y) => para(lenses).identity({ points: [...x, ...y], changes: [...x, ...y] }),
}
