/** Annealing: what it finds is an order with the count it says, no worse than the start, and the same for a seed. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  annealEdges,
  annealVertices,
  compactDigraph,
  countOrder,
  digraph,
  exactOrder,
  forwardOrder,
  greedy,
  reverseOrder,
} from '../../../modes/index.ts'
import { leastOf, METRICS, problems, published } from './problems.ts'

test('vertices: never worse than the start, never better than the optimum, and counted rightly', () =>
  fc.assert(
    fc.property(problems(8), fc.constantFrom(...METRICS), fc.nat(1000), (problem, metric, seed) => {
      const start = forwardOrder(digraph(problem, metric))
      const options = { seed, iterations: 50 }
      const found = annealVertices(() => digraph(problem, metric), start.order, options)
      assert.ok(found.count <= start.count)
      assert.is(countOrder(digraph(problem, metric), { kind: 'vertex', steps: found.order }), found.count)
      assert.ok(found.count >= exactOrder(problem, { metric }).count)
      assert.equal(annealVertices(compactDigraph(problem, metric), start.order, options), found)
    }),
  ))

test('edges: the same', () =>
  fc.assert(
    fc.property(problems(8), fc.constantFrom(...METRICS), fc.nat(1000), (problem, metric, seed) => {
      const start = reverseOrder(digraph(problem, metric))
      const anneal = () => annealEdges(() => digraph(problem, metric), start.order, { seed, iterations: 50 })
      const found = anneal()
      assert.ok(found.count <= start.count)
      assert.is(countOrder(digraph(problem, metric), { kind: 'edge', steps: found.order }), found.count)
      assert.equal(anneal(), found)
    }),
  ))

test('a digraph on rows of bits is the digraph', () =>
  fc.assert(
    fc.property(problems(8), fc.constantFrom(...METRICS), (problem, metric) => {
      const [a, b] = [digraph(problem, metric), compactDigraph(problem, metric)()]
      const sorted = (vs: readonly number[]) => [...vs].sort((x, y) => x - y)
      for (let left = a.intermediates(); left.length > 0; left = a.intermediates()) {
        assert.equal(b.intermediates(), left)
        for (const v of left) {
          assert.equal(sorted(b.predecessors(v)), sorted(a.predecessors(v)))
          assert.equal(sorted(b.successors(v)), sorted(a.successors(v)))
          assert.is(b.cost(v), a.cost(v))
        }
        const v = left[Math.floor(left.length / 2)]!
        assert.is(b.eliminate(v), a.eliminate(v))
      }
    }),
  ))

test('a goal that is reached ends the search, and so does being told to stop', () => {
  const problem = published[2]!
  let begun = 0
  const begin = () => {
    begun++
    return digraph(problem)
  }
  const start = greedy(digraph(problem), { ties: 'largest' })
  assert.is(annealVertices(begin, start.order, { seed: 1, iterations: 1000, goal: start.count }).count, start.count)
  assert.is(annealVertices(begin, start.order, { seed: 1, iterations: 1000, stop: () => true }).count, start.count)
  assert.is(begun, 2)
})

/**
 * Vertex 3 first costs 3 * 2 and leaves 3 * 3, vertex 4 first costs 2 * 3 and leaves 3 * 3: 15 either way. By edges
 * F(0,3) F(3,4) F(0,4) F(2,3) F(1,3) it costs 2 + 3 + 3 + 3 + 3 = 14, as Naumann (2004) shows can be.
 */
test('edges can be better than vertices', () => {
  const edges = [
    ...[3, 4, 5].map((v) => [0, v, 'variable'] as const),
    ...[3, 6].map((v) => [1, v, 'variable'] as const),
    ...[3, 7].map((v) => [2, v, 'variable'] as const),
    ...[4, 5].map((v) => [3, v, 'variable'] as const),
    ...[5, 6, 7].map((v) => [4, v, 'variable'] as const),
  ]
  const problem = { name: 'edges', inputs: [0, 1, 2], outputs: [5, 6, 7], edges }
  assert.is(leastOf(problem, 'joins'), 15)
  const { count, order } = annealEdges(() => digraph(problem), [3, 4], { seed: 1, iterations: 1000 })
  assert.is(count, 14)
  assert.is(countOrder(digraph(problem), { kind: 'edge', steps: order }), 14)
})

test.run()
