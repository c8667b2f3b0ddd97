// What scans keep for scans along their trajectories changes no value, not in the last bit, and saves what it should.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { withResiduals } from '../../../lib/engine/residuals.ts'
import { evaluateOrThrow } from '../../../lib/interpret/evaluate.ts'
import {
  add,
  checkpoint,
  cond,
  cost,
  einsum,
  exp,
  forward,
  type Graph,
  graph,
  greater,
  inputTypes,
  mul,
  neg,
  outputTypes,
  reverse,
  scan,
  sigmoid,
  sin,
  sizeOf,
  sum,
  type Tensor,
  type TensorType,
  tanh,
  tensor,
  type Value,
  type Wire,
} from '../../../modes/index.ts'

const [N, STEPS] = [3, 4]

/** One op of a random body on values drawn before it. */
type Row = readonly [op: number, a: number, b: number]
const ops: readonly ((a: Wire, b: Wire, m: Wire) => Wire)[] = [
  (a) => tanh(a),
  (a) => sigmoid(a),
  (a) => sin(a),
  (a, b) => mul(a, b),
  (a, b) => add(a, neg(b)),
  (a, _, m) => einsum('ij,j->i', m, a),
  (a) => exp(tanh(a)),
  (a) => checkpoint((x) => sin(tanh(x)))(a),
  (a, b) =>
    cond(
      greater(sum(a), 0),
      () => tanh(b),
      () => mul(b, b),
    ),
]

/** (starts, sequence, parameters) -> everything that a scan with a random body gives. */
const scanned = (rows: readonly Row[], backward: boolean): Graph =>
  graph([[N], [N], [STEPS, N], [N], [N, N]], (c0, d0, xs, p, m) => {
    const { carry, out, trajectory } = scan(
      ([c, d], [x]) => {
        const values = [c!, d!, x!, p!]
        for (const [op, a, b] of rows)
          values.push(ops[op % ops.length]!(values[a % values.length]!, values[b % values.length]!, m!))
        const last = values.length - 1
        return { carry: [values[last]!, tanh(values[last - 1]!)], out: [values[last >> 1]!] }
      },
      [c0!, d0!],
      [xs!],
      { backward },
    )
    return [...carry, ...out, ...trajectory]
  })

const numbersFor = (f: Graph): readonly Tensor[] =>
  inputTypes(f).map((type, at) => {
    const { shape } = type as TensorType
    return tensor(
      Array.from({ length: sizeOf(shape) }, (_, k) => Math.sin(7 * at + 3 * k + 1)),
      shape,
    )
  })

const bits = (values: readonly Value[]): readonly number[] =>
  values.flatMap((value) => ('tuple' in value ? bits(value.tuple) : [...value.data]))

const unchanged = (f: Graph): void => {
  const at = numbersFor(f)
  const [found, expected] = [withResiduals(f), f].map((g) => bits(evaluateOrThrow(g, at)))
  assert.is(found!.length, expected!.length)
  assert.ok(
    found!.every((x, k) => Object.is(x, expected![k])),
    'another value',
  )
}

const rowsOf = fc.array(fc.tuple(fc.nat(8), fc.nat(20), fc.nat(20)), { minLength: 2, maxLength: 8 })

test('random scans, their derivatives and second derivatives keep their values to the bit', () => {
  let kept = 0
  fc.assert(
    fc.property(rowsOf, fc.boolean(), (rows, backward) => {
      const f = scanned(rows, backward)
      for (const g of [f, forward(f), reverse(f), forward(reverse(f)), reverse(reverse(f))]) {
        unchanged(g)
        if (withResiduals(g) !== g) kept++
      }
    }),
    { numRuns: 20 },
  )
  assert.ok(kept > 40, `only ${kept} graphs kept anything`)
})

/** A recurrence of so many tanh, with the sum of its last carry. */
const recurrence = (n: number, steps: number, step: (h: Wire, x: Wire, w: Wire) => Wire, backward = false): Graph =>
  graph([[n, n], [n], [steps, n]], (w, h0, xs) =>
    sum(scan(([h], [x]) => ({ carry: [step(h!, x!, w!)] }), [h0!], [xs!], { backward }).carry[0]!),
  )
const layer = (h: Wire, x: Wire, w: Wire): Wire => tanh(add(einsum('ij,j->i', w, h), x))

test('the gradient of a recurrence calls each function once, either way it runs', () => {
  for (const backward of [false, true]) {
    const gradient = reverse(recurrence(8, 10, layer, backward))
    const saved = withResiduals(gradient)
    unchanged(gradient)
    assert.is(cost(gradient).nonlinear, 160)
    assert.is(cost(saved).nonlinear, 80)
    assert.is(cost(gradient).multiplications - cost(saved).multiplications, 10 * 64)
  }
})

test('second derivatives read what the first scan keeps', () => {
  const second = forward(reverse(recurrence(8, 10, layer)))
  unchanged(second)
  assert.is(cost(withResiduals(second)).nonlinear, 80)
})

test('what is cheap is computed again', () => {
  const gradient = reverse(recurrence(8, 10, (h, x) => mul(add(h, x), add(h, x))))
  assert.is(withResiduals(gradient), gradient)
})

test('a call computes its inside again', () => {
  const gradient = reverse(recurrence(8, 10, (h, x, w) => checkpoint((a, b, m) => layer(a, b, m))(h, x, w)))
  assert.is(withResiduals(gradient), gradient)
})

test('what is kept is at most four times what a step takes and gives, the dearest of it', () => {
  const wide = (h: Wire, x: Wire): Wire => tanh(einsum('ijk->i', exp(einsum('i,j,k->ijk', h, x, x))))
  const gradient = reverse(recurrence(6, 5, wide))
  unchanged(gradient)
  // A step takes 12 entries: there is room for the 6 sums, the dearest, and not for the 216 exponentials.
  const scans = withResiduals(gradient).nodes.filter(({ op }) => op.family.kind === 'scan')
  const outs = outputTypes((scans.get(0)!.op.params as { readonly body: Graph }).body)
  assert.equal(outs, [{ shape: [6] }, { shape: [6] }])
  assert.is(cost(gradient).additions - cost(withResiduals(gradient)).additions, 5 * (216 - 6))
})

test('scans of other slices share nothing', () => {
  const f = graph([[5, 8]], (xs) => {
    const all = (x: Wire): Wire =>
      scan(([h], [z]) => ({ carry: [tanh(add(h!, z!))] }), [tensor(new Array(8).fill(0))], [x]).carry[0]!
    return [all(xs!), all(mul(2, xs!))]
  })
  assert.is(withResiduals(f), f)
})

test.run()
