/** The interpreter for all algebras, held against `evaluate`: in numbers they are one, to the bit. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow } from '../../../lib/interpret/evaluate.ts'
import {
  Algebra,
  type Carried,
  forward,
  type Graph,
  gather,
  graph,
  greater,
  inputTypes,
  interpret,
  mul,
  recip,
  reverse,
  sameValue,
  scatterAdd,
  sin,
  solve,
  sum,
  type Type,
  type Value,
  whileLoop,
} from '../../../modes/index.ts'
import { EVERYTHING, graphs, numbers, singles } from '../../generators.ts'
import { thrown } from '../../support.ts'

const { numbers: reals } = Algebra

const valueOf = (x: Carried<number>): Value =>
  'tuple' in x ? { tuple: x.tuple.map(valueOf) } : { shape: x.shape, data: Float64Array.from(x.entries) }

/** A value of a type, filled from a list of numbers over and over. */
const filled = (type: Type, xs: readonly number[], from = 0): Value =>
  'tuple' in type
    ? { tuple: type.tuple.map((part, k) => filled(part, xs, from + k)) }
    : {
        shape: type.shape,
        data: Float64Array.from(
          { length: type.shape.reduce((n, extent) => n * extent, 1) },
          (_, k) => xs[(from + k) % xs.length]!,
        ),
      }

const carriedOf = (x: Value): Carried<number> =>
  'tuple' in x ? { tuple: x.tuple.map(carriedOf) } : { shape: x.shape, entries: [...x.data] }

const sameAsEvaluate = (g: Graph, xs: readonly number[]): void => {
  const inputs = inputTypes(g).map((type, k) => filled(type, xs, 3 * k))
  const expected = evaluateOrThrow(g, inputs)
  const found = interpret(reals)(g, inputs.map(carriedOf)).map(valueOf)
  found.forEach((y, k) => {
    assert.ok(sameValue(y, expected[k]!), `output ${k}: ${JSON.stringify(y)} is not ${JSON.stringify(expected[k])}`)
  })
}

test('interpret(numbers) = evaluate, to the bit, on graphs and on their derivatives', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 5), numbers, (f, xs) => {
      for (const g of [f, forward(f), reverse(f)]) sameAsEvaluate(g, xs)
    }),
    { numRuns: 60 },
  )
})

test('interpret(numbers) = evaluate for each op alone, at infinities, zeros of either sign and NaN too', () => {
  const odd = [0, -0, Number.POSITIVE_INFINITY, 1.5, Number.NEGATIVE_INFINITY, Number.NaN, -2.25]
  for (const f of singles(EVERYTHING))
    for (const g of [f, reverse(f)]) {
      sameAsEvaluate(g, odd)
      sameAsEvaluate(g, [0.3, -1.25, 0.7])
    }
})

test('whiles, wrong indices and systems are those of evaluate', () => {
  const doubled = graph([[]], (x) =>
    whileLoop(
      (c) => greater(10, c),
      (c) => mul(c, 2),
      x,
    ),
  )
  sameAsEvaluate(doubled, [0.7])
  const taken = graph([[2, 3], [2]], (x, k) => gather(x, k, 1))
  const added = graph([[2, 2], [2]], (x, k) => scatterAdd(x, k, 3, 1))
  for (const list of [
    [0, 1, 2],
    [5, 1],
    [0.5, 2, 1],
  ])
    for (const g of [taken, added, reverse(taken)]) sameAsEvaluate(g, list)
  sameAsEvaluate(
    graph(
      [
        [2, 2],
        [2, 1],
      ],
      (a, b) => solve(a, b),
    ),
    [3, 1, 4, 1, 5],
  )
})

test('a graph as deep as memory allows is run by a loop', () => {
  const deep = graph([[]], (x) => {
    let y = x
    for (let k = 0; k < 20000; k++) y = sin(y)
    return y
  })
  sameAsEvaluate(deep, [1])
})

test('elements that do not fit are refused by the type that was meant', () => {
  const f = graph([[2]], (x) => sum(recip(x)))
  assert.match(
    String(thrown(() => interpret(reals)(f, [{ shape: [3], entries: [1, 2, 3] }]))),
    /ShapeError in interpret: found f64\[3\] for input 0, expected f64\[2\]/,
  )
  assert.match(String(thrown(() => interpret(reals)(f, []))), /ArityError in interpret: found 0 values/)
})

test.run()
