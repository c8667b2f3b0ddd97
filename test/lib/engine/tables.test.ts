// Gathers and scatters by constant tables, compiled: the values of the reference interpreter to the bit, however regular.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { gatherOp, scatterAddOp } from '../../../lib/ops/indexing.ts'
import {
  compile,
  concat,
  constant,
  draw,
  evaluateOrThrow,
  gather,
  graph,
  mul,
  reshape,
  scatterAdd,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'

const point = (size: number): number[] => Array.from({ length: size }, (_, k) => Math.sin(1 + 3 * k))

const same = (shape: readonly number[], f: (x: Wire) => Wire): void => {
  const g = graph([shape], f)
  const x = { shape, data: Float64Array.from(point(shape.reduce((n, e) => n * e, 1))) } as Tensor
  for (const precision of ['f64', 'f32'] as const) {
    const [found] = compile(g, { precision })([x]) as readonly Tensor[]
    const [expected] = evaluateOrThrow(g, [x]) as readonly Tensor[]
    assert.equal(found!.shape, expected!.shape)
    const rounded = precision === 'f32' ? expected!.data.map(Math.fround) : expected!.data
    found!.data.forEach((y, k) => {
      assert.ok(Math.abs(y - rounded[k]!) <= (precision === 'f32' ? 1e-6 : 0), `${precision} ${k}: ${y} ${rounded[k]}`)
    })
  }
}

const irregular = (count: number, extent: number): number[] =>
  Array.from({ length: count }, (_, k) => Math.floor(extent * Math.abs(Math.sin(k * k + k))))

test('gathers along the first, a middle and the last axis', () => {
  for (const table of [[0, 1, 2, 3, 4], [4, 3, 2], [2], [0, 2, 4, 0, 2, 4, 1], irregular(97, 5)])
    for (const [shape, axis] of [
      [[5], 0],
      [[5, 3], 0],
      [[2, 5, 3], 1],
      [[4, 5], 1],
    ] as const) {
      same(shape, (x) => gather(x, table, axis))
      same(shape, (x) => gather(mul(x, x), table, axis))
    }
})

test('scatters, of entries that meet and that do not', () => {
  for (const table of [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [6, 4, 2, 0, 1], [1, 1, 1, 2, 2], irregular(5, 7)])
    for (const [shape, axis] of [
      [[5], 0],
      [[5, 3], 0],
      [[2, 5, 3], 1],
    ] as const)
      same(shape, (x) => scatterAdd(mul(2, x), table, 7, axis))
  same([83], (x) => scatterAdd(x, irregular(83, 11), 11))
  same([83], (x) => scatterAdd(x, irregular(83, 8000), 8000))
})

test('an index that names no entry is NaN, as elsewhere; documents may hold one', () => {
  same([3], (x) => gather(x, [0, 1, 0, 2]))
  const at = (extent: number) => ({ tail: 0, extent, indices: [3], strict: true })
  const g = graph([[3]], (x) => [
    draw(gatherOp(at(3)), [x, constant([0, 3, 1])]),
    draw(scatterAddOp(at(2)), [x, constant([0, 0.5, 1])]),
  ])
  const [taken, summed] = compile(g)([[1, 2, 3]]) as readonly Tensor[]
  assert.equal([...taken!.data], [1, Number.NaN, 2])
  assert.equal([...summed!.data], [Number.NaN, Number.NaN])
})

test('entries of tensors one after another, in any order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(59), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 9 }),
      (some, turn) => {
        const f = (table: readonly number[]) => (x: Wire) =>
          gather(concat([mul(x, 3), reshape(mul(reshape(x, [4, 5]), [1, 2, 3, 4, 5]), [-1]), x], 0), [...table])
        same([20], f(some))
        same(
          [20],
          f(Array.from({ length: 60 }, (_, k) => Math.floor(k / turn) + turn * (k % turn)).filter((k) => k < 60)),
        )
      },
    ),
    { numRuns: 20 },
  )
})

test.run()
