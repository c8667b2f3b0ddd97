// The error function and its complement: published values, symmetries, accuracy, both ends, and slopes by other routes.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import { complementaryErrorFunction, errorFunction } from '../../../lib/ops/errorFunction.ts'
import {
  div,
  erf,
  erfc,
  exp,
  grad,
  hessian,
  jacobian,
  mul,
  neg,
  normalDensity,
  sqrt,
  square,
  sub,
  sum,
} from '../../../modes/index.ts'
import { normalProbability } from '../../../scripts/problems/normal.ts'
import { ulps, uniform } from '../../../scripts/ulps/measure.ts'
import { references } from '../../../scripts/ulps/reference.ts'
import { checkSame, type Drawn, flat, near, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const at = (f: Drawn, x: number): number => flat(values((y) => f(y), x)[0])[0]

test('published values', () => {
  // Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1: erf x to ten digits.
  for (const [x, y] of [
    [0.1, 0.112462916],
    [0.5, 0.5204998778],
    [0.8, 0.7421009647],
    [1, 0.8427007929],
    [1.4, 0.9522851198],
    [1.5, 0.9661051465],
    [2, 0.995322265],
  ] as const) {
    near(at(erf, x), y, 5.1e-11)
    near(at(erf, -x), -y, 5.1e-11)
    near(at(erfc, x), 1 - y, 5.1e-11)
  }
  // NIST Digital Library of Mathematical Functions, 7.12.1: e^-x^2 / (x sqrt pi) times 1 - 1/(2 x^2) + 3/(4 x^4) - ...
  for (const x of [12, 20, 26]) {
    const z = 1 / (2 * x * x)
    const expected = (Math.exp(-x * x) / (x * Math.sqrt(Math.PI))) * (1 - z + 3 * z ** 2 - 15 * z ** 3 + 105 * z ** 4)
    assert.ok(Math.abs(at(erfc, x) / expected - 1) < 2000 * z ** 5, `erfc ${x}`)
  }
})

test('at both ends, at zero, and where there is no number', () => {
  near(
    [-infinity, infinity, 6, -6, nan].map((x) => at(erf, x)),
    [-1, 1, 1, -1, nan],
    0,
  )
  near(
    [-infinity, infinity, 28, -6, nan].map((x) => at(erfc, x)),
    [2, 0, 0, 2, nan],
    0,
  )
  assert.ok(Object.is(at(erf, -0), -0) && Object.is(at(erf, 0), 0) && at(erfc, 0) === 1 && at(erfc, -0) === 1)
  // erf x = 2 x / sqrt pi near 0, and erfc's last positive number is near 27.2.
  near(at(erf, 1e-300) * 1e300, 2 / Math.sqrt(Math.PI), 2e-16)
  assert.ok(at(erfc, 27.2) > 0 && at(erfc, 27.2) < 1e-322)
})

test('errors in units in the last place', () => {
  for (const [name, f, bound] of [
    ['erf', errorFunction, 0.9],
    ['erfc', complementaryErrorFunction, 1.1],
  ] as const) {
    const { of, ranges } = references[name]!
    const next = uniform(6)
    for (let k = 0; k < 6000; k++) {
      const [from, to] = ranges[k % ranges.length]!
      const x = from * (to / from) ** next()
      const error = ulps(f(x), of(x, 0), 'f64')
      assert.ok(error <= bound, `${name}(${x}) is off by ${error} ulps`)
    }
  }
})

test('the normal distribution by another approximation', () => {
  for (const x of [-30, -8, -3, -1, -0.4, 0, 0.3, 2, 7]) {
    const expected = normalProbability(x)
    // The rounding of x / sqrt 2 counts x^2 times in the tail.
    near(complementaryErrorFunction(-x * Math.SQRT1_2) / 2 / expected, 1, 1e-15 + x * x * 2e-16)
  }
})

test('slopes by other routes', () => {
  const scale = 2 / Math.sqrt(Math.PI)
  near(grad(erf)(0.7), scale * Math.exp(-0.49), 1e-15)
  near(grad(erfc)(0.7), -scale * Math.exp(-0.49), 1e-15)
  near(hessian(erf)(0.7), -1.4 * scale * Math.exp(-0.49), 1e-15)
  near([grad(erf)(infinity), grad(erfc)(-infinity)], [0, -0])
  checkSame(
    (x) => sum(mul(erf(x), erf(x), exp(neg(x)))),
    (x) => sum(mul(square(sub(1, erfc(x))), exp(neg(x)))),
    [0.3, -1.4],
  )
  // d/dx erfc(-x / sqrt 2) / 2 is the normal density.
  for (const x of [-2, 0.4]) near(grad((y) => mul(0.5, erfc(neg(div(y, sqrt(2))))))(x), at(normalDensity, x), 1e-15)
})

test('three orders in both modes against differences', () => {
  for (const f of [erf, erfc]) checkGradients((x) => f(x!), [[0.7, -0.4, 1.8]], { order: 3 })
})

test('tensors of no entry and of no axis, Jacobians with lanes', () => {
  assert.equal(flat(values((x) => erf(x), [[], []])[0]), [])
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => erfc(x), { mode })([0, 1]), [
      [-2 / Math.sqrt(Math.PI), 0],
      [0, (-2 / Math.sqrt(Math.PI)) * Math.exp(-1)],
    ])
})

test.run()
