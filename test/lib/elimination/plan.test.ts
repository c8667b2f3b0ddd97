/** Plans: the best that is found is as good as anything counted, can be replayed, and is called proven when it is. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { countOrder, digraph, planElimination } from '../../../modes/index.ts'
import { leastByEdges, leastOf, METRICS, problems } from './problems.ts'

const few = { iterations: 30, edgeIterations: 60 }

test('small digraphs: exact by vertices, certificates hold', () =>
  fc.assert(
    fc.property(problems(4), fc.constantFrom(...METRICS), (problem, metric) => {
      const { counts, best } = planElimination(problem, { metric, ...few })
      const least = leastOf(problem, metric)
      assert.is(counts.exact, least)
      assert.ok(Object.values(counts).every((count) => count >= best.count))
      assert.is(countOrder(digraph(problem, metric), best.order), best.count)
      assert.is(best.kind, best.order.kind)
      assert.is(best.kind === 'vertex', best.count === least)
      if (best.kind === 'vertex') assert.ok(best.proven && best.lowerBound === least)
      else assert.is(best.proven, best.lowerBound === best.count)
      assert.ok(best.lowerBound <= best.count)
    }),
    { numRuns: 30 },
  ))

test('where edges are better, the certificate speaks of edges', () => {
  const lists = [
    [3, 4, 5],
    [3, 6],
    [3, 7],
    [4, 5],
    [5, 6, 7],
  ]
  const edges = lists.flatMap((after, from) => after.map((to) => [from, to, 'variable'] as const))
  const problem = { name: 'edges', inputs: [0, 1, 2], outputs: [5, 6, 7], edges }
  const { counts, best } = planElimination(problem)
  assert.equal([counts.exact, best.count, best.kind], [15, 14, 'edge'])
  assert.is(leastByEdges(problem, 'joins'), 14)
  assert.equal([best.lowerBound, best.proven, best.method], [14, true, 'annealed edges; bound by search'])
})

test('told to stop at once, it still has the heuristics', () => {
  const edges = [0, 1, 2].map((v) => [v, v + 1, 'variable'] as const)
  const problem = { name: 'chain', inputs: [0], outputs: [3], edges }
  assert.is(planElimination(problem, { stop: () => true }).best.count, 2)
})

/** A chain of so many vertices, each a step behind the one before. */
const chainOf = (n: number) => ({
  name: 'chain',
  inputs: [0],
  outputs: [n],
  edges: Array.from({ length: n }, (_, v) => [v, v + 1, 'variable'] as const),
})

test('a large problem without time for one order is refused; what there is time for is counted', () => {
  assert.throws(
    () => planElimination(chainOf(6000), { stop: () => true }),
    /ValueError.*6,000 edges, and no order counted/,
  )
  let looks = 0
  // Time for the first order, of 5,999 vertices, and no more.
  const { counts, best } = planElimination(chainOf(6000), { stop: () => ++looks > 6100 })
  assert.equal([counts.forward, counts.reverse], [5999, Number.POSITIVE_INFINITY])
  assert.is(best.count, 5999)
})

test.run()
