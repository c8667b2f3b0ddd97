// What is the same at every step of a scan is computed once, and no value changes by that, not in the last bit.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { withInvariants } from '../../../lib/engine/invariants.ts'
import {
  add,
  cost,
  einsum,
  evaluateOrThrow,
  exp,
  forward,
  type Graph,
  graph,
  mul,
  reverse,
  scan,
  sin,
  sum,
  type Tensor,
  tanh,
  type Wire,
} from '../../../modes/index.ts'

const [N, STEPS] = [3, 5]
const at = [
  [0.3, -1.2, 0.7],
  [1.1, 0.2, -0.4],
  Array.from({ length: STEPS }, (_, k) => [Math.sin(k), Math.cos(k), 0.1 * k]),
]

const unchanged = (f: Graph, inputs: Parameters<typeof evaluateOrThrow>[1]): void => {
  const [found, expected] = [withInvariants(f), f].map((g) => evaluateOrThrow(g, inputs) as readonly Tensor[])
  expected!.forEach(({ data }, k) => {
    data.forEach((x, i) => {
      assert.ok(Object.is(found![k]!.data[i], x), 'another value')
    })
  })
}

const scanned = (step: (h: Wire, x: Wire, p: Wire) => Wire): Graph =>
  graph([[N], [N], [STEPS, N]], (h0, p, xs) =>
    sum(scan(([h], [x]) => ({ carry: [step(h!, x!, p!)] }), [h0!], [xs!]).carry[0]!),
  )

test('a function of parameters is called once, in the derivative too', () => {
  const f = scanned((h, x, p) => mul(exp(tanh(p)), add(h, x)))
  assert.is(cost(f).nonlinear, STEPS * 2 * N)
  assert.is(cost(withInvariants(f)).nonlinear, 2 * N)
  unchanged(f, at)
  const gradient = reverse(f)
  unchanged(gradient, [...at, 1])
  assert.is(cost(withInvariants(gradient)).nonlinear, 2 * N)
})

test('what carries or slices have a part in stays, and what is cheap', () => {
  for (const f of [scanned((h, x) => add(sin(h), exp(x))), scanned((h, x, p) => mul(add(p, p), add(h, x)))])
    assert.is(withInvariants(f), f)
})

test('a single step and none compute what they need', () => {
  const f = graph(
    [[N], [1, N]],
    (p, xs) => scan(([h], [x]) => ({ carry: [add(h!, x!, exp(p!))] }), [p!], [xs!]).carry[0]!,
  )
  assert.is(withInvariants(f), f)
})

test('a scan over nothing but parameters inside a scan', () => {
  const f = scanned((h, x, p) =>
    add(h, x, scan(([c]) => ({ carry: [sin(add(c!, p))] }), [p], [], { length: 4 }).carry[0]!),
  )
  assert.is(cost(withInvariants(f)).nonlinear, 4 * N)
  unchanged(f, at)
})

test('random bodies and their derivatives keep their values to the bit', () => {
  const ops: readonly ((a: Wire, b: Wire) => Wire)[] = [
    (a) => tanh(a),
    (a, b) => mul(a, b),
    (a, b) => add(a, b),
    (a, b) => einsum('i,j->i', a, sin(b)),
  ]
  const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 7 })
  let moved = 0
  fc.assert(
    fc.property(rows, (all) => {
      const f = scanned((h, x, p) => {
        const values = [p, h, x]
        for (const [op, a, b] of all) values.push(ops[op]!(values[a % values.length]!, values[b % values.length]!))
        return tanh(add(...values))
      })
      for (const [g, inputs] of [
        [f, at],
        [reverse(f), [...at, 1]],
        [forward(f), [...at, ...at]],
      ] as const) {
        unchanged(g, inputs)
        if (withInvariants(g) !== g) moved++
      }
    }),
    { numRuns: 60 },
  )
  assert.ok(moved > 30, `only ${moved} graphs had anything to move`)
})

test.run()
