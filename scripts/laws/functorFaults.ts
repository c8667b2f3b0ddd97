/** Faults of functors and of the categories that they lead to: lenses, parametrised graphs, learners, linear maps, graphs. */
import { backprop } from '../../laws/categories/backprop.ts'
import { derivativeFunctor } from '../../laws/categories/derivative.ts'
import { ErrorFunction } from '../../laws/categories/errors.ts'
import { learners, type SupervisedLearner } from '../../laws/categories/learners.ts'
import type { Representation } from '../../laws/categories/representations.ts'
import { LEARNING_RATE, library, type Subject } from '../../laws/law.ts'
import { scaled, type Values } from '../../laws/scale.ts'
import {
  extend,
  type Graph,
  graphOf,
  graphs,
  type Lens,
  lensFunctor,
  mul,
  type Parametrised,
  replay,
  type Types,
  wireAt,
} from '../../modes/index.ts'

export interface Fault {
  readonly name: string
  /** The parts that have the fault. */
  readonly parts: Partial<Subject>
}

type Model = Parametrised<Types, Graph>
const { quadratic } = ErrorFunction
const right = library()

/** The functor to learners with a fault in the learner that it makes of a model. */
const ofLearners = (name: string, fault: (learner: SupervisedLearner, model: Model) => SupervisedLearner): Fault => ({
  name,
  parts: { learn: { ...right.learn, arrow: (model) => fault(right.learn.arrow(model), model) } },
})

/** How learners are composed, with a fault. */
const ofComposition = (
  name: string,
  fault: (f: SupervisedLearner, g: SupervisedLearner) => Partial<SupervisedLearner>,
): Fault => ({
  name,
  parts: {
    learn: {
      ...right.learn,
      to: { ...learners, compose: (f, g) => ({ ...learners.compose(f, g), ...fault(f, g) }) },
    },
  },
})

const doubled = (f: Graph): Graph => extend(f, () => f.outputs.map((ref) => mul(2, wireAt(ref))))
const sides = (f: SupervisedLearner, g: SupervisedLearner) => [
  g.parameters,
  f.parameters,
  f.source,
  graphs.target(g.implement),
]

/** Lenses whose way back is computed at another point. */
const elsewhere = ({ get, put }: Lens): Lens => {
  const n = get.inputs.length
  return {
    get,
    put: graphOf([graphs.source(put)], (x) => replay(put, [...x.slice(0, n).map((e) => mul(2, e)), ...x.slice(n)])),
  }
}

export const functorFaults: readonly Fault[] = [
  ofLearners('request without the inverse', (learner, model) => ({
    ...learner,
    request: backprop(LEARNING_RATE, { ...quadratic, answer: (_, w) => w }).arrow(model).request,
  })),
  ofLearners('request scaled by eps', (learner, model) => ({
    ...learner,
    request: backprop(1, { ...quadratic, answer: (x, w) => quadratic.answer(x, mul(LEARNING_RATE, w)) }).arrow(model)
      .request,
  })),
  ofLearners('parameters updated before the request', (learner, { parameters, source, arrow }) => ({
    ...learner,
    request: graphOf([parameters, source, graphs.target(arrow)], (p, a, b) =>
      replay(learner.request, [...replay(learner.update, [...p, ...a, ...b]), ...a, ...b]),
    ),
  })),
  ofLearners('update with the wrong sign', (learner, model) => ({
    ...learner,
    update: backprop(-LEARNING_RATE, quadratic).arrow(model).update,
  })),
  ofLearners('update of twice the step', (learner, model) => ({
    ...learner,
    update: backprop(2 * LEARNING_RATE, quadratic).arrow(model).update,
  })),
  ofComposition('composed learners ask with updated parameters', (f, g) => ({
    request: graphOf(sides(f, g), (q, p, a, c) => {
      const b = replay(f.implement, [...p, ...a])
      const asked = replay(g.request, [...replay(g.update, [...q, ...b, ...c]), ...b, ...c])
      return replay(f.request, [...p, ...a, ...asked])
    }),
  })),
  {
    name: 'learners side by side ask for twice as much',
    parts: {
      learn: {
        ...right.learn,
        to: {
          ...learners,
          tensor: (f, g) => ({ ...learners.tensor(f, g), request: doubled(learners.tensor(f, g).request) }),
        },
      },
    },
  },
  {
    name: 'an error answered with half the slope',
    parts: { error: (e) => ({ ...e, answer: (x, w) => e.answer(x, mul(0.5, w)) }) },
  },
  {
    name: 'lenses that go back at another point',
    parts: { lens: { ...lensFunctor, arrow: (f) => elsewhere(lensFunctor.arrow(f)) } },
  },
  {
    name: 'lenses composed with twice the way back',
    parts: {
      lens: {
        ...lensFunctor,
        to: {
          ...lensFunctor.to,
          compose: (f, g) => {
            const { get, put } = lensFunctor.to.compose(f, g)
            return { get, put: doubled(put) }
          },
        },
      },
    },
  },
  {
    name: 'parametrised graphs composed with twice the result',
    parts: {
      para: {
        ...right.para,
        compose: (f, g) => {
          const made = right.para.compose(f, g)
          return { ...made, arrow: doubled(made.arrow) }
        },
      },
    },
  },
  {
    name: 'the derivative functor at another point',
    parts: {
      derivative: <M>(K: Representation<M>) => ({
        ...derivativeFunctor(K),
        arrow: ({ graph, at }: { readonly graph: Graph; readonly at: Values }) =>
          derivativeFunctor(K).arrow({ graph, at: scaled(at, 1.5) }),
      }),
    },
  },
  {
    name: 'the derivative functor of twice the graph',
    parts: {
      derivative: <M>(K: Representation<M>) => ({
        ...derivativeFunctor(K),
        arrow: ({ graph, at }: { readonly graph: Graph; readonly at: Values }) =>
          derivativeFunctor(K).arrow({ graph: doubled(graph), at }),
      }),
    },
  },
  {
    name: 'the blocks of linear maps side by side exchanged',
    parts: {
      derivative: <M>(K: Representation<M>) => {
        const D = derivativeFunctor(K)
        return {
          ...D,
          to: {
            ...D.to,
            tensor: (f: Parameters<typeof D.to.tensor>[0], g: Parameters<typeof D.to.tensor>[0]) => D.to.tensor(g, f),
          },
        }
      },
    },
  },
  {
    name: 'graphs composed with twice the result',
    parts: { graphs: { ...graphs, compose: (f, g) => doubled(graphs.compose(f, g)) } },
  },
  {
    name: 'graphs side by side of which the second is doubled',
    parts: { graphs: { ...graphs, tensor: (f, g) => graphs.tensor(f, doubled(g)) } },
  },
  {
    name: 'graphs composed with twice the first',
    parts: { graphs: { ...graphs, compose: (f, g) => graphs.compose(doubled(f), g) } },
  },
]
