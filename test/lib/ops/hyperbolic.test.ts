// Hyperbolic functions by exponentials and logarithms, ends of domains, large arguments, three orders in both modes.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import {
  acosh,
  add,
  asinh,
  atanh,
  checkpoint,
  cond,
  cosh,
  div,
  exp,
  grad,
  greater,
  identity,
  jacobian,
  log,
  mul,
  neg,
  scan,
  sinh,
  sqrt,
  sub,
  sum,
  tanh,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, flat, near, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number

test('by exponentials and logarithms, to three orders', () => {
  const pairs: readonly (readonly [Drawn, Drawn])[] = [
    [sinh, (x) => mul(0.5, sub(exp(x), exp(neg(x))))],
    [cosh, (x) => mul(0.5, add(exp(x), exp(neg(x))))],
    [tanh, (x) => div(sinh(x), cosh(x))],
    [asinh, (x) => log(add(x, sqrt(add(mul(x, x), 1))))],
    [(x) => acosh(add(1, x)), (x) => log(add(1, x, sqrt(mul(x, add(x, 2)))))],
    [atanh, (x) => mul(0.5, log(div(add(1, x), sub(1, x))))],
    [(x) => asinh(sinh(x)), identity],
    [(x) => atanh(tanh(x)), identity],
  ]
  for (const [f, g] of pairs)
    checkSame(
      (x) => sum(mul(f(x), x)),
      (x) => sum(mul(g(x), x)),
      [0.3, 0.8],
    )
})

test('special values: ends, infinities, outside of the domain', () => {
  const given = [-infinity, -1000, -0, 1000, infinity, nan]
  near(values((x) => tanh(x), given)[0], [-1, -1, -0, 1, 1, nan], 0)
  near(values((x) => sinh(x), given)[0], [-infinity, -infinity, -0, infinity, infinity, nan], 0)
  near(values((x) => cosh(x), given)[0], [infinity, infinity, 1, infinity, infinity, nan], 0)
  near(values((x) => asinh(x), [-infinity, -0, infinity, nan])[0], [-infinity, -0, infinity, nan], 0)
  near(values((x) => acosh(x), [1, 0.5, -3, infinity])[0], [0, nan, nan, infinity], 0)
  near(values((x) => atanh(x), [-1, -0, 1, 2])[0], [-infinity, -0, infinity, nan], 0)
  assert.equal(flat(values((x) => acosh(x), [[], []])[0]), [])
})

test('slopes where squares would overflow or cancel', () => {
  const slope = (f: Drawn, x: number): number => grad((y) => f(y))(x)
  // asinh'(x) and acosh'(x) are 1 / x for large x.
  for (const f of [asinh, acosh]) near(slope(f, 1e200) * 1e200, 1, 1e-15)
  // acosh'(1 + h) = 1 / sqrt(h (2 + h)), atanh'(1 - h) = 1 / (h (2 - h))
  const h = 2 ** -50
  near(slope(acosh, 1 + h) * Math.sqrt(h * (2 + h)), 1, 1e-15)
  near(slope(atanh, 1 - h) * h * (2 - h), 1, 1e-15)
  near([slope(acosh, 1), slope(atanh, 1), slope(atanh, -1)], [infinity, infinity, infinity])
  near([slope(tanh, 1000), slope(tanh, -1000), slope(tanh, 0)], [0, 0, 1], 0)
})

test('three orders in both modes against differences', () => {
  for (const f of [sinh, cosh, tanh, asinh, atanh]) checkGradients((x) => f(x!), [[0.7, -0.4, 0.1]], { order: 3 })
  checkGradients((x) => acosh(x!), [[1.7, 3.4]], { order: 3 })
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => sinh(x), { mode })([0, 0]), [
      [1, 0],
      [0, 1],
    ])
})

test('inside scan, cond and checkpoint', () => {
  const inside =
    (area: Drawn, sine: Drawn): Drawn =>
    (x) => {
      const step = (c: Wire, t: Wire): Wire =>
        cond(
          greater(t, 0),
          (z) => checkpoint(sine)(mul(z, t)),
          (z) => area(sub(z, x)),
          c,
        )
      return sum(scan(([c], [t]) => ({ carry: [step(c, t)], out: [] }), [x], [[0.7, -0.4]]).carry[0])
    }
  checkSame(
    inside(asinh, sinh),
    inside(
      (x) => log(add(x, sqrt(add(mul(x, x), 1)))),
      (x) => mul(0.5, sub(exp(x), exp(neg(x)))),
    ),
    [0.9, -0.8],
  )
})

test.run()
