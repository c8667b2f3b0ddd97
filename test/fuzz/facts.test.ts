// Values and slopes that careless formulas miss: at zeros, far out, and exactly at one.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  cumprod,
  evaluateOrThrow,
  grad,
  graph,
  norm,
  prod,
  relu,
  softmax,
  sum,
  type Tensor,
  tanh,
  toNested,
  type Wire,
} from '../../modes/index.ts'

const slopes = (f: (x: Wire) => Arg, x: readonly number[]): unknown =>
  toNested(grad(f as (x: Wire) => Wire)(x) as never)

test('the slope of relu at 1 is 1', () => assert.is(grad(relu)(1), 1))

test('no overflow far out', () => {
  const values = evaluateOrThrow(
    graph([[2], []], (x, y) => [softmax(x), tanh(y)]),
    [[1000, 0], -1000],
  )
  assert.equal((values as Tensor[]).map(toNested), [[1, 0], -1])
})

// The derivative of a product in one factor is the product of the others; that of 2 + 2 b + 2 b c at (2, 0, 3) follows.
test('zeros among factors', () => {
  assert.equal(
    slopes((x) => prod(x), [2, 0, 3, 4]),
    [0, 24, 0, 0],
  )
  assert.equal(
    slopes((x) => sum(cumprod(x)), [2, 0, 3]),
    [1, 8, 0],
  )
})

test('the norm at 0 has the slope 0, by convention', () =>
  assert.equal(
    slopes((x) => norm(x), [0, 0]),
    [0, 0],
  ))

test.run()
