// Orderings, each against its definition, and what they are known to find.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { adjacency } from '../../../lib/sparse/conflicts.ts'
import { greedy } from '../../../lib/sparse/greedy.ts'
import { ordered } from '../../../lib/sparse/orderings.ts'
import { Pattern } from '../../../modes/index.ts'
import { proper, symmetricPatterns } from './patterns.ts'

const beside = (p: Pattern, v: number): readonly number[] => [...Pattern.row(p, v)].filter((u) => u !== v)
const graphs = symmetricPatterns(10, false)

test('natural is as they come, largest first by falling degree', () => {
  fc.assert(
    fc.property(graphs, (p) => {
      const n = p.shape[0]
      const all = Array.from({ length: n }, (_, v) => v)
      assert.equal([...ordered(adjacency(p), 'natural')], all)
      const degree = (v: number): number => beside(p, v).length
      assert.equal(
        [...ordered(adjacency(p), 'largest-first')],
        [...all].sort((a, b) => degree(b) - degree(a) || a - b),
      )
    }),
  )
})

test('smallest last: each has the fewest neighbours among itself and those before it', () => {
  fc.assert(
    fc.property(graphs, (p) => {
      const order = [...ordered(adjacency(p), 'smallest-last')]
      assert.is(new Set(order).size, p.shape[0])
      order.forEach((v, k) => {
        const left = new Set(order.slice(0, k + 1))
        const within = (u: number): number => beside(p, u).filter((w) => left.has(w)).length
        assert.ok([...left].every((u) => within(u) >= within(v)))
      })
    }),
  )
})

test('incidence degree: each has the most neighbours among those before it', () => {
  fc.assert(
    fc.property(graphs, (p) => {
      const order = [...ordered(adjacency(p), 'incidence-degree')]
      assert.is(new Set(order).size, p.shape[0])
      order.forEach((v, k) => {
        const before = new Set(order.slice(0, k))
        const met = (u: number): number => beside(p, u).filter((w) => before.has(w)).length
        assert.ok(order.slice(k).every((u) => met(u) <= met(v)))
      })
    }),
  )
})

// Matula and Beck 1983: at most one more colour than the largest number of neighbours met in that order; a tree has 1.
test('greedy colouring is proper, and takes two colours for a tree by smallest last', () => {
  fc.assert(
    fc.property(graphs, (p) => {
      const graph = adjacency(p)
      for (const ordering of ['natural', 'smallest-last'] as const)
        assert.ok(
          proper(
            p,
            greedy(graph, ordered(graph, ordering), () => true),
          ),
        )
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }), (picks) => {
      const edges = picks.flatMap((x, k): [number, number][] => [
        [k + 1, x % (k + 1)],
        [x % (k + 1), k + 1],
      ])
      const tree = adjacency(Pattern.ofEntries([picks.length + 1, picks.length + 1], edges))
      assert.is(Math.max(...greedy(tree, ordered(tree, 'smallest-last'), () => true)), 1)
    }),
  )
})

test.run()
