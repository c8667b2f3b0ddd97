// Ops that are functions of vectors in compiled graphs: compiled as evaluated, and without a call for each number.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { outsideOf } from '../../../lib/engine/outside.ts'
import * as w from '../../../lib/engine/wasm/index.ts'
import { powerLogOp, powerOp } from '../../../lib/ops/powers.ts'
import { radius } from '../../../lib/ops/trigonometric.ts'
import {
  atan2,
  type Conventions,
  compile,
  cotangent,
  erf,
  erfc,
  evaluateOrThrow,
  type Graph,
  graph,
  jax,
  logit,
  mul,
  pow,
  power,
  reverse,
  tfjs,
  type Wire,
} from '../../../modes/index.ts'
import { flat } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const xs = [-2.5, -1, -0, 0, 0.3, 1, 1.5, 7, 1e-3, infinity, -infinity, nan]
const ps = [2, 0.5, 3, 0, -1.5, 2, -2, 1, 2.5, 1, 0.5, 1]

const same = (f: Graph, inputs: readonly (readonly number[])[]): void => {
  const [found, expected] = [compile(f)(inputs), evaluateOrThrow(f, inputs)].map((values) =>
    values.flatMap((value) => flat(value)),
  )
  expected!.forEach((y, k) => {
    const x = found![k]!
    const near = Math.abs(x - y) <= 4e-15 * Math.abs(y)
    assert.ok(Object.is(x, y) || x === y || near, `entry ${k} is ${x}, not ${y}`)
  })
}

test('compiled as evaluated, with their slopes', () => {
  const unary: readonly ((x: Wire) => Wire)[] = [
    erf,
    erfc,
    logit,
    (x) => power(x, 21),
    (x) => power(x, -40),
    (x) => power(x, 1001),
  ]
  for (const f of unary) {
    const drawn = graph([[xs.length]], f)
    same(drawn, [xs])
    same(reverse(drawn), [xs, xs.map((_, k) => 1 + k)])
  }
  const binary: readonly ((x: Wire, p: Wire) => Wire)[] = [atan2, radius, (x, p) => mul(pow(x, p), p)]
  for (const f of binary) same(graph([[xs.length], [ps.length]], f), [xs, ps])
})

test('powers times logarithms, under every convention', () => {
  for (const conventions of [cotangent, jax, tfjs] as readonly Conventions[])
    for (const k of [1, 2, 3]) {
      const op = powerLogOp({ k, logarithm: conventions.logarithm })
      const f = graph([[xs.length], [ps.length]], (x, p) => pow(x, p))
      assert.ok(op.family.name === 'powerLog')
      same(reverse(f, { conventions }), [xs, ps, xs.map((_, i) => 1 + i)])
      same(reverse(reverse(f, { conventions }), { conventions }), [
        xs,
        ps,
        xs.map((_, i) => 1 + i),
        xs,
        ps,
        xs.map((_, i) => 2 - i),
      ])
    }
})

test('each of them is a function of vectors', () => {
  const ops = [atan2.op, radius.op, erf.op, erfc.op, logit.op, powerOp(21), powerLogOp({ k: 2, logarithm: 'one' })]
  const { into } = outsideOf(ops.map((op) => [{ name: 'op', op }, 2] as const))
  const { kernel } = into(w.moduleOf(), 'f64')
  for (const op of ops) assert.ok(kernel(op) !== undefined, op.name)
  assert.is(new Set(ops.map(kernel)).size, ops.length)
})

test.run()
