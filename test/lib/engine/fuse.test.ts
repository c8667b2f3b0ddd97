// Fusion keeps the order of what is written over, and views that no one cut of an index suits.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { withoutClashes } from '../../../lib/engine/clashes.ts'
import type { Slot } from '../../../lib/engine/program.ts'
import {
  add,
  checkpointAll,
  compile,
  concat,
  cumsum,
  evaluateOrThrow,
  exp,
  foldl,
  type Graph,
  graph,
  less,
  max,
  maximum,
  mean,
  mul,
  pad,
  reshape,
  scan,
  softmax,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  type Value,
  whileLoop,
} from '../../../modes/index.ts'

const numbers = (values: readonly Value[]): readonly (readonly number[])[] => values.map((x) => [...(x as Tensor).data])

test('what a loop starts from is there before the loop, also where no step reads it', () => {
  const last = graph([[3], []], (x, b) => [foldl((_, row) => row, 0, x), exp(b)])
  assert.equal(numbers(compile(last)([[1, 2, 3], 0])), [[3], [1]])
  const kept = graph([[2], [3, 2], [2]], (a, x, b) => {
    const { carry, out } = scan(([c], [row]) => ({ carry: [c!], out: [row!] }), [a], [x])
    return [mul(carry[0]!, 2), exp(b), out[0]!]
  })
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ]
  assert.equal(numbers(compile(kept)([[7, 8], rows, [0, 0]])), [[14, 16], [1, 1], rows.flat()])
  const latest = graph([[2], [3, 2], [2]], (a, x, b) => {
    const { carry } = scan((_, [row]) => ({ carry: [row!] }), [a], [x])
    return [mul(carry[0]!, 2), exp(b)]
  })
  assert.equal(numbers(compile(latest)([[7, 8], rows, [0, 0]])), [
    [10, 12],
    [1, 1],
  ])
})

test('whether a loop goes on is read after its condition, whatever that computes beside', () => {
  const f = graph([[2]], (x) =>
    whileLoop(
      (v) => checkpointAll((w) => [less(sum(w), 100), cumsum(add(w, less(sum(w), 100)))])(v)[0]!,
      (v) => add(v, 1),
      x,
      { limit: 1000 },
    ),
  )
  assert.equal(numbers(compile(f)([[1, 2]])), [[50, 51]])
})

const twelve = tensor(
  Array.from({ length: 12 }, (_, k) => Math.sin(k)),
  [4, 3],
)
const six = tensor(Array.from({ length: 6 }, (_, k) => Math.cos(k)))
const turned: Readonly<Record<string, Graph>> = {
  sum: graph([[4, 3], [6]], (x, b) => add(reshape(transpose(x), [2, 6]), b)),
  maximum: graph([[4, 3], [6]], (x, b) => maximum(reshape(transpose(x), [2, 6]), b)),
  concat: graph([[4, 3], [6]], (x, b) => concat([reshape(transpose(x), [2, 6]), reshape(b, [1, 6])], 0)),
  pad: graph([[4, 3], [6]], (x, b) =>
    mul(
      pad(reshape(transpose(x), [2, 6]), [
        [0, 1],
        [0, 0],
      ]),
      b,
    ),
  ),
  largest: graph([[4, 3], [6]], (x, b) => [max(reshape(transpose(x), [2, 6]), 1), exp(b)]),
  softmax: graph([[4, 3], [6]], (x, b) => [softmax(reshape(transpose(x), [2, 6]), 1), exp(b)]),
  centred: graph([[4, 3], [6]], (x, b) => {
    const y = reshape(transpose(x), [2, 6])
    return add(sub(y, mean(y, 0)), b)
  }),
}
for (const [name, f] of Object.entries(turned))
  test(`entries turned round and cut elsewhere, beside others: ${name}`, () => {
    const expected = numbers(evaluateOrThrow(f, [twelve, six])).flat()
    const found = numbers(compile(f)([twelve, six])).flat()
    assert.is(found.length, expected.length)
    expected.forEach((y, k) => {
      assert.ok(Math.abs(found[k]! - y) <= 1e-15, `entry ${k}: ${found[k]}, not ${y}`)
    })
  })

test('only views that clash are copied', () => {
  const [out, x, y]: readonly Slot[] = [1, 2, 3].map((id) => ({ id, size: 12 }))
  const dims = (...pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([extent, stride]) => ({ extent, stride }))
  const task = (first: ReturnType<typeof dims>, second: ReturnType<typeof dims>) =>
    ({
      tag: 'point',
      out: out!,
      op: { name: 'add' },
      args: [
        { slot: x!, base: 0, dims: first },
        { slot: y!, base: 0, dims: second },
      ],
    }) as const
  const agreeing = task(dims([2, 1], [6, 2]), dims([2, 6], [6, 0]))
  assert.equal(withoutClashes([agreeing]), [agreeing])
  const [copy, rest] = withoutClashes([task(dims([3, 1], [4, 3]), dims([2, 0], [6, 1]))])
  assert.is(copy!.tag, 'point')
  assert.ok(rest!.tag === 'point' && rest!.args[0]!.slot === x && rest!.args[1]!.slot !== y)
})

test.run()
