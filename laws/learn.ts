/** Laws of learners, and of gradient descent as a functor (Fong, Spivak, Tuyéras, Backprop as functor, 2019). */
import { typeOfValue } from '../lib/value.ts'
import {
  type Graph,
  graph,
  graphOf,
  graphs,
  inputTypes,
  ones,
  type Parametrised,
  replay,
  type Type,
  type Types,
  zeros,
} from '../modes/index.ts'
import { type backprop, totalError } from './categories/backprop.ts'
import type { ErrorFunction } from './categories/errors.ts'
import { learners, type SupervisedLearner } from './categories/learners.ts'
import { unitsLike } from './categories/representations.ts'
import { preservesComposition, preservesIdentity, preservesSwap, preservesTensor, type Same } from './category.ts'
import { agreeAt, givesAt } from './rounding.ts'
import { entriesOf, plus, pushforward, run, scaled, type Values, valuesOf } from './scale.ts'
import { every, forEach, named, type Verdict } from './verdict.ts'

/** A point at which learners are compared: parameters, what is given, and the answer. */
export interface Example {
  readonly p: Values
  readonly a: Values
  readonly b: Values
}

/** The same implementation, update and request, in numbers. */
export const sameLearnerAt =
  ({ p, a, b }: Example): Same<SupervisedLearner> =>
  (found, expected) =>
    every(
      () => named('implement', agreeAt(found.implement, expected.implement, p, a)),
      () => named('update', agreeAt(found.update, expected.update, p, a, b)),
      () => named('request', agreeAt(found.request, expected.request, p, a, b)),
    )

/** How learners are composed, unless another way is to be judged. */
export type Composition = (f: SupervisedLearner, g: SupervisedLearner) => SupervisedLearner

/** A point at which a composite is asked: parameters of the second and of the first, what is given, and the answer. */
export interface LongExample extends Example {
  readonly q: Values
}

/** (I * J)(q, p, a) ~ J(q, I(p, a)) */
export const implementationsCompose = (
  f: SupervisedLearner,
  g: SupervisedLearner,
  { q, p, a }: LongExample,
  compose: Composition = learners.compose,
): Verdict => givesAt(compose(f, g).implement, run(g.implement, q, run(f.implement, p, a)), q, p, a)

/** (U * V)(q, p, a, c) ~ (V(q, I(p, a), c), U(p, a, s(q, I(p, a), c))) */
export const updatesCompose = (
  f: SupervisedLearner,
  g: SupervisedLearner,
  { q, p, a, b: c }: LongExample,
  compose: Composition = learners.compose,
): Verdict => {
  const b = run(f.implement, p, a)
  const expected = [...run(g.update, q, b, c), ...run(f.update, p, a, run(g.request, q, b, c))]
  return givesAt(compose(f, g).update, expected, q, p, a, c)
}

/** (r * s)(q, p, a, c) ~ r(p, a, s(q, I(p, a), c)) */
export const requestsCompose = (
  f: SupervisedLearner,
  g: SupervisedLearner,
  { q, p, a, b: c }: LongExample,
  compose: Composition = learners.compose,
): Verdict => {
  const b = run(f.implement, p, a)
  return givesAt(compose(f, g).request, run(f.request, p, a, run(g.request, q, b, c)), q, p, a, c)
}

type Model = Parametrised<Types, Graph>
type Backprop = ReturnType<typeof backprop>

/**
 * L_{eps,e}(f;g) ~ L f ; L g, for f and g with results, and a with entries, in the set of e.
 *
 * @example
 * const f = parametrised(1, graph([[], []], (p, a) => sin(mul(p, a))))
 * const at = { q: [tensor(2)], p: [tensor(0.5)], a: [tensor(3)], b: [tensor(1)] }
 * backpropComposes(backprop(0.1, ErrorFunction.quadratic), f, f, at).holds // => true
 */
export const backpropComposes = (L: Backprop, f: Model, g: Model, { q, p, a, b }: LongExample): Verdict =>
  preservesComposition(L, sameLearnerAt({ p: [...q, ...p], a, b }), f, g)

/** L_{eps,e}(f ⊗ g) ~ L f ⊗ L g, for f and g with results, and a with entries, in the set of e. */
export const backpropOfParallel = (L: Backprop, f: Model, g: Model, at: Example): Verdict =>
  preservesTensor(L, sameLearnerAt(at), f, g)

/** L_{eps,e} id ~ id, for a with entries in the set of e and every answer b. */
export const backpropOfIdentity = (L: Backprop, types: Types, at: Example): Verdict =>
  preservesIdentity(L, sameLearnerAt(at), types)

/** L_{eps,e} swap ~ swap, for a with entries in the set of e and every answer b. */
export const backpropOfSwap = (L: Backprop, x: Types, y: Types, at: Example): Verdict =>
  preservesSwap(L, sameLearnerAt(at), x, y)

/** The gradient of a number-valued graph, entry by entry by forward mode, as values like its inputs. */
const gradientByForward = (f: Graph, x: Values): Values => {
  const df = pushforward(f)
  return valuesOf(
    inputTypes(f),
    unitsLike(x).map((unit) => entriesOf(run(df, x, unit))[0]),
  )
}

/** U(p, a, b) ~ p - eps grad_p E(p, a, b), the gradient by forward mode. */
export const updateDescends = (
  L: Backprop,
  f: Model,
  rate: number,
  e: ErrorFunction,
  { p, a, b }: Example,
): Verdict => {
  const slopes = gradientByForward(totalError(f, e), [...p, ...a, ...b]).slice(0, p.length)
  return givesAt(L.arrow(f).update, plus(p, scaled(slopes, -rate)), p, a, b)
}

/** (x, y) -> de/dx(x, y), entry by entry, on tensors of a shape. */
const slopeOf = ({ error }: ErrorFunction, type: Type): Graph => {
  const de = pushforward(graph([type, type], (x, y) => error(x, y)))
  return graph([type, type], (x, y) => replay(de, [x, y, ones(type), zeros(type)]))
}

/** de/dx(a, r(p, a, b)) ~ grad_a E(p, a, b), the gradient by forward mode. */
export const requestAsksForTheGradient = (L: Backprop, f: Model, e: ErrorFunction, { p, a, b }: Example): Verdict => {
  const { request } = L.arrow(f)
  const asked = graphOf([graphs.source(request)], (x) => {
    const as = x.slice(p.length, p.length + a.length)
    return replay(request, x).flatMap((r, k) => replay(slopeOf(e, as[k].type), [as[k], r]))
  })
  const slopes = gradientByForward(totalError(f, e), [...p, ...a, ...b])
  return givesAt(asked, slopes.slice(p.length, p.length + a.length), p, a, b)
}

/** de/dx(x, answer(x, w)) ~ w and answer(x, de/dx(x, y)) ~ y, for x in the set of e and any numbers y and w. */
export const answersInvertSlopes = (e: ErrorFunction, x: Values, y: Values): Verdict =>
  forEach(x, (point, k) => {
    const type = typeOfValue(point)
    const slope = slopeOf(e, type)
    const second = graph([type, type], (_, w) => w)
    return every(
      () =>
        agreeAt(
          graph([type, type], (at, w) => replay(slope, [at, e.answer(at, w)])),
          second,
          [point],
          [y[k]],
        ),
      () =>
        agreeAt(
          graph([type, type], (at, answer) => e.answer(at, replay(slope, [at, answer])[0])),
          second,
          [point],
          [y[k]],
        ),
    )
  })
