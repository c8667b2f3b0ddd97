/** The laws of categories whose arrows are graphs, lenses, parametrised graphs and learners, and of functors to them. */
import { add, type Graph, graph, inputTypes, parametrised, replay, type Types } from '../../modes/index.ts'
import { sameUpToNumbering } from '../canonical.ts'
import { ErrorFunction } from '../categories/errors.ts'
import { Representation } from '../categories/representations.ts'
import { arrowsAssociate, arrowsInterchange, identitiesAreUnits } from '../category.ts'
import { derivativeComposes, derivativeOfParallel, representationsAgree } from '../elliott.ts'
import { against, along, type Case, gist, type Law, LEARNING_RATE } from '../law.ts'
import {
  answersInvertSlopes,
  backpropComposes,
  backpropOfIdentity,
  backpropOfParallel,
  type LongExample,
  requestAsksForTheGradient,
  updateDescends,
} from '../learn.ts'
import { lensComposes, lensComposesInValue, meetInResults } from '../lens.ts'
import { parametrisedComposes } from '../para.ts'
import type { Values } from '../scale.ts'
import { every, undecided } from '../verdict.ts'

const { paths, matrices, functions, opposite } = Representation

const categories: readonly Omit<Law, 'group'>[] = [
  {
    name: '(f;g);h = f;(g;h) and id;f = f = f;id for graphs',
    of: ['graphs'],
    exact: true,
    holds: ({ f, next }, { graphs }) =>
      every(
        () => arrowsAssociate(graphs, sameUpToNumbering, f, next, gist(graphs.identity(graphs.target(next)))),
        () => identitiesAreUnits(graphs, sameUpToNumbering, f),
      ),
  },
  {
    name: '(f ⊗ g);(h ⊗ k) = (f;h) ⊗ (g;k) for graphs',
    of: ['graphs'],
    exact: true,
    holds: ({ f, next, beside }, { graphs }) =>
      arrowsInterchange(graphs, sameUpToNumbering, [f, beside, next, graphs.identity(graphs.target(beside))]),
  },
  {
    name: 'D(g . f) x = D g (f x) . D f x in every representation of linear maps',
    of: ['derivative'],
    holds: ({ f, next, x }, { derivative: D }) =>
      every(
        () => derivativeComposes(paths, f, next, x, D(paths)),
        () => derivativeComposes(matrices, f, next, x, D(matrices)),
        () => derivativeComposes(functions, f, next, x, D(functions)),
        () => derivativeComposes(opposite(matrices), f, next, x, D(opposite(matrices))),
      ),
  },
  {
    name: 'D(f x g)(x, y) = D f x ⊗ D g y',
    of: ['derivative'],
    holds: ({ f, beside, x }, { derivative: D }) => derivativeOfParallel(matrices, f, beside, x, x, D(matrices)),
  },
  {
    name: 'D f x is one map in every representation, that of forward mode',
    of: ['derivative'],
    holds: ({ f, x }, { derivative: D }) =>
      every(
        () => representationsAgree(paths, f, x, D(paths)),
        () => representationsAgree(matrices, f, x, D(matrices)),
        () => representationsAgree(functions, f, x, D(functions)),
        () => representationsAgree(opposite(functions), f, x, D(opposite(functions))),
      ),
  },
]

const lenses: readonly Omit<Law, 'group'>[] = [
  {
    name: 'L(f;g) = L f ; L g for L f = (f, R f)',
    of: ['lens'],
    exact: true,
    holds: ({ f, next }, { lens }) => (meetInResults(f, next) ? lensComposes(f, next, lens) : undecided),
  },
  {
    name: 'L(f;g)(x, w) ~ (L f ; L g)(x, w): put(x, w) ~ put_f(x, put_g(f x, w))',
    of: ['lens'],
    holds: ({ f, next, x, numbers }, { lens }) => lensComposesInValue(f, next, x, against(next, numbers.w), lens),
  },
]

/** (p, x) -> f(p + x) */
const model = (f: Graph) => {
  const n = f.inputs.length
  const types = inputTypes(f)
  return parametrised(
    n,
    graph([...types, ...types], (...xs) =>
      replay(
        f,
        xs.slice(0, n).map((p, k) => add(p, xs[n + k]!)),
      ),
    ),
  )
}

/** A tenth of numbers: parameters near 0. */
const small = (numbers: readonly number[]): readonly number[] => numbers.map((e) => e / 10)

const longExample = ({ f, next, x, numbers: { u, v, w } }: Case): LongExample => ({
  q: along(next, small(u)),
  p: along(f, small(v)),
  a: x,
  b: against(next, w),
})

const parametrisedLaws: readonly Omit<Law, 'group'>[] = [
  {
    name: '(P, f);(Q, g) = (Q x P, (q, p, a) -> g(q, f(p, a)))',
    of: ['para'],
    holds: (c, s) => {
      const { q, p, a } = longExample(c)
      return parametrisedComposes(model(c.f), model(c.next), [q, p, a], s.para)
    },
  },
]

const { quadratic } = ErrorFunction
const ofModel = ({ f, x, numbers: { v, w } }: Case): { p: Values; a: Values; b: Values } => ({
  p: along(f, small(v)),
  a: x,
  b: against(f, w),
})

const learning: readonly Omit<Law, 'group'>[] = [
  {
    name: 'L_{eps,e}(f;g) ~ L f ; L g',
    of: ['learn'],
    holds: (c, { learn }) => backpropComposes(learn, model(c.f), model(c.next), longExample(c)),
  },
  {
    name: 'L_{eps,e}(f ⊗ g) ~ L f ⊗ L g',
    of: ['learn'],
    holds: (c, { learn }) => {
      const { p, a, b } = ofModel(c)
      const answer = against(c.beside, c.numbers.u)
      return backpropOfParallel(learn, model(c.f), model(c.beside), {
        p: [...p, ...along(c.beside, small(c.numbers.u))],
        a: [...a, ...a],
        b: [...b, ...answer],
      })
    },
  },
  {
    name: 'L_{eps,e} id ~ id',
    of: ['learn'],
    holds: ({ f, x, numbers }, { learn }) =>
      backpropOfIdentity(learn, inputTypes(f) as Types, { p: [], a: x, b: along(f, numbers.u) }),
  },
  {
    name: 'U(p, a, b) ~ p - eps grad_p E(p, a, b)',
    of: ['learn'],
    holds: (c, { learn }) => updateDescends(learn, model(c.f), LEARNING_RATE, quadratic, ofModel(c)),
  },
  {
    name: 'de/dx(a, r(p, a, b)) ~ grad_a E(p, a, b)',
    of: ['learn'],
    holds: (c, { learn }) => requestAsksForTheGradient(learn, model(c.f), quadratic, ofModel(c)),
  },
  {
    name: 'de/dx(x, answer(x, w)) ~ w for each error, on its set',
    of: ['error'],
    holds: ({ f, numbers: { u, v } }, { error }) => {
      const interval = (e: number): number => 1 / (1 + Math.exp(-e))
      return every(
        () => answersInvertSlopes(error(quadratic), along(f, u), along(f, v)),
        () => answersInvertSlopes(error(ErrorFunction.crossEntropy), along(f, u.map(interval)), along(f, v)),
      )
    },
  },
]

export const learningLaws: readonly Law[] = [
  ...categories.map((law): Law => ({ ...law, group: 'categories' })),
  ...lenses.map((law): Law => ({ ...law, group: 'lens' })),
  ...parametrisedLaws.map((law): Law => ({ ...law, group: 'Para' })),
  ...learning.map((law): Law => ({ ...law, group: 'Learn' })),
]
