/** Exact search of orders of edges, held against all orders of small digraphs. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { annealEdges, countOrder, digraph, exactEdgeOrder, exactOrder } from '../../../modes/index.ts'
import { leastByEdges, METRICS, problems } from './problems.ts'

/** More digraphs than the small ones here lead to. */
const ALL = 1e6

test('the least of all orders of edges is found and proven, whatever is known', () =>
  fc.assert(
    fc.property(
      problems(3).filter(({ edges }) => edges.length <= 10),
      fc.constantFrom(...METRICS),
      (problem, metric) => {
        const least = leastByEdges(problem, metric)
        const found = exactEdgeOrder(problem, { metric, known: { count: 1000, order: [] }, nodes: ALL })
        assert.equal([found.count, found.lowerBound, found.proven], [least, least, true])
        assert.is(countOrder(digraph(problem, metric), { kind: 'edge', steps: found.order }), least)
        const order = exactOrder(problem, { metric }).order
        const known = annealEdges(() => digraph(problem, metric), order, { seed: 1, iterations: 20 })
        const better = exactEdgeOrder(problem, { metric, known, nodes: ALL })
        assert.equal([better.count, better.proven], [least, true])
        const cut = exactEdgeOrder(problem, { metric, known, nodes: 1 })
        assert.ok(cut.lowerBound <= least && (cut.proven ? cut.count === least : cut.count === known.count))
      },
    ),
    { numRuns: 25 },
  ))

test.run()
