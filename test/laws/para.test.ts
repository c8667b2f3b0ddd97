// Parametrised graphs and parametrised lenses: composition, interchange, reparametrisation.
import fc from 'fast-check'
import { test } from 'uvu'
import { sameUpToNumbering } from '../../laws/canonical.ts'
import * as laws from '../../laws/category.ts'
import { sameLens, sameLensAt } from '../../laws/lens.ts'
import * as paraLaws from '../../laws/para.ts'
import { every } from '../../laws/verdict.ts'
import {
  type Category,
  exp,
  type Graph,
  graph,
  graphs,
  type Lens,
  lenses,
  lensFunctor,
  mul,
  type Parametrised,
  para,
  paraFunctor,
  parametrised,
  reparametrise,
  type Side,
  sin,
  sub,
} from '../../modes/index.ts'
import { numbers } from '../generators.ts'
import { filledWith, type Model, modelChains, models, reparametrisations } from './parametrised.ts'
import { refuted, upheld } from './verdicts.ts'

const toLenses = paraFunctor(lensFunctor)

/** Every law, over graphs and over the lenses of the same graphs. */
const over = <O, A>(
  name: string,
  C: Category<O, A>,
  same: laws.Same<A>,
  as: (f: Model) => Parametrised<O, A>,
  arrow: (f: Graph) => A,
): void => {
  const P = para(C)
  const alike = paraLaws.sameParametrised<O, A>(same)
  test(`${name}: (f;g);h = f;(g;h), id;f = f = f;id, ⊗ associates and has a unit`, () =>
    upheld(
      modelChains(3, 3),
      (list) => {
        const [f, g, h] = list.map(as)
        return every(
          () => laws.arrowsAssociate(P, alike, f, g, h),
          () => laws.identitiesAreUnits(P, alike, f),
          () => laws.tensorAssociates(P, alike, f, g, h),
          () => laws.tensorHasUnit(P, alike, f),
          () => laws.tensorOfIdentities(P, alike, f.source, g.source),
          () => laws.swapTwice(P, alike, f.source, g.source),
        )
      },
      8,
    ))
  test(`${name}: (f ⊗ g);(h ⊗ k) is (f;h) ⊗ (g;k) up to the places of parameters`, () =>
    upheld(
      fc.tuple(modelChains(2, 3), modelChains(2, 3)),
      ([[f, h], [g, k]]) => paraLaws.parametrisedInterchange(C, same, [f, g, h, k].map(as)),
      8,
    ))
  test(`${name}: id* f = f, (r;s)* f = r* (s* f), (s ⊗ r)* (f;g) = r* f ; s* g`, () =>
    upheld(
      reparametrisations,
      ({ r, s, t, f, g }) =>
        every(
          () => paraLaws.reparametrisingComposes(C, same, as(f), arrow(r), arrow(s)),
          () => paraLaws.reparametrisingDistributes(C, same, [as(f), arrow(s)], [as(g), arrow(t)]),
        ),
      8,
    ))
}

over(
  'graphs',
  graphs,
  sameUpToNumbering,
  (f) => f,
  (f) => f,
)
over('lenses', lenses, sameLens, toLenses.arrow, lensFunctor.arrow)

test('(P, f);(Q, g) = (Q ⊗ P, g(q, f(p, a)))', () =>
  upheld(
    fc.tuple(modelChains(2), numbers),
    ([[f, g], x]) =>
      paraLaws.parametrisedComposes(f, g, [
        filledWith(g.parameters, x.slice(7)),
        filledWith(f.parameters, x),
        filledWith(f.source, x.slice(3)),
      ]),
    20,
  ))

test('Para(L) (f;g) ~ Para(L) f ; Para(L) g', () =>
  upheld(
    fc.tuple(modelChains(2), numbers),
    ([[f, g], x]) => {
      const points = filledWith([...g.parameters, ...f.parameters, ...f.source], x)
      const change = filledWith(graphs.target(g.arrow), x.slice(9))
      const alike = paraLaws.sameParametrised<Side, Lens>(sameLensAt(points, change))
      return laws.preservesComposition(toLenses, alike, f, g)
    },
    8,
  ))

test('Para(L) id = id, Para(L) (f ⊗ g) = Para(L) f ⊗ Para(L) g', () =>
  upheld(
    fc.tuple(models(), models()),
    ([f, g]) => {
      const alike = paraLaws.sameParametrised<Side, Lens>(sameLens)
      return every(
        () => laws.preservesIdentity(toLenses, alike, f.source),
        () => laws.preservesTensor(toLenses, alike, f, g),
      )
    },
    8,
  ))

test('refutes parameters in the other order, and reparametrising twice', () => {
  const f = parametrised(
    1,
    graph([[], []], (p, a) => sub(mul(p, a), exp(a))),
  )
  const g = parametrised(
    1,
    graph([[], []], (q, b) => sin(sub(q, b))),
  )
  const [q, p, a] = [[0.3], [-1.2], [0.7]].map((x) => filledWith([{ shape: [] }], x))
  const P = para(graphs)
  const crossed = {
    ...P,
    compose: (one: Model, other: Model) =>
      reparametrise(graphs, P.compose(one, other), graphs.swap(one.parameters, other.parameters)),
  }
  refuted(paraLaws.parametrisedComposes(f, g, [q, p, a], crossed))
  const [r, s] = [graph([[]], (x) => sin(x)), graph([[]], (x) => exp(x))]
  const twice: typeof reparametrise = (C, h, t) => reparametrise(C, h, C.compose(t, t))
  refuted(paraLaws.reparametrisingComposes(graphs, sameUpToNumbering, f, r, s, twice))
  const sometimes: typeof reparametrise = (C, h, t) => (Object.is(h, f) ? twice : reparametrise)(C, h, t)
  refuted(paraLaws.reparametrisingDistributes(graphs, sameUpToNumbering, [f, r], [g, s], sometimes))
})

test.run()
