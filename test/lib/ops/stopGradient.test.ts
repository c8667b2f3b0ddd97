// stopGradient is the identity in value and a constant to every derivative: f(x, stop x) has the derivatives of f(., c) at c = x.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  checkpoint,
  cond,
  cost,
  exp,
  forward,
  grad,
  graph,
  greater,
  hessian,
  jacobian,
  mul,
  sameValue,
  scan,
  sin,
  stopGradient,
  sub,
  sum,
  tensor,
  tuple,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, flat, outputs, thrown, values } from '../../support.ts'

test('it is the identity, to the bit, of any shape', () => {
  for (const x of [
    tensor(-0),
    tensor([0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 5e-324]),
    tensor([], [2, 0]),
    tensor([1, 2, 3, 4], [1, 2, 2]),
  ]) {
    const [y] = outputs(
      graph([x.shape], (z) => stopGradient(z)),
      x,
    )
    assert.ok(sameValue(tensor(y as number), x))
  }
})

test('its derivative is zero in every mode, and what does not pass through it keeps its own', () => {
  for (const mode of ['forward', 'reverse'] as const)
    assert.equal(flat(jacobian((x) => stopGradient(x), { mode })([1, 2])), [0, 0, 0, 0])
  assert.is(grad((x) => mul(stopGradient(x), x))(3), 3)
  assert.is(hessian((x) => mul(stopGradient(x), x))(3), 0)
  // Straight through: the value of a step, the slope of the identity.
  const hard = (x: Wire): Wire => add(x, stopGradient(sub(greater(x, 0), x)))
  assert.equal([values(hard, 0.7)[0], grad(hard)(0.7)], [1, 1])
})

test('nothing is computed for a derivative through it', () => {
  const f = graph([[2]], (x) => stopGradient(sin(x)))
  // The two calls are those of sin, for the two entries of the value.
  assert.is(cost(forward(f)).nonlinear, 2)
})

const at = [0.7, -0.4]
const form = (x: Wire, c: Wire): Wire => sum(mul(sin(mul(x, c)), exp(x), add(c, x)))
const frozen: Drawn = (x) => form(x, mul(1, tensor(at)))
const cases: Readonly<Record<string, Drawn>> = {
  'on its own': (x) => form(x, stopGradient(x)),
  'in a checkpoint': (x) => checkpoint((y) => form(y, stopGradient(y)))(x),
  'in a branch': (x) =>
    cond(
      1,
      (y) => form(y, stopGradient(y)),
      () => 0,
      x,
    ),
  'in a scan': (x) => sum(scan((_, [t]) => ({ carry: [], out: [form(t!, stopGradient(t!))] }), [], [x]).out[0]!),
}
for (const [name, f] of Object.entries(cases)) test(`freezes, ${name}`, () => checkSame(f, frozen, at, 3, name))

test('a tuple is refused', () => {
  assert.match(String(thrown(() => graph([[2]], (x) => stopGradient(tuple([x]))))), /ShapeError in stopGradient/)
})

test.run()
