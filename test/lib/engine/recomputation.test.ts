// Values of two bodies are told to be the same where they are made alike of the same inputs, and dear ones are found.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { dearValues, sameValues } from '../../../lib/engine/recomputation.ts'
import { add, type Graph, graph, mul, nodeAt, sin, sum, tanh } from '../../../modes/index.ts'

const named = (f: Graph, name: string): number => f.nodes.findIndex((node) => node.op.name === name) as number
const EFFORT = 10

test('the same op on the same values, whatever stands between', () => {
  const one = graph([[3], [3]], (x, y) => tanh(add(sin(x), y)))
  const other = graph([[3], [3], [3]], (w, y, x) => [mul(w, tanh(add(sin(x), y))), sin(y)])
  const [x, y] = one.inputs
  const same = sameValues(other, one, [undefined, y, x])
  assert.is(same[named(other, 'tanh')], named(one, 'tanh'))
  assert.is(same[named(other, 'sin')], named(one, 'sin'))
  assert.is(same[other.outputs[0]!], -1)
  assert.is(same[other.outputs[1]!], -1)
})

test('not where an input is another value', () => {
  const f = graph([[3], [3]], (x, y) => tanh(add(sin(x), y)))
  const [x, y] = f.inputs
  assert.is(sameValues(f, f, [x, y])[f.outputs[0]!], f.outputs[0])
  assert.is(sameValues(f, f, [y, x])[f.outputs[0]!], -1)
})

test('what takes calls is dear, a few sums are not, many are; and only what is needed counts', () => {
  const f = graph([[8], [8, 8]], (x, m) => {
    const y = tanh(sin(x))
    const few = add(x, mul(x, x))
    const many = sum(mul(m, add(m, 1)), 1)
    return mul(y, few, many)
  })
  const dear = dearValues(
    f,
    (ref) => ref !== f.outputs[0],
    () => false,
    EFFORT,
  )
  const names = dear.map((ref) => nodeAt(f, ref).op.name)
  assert.is(dear.length, 2)
  assert.is(names[0], 'tanh')
  assert.equal(nodeAt(f, dear[1]!).type, { shape: [8] })
})

test('nothing is dear that is read or not to be had', () => {
  const f = graph([[8]], (x) => mul(2, tanh(x)))
  const at = named(f, 'tanh')
  assert.equal(
    dearValues(
      f,
      (ref) => ref === at,
      () => false,
      EFFORT,
    ),
    [at],
  )
  assert.equal(
    dearValues(
      f,
      () => false,
      () => false,
      EFFORT,
    ),
    [],
  )
  assert.equal(
    dearValues(
      f,
      (ref) => ref === at,
      (ref) => ref === at,
      EFFORT,
    ),
    [],
  )
})

test.run()
