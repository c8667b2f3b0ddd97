// The derivative as a functor, in every representation of linear maps.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Blocks, biproducts } from '../../laws/categories/biproducts.ts'
import { derivativeAt, derivativeFunctor, type Pointed, pointed } from '../../laws/categories/derivative.ts'
import {
  type CountedMatrix,
  functions,
  matrices,
  opposite,
  paths,
  type Representation,
} from '../../laws/categories/representations.ts'
import * as laws from '../../laws/category.ts'
import * as elliott from '../../laws/elliott.ts'
import { pointOf, pushforward, scaled, type Values } from '../../laws/scale.ts'
import { every } from '../../laws/verdict.ts'
import { constant, type Graph, graph, inputTypes, matmul, replay, sin, type Tensor, tensor } from '../../modes/index.ts'
import { chains, graphs, numbers, SMOOTH } from '../generators.ts'
import { refuted, refutedSomewhere, upheld } from './verdicts.ts'

const representations: Readonly<Record<string, Representation<unknown>>> = {
  paths,
  matrices,
  functions,
  'paths turned round': opposite(paths),
  'matrices turned round': opposite(matrices),
  'functions turned round': opposite(functions),
} as never

/** The derivative of a graph at a point as a graph of the direction alone: linear, whatever the graph. */
const linearAt = (f: Graph, x: Values): Graph =>
  graph(inputTypes(f), (...v) => replay(pushforward(f), [...x.map((value) => constant(value as Tensor)), ...v]))

const D = derivativeFunctor(matrices)
const two = fc.tuple(chains(2), numbers)
const apart = fc.tuple(graphs(), graphs(), numbers, numbers)
const one = fc.tuple(graphs(), numbers)

for (const [name, K] of Object.entries(representations)) {
  test(`${name}: D(g . f) x = D g (f x) . D f x`, () =>
    upheld(two, ([[f, g], x]) => elliott.derivativeComposes(K, f, g, pointOf(f, x)), 10))
  test(`${name}: D(f x g)(x, y) = D f x ⊗ D g y`, () =>
    upheld(apart, ([f, g, x, y]) => elliott.derivativeOfParallel(K, f, g, pointOf(f, x), pointOf(g, y)), 8))
  test(`${name}: D l x = l for linear l`, () =>
    upheld(
      fc.tuple(graphs(SMOOTH), numbers, numbers),
      ([f, x, v]) => elliott.derivativeOfLinear(K, linearAt(f, pointOf(f, x)), pointOf(f, v)),
      8,
    ))
  test(`${name}: D f x is forward mode's matrix`, () =>
    upheld(one, ([f, x]) => elliott.representationsAgree(K, f, pointOf(f, x)), 10))
}

const arrows = fc.tuple(chains(3, SMOOTH, 2), numbers)

/** The derivatives of a chain of graphs, and the graphs at the points where they are. */
const along = <M>(K: Representation<M>, fs: readonly Graph[], x: Values) => {
  const points: Pointed[] = []
  for (const graph of fs) points.push({ graph, at: points.length ? pointed.target(points[points.length - 1]) : x })
  return { points, maps: points.map((each) => derivativeAt(K, each)) }
}

for (const [name, K] of Object.entries(representations))
  test(`${name}: blocks of maps are a symmetric monoidal category`, () =>
    upheld(
      arrows,
      ([fs, x]) => {
        const C = biproducts(K)
        const { points, maps } = along(K, fs, pointOf(fs[0], x))
        const [f, g, h] = points
        const [l, k, m] = maps
        const { compose, tensor, swap, target } = pointed
        const same = (...at: readonly Pointed[]) => elliott.sameDerivative(K, at.reduce(compose))
        return every(
          () => laws.arrowsAssociate(C, same(f, g, h), l, k, m),
          () => laws.identitiesAreUnits(C, same(f), l),
          () => laws.arrowsInterchange(C, same(tensor(f, g), tensor(g, h)), [l, k, k, m]),
          () => laws.tensorAssociates(C, same(tensor(tensor(f, g), h)), l, k, m),
          () => laws.tensorHasUnit(C, same(f), l),
          () => laws.swapIsNatural(C, same(tensor(f, g), swap(target(f), target(g))), l, k),
          () => laws.swapTwice(C, same(pointed.identity([...f.at, ...g.at])), l.from, k.from),
          () => laws.tensorOfIdentities(C, same(pointed.identity([...f.at, ...g.at])), l.from, k.from),
        )
      },
      4,
    ))

test('counted matrices: l;k;m of n x m matrices takes the textbook number of multiplications in either order', () => {
  const sizes = [2, 3, 5, 7]
  const maps = sizes.slice(1).map((rows, k) => {
    const w = tensor(
      Array.from({ length: rows * sizes[k] }, (_, i) => i + 1),
      [rows, sizes[k]],
    )
    const f = graph([[sizes[k]]], (x) => matmul(w, x))
    return derivativeAt(matrices, { graph: f, at: pointOf(f, [1]) })
  })
  const { compose } = biproducts(matrices)
  const count = ({ blocks }: Blocks<CountedMatrix>): number => blocks[0][0].multiplications
  const fromInputs = maps.map(count).reduce((a, b) => a + b)
  assert.is(count(compose(compose(maps[0], maps[1]), maps[2])) - fromInputs, 5 * 3 * 2 + 7 * 5 * 2)
  assert.is(count(compose(maps[0], compose(maps[1], maps[2]))) - fromInputs, 7 * 5 * 3 + 7 * 3 * 2)
})

test('a derivative at another point, one that is doubled, and one that multiplies in reverse are refuted', () => {
  const elsewhere = { ...D, arrow: ({ graph: f, at }: Pointed) => D.arrow({ graph: f, at: scaled(at, 2) }) }
  const doubled = {
    ...D,
    arrow: (f: Pointed) => {
      const l = D.arrow(f)
      return { ...l, blocks: l.blocks.map((row) => row.map((m) => matrices.sum(m, m))) }
    },
  }
  const smooth = fc.tuple(chains(2, SMOOTH), numbers)
  for (const fault of [elsewhere, doubled])
    refutedSomewhere(smooth, ([[f, g], x]) => elliott.derivativeComposes(matrices, f, g, pointOf(f, x), fault))
  refutedSomewhere(fc.tuple(graphs(SMOOTH), numbers), ([f, x]) =>
    elliott.derivativeOfLinear(matrices, linearAt(f, pointOf(f, x)), pointOf(f, x), doubled),
  )
  const w = [
    [1, 2],
    [3, 5],
  ]
  const turned = opposite(matrices)
  const square = graph([[2]], (x) => matmul(w, sin(x)))
  const ahead = derivativeFunctor({ ...turned, compose: matrices.compose })
  refuted(elliott.representationsAgree(turned, square, pointOf(square, [0.3, 1.2]), ahead))
  const swapped = {
    ...D,
    to: { ...D.to, tensor: (l: Blocks<CountedMatrix>, k: Blocks<CountedMatrix>) => D.to.tensor(k, l) },
  }
  refutedSomewhere(fc.tuple(fc.constant(graph([[]], (x) => sin(x))), numbers, numbers), ([f, x, y]) =>
    elliott.derivativeOfParallel(matrices, f, f, pointOf(f, x), pointOf(f, y), swapped),
  )
})

test.run()
