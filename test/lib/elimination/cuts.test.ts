/** Vertex cuts: what augmenting paths find is the least of all sets of vertices that meet every way. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cutting } from '../../../lib/elimination/cuts.ts'
import { innerOf, problems } from './problems.ts'

/** Whether some way from a vertex goes on to an end without meeting a set. */
const passes = (next: readonly (readonly number[])[], v: number, isEnd: (v: number) => boolean, cut: number): boolean =>
  next[v]!.some((w) => ((cut >> w) & 1) === 0 && (isEnd(w) || passes(next, w, isEnd, cut)))

const size = (set: number): number => set.toString(2).replaceAll('0', '').length

test('the least cut before and after every vertex, against all sets', () =>
  fc.assert(
    fc.property(problems(5), ({ inputs, outputs, edges, ...rest }) => {
      const count = inputs.length + outputs.length + 5
      const lists = (from: 0 | 1, to: 0 | 1): readonly (readonly number[])[] =>
        Array.from({ length: count }, (_, v) => edges.filter((edge) => edge[from] === v).map((edge) => edge[to]))
      for (const [next, ends] of [
        [lists(1, 0), inputs],
        [lists(0, 1), outputs],
      ] as const) {
        const isEnd = (v: number): boolean => ends.includes(v)
        const cut = cutting(next, isEnd, () => {})
        for (const v of innerOf({ inputs, outputs, edges, ...rest })) {
          let least = Number.POSITIVE_INFINITY
          for (let set = 0; set < 2 ** count; set++)
            if (size(set) < least && ((set >> v) & 1) === 0 && !passes(next, v, isEnd, set)) least = size(set)
          assert.is(cut(next[v]!), least)
        }
      }
    }),
    { numRuns: 25 },
  ))

test('a path found first is turned where two must share the way', () => {
  // From 0: 1 or 2, then 3 or 4, ends 5 and 6. The way 1, 3, 5 leaves only 2, 3 until it turns to 1, 4, 6.
  const next = [[1, 2], [3, 4], [3], [5], [6], [], []]
  assert.is(
    cutting(
      next,
      (v) => v >= 5,
      () => {},
    )(next[0]!),
    2,
  )
})

test('a deep digraph is walked without recursion', () => {
  const n = 100_000
  const next = Array.from({ length: 2 * n }, (_, v) => (v < 2 * n - 2 ? [v + 2] : []))
  next[2 * n] = [0, 1]
  assert.is(
    cutting(
      next,
      (v) => v === 2 * n - 2 || v === 2 * n - 1,
      () => {},
    )(next[2 * n]!),
    2,
  )
})

test.run()
