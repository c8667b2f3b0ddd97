/** Graphs of numbers as problems of elimination: published counts, labels, and what is one vertex. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  digraph,
  div,
  eliminationProblemOf,
  eliminationProblemOrThrow,
  exactOrder,
  forwardOrder,
  type Graph,
  graph,
  type LinearizeOptions,
  log,
  mul,
  neg,
  nodeAt,
  recip,
  reverseOrder,
  sin,
  stopGradient,
  sub,
  sum,
  vertexBound,
  type Wire,
} from '../../../modes/index.ts'

const numbers = (n: number, f: (...xs: Wire[]) => Wire | readonly Wire[]): Graph =>
  graph(
    Array.from({ length: n }, () => []),
    f,
  )

// Counts by hand, from the definition: forward, reverse and the least.
const formulas: readonly (readonly [name: string, graph: Graph, counts: readonly number[]])[] = [
  // Naumann, The art of differentiating computer programs (2012).
  [
    'naumann',
    numbers(2, (a, b) => {
      const t = mul(a!, sin(mul(a!, b!)))
      return [cos(t), div(t, b!)]
    }),
    [8, 10, 7],
  ],
  // Baydin et al., Automatic differentiation in machine learning: a survey (2018).
  ['baydin', numbers(2, (a, b) => sub(add(log(a!), mul(a!, b!)), sin(b!))), [6, 6, 6]],
  ['speelpenning-10', numbers(10, (first, ...rest) => rest.reduce((p, x) => mul(p, x), first!)), [44, 16, 16]],
  [
    'helmholtz-vector-4',
    numbers(4, (...xs) => {
      const rest = sub(
        1,
        xs.reduce((s, x) => add(s, x)),
      )
      return xs.map((x) => mul(x, log(div(x, rest))))
    }),
    [61, 44, 35],
  ],
]

formulas.forEach(([name, drawn, [forward, reverse, least]]) => {
  test(`${name}: ${forward} forward, ${reverse} reverse, ${least} at best`, () => {
    const problem = eliminationProblemOf(drawn)
    assert.equal(eliminationProblemOrThrow(problem), problem)
    assert.is(forwardOrder(digraph(problem)).count, forward)
    assert.is(reverseOrder(digraph(problem)).count, reverse)
    const { count, proven } = exactOrder(problem)
    assert.equal({ count, proven }, { count: least, proven: true })
    assert.ok(vertexBound(problem) <= least!)
  })
})

/** Edges as the ops at their ends, copies as `copy`, sorted. */
const edgesOf = (g: Graph, options?: LinearizeOptions): readonly string[] => {
  const name = (v: number): string => (v >= g.nodes.size ? 'copy' : nodeAt(g, v).op.name)
  const { edges } = eliminationProblemOf(g, options)
  return edges.map(([from, to, label]) => `${name(from)} ${name(to)} ${label}`).sort()
}

test('labels: 1 and -1 are units, what no input changes is constant, the rest is variable', () => {
  assert.equal(edgesOf(numbers(1, (x) => sin(add(x!, 1)))), ['add sin variable', 'input add unit'])
  assert.equal(edgesOf(numbers(1, (x) => sin(neg(x!)))), ['input neg unit', 'neg sin variable'])
  assert.equal(edgesOf(numbers(1, (x) => mul(3, x!))), ['input mul constant'])
  assert.equal(edgesOf(numbers(1, (x) => mul(sin(2), x!))), ['input mul constant'])
  assert.equal(edgesOf(numbers(1, (x) => add(x!, x!))), ['input add constant']) // 1 + 1
  assert.equal(edgesOf(numbers(1, (x) => mul(x!, x!))), ['input mul variable'])
  assert.equal(
    edgesOf(
      numbers(2, (x, y) => mul(x!, y!)),
      { wrt: [0] },
    ),
    ['input mul variable'],
  )
  assert.equal(edgesOf(numbers(1, (x) => mul(stopGradient(x!), x!))), ['input mul variable'])
  assert.equal(edgesOf(numbers(1, (x) => stopGradient(x!))), [])
})

test('a difference and a quotient are one vertex; a negation or reciprocal with another use is its own', () => {
  assert.equal(edgesOf(numbers(2, (x, y) => sub(sin(x!), sin(y!)))), [
    'input sin variable',
    'input sin variable',
    'sin add unit',
    'sin add unit',
  ])
  assert.equal(edgesOf(numbers(2, (x, y) => div(x!, y!))), ['input mul variable', 'input mul variable'])
  assert.equal(edgesOf(numbers(2, (x, y) => div(2, sub(x!, y!)))), [
    'add mul variable',
    'input add unit',
    'input add unit',
  ])
  assert.equal(edgesOf(numbers(3, (x, y, z) => [div(x!, z!), div(y!, z!)])), [
    'input mul variable',
    'input mul variable',
    'input recip variable',
    'recip mul variable',
    'recip mul variable',
  ])
  assert.equal(
    edgesOf(
      numbers(2, (x, y) => {
        const minus = neg(x!)
        return [add(y!, minus), minus]
      }),
    ),
    ['input add unit', 'input neg unit', 'neg add unit', 'neg copy unit'],
  )
  assert.equal(edgesOf(numbers(2, (x, y) => mul(x!, neg(sin(y!))))).length, 4)
  assert.equal(edgesOf(numbers(1, (x) => mul(x!, recip(x!)))), ['input mul variable'])
})

test('results that others use and sources that depend on others have a copy', () => {
  const chain = numbers(1, (x) => {
    const y = sin(x!)
    return [y, cos(y), x!]
  })
  assert.equal(edgesOf(chain), ['input copy unit', 'input sin variable', 'sin copy unit', 'sin cos variable'])
  assert.equal(edgesOf(chain, { wrt: [0, 1], of: [2] }), ['copy sin unit', 'input sin variable', 'sin cos variable'])
  assert.equal(eliminationProblemOf(chain, { wrt: [1], of: [2] }).inputs, [1])
  assert.is(forwardOrder(digraph(eliminationProblemOf(chain))).count, 2)
})

test('what is no number is refused by name', () => {
  const g = graph([[3]], (x) => sum(sin(x)))
  assert.throws(() => eliminationProblemOf(g), /ShapeError in eliminationProblemOf \(at input at 0\): found f64\[3\]/)
})

test.run()
