/** Digraphs: elimination of vertices and edges is what its definition on matrices of labels says. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { digraph } from '../../../modes/index.ts'
import { eliminated, frontEliminated, innerOf, METRICS, matrixOf, problems } from './problems.ts'

/** Numbers to choose by. */
const choices = fc.array(fc.nat(), { minLength: 40, maxLength: 40 })

test('eliminating vertices in any order costs what it costs on matrices, and leaves the same edges', () =>
  fc.assert(
    fc.property(problems(8), choices, fc.constantFrom(...METRICS), (problem, picks, metric) => {
      const g = digraph(problem, metric)
      let a = matrixOf(problem)
      picks.forEach((pick) => {
        const left = g.intermediates()
        if (left.length === 0) return
        const v = left[pick % left.length]!
        const [count, next] = eliminated(a, v, metric)
        a = next
        assert.is(g.cost(v), count)
        assert.is(g.eliminate(v), count)
        a.forEach((row, i) => {
          assert.equal(
            [...g.successors(i)].sort((x, y) => x - y),
            row.flatMap((label, j) => (label === undefined ? [] : [j])),
          )
        })
      })
      assert.equal(g.intermediates(), [])
    }),
  ))

test('a vertex is eliminated by front eliminations of its edges in, or by back eliminations of its edges out', () =>
  fc.assert(
    fc.property(problems(6), choices, fc.constantFrom(...METRICS), (problem, picks, metric) => {
      const [whole, fronts, backs] = [0, 1, 2].map(() => digraph(problem, metric))
      for (const pick of picks) {
        const left = whole!.intermediates()
        if (left.length === 0) break
        const v = left[pick % left.length]!
        const [ins, outs] = [fronts!.predecessors(v), backs!.successors(v)]
        const count = whole!.eliminate(v)
        assert.is(
          ins.reduce((sum, p) => sum + fronts!.front(p, v), 0),
          count,
        )
        assert.is(
          outs.reduce((sum, s) => sum + backs!.back(v, s), 0),
          count,
        )
        for (const other of [fronts!, backs!]) {
          assert.equal(other.intermediates(), whole!.intermediates())
          for (const u of innerOf(problem))
            assert.equal([...other.successors(u)].sort(), [...whole!.successors(u)].sort())
        }
      }
    }),
  ))

test('edges in any order cost what they cost on matrices, and leave the same edges', () =>
  fc.assert(
    fc.property(problems(6), choices, fc.constantFrom(...METRICS), (problem, picks, metric) => {
      const g = digraph(problem, metric)
      let a = matrixOf(problem)
      const transposed = () => a.map((_, i) => a.map((row) => row[i]))
      for (const pick of picks) {
        const left = g.intermediates()
        if (left.length === 0) break
        const v = left[pick % left.length]!
        const front = pick % 2 === 0
        const ends = front ? g.predecessors(v) : g.successors(v)
        const end = ends[pick % ends.length]!
        const [count, next] = frontEliminated(front ? a : transposed(), end, v, metric)
        a = next
        if (!front) a = transposed()
        assert.is(front ? g.front(end, v) : g.back(v, end), count)
        a.forEach((row, i) => {
          const found = [...g.successors(i)].sort((x, y) => x - y)
          assert.equal(
            found,
            row.flatMap((label, j) => (label === undefined ? [] : [j])),
          )
        })
      }
    }),
  ))

test('units multiply to units, parallel units add to a constant, and trivial products are not counted', () => {
  const problem = {
    name: 'diamond',
    inputs: [0],
    outputs: [5],
    edges: [
      [0, 1, 'unit'],
      [1, 2, 'unit'],
      [1, 3, 'unit'],
      [2, 4, 'unit'],
      [3, 4, 'unit'],
      [4, 5, 'variable'],
    ],
  } as const
  const g = digraph(problem, 'nontrivial')
  assert.equal(
    [2, 3, 1].map((v) => g.eliminate(v)),
    [0, 0, 0],
  )
  assert.is(g.cost(4), 1) // a constant times a variable
  assert.is(digraph(problem, 'nontrivial').cost(4), 0)
  assert.is(digraph(problem).cost(4), 2)
})

test('what is no intermediate vertex or no edge is not eliminated', () => {
  const problem = { name: 'f', inputs: [0], outputs: [2], edges: [[0, 1, 'unit'] as const, [1, 2, 'unit'] as const] }
  const g = digraph(problem)
  assert.throws(() => g.eliminate(0), /ValueError in eliminate: found 0/)
  assert.throws(() => g.front(1, 2), /front elimination: found 2/)
  assert.throws(() => g.back(0, 1), /back elimination: found 0/)
  assert.throws(() => g.front(0, 2), /no edge from 0 to 2/)
  g.eliminate(1)
  assert.throws(() => g.eliminate(1), /found 1/)
})

test.run()
