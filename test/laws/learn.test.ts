// Learn, and gradient descent as a functor into it: Fong, Spivak, Tuyéras, Backprop as functor, 2019.
import fc from 'fast-check'
import { test } from 'uvu'
import { sameUpToNumbering } from '../../laws/canonical.ts'
import { backprop } from '../../laws/categories/backprop.ts'
import * as errors from '../../laws/categories/errors.ts'
import { learners, learnerToLens, type SupervisedLearner } from '../../laws/categories/learners.ts'
import * as laws from '../../laws/category.ts'
import * as learn from '../../laws/learn.ts'
import { sameLens } from '../../laws/lens.ts'
import { sameParametrised } from '../../laws/para.ts'
import { every, named, type Verdict } from '../../laws/verdict.ts'
import { graph, graphOf, graphs, mul, parametrised, relu, replay, sigmoid, square, sub } from '../../modes/index.ts'
import { numbers } from '../generators.ts'
import { filledWith, type Model, modelChains } from './parametrised.ts'
import { refuted, upheld } from './verdicts.ts'

const RATE = 0.25
const same: laws.Same<SupervisedLearner> = (found, expected) =>
  every(
    () => named('implement', sameUpToNumbering(found.implement, expected.implement)),
    () => named('update', sameUpToNumbering(found.update, expected.update)),
    () => named('request', sameUpToNumbering(found.request, expected.request)),
  )

const L = backprop(RATE, errors.quadratic)
const asLearners = (list: readonly Model[]): readonly SupervisedLearner[] => list.map(L.arrow)

test('Learn is a category: (f;g);h = f;(g;h), id;f = f = f;id, ⊗ associates and has a unit', () =>
  upheld(
    modelChains(3, 3),
    (list) => {
      const [f, g, h] = asLearners(list)
      return every(
        () => laws.arrowsAssociate(learners, same, f, g, h),
        () => laws.identitiesAreUnits(learners, same, f),
        () => laws.tensorAssociates(learners, same, f, g, h),
        () => laws.tensorHasUnit(learners, same, f),
        () => laws.tensorOfIdentities(learners, same, f.source, g.source),
        () => laws.swapTwice(learners, same, f.source, g.source),
      )
    },
    15,
  ))

test('a learner is a parametrised lens: the functor (P, I, U, r) -> (P, (I, <U, r>)) from Learn to Para(Lens)', () =>
  upheld(
    modelChains(2, 3),
    (list) => {
      const [f, g] = asLearners(list)
      const alike = sameParametrised<ReturnType<typeof learnerToLens.object>, { get: never; put: never }>(
        sameLens as never,
      ) as never
      return every(
        () => laws.preservesComposition(learnerToLens, alike, f, g),
        () => laws.preservesIdentity(learnerToLens, alike, f.source),
        () => laws.preservesTensor(learnerToLens, alike, f, g),
        () => laws.preservesSwap(learnerToLens, alike, f.source, g.source),
      )
    },
    15,
  ))

const unit = (x: number): number => 1 / (1 + Math.exp(-3 * x))
const all = (x: number): number => x

/** A model whose results are in the open unit interval. */
const squashed = (f: Model): Model => ({
  ...f,
  arrow: graphOf([graphs.source(f.arrow)], (x) => replay(f.arrow, x).map((y) => sigmoid(y))),
})

interface Case {
  readonly f: Model
  readonly g: Model
  readonly x: readonly number[]
}
const cases: fc.Arbitrary<Case> = fc.tuple(modelChains(2, 3), numbers).map(([[f, g], x]) => ({ f, g, x }))

const target = (f: Model) => graphs.target(f.arrow)
const longExample = ({ f, g, x }: Case, inside: (x: number) => number): learn.LongExample => ({
  q: filledWith(g.parameters, x.slice(5)),
  p: filledWith(f.parameters, x),
  a: filledWith(f.source, x.slice(9), inside),
  b: filledWith(target(g), x.slice(13)),
})
const besides = ({ f, g, x }: Case, inside: (x: number) => number): learn.Example => ({
  p: filledWith([...f.parameters, ...g.parameters], x),
  a: filledWith([...f.source, ...g.source], x.slice(7), inside),
  b: filledWith([...target(f), ...target(g)], x.slice(13)),
})
const alone = (f: Model, x: readonly number[], inside: (x: number) => number): learn.Example => ({
  p: filledWith(f.parameters, x),
  a: filledWith(f.source, x.slice(7), inside),
  b: filledWith(target(f), x.slice(13)),
})

