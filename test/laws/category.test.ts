// Graphs are a symmetric monoidal category; T, L and evaluation are functors from it.
import fc from 'fast-check'
import { test } from 'uvu'
import { sameUpToNumbering } from '../../laws/canonical.ts'
import { evaluation, tangentFunctor, type ValueFunction } from '../../laws/categories/functors.ts'
import * as laws from '../../laws/category.ts'
import { roundingScale } from '../../laws/rounding.ts'
import { agree, pointOf, pullback, type Values } from '../../laws/scale.ts'
import { every } from '../../laws/verdict.ts'
import { Graph, graph, inputTypes, mul, outputTypes, sin, type Types, graphs as theGraphs } from '../../modes/index.ts'
import { chains, graphs, numbers, SMOOTH } from '../generators.ts'
import { refuted, upheld } from './verdicts.ts'

const same = sameUpToNumbering

test('(f;g);h = f;(g;h)', () => upheld(chains(3), ([f, g, h]) => laws.arrowsAssociate(theGraphs, same, f, g, h), 25))
test('id;f = f = f;id', () => upheld(graphs(), (f) => laws.identitiesAreUnits(theGraphs, same, f), 25))
test('(f ⊗ g);(h ⊗ k) = (f;h) ⊗ (g;k)', () =>
  upheld(
    fc.tuple(chains(2), chains(2)),
    ([[f, h], [g, k]]) => laws.arrowsInterchange(theGraphs, same, [f, g, h, k]),
    25,
  ))
test('⊗ associates, has a unit, respects identities and commutes with the swap', () =>
  upheld(
    fc.tuple(graphs(), graphs(), graphs()),
    ([f, g, h]) =>
      every(
        () => laws.tensorAssociates(theGraphs, same, f, g, h),
        () => laws.tensorHasUnit(theGraphs, same, f),
        () => laws.tensorOfIdentities(theGraphs, same, inputTypes(f), inputTypes(g)),
        () => laws.swapIsNatural(theGraphs, same, f, g),
        () => laws.swapTwice(theGraphs, same, inputTypes(f), outputTypes(g)),
      ),
    25,
  ))

test('T id = id, T(f;g) = T f ; T g, T(f ⊗ g) = T f ⊗ T g up to the swap, T swap = swap', () =>
  upheld(
    chains(2, SMOOTH),
    ([f, g]) =>
      every(
        () => laws.preservesIdentity(tangentFunctor, same, inputTypes(f)),
        () => laws.preservesComposition(tangentFunctor, same, f, g),
        () => laws.preservesTensor(tangentFunctor, same, f, g),
        () => laws.preservesSwap(tangentFunctor, same, inputTypes(f), outputTypes(g)),
      ),
    25,
  ))

/** Functions that give the same at a point, on the scale of a graph. */
const sameFunctionAt =
  (f: Graph, x: Values): laws.Same<ValueFunction> =>
  (found, expected) =>
    agree(found.apply(x), expected.apply(x), roundingScale(f, x), [f])

test('evaluate (f;g) = evaluate f ; evaluate g, and so for ⊗ and the swap', () =>
  upheld(
    fc.tuple(chains(2), numbers),
    ([[f, g], x]) => {
      const swap = theGraphs.swap(inputTypes(f), inputTypes(g))
      const at = (h: Graph): laws.Same<ValueFunction> => sameFunctionAt(h, pointOf(h, x))
      return every(
        () => laws.preservesComposition(evaluation, at(Graph.compose(f, g)), f, g),
        () => laws.preservesTensor(evaluation, at(Graph.par(f, g)), f, g),
        () => laws.preservesSwap(evaluation, at(swap), inputTypes(f), inputTypes(g)),
        () => laws.preservesIdentity(evaluation, at(Graph.identity(inputTypes(f))), inputTypes(f)),
      )
    },
    25,
  ))

test('refutes products, swaps and compositions that are wrong, and functors that forget', () => {
  const f = graph([[]], (x) => sin(x))
  const g = graph([[]], (x) => mul(x, x))
  const h = graph([[]], (x) => mul(3, x))
  const { compose, identity } = theGraphs
  const backward = { ...theGraphs, compose: (a: Graph, b: Graph) => compose(b, a) }
  refuted(laws.preservesComposition({ ...tangentFunctor, to: backward }, same, f, g))
  const still = { ...theGraphs, swap: (x: Types, y: Types) => identity([...x, ...y]) }
  refuted(laws.swapIsNatural(still, same, f, g))
  refuted(laws.preservesSwap({ ...tangentFunctor, to: still }, same, [{ shape: [] }], [{ shape: [] }]))
  const first = graph([[], []], (x) => [x, x])
  const onlyFirst = { ...theGraphs, swap: () => first }
  refuted(laws.swapTwice(onlyFirst, same, [{ shape: [] }], [{ shape: [] }]))
  const crossing = { ...theGraphs, tensor: (a: Graph, b: Graph) => Graph.par(b, a) }
  refuted(laws.tensorOfIdentities(crossing, same, [{ shape: [2] }], [{ shape: [] }]))
  refuted(laws.preservesTensor({ ...tangentFunctor, to: crossing }, same, f, g))
  const lopsided = {
    ...theGraphs,
    tensor: (a: Graph, b: Graph) => Graph.par(a.inputs.length === 1 ? compose(h, a) : a, b),
  }
  refuted(laws.arrowsInterchange(lopsided, same, [f, g, h, h]))
  refuted(laws.tensorAssociates(lopsided, same, f, g, h))
  const doubling = { ...theGraphs, compose: (a: Graph, b: Graph) => compose(compose(a, h), b) }
  refuted(laws.identitiesAreUnits(doubling, same, f))
  const leaning = { ...theGraphs, compose: (a: Graph, b: Graph) => compose(a, b === g ? compose(h, b) : b) }
  refuted(laws.arrowsAssociate(leaning, same, f, g, f))
  const unfaithful = { ...theGraphs, unit: [{ shape: [] }] }
  refuted(laws.tensorHasUnit(unfaithful, same, f))
  refuted(laws.preservesComposition({ ...tangentFunctor, arrow: (k) => Graph.par(k, compose(h, k)) }, same, f, g))
  refuted(laws.preservesIdentity({ ...tangentFunctor, arrow: pullback }, same, [{ shape: [] }]))
})

test.run()
