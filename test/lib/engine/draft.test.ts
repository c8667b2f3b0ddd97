// Drafts: what is put into larger tensors costs a run over those only where much of them is left.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { lower } from '../../../lib/engine/lower.ts'
import { add, compile, graph, mul, pad } from '../../../modes/index.ts'

const padded = (before: number, after: number) => graph([[3]], (x) => pad(mul(x, x), [[before, after]]))
const fills = (before: number, after: number): number =>
  lower(padded(before, after)).tasks.filter(({ tag }) => tag === 'fill').length

test('zeros are stored before and after a part that is not much smaller than its tensor', () => {
  for (const [before, after] of [
    [0, 0],
    [1, 0],
    [0, 2],
    [1, 2],
    [9, 9],
  ] as const) {
    const [y] = compile(padded(before, after))([[1, 2, 3]])
    const zeros = (n: number): readonly number[] => new Array(n).fill(0)
    assert.equal([...(y as { data: Float64Array }).data], [...zeros(before), 1, 4, 9, ...zeros(after)])
  }
  assert.equal([fills(1, 2), fills(9, 9)], [0, 1])
})

test('zeros of rows are stored, those of columns filled in', () => {
  const rows = graph([[2, 2]], (x) =>
    pad(x, [
      [1, 0],
      [0, 0],
    ]),
  )
  const columns = graph([[2, 2]], (x) =>
    pad(x, [
      [0, 0],
      [1, 0],
    ]),
  )
  const x = [
    [1, 2],
    [3, 4],
  ]
  const run = (f: typeof rows) => [...(compile(f)([x])[0] as { data: Float64Array }).data]
  assert.equal(run(rows), [0, 0, 1, 2, 3, 4])
  assert.equal(run(columns), [0, 1, 2, 0, 3, 4])
})

test('sums of such parts that overlap', () => {
  const f = graph([[4]], (x) => add(pad(mul(x, x), [[1, 0]]), pad(x, [[0, 1]])))
  const run = compile(f)
  assert.equal([...(run([[1, 2, 3, 4]])[0] as { data: Float64Array }).data], [1, 3, 7, 13, 16])
  assert.equal([...(run([[2, 0, 0, 1]])[0] as { data: Float64Array }).data], [2, 4, 0, 1, 1])
})

test.run()
