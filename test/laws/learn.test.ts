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
import { entriesOf, run } from '../../laws/scale.ts'
import { claim, every, named } from '../../laws/verdict.ts'
import { graphOf, graphs, type Lens, replay, type Side, sigmoid } from '../../modes/index.ts'
import { numbers } from '../generators.ts'
import { filledWith, type Model, modelChains } from './parametrised.ts'
import { upheld } from './verdicts.ts'

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
    8,
  ))

test('a learner is a parametrised lens: the functor (P, I, U, r) -> (P, (I, <U, r>)) from Learn to Para(Lens)', () =>
  upheld(
    modelChains(2, 3),
    (list) => {
      const [f, g] = asLearners(list)
      const alike = sameParametrised<Side, Lens>(sameLens)
      return every(
        () => laws.preservesComposition(learnerToLens, alike, f, g),
        () => laws.preservesIdentity(learnerToLens, alike, f.source),
        () => laws.preservesTensor(learnerToLens, alike, f, g),
        () => laws.preservesSwap(learnerToLens, alike, f.source, g.source),
      )
    },
    8,
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
    10,
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
      10,
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
      10,
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
      8,
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
    8,
  ))

test('the points and the results at which laws are asked lie in the set of the error', () => {
  for (const { e, inside, within } of sets)
    upheld(
      cases,
      ({ f, g, x }) => {
        const [first, second] = [within(f), within(g)]
        const { q, p, a } = longExample({ f: first, g: second, x }, inside)
        const b = run(first.arrow, p, a)
        const seen = [a, b, run(second.arrow, q, b)].flatMap(entriesOf)
        return claim(seen.every(e.contains), `${e.name} at ${seen.join()}`)
      },
      10,
    )
})

test.run()
