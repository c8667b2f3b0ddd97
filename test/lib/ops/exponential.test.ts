// Exponentials and logarithms near 0 and far out: values by series and by other routes, slopes to full accuracy.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import {
  add,
  checkpoint,
  cond,
  exp,
  expm1,
  grad,
  greater,
  hessian,
  identity,
  jacobian,
  log,
  log1p,
  logit,
  mul,
  scan,
  sigmoid,
  softplus,
  sub,
  sum,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, flat, near, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const at = (f: Drawn, x: number): number => flat(values((y) => f(y), x)[0])[0]
/** Agreement to a few units in the last place, whatever the size. */
const close = (found: number, expected: number, what: string): void =>
  assert.ok(
    Object.is(found, expected) || Math.abs(found - expected) <= 4 * Number.EPSILON * Math.abs(expected),
    `${what}: ${found}, expected ${expected}`,
  )

test('near 0 by the first terms of the series', () => {
  for (const x of [1e-5, -1e-7, 1e-12, 1e-300, -0, 0]) {
    close(at(expm1, x), x * (1 + x / 2 + x ** 2 / 6), `expm1 ${x}`)
    close(at(log1p, x), x * (1 - x / 2 + x ** 2 / 3), `log1p ${x}`)
  }
})

test('beyond all bounds, and where there is no value', () => {
  for (const [f, least, most, below] of [
    [expm1, -1, infinity, -1],
    [log1p, nan, infinity, nan],
    [sigmoid, 0, 1, 0],
    [softplus, 0, infinity, 0],
    [logit, nan, nan, nan],
  ] as const) {
    near([at(f, -infinity), at(f, infinity), at(f, -1000)], [least, most, below], 0)
    assert.ok(Number.isNaN(at(f, nan)))
  }
  near([at(logit, 0), at(logit, 1), at(log1p, -1)], [-infinity, infinity, -infinity])
})

test('sigmoid and softplus are exact where they must be, and accurate in both tails', () => {
  near([at(sigmoid, 1000), at(sigmoid, -1000), at(sigmoid, 0)], [1, 0, 0.5], 0)
  near([at(softplus, 1000), at(softplus, -1000)], [1000, 0], 0)
  for (const x of [30, 40, 700]) {
    // log(1 + e^-x) = e^-x - e^-2x / 2 + ..., sigmoid' = e^-x (1 - 2 e^-x + ...)
    close(at(softplus, -x), Math.exp(-x) * (1 - Math.exp(-x) / 2), `softplus ${-x}`)
    for (const y of [x, -x]) close(grad(sigmoid)(y), Math.exp(-x) * (1 - 2 * Math.exp(-x)), `slope of sigmoid ${y}`)
    close(hessian(softplus)(x), Math.exp(-x) * (1 - 2 * Math.exp(-x)), `curvature of softplus ${x}`)
  }
  // 1 + e^x is rounded by half a unit of the last place of a number below 8.
  for (const x of [-3, -0.2, 0, 1.7]) near(at(softplus, x), Math.log(1 + Math.exp(x)), 4 * Number.EPSILON)
})

test('logit undoes sigmoid, and is accurate near 1/2', () => {
  for (const x of [-30, -2, -1e-3, 0, 0.4, 5])
    near(
      at((y) => logit(sigmoid(y)), x),
      x,
      1e-12,
    )
  // logit(1/2 + h) = 4 h + 16 h^3 / 3 + ...
  for (const h of [2 ** -30, -(2 ** -20)]) close(at(logit, 0.5 + h), 4 * h * (1 + (4 / 3) * h * h), `logit 1/2 + ${h}`)
})

test('slopes by other routes: log1p x = log(1 + x), expm1 x = e^x - 1, softplus x = log(1 + e^x)', () => {
  const pairs: readonly (readonly [Drawn, Drawn])[] = [
    [log1p, (x) => log(add(1, x))],
    [expm1, (x) => sub(exp(x), 1)],
    [softplus, (x) => log(add(1, exp(x)))],
    [(x) => logit(sigmoid(x)), identity],
  ]
  for (const [f, g] of pairs)
    checkSame(
      (x) => sum(mul(f(x), x)),
      (x) => sum(mul(g(x), x)),
      [0.3, 1.4],
    )
  near(grad(expm1)(-40), Math.exp(-40), 0)
  near(grad(log1p)(-1), infinity)
})

test('three orders in both modes against differences', () => {
  for (const f of [expm1, log1p, sigmoid, softplus]) checkGradients((x) => f(x!), [[0.7, -0.4, 2.1]], { order: 3 })
  checkGradients((x) => logit(x!), [[0.3, 0.6]], { order: 3 })
})

test('tensors of no entry and of no axis, Jacobians with lanes', () => {
  assert.equal(flat(values((x) => softplus(x), [[], []])[0]), [])
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => log1p(x), { mode })([0, 1]), [
      [1, 0],
      [0, 0.5],
    ])
})

test('inside scan, cond and checkpoint', () => {
  const inside =
    (soft: Drawn, one: Drawn): Drawn =>
    (x) => {
      const step = (c: Wire, t: Wire): Wire =>
        cond(
          greater(t, 0),
          (z) => checkpoint(soft)(mul(z, t)),
          (z) => one(sub(z, x)),
          c,
        )
      return sum(scan(([c], [t]) => ({ carry: [step(c, t)], out: [] }), [x], [[0.7, -0.4]]).carry[0])
    }
  checkSame(
    inside(softplus, expm1),
    inside(
      (x) => log(add(1, exp(x))),
      (x) => sub(exp(x), 1),
    ),
    [0.9, -0.8],
  )
})

test.run()
