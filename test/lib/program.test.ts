// What is remembered of graphs: by equality and by options, and not without bounds.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { remembering } from '../../lib/program.ts'
import { abs, add, constant, cotangent, type Graph, grad, graph, sin } from '../../modes/index.ts'

const counting = () => {
  const made: (readonly [Graph, unknown])[] = []
  const remembered = remembering((g: Graph, options: unknown) => made.push([g, options]))
  return { made, remembered }
}

test('equal graphs with equal options have one result, wherever they were drawn', () => {
  const { made, remembered } = counting()
  const drawn = () => graph([[2]], (x) => sin(add(x, 0.125)))
  const first = remembered(drawn(), { a: 1 })
  assert.is(remembered(drawn(), { a: 1 }), first)
  assert.is.not(remembered(drawn(), { a: 2 }), first)
  assert.is.not(
    remembered(
      graph([[3]], (x) => sin(add(x, 0.125))),
      { a: 1 },
    ),
    first,
  )
  assert.is(made.length, 3)
})

test('options differ by any number in them', () => {
  const { made, remembered } = counting()
  const g = graph([[]], (x) => sin(x))
  const numbers = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null]
  for (const a of [...numbers, ...numbers]) remembered(g, { a })
  assert.is(made.length, numbers.length)
  const slopeAt0 = (slope: number) => grad(abs, { conventions: { ...cotangent, abs: slope } })(0)
  assert.equal([1, Number.POSITIVE_INFINITY, Number.NaN, 1].map(slopeAt0), [1, Number.POSITIVE_INFINITY, Number.NaN, 1])
})

test('what is large is forgotten sooner than what is small', () => {
  const large = (k: number) =>
    graph([[2 ** 20]], (x) => add(x, constant(new Float64Array(2 ** 20).fill(0.5).fill(k, 0, 1))))
  const small = (k: number) => graph([[]], (x) => add(x, k))
  const again = (drawn: (k: number) => Graph, count: number): number => {
    const { made, remembered } = counting()
    for (let k = 1; k <= count; k++) remembered(drawn(k), {})
    const before = made.length
    remembered(drawn(1), {})
    return made.length - before
  }
  assert.equal([again(small, 20), again(large, 2), again(large, 6), again(small, 70)], [0, 0, 1, 1])
})

test.run()
