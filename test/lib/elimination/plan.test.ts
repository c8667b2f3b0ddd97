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

test.run()
