import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { backprop } from '../../laws/categories/backprop.ts'
import * as errors from '../../laws/categories/errors.ts'
import { learners, type SupervisedLearner } from '../../laws/categories/learners.ts'
import * as learn from '../../laws/learn.ts'
import type { Verdict } from '../../laws/verdict.ts'
import { graph, graphOf, graphs, mul, parametrised, relu, replay, sigmoid, square, sub } from '../../modes/index.ts'
import { filledWith, type Model } from './parametrised.ts'
import { refuted } from './verdicts.ts'

const RATE = 0.25
const unit = (x: number): number => 1 / (1 + Math.exp(-3 * x))
const all = (x: number): number => x
const sets = [
  { e: errors.quadratic, inside: all },
  { e: errors.crossEntropy, inside: unit },
  { e: errors.logitCrossEntropy, inside: all },
  { e: errors.poisson, inside: all },
]
const L = backprop(RATE, errors.quadratic)

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

test('at the ends of the unit interval the slope of cross-entropy has no inverse', () => {
  const number = (x: number) => filledWith([{ shape: [] }], [x])
  for (const x of [0, 1]) {
    assert.is(errors.crossEntropy.contains(x), false)
    refuted(learn.answersInvertSlopes(errors.crossEntropy, number(x), number(0.5)))
  }
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