test('(I * J)(q, p, a) = J(q, I(p, a)); update and request compose as in the paper', () =>
  upheld(
    cases,
    (given) => {
      const [f, g, at] = [L.arrow(given.f), L.arrow(given.g), longExample(given, all)]
      return every(
        () => learn.implementationsCompose(f, g, at),
        () => learn.updatesCompose(f, g, at),
        () => learn.requestsCompose(f, g, at),
      )
    },
    20,
  ))

/** Which results and points a law of L_{eps,e} quantifies over, for each error. */
const sets = [
  { e: errors.quadratic, inside: all, within: (f: Model) => f },
  { e: errors.crossEntropy, inside: unit, within: squashed },
  { e: errors.logitCrossEntropy, inside: all, within: (f: Model) => f },
  { e: errors.poisson, inside: all, within: (f: Model) => f },
]

for (const { e, inside, within } of sets) {
  const F = backprop(RATE, e)
  const whole = cases.map(({ f, g, x }) => ({ f: within(f), g: within(g), x }))
  test(`${e.name}: L(f;g) = L f ; L g, L(f ⊗ g) = L f ⊗ L g`, () =>
    upheld(
      whole,
      (given) =>
        every(
          () => learn.backpropComposes(F, given.f, given.g, longExample(given, inside)),
          () => learn.backpropOfParallel(F, given.f, given.g, besides(given, inside)),
        ),
      20,
    ))
  test(`${e.name}: L id = id, L swap = swap`, () =>
    upheld(
      whole,
      ({ f, g, x }) => {
        const [A, B] = [f.source, g.source]
        const [a, b] = [filledWith([...A, ...B], x, inside), filledWith([...B, ...A], x.slice(5))]
        const one = { p: [], a: filledWith(A, x, inside), b: filledWith(A, x.slice(5)) }
        return every(
          () => learn.backpropOfIdentity(F, A, one),
          () => learn.backpropOfSwap(F, A, B, { p: [], a, b }),
        )
      },
      20,
    ))
  test(`${e.name}: updates descend, requests ask for the gradient, answers invert slopes`, () =>
    upheld(
      whole,
      ({ f, x }) => {
        const at = alone(f, x, inside)
        return every(
          () => learn.updateDescends(F, f, RATE, e, at),
          () => learn.requestAsksForTheGradient(F, f, e, at),
          () => learn.answersInvertSlopes(e, filledWith(f.source, x, inside), filledWith(f.source, x.slice(5))),
        )
      },
      15,
    ))
}

test('quadratic error: L id = id, L(f ⊗ g) = L f ⊗ L g and L swap = swap as graphs', () =>
  upheld(
    cases,
    ({ f, g }) =>
      every(
        () => laws.preservesIdentity(L, same, f.source),
        () => laws.preservesTensor(L, same, f, g),
        () => laws.preservesSwap(L, same, f.source, g.source),
      ),
    15,
  ))

// Faults, on two neurons and an example at which gradients of both signs flow.

const neuron = parametrised(
  1,
  graph([[3], [3]], (p, a) => sigmoid(mul(p, a))),
)
const other = parametrised(
  1,
  graph([[3], [3]], (q, b) => sigmoid(sub(b, mul(q, q)))),
)
const three = [{ shape: [3] }]
const at = (inside: (x: number) => number): learn.LongExample => ({
  q: filledWith(three, [0.3, -0.9, 1.2]),
  p: filledWith(three, [-0.6, 0.8, 1.1]),
  a: filledWith(three, [0.5, -0.4, 0.9], inside),
  b: filledWith(three, [0.9, 0.1, 0.2]),
})

type Fault = (f: SupervisedLearner, model: Model, e: errors.ErrorFunction) => SupervisedLearner
const gradientsOf = (model: Model, e: errors.ErrorFunction): SupervisedLearner =>
  backprop(1, { ...e, answer: (_, w) => w }).arrow(model)
const types = ({ parameters, source, arrow }: Model) => [parameters, source, graphs.target(arrow)]

const faults: Readonly<Record<string, Fault>> = {
  'request without the inverse': (f, model, e) => ({ ...f, request: gradientsOf(model, e).request }),
  'request scaled by eps': (f, model, e) => ({
    ...f,
    request: backprop(1, { ...e, answer: (x, w) => e.answer(x, mul(RATE, w)) }).arrow(model).request,
  }),
  'parameters updated before the request': (f, model) => ({
    ...f,
    request: graphOf(types(model), (p, a, b) =>
      replay(f.request, [...replay(f.update, [...p, ...a, ...b]), ...a, ...b]),
    ),
  }),
  'update with the wrong sign': (f, model, e) => ({ ...f, update: backprop(-RATE, e).arrow(model).update }),
}

