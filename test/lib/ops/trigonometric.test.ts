// Trigonometric functions and their inverses: identities, ends of domains, quadrants, three orders in both modes.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import {
  acos,
  add,
  asin,
  atan,
  atan2,
  checkpoint,
  cond,
  cos,
  div,
  grad,
  greater,
  hessian,
  identity,
  jacobian,
  mul,
  scan,
  sin,
  sub,
  sum,
  tan,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, flat, near, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const { PI: pi } = Math

test('inverse functions undo, and tan is sin / cos, to three orders', () => {
  const pairs: readonly (readonly [Drawn, Drawn])[] = [
    [tan, (x) => div(sin(x), cos(x))],
    [(x) => asin(sin(x)), identity],
    [(x) => acos(cos(x)), identity],
    [(x) => atan(tan(x)), identity],
    [(x) => atan2(sin(x), cos(x)), identity],
    [(x) => add(asin(x), acos(x)), (x) => mul(pi / 2, add(1, mul(0, x)))],
  ]
  for (const [f, g] of pairs)
    checkSame(
      (x) => sum(mul(f(x), x)),
      (x) => sum(mul(g(x), x)),
      [0.3, 0.9],
    )
})

test('special values of the inverses: ends, infinities, -0, outside of the domain', () => {
  const given = [-1, -0, 0, 1, 2, nan]
  near(values((x) => asin(x), given)[0], [-pi / 2, -0, 0, pi / 2, nan, nan])
  near(values((x) => acos(x), given)[0], [pi, pi / 2, pi / 2, 0, nan, nan])
  near(values((x) => atan(x), [-infinity, -0, 1, infinity])[0], [-pi / 2, -0, pi / 4, pi / 2])
  assert.ok(Object.is(flat(values((x) => atan(x), -0)[0])[0], -0))
  assert.equal(flat(values((x) => tan(x), [[], []])[0]), [])
})

test('slopes at and near the ends of a domain', () => {
  near(grad((x) => sum(asin(x)))([-1, 1]), [infinity, infinity])
  near(grad((x) => sum(acos(x)))([-1, 1]), [-infinity, -infinity])
  // asin'(1 - h) = 1 / sqrt(h (2 - h))
  const h = 2 ** -50
  const slope = grad(asin)(1 - h)
  assert.ok(Math.abs(slope * Math.sqrt(h * (2 - h)) - 1) < 1e-15)
  near(grad(atan)(1e200), 0)
  near(grad(tan)(0), 1)
})

test('atan2 tells quadrants apart, ordinate first, signed zeros as in IEEE 754', () => {
  const y = [1, 1, -1, -1, 0, -0, 0, -0]
  const x = [1, -1, -1, 1, -1, -1, 1, 1]
  near(values((a, b) => atan2(a, b), y, x)[0], [pi / 4, 0.75 * pi, -0.75 * pi, -pi / 4, pi, -pi, 0, -0])
  near(values((a, b) => atan2(a, b), [[1], [-1]], [0, 1])[0], [
    [pi / 2, pi / 4],
    [-pi / 2, -pi / 4],
  ])
})

test('the slopes of atan2 are x / r^2 and -y / r^2, however large or small r is', () => {
  near(grad(atan2)(3, 4), 4 / 25, 1e-15)
  near(grad(atan2, { argnums: 1 })(3, 4), -3 / 25, 1e-15)
  for (const r of [1e-150, 1, 1e200]) {
    near(grad(atan2)(3 * r, 4 * r) * r, 4 / 25, 1e-14, `${r}`)
    near(grad(atan2, { argnums: 1 })(3 * r, 4 * r) * r, -3 / 25, 1e-14, `${r}`)
  }
  near(grad(atan2)(0, -2), -0.5)
  near(hessian((z) => sum(atan2(z, 1)))([1]), [[-0.5]])
})

test('three orders in both modes against differences', () => {
  for (const f of [tan, asin, acos, atan]) checkGradients((x) => f(x!), [[0.7, -0.4, 0.1]], { order: 3 })
  checkGradients(
    (y, x) => atan2(y!, x!),
    [
      [0.7, -1.4, 0.2],
      [1.1, -0.9, -2],
    ],
    { order: 3 },
  )
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => atan(x), { mode })([0, 1]), [
      [1, 0],
      [0, 0.5],
    ])
})

test('inside scan, cond and checkpoint', () => {
  const inside =
    (angle: Drawn, tangent: Drawn): Drawn =>
    (x) => {
      const step = (c: Wire, t: Wire): Wire =>
        cond(
          greater(t, 0),
          (z) => checkpoint(tangent)(mul(z, t)),
          (z) => angle(sub(z, x)),
          c,
        )
      return sum(scan(([c], [t]) => ({ carry: [step(c, t)], out: [] }), [x], [[0.7, -0.4]]).carry[0])
    }
  checkSame(
    inside((x) => atan2(x, 2), tan),
    inside(
      (x) => atan(mul(0.5, x)),
      (x) => div(sin(x), cos(x)),
    ),
    [0.9, -0.8],
  )
})

test.run()
