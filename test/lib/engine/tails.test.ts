// Sigmoids by their tails are the same function, and one call an entry serves both signs.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { withTails } from '../../../lib/engine/tails.ts'
import {
  abs,
  add,
  evaluateOrThrow,
  forward,
  type Graph,
  graph,
  mul,
  neg,
  reverse,
  scan,
  sigmoid,
  sum,
  type Tensor,
} from '../../../modes/index.ts'

const calls = (f: Graph): number =>
  f.nodes.reduce((sum, { op }) => {
    const inner = op.family.kind === 'scan' ? calls((op.params as { readonly body: Graph }).body) : 0
    return sum + inner + (op.name === 'sigmoid' ? 1 : 0)
  }, 0)

const pair = graph([[]], (x) => [sigmoid(x), sigmoid(neg(x))])

test('both signs take one call', () => {
  assert.is(calls(pair), 2)
  assert.is(calls(withTails(pair)), 1)
  const gradient = reverse(graph([[3]], (x) => sum(sigmoid(x))))
  assert.is(calls(gradient), 2)
  assert.is(calls(withTails(gradient)), 1)
})

test('both signs are what they were within two last digits, from end to end', () => {
  const by = withTails(pair)
  const near = (x: number): void => {
    const expected = evaluateOrThrow(pair, [x]) as readonly Tensor[]
    ;(evaluateOrThrow(by, [x]) as readonly Tensor[]).forEach(({ data }, k) => {
      const y = expected[k]!.data[0]!
      assert.ok(Object.is(data[0], y) || Math.abs(data[0]! - y) <= 2 ** -51 * Math.abs(y), `${x}: ${data[0]} and ${y}`)
    })
  }
  for (const x of [0, -0, 1e-300, 1e-9, 36.8, 37, 700, 745, 746, 1e300, Infinity, Number.NaN]) {
    near(x)
    near(-x)
  }
  fc.assert(fc.property(fc.double({ min: -750, max: 750, noNaN: true }), near), { numRuns: 500 })
})

test('in the bodies of scans alike, though only one of them asks for both signs', () => {
  const f = reverse(
    graph([[4, 2], [2]], (xs, w) =>
      sum(scan(([c], [x]) => ({ carry: [sigmoid(add(mul(w!, c!), x!))] }), [w!], [xs!]).carry[0]!),
    ),
  )
  const by = withTails(f)
  assert.is(calls(f), 3)
  assert.is(calls(by), 2)
  const inputs = [
    [
      [0.3, -2],
      [1, 0.5],
      [-0.4, 3],
      [0, 1],
    ],
    [0.7, -1.2],
    1,
  ]
  const expected = evaluateOrThrow(f, inputs) as readonly Tensor[]
  ;(evaluateOrThrow(by, inputs) as readonly Tensor[]).forEach(({ data }, k) => {
    data.forEach((x, i) => {
      assert.ok(Math.abs(x - expected[k]!.data[i]!) < 1e-14)
    })
  })
})

test('a graph that asks for one sign stays as it is, and so does one that has been through', () => {
  const one = graph([[]], (x) => [sigmoid(x), sigmoid(neg(abs(x)))])
  assert.is(withTails(one), one)
  const by = withTails(forward(pair))
  assert.is(withTails(by), by)
})

test.run()
