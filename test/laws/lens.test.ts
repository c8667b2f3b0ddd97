// Lenses are a symmetric monoidal category, and the lens of a graph is a functor: the chain rule of reverse mode.
import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/category.ts'
import * as lens from '../../laws/lens.ts'
import { pointOf, pushforward, valuesOf } from '../../laws/scale.ts'
import { every } from '../../laws/verdict.ts'
import {
  exp,
  Graph,
  graph,
  graphOf,
  inputTypes,
  type Lens,
  lenses,
  lensFunctor,
  lensOf,
  matmul,
  mul,
  outputTypes,
  replay,
  sin,
  type Wire,
} from '../../modes/index.ts'
import { chains, FLAT, graphs, numbers, SMOOTH } from '../generators.ts'
import { refuted, upheld } from './verdicts.ts'

const same = lens.sameLens
const all = (fs: readonly Graph[]): readonly Lens[] => fs.map(lensOf)
const side = (f: Graph) => lensFunctor.object(inputTypes(f))

test('(f;g);h = f;(g;h), id;f = f = f;id', () =>
  upheld(
    chains(3),
    (fs) => {
      const [f, g, h] = all(fs)
      return every(
        () => laws.arrowsAssociate(lenses, same, f, g, h),
        () => laws.identitiesAreUnits(lenses, same, f),
      )
    },
    20,
  ))
test('(f ⊗ g);(h ⊗ k) = (f;h) ⊗ (g;k)', () =>
  upheld(
    fc.tuple(chains(2), chains(2)),
    ([[f, h], [g, k]]) => laws.arrowsInterchange(lenses, same, [lensOf(f), lensOf(g), lensOf(h), lensOf(k)]),
    20,
  ))
test('⊗ associates, has a unit, respects identities and commutes with the swap', () =>
  upheld(
    fc.tuple(graphs(), graphs(), graphs()),
    (fs) => {
      const [f, g, h] = all(fs)
      const [x, y] = [side(fs[0]), side(fs[1])]
      return every(
        () => laws.tensorAssociates(lenses, same, f, g, h),
        () => laws.tensorHasUnit(lenses, same, f),
        () => laws.tensorOfIdentities(lenses, same, x, y),
        () => laws.swapIsNatural(lenses, same, f, g),
        () => laws.swapTwice(lenses, same, x, y),
      )
    },
    20,
  ))

const asked = fc.tuple(chains(2), numbers, numbers)
const ofLenses =
  (law: typeof lens.putComposes, compose = lenses.compose) =>
  ([[f, g], x, w]: [readonly Graph[], readonly number[], readonly number[]]) =>
    law(lensOf(f), lensOf(g), pointOf(f, x), valuesOf(outputTypes(g), w), compose)

test('get x = get_g (get_f x)', () =>
  upheld(asked, ([[f, g], x]) => lens.getComposes(lensOf(f), lensOf(g), pointOf(f, x)), 30))
test('put(x, w) = put_f(x, put_g(get_f x, w))', () => upheld(asked, ofLenses(lens.putComposes), 30))

test('L(f;g) ~ L f ; L g', () =>
  upheld(asked, ([[f, g], x, w]) => lens.lensComposesInValue(f, g, pointOf(f, x), valuesOf(outputTypes(g), w)), 40))
test('L id = id, L(f ⊗ g) = L f ⊗ L g, L swap = swap, as graphs', () =>
  upheld(
    fc.tuple(graphs(FLAT), graphs(FLAT)),
    ([f, g]) =>
      every(
        () => laws.preservesIdentity(lensFunctor, same, inputTypes(f)),
        () => laws.preservesTensor(lensFunctor, same, f, g),
        () => laws.preservesSwap(lensFunctor, same, inputTypes(f), outputTypes(g)),
      ),
    25,
  ))

test('L(f;g) = L f ; L g as graphs, where f and g meet in the results of f alone', () =>
  upheld(
    chains(2, SMOOTH).filter(([f, g]) => lens.meetInResults(f, g)),
    ([f, g]) => lens.lensComposes(f, g),
    25,
  ))

/** f;g with another put, which is given what f and g put and get. */
const composing =
  (put: (f: Lens, g: Lens, x: readonly Wire[], w: readonly Wire[]) => readonly Wire[]): lens.Composition =>
  (f, g) => ({
    get: Graph.compose(f.get, g.get),
    put: graphOf([inputTypes(f.get), lenses.target(g).changes], (x, w) => put(f, g, x, w)),
  })

/** Lenses whose types allow every fault: from and to three numbers, none of whose maps commute. */
const w = [
  [1, 2, 0],
  [0, 1, 3],
  [1, 0, 1],
]
const f = graph([[3]], (x) => sin(matmul(w, x)))
const g = graph([[3]], (y) => exp(mul(0.3, y, y)))

const faults: Readonly<Record<string, lens.Composition>> = {
  'put with its arguments swapped': composing((a, b, x, v) =>
    replay(a.put, [...replay(b.put, [...replay(a.get, x), ...v]), ...x]),
  ),
  'put of g with its arguments swapped': composing((a, b, x, v) =>
    replay(a.put, [...x, ...replay(b.put, [...v, ...replay(a.get, x)])]),
  ),
  'put of g at the wrong point, before f': composing((a, b, x, v) =>
    replay(a.put, [...x, ...replay(b.put, [...x, ...v])]),
  ),
  'put of f at the wrong point, after f': composing((a, b, x, v) =>
    replay(a.put, [...replay(a.get, x), ...replay(b.put, [...replay(a.get, x), ...v])]),
  ),
  'puts in the wrong order': composing((a, b, x, v) =>
    replay(b.put, [...replay(a.get, x), ...replay(a.put, [...x, ...v])]),
  ),
}

for (const [name, compose] of Object.entries(faults))
  test(`refutes ${name}`, () => {
    const [x, v] = [pointOf(f, [0.3, -0.7, 1.1]), pointOf(g, [0.9, 0.4, -0.6])]
    refuted(lens.putComposes(lensOf(f), lensOf(g), x, v, compose))
    refuted(lens.lensComposesInValue(f, g, x, v, { ...lensFunctor, to: { ...lenses, compose } }))
    refuted(lens.lensComposes(f, g, { ...lensFunctor, to: { ...lenses, compose } }))
  })

test('refutes a get in the wrong order, and a lens whose put is forward mode', () => {
  const backward: lens.Composition = (a, b) => ({ ...lenses.compose(a, b), get: Graph.compose(b.get, a.get) })
  const x = pointOf(f, [0.3, -0.7, 1.1])
  refuted(lens.getComposes(lensOf(f), lensOf(g), x, backward))
  const ahead = { ...lensFunctor, arrow: (h: Graph): Lens => ({ get: h, put: pushforward(h) }) }
  refuted(lens.lensComposes(f, g, ahead))
  refuted(lens.lensComposesInValue(f, g, x, pointOf(g, [0.9, 0.4, -0.6]), ahead))
})

test.run()
