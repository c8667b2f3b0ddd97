/** Greedy orders: the published counts, and agreement with a search of all vertices at every step. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  digraph,
  type Eliminable,
  forwardOrder,
  greedy,
  lastCost,
  relativeMarkowitz,
  reverseOrder,
} from '../../../modes/index.ts'
import { METRICS, problems, published } from './problems.ts'

interface Counts {
  readonly forward: number
  readonly reverse: number
  readonly markowitz?: number
  readonly markowitzReverse?: number
  readonly nontrivial: { readonly forward: number; readonly reverse: number }
}

published.forEach((problem) => {
  test(`${problem.name}: the counts of the data file`, () => {
    const { forward, reverse, markowitz, markowitzReverse, nontrivial } = problem.counts as Counts
    assert.is(forwardOrder(digraph(problem)).count, forward)
    assert.is(reverseOrder(digraph(problem)).count, reverse)
    assert.is(greedy(digraph(problem)).count, markowitz)
    assert.is(greedy(digraph(problem), { ties: 'largest' }).count, markowitzReverse)
    assert.is(forwardOrder(digraph(problem, 'nontrivial')).count, nontrivial.forward)
    assert.is(reverseOrder(digraph(problem, 'nontrivial')).count, nontrivial.reverse)
  })
})

/** The rule as it is said, all vertices looked at every time. */
const plainly = (e: Eliminable, key: (v: number) => number, sign: 1 | -1): readonly number[] => {
  const order: number[] = []
  for (let left = e.intermediates(); left.length > 0; left = e.intermediates()) {
    const v = [...left].sort((a, b) => key(a) - key(b) || sign * (a - b))[0]!
    order.push(v)
    e.eliminate(v)
  }
  return order
}

test('greedy takes the least key of all, ties to the side that is asked for', () =>
  fc.assert(
    fc.property(problems(8), fc.constantFrom(...METRICS), (problem, metric) => {
      for (const [ties, sign] of [['smallest', 1] as const, ['largest', -1] as const]) {
        const [a, b] = [digraph(problem, metric), digraph(problem, metric)]
        assert.equal(greedy(a, { ties }).order, plainly(b, b.cost, sign))
      }
      const [a, b] = [digraph(problem, metric), digraph(problem, metric)]
      const last = lastCost(digraph(problem))
      assert.equal(
        relativeMarkowitz(a).order,
        plainly(b, (v) => b.cost(v) - last(v), 1),
      )
    }),
  ))

test('what a vertex costs when it is the last is inputs times outputs that it is connected with', () =>
  fc.assert(
    fc.property(problems(8), (problem) => {
      const last = lastCost(digraph(problem))
      const all = digraph(problem).intermediates()
      for (const v of all) {
        const g = digraph(problem)
        for (const u of all) if (u !== v) g.eliminate(u)
        assert.is(last(v), g.cost(v))
      }
    }),
  ))

test('more than 32 ends are counted, too', () => {
  const inputs = Array.from({ length: 70 }, (_, k) => k)
  const edges = inputs.map((v) => [v, 100, 'unit'] as const)
  const problem = {
    name: 'wide',
    inputs,
    outputs: [102],
    edges: [...edges, [100, 101, 'unit'] as const, [101, 102, 'unit'] as const],
  }
  assert.is(lastCost(digraph(problem))(101), 70)
})

test('a chain of 50,000 vertices', () => {
  const n = 50_000
  const edges = Array.from({ length: n }, (_, k) => [k, k + 1, 'variable'] as const)
  const problem = { name: 'chain', inputs: [0], outputs: [n], edges }
  assert.is(greedy(digraph(problem)).count, n - 1)
  assert.is(relativeMarkowitz(digraph(problem), { ties: 'largest' }).count, n - 1)
})

test.run()
