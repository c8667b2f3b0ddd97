/** Exact search and lower bounds, held against all orders of small digraphs and the published optima of larger ones. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  digraph,
  type EliminationProblem,
  edgeBound,
  exactOrder,
  follow,
  greedy,
  vertexBound,
} from '../../../modes/index.ts'
import { innerOf, leastByEdges, leastOf, METRICS, problems, published } from './problems.ts'

test('the least of all orders is found and proven, and no bound is above it', () =>
  fc.assert(
    fc.property(problems(6), fc.constantFrom(...METRICS), (problem, metric) => {
      const least = leastOf(problem, metric)
      const { count, order, lowerBound, proven } = exactOrder(problem, { metric })
      assert.equal({ count, lowerBound, proven }, { count: least, lowerBound: least, proven: true })
      assert.is(follow(digraph(problem, metric), order), least)
      assert.equal(digraph(problem, metric).intermediates().length, order.length)
      assert.ok(vertexBound(problem, metric) <= least)
      assert.ok(vertexBound(problem, metric, 0) <= least)
      assert.ok(exactOrder(problem, { metric, nodes: 2 }).lowerBound <= least)
    }),
    { numRuns: 40 },
  ))

test('eight intermediate vertices, all 40,320 orders', () =>
  fc.assert(
    fc.property(
      problems(8).filter((problem) => innerOf(problem).length === 8),
      fc.constantFrom(...METRICS),
      (problem, metric) => {
        assert.is(exactOrder(problem, { metric }).count, leastOf(problem, metric))
      },
    ),
    { numRuns: 2 },
  ))

test('orders of edges cost no more than the best of vertices, and no less than their own bound', () =>
  fc.assert(
    fc.property(
      problems(3).filter(({ edges }) => edges.length <= 10),
      fc.constantFrom(...METRICS),
      (problem, metric) => {
        const least = leastByEdges(problem, metric)
        assert.ok(least <= exactOrder(problem, { metric }).count)
        assert.ok(edgeBound(problem, metric) <= least, `${edgeBound(problem, metric)} > ${least}`)
      },
    ),
    { numRuns: 25 },
  ))

interface Counts {
  readonly optimum: number
  readonly lowerBound: number
  readonly nontrivial: { readonly best: number }
}

published.forEach((problem) => {
  test(`${problem.name}: optimum and lower bound of the data file`, () => {
    const { optimum, lowerBound, nontrivial } = problem.counts as Counts
    assert.is(vertexBound(problem), lowerBound)
    const known = greedy(digraph(problem), { ties: 'largest' })
    const { count, proven } = exactOrder(problem, { known })
    assert.equal({ count, proven }, { count: optimum, proven: true })
    assert.ok(vertexBound(problem, 'nontrivial') <= nontrivial.best)
  })
})

test('propane combustion needs 24 nontrivial products, and no fewer by vertices', () => {
  const { count, proven } = exactOrder(published[0]!, {
    metric: 'nontrivial',
    known: greedy(digraph(published[0]!, 'nontrivial')),
  })
  assert.equal({ count, proven }, { count: 24, proven: true })
})

/** Every vertex of a layer feeds every vertex of the next. */
const layers = (widths: readonly number[]): EliminationProblem => {
  const starts = widths.map((_, k) => widths.slice(0, k).reduce((sum, n) => sum + n, 0))
  const layer = (k: number): readonly number[] => Array.from({ length: widths[k]! }, (_, i) => starts[k]! + i)
  return {
    name: 'layers',
    inputs: layer(0),
    outputs: layer(widths.length - 1),
    edges: widths
      .slice(1)
      .flatMap((_, k) => layer(k).flatMap((a) => layer(k + 1).map((b) => [a, b, 'variable'] as const))),
  }
}

test('dense layers 2, 1, 4, 1, 2 need 10: the middle first', () => {
  const problem = layers([2, 1, 4, 1, 2])
  const { count, order, proven } = exactOrder(problem)
  assert.equal({ count, proven }, { count: 10, proven: true })
  assert.ok(order.indexOf(2) > 3 && order.indexOf(7) > 3)
})

test('what the budget does not suffice for is not called proven, and the bound stays below', () => {
  const problem = layers([3, 4, 5, 4, 3])
  const few = exactOrder(problem, { nodes: 3 })
  const all = exactOrder(problem)
  assert.not(few.proven)
  assert.ok(all.proven && few.lowerBound <= all.count && all.count <= few.count)
  assert.is(follow(digraph(problem), few.order), few.count)
  assert.not(exactOrder(problem, { stop: () => true }).proven)
})

test.run()