/** What each law says of a functor with a fault, at a point. */
const verdicts = (
  fault: Fault,
  e: errors.ErrorFunction,
  inside: (x: number) => number,
): Readonly<Record<string, Verdict>> => {
  const F = backprop(RATE, e)
  const faulty = { ...F, arrow: (f: Model) => fault(F.arrow(f), f, e) }
  const { p, q, a, b } = at(inside)
  return {
    composes: learn.backpropComposes(faulty, neuron, other, { p, q, a, b }),
    identity: learn.backpropOfIdentity(faulty, three, { p: [], a, b }),
    descends: learn.updateDescends(faulty, neuron, RATE, e, { p, a, b }),
    asks: learn.requestAsksForTheGradient(faulty, neuron, e, { p, a, b }),
  }
}

for (const { e, inside } of sets) {
  test(`${e.name}: without a fault, every law holds at the example`, () => {
    for (const verdict of Object.values(verdicts((f) => f, e, inside))) if (!verdict.holds) throw new Error(verdict.why)
  })
  for (const [name, fault] of Object.entries(faults))
    test(`${e.name}: refutes ${name}`, () => {
      const found = verdicts(fault, e, inside)
      if (name === 'update with the wrong sign') refuted(found['descends'])
      else {
        refuted(found['composes'])
        refuted(found['asks'])
      }
      if (name.startsWith('request')) refuted(found['identity'])
    })
}

test('refutes learners composed wrongly: no request, the updated parameters, the wrong answer', () => {
  const [f, g] = [L.arrow(neuron), L.arrow(other)]
  const example = at(all)
  const { compose } = learners
  const parts = [f.parameters, g.parameters, three, three]
  const eager: learn.Composition = (I, J) => ({
    ...compose(I, J),
    request: graphOf(parts, (q, p, a, c) => {
      const b = replay(I.implement, [...p, ...a])
      const asked = replay(J.request, [...replay(J.update, [...q, ...b, ...c]), ...b, ...c])
      return replay(I.request, [...p, ...a, ...asked])
    }),
  })
  const direct: learn.Composition = (I, J) => ({
    ...compose(I, J),
    update: graphOf(parts, (q, p, a, c) => {
      const b = replay(I.implement, [...p, ...a])
      return [...replay(J.update, [...q, ...b, ...c]), ...replay(I.update, [...p, ...a, ...c])]
    }),
  })
  const late: learn.Composition = (I, J) => ({
    ...compose(I, J),
    implement: graphOf([g.parameters, f.parameters, three], (q, p, a) =>
      replay(I.implement, [...p, ...replay(J.implement, [...q, ...a])]),
    ),
  })
  refuted(learn.requestsCompose(f, g, example, eager))
  refuted(learn.updatesCompose(f, g, example, direct))
  refuted(learn.implementationsCompose(f, g, example, late))
  for (const wrong of [eager, direct, late])
    refuted(learn.backpropComposes({ ...L, to: { ...learners, compose: wrong } }, neuron, other, example))
  refuted(
    learn.backpropOfSwap(
      {
        ...L,
        arrow: (h) => ({ ...L.arrow(h), request: graphOf([three, three, three, three], (a, b) => [...a, ...b]) }),
      },
      three,
      three,
      { p: [], a: [...example.a, ...example.p], b: [...example.b, ...example.q] },
    ),
  )
  refuted(
    learn.backpropOfParallel(
      {
        ...L,
        to: { ...learners, tensor: (x, y) => ({ ...learners.tensor(x, y), update: learners.tensor(y, x).update }) },
      },
      neuron,
      other,
      { p: [...example.p, ...example.q], a: [...example.a, ...example.p], b: [...example.b, ...example.q] },
    ),
  )
})

test('refutes an answer that does not invert the slope, and an error whose slope has no inverse', () => {
  const x = filledWith(three, [0.5, 0.25, 0.75])
  const y = filledWith(three, [2, -0.3, 0.1])
  refuted(learn.answersInvertSlopes({ ...errors.crossEntropy, answer: errors.quadratic.answer }, x, y))
  // e = (x - y)^2 / 2 for y > x, else 0: de/dx is 0 for every y below x, so that no answer is told from another.
  const ramp = (a: Parameters<typeof sub>[0], b: Parameters<typeof sub>[0]) => relu(sub(b, a))
  refuted(learn.answersInvertSlopes({ ...errors.quadratic, error: (a, b) => mul(0.5, square(ramp(a, b))) }, x, y))
})

test.run()
