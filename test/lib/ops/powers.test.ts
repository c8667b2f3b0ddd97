// Powers: real ones at 0 to second order, their derivatives in base and exponent by other routes, squares, conventions.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import {
  add,
  checkpoint,
  cond,
  cotangent,
  exp,
  grad,
  graph,
  greater,
  jax,
  jvp,
  log,
  mul,
  nodeAt,
  pow,
  recip,
  scan,
  sin,
  sqrt,
  square,
  squaredDifference,
  sub,
  sum,
  type Wire,
} from '../../../modes/index.ts'
import { checkAll, checkSame, type Drawn, flat, near, values } from '../../support.ts'

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number
type Two = (x: Wire, p: Wire) => Wire

const byReverse =
  (argnums: number) =>
  (f: Two): Two =>
  (x, p) =>
    grad(f, { argnums })(x, p)
const byForward =
  (argnums: number) =>
  (f: Two): Two =>
  (x, p) =>
    jvp(f)([x, p], argnums === 0 ? [1, 0] : [0, 1])[1]
const at = (f: Two, x: number, p: number): number => flat(values(f, x, p)[0])[0] + 0

test('x^p at 0, the exponent a wire: value, first and second derivative in x', () => {
  const expected: readonly (readonly [p: number, ...derivatives: number[]])[] = [
    [0, 1, 0, 0],
    [0.5, 0, infinity, -infinity],
    [1, 0, 1, 0],
    [1.5, 0, 0, infinity],
    [2, 0, 0, 2],
    [2.5, 0, 0, 0],
    [3, 0, 0, 0],
  ]
  for (const along of [byReverse(0), byForward(0)])
    for (const [p, ...derivatives] of expected)
      assert.equal([at(pow, 0, p), at(along(pow), 0, p), at(along(along(pow)), 0, p)], derivatives, `x^${p}`)
})

test('x^p at 0 in p, and mixed, is the limit from above', () => {
  for (const [inBase, inExponent] of [
    [byReverse(0), byReverse(1)],
    [byForward(0), byForward(1)],
  ] as const)
    for (const p of [0.5, 1, 2, 3]) {
      // x^p log x and x^p (log x)^2 vanish at 0.
      near([at(inExponent(pow), 0, p), at(inExponent(inExponent(pow)), 0, p)], [0, 0], 0)
      // d/dx x^p log x = x^(p - 1) (1 + p log x)
      if (p > 1) near([at(inBase(inExponent(pow)), 0, p), at(inExponent(inBase(pow)), 0, p)], [0, 0], 0)
    }
})

test('x^p = e^(p log x) and x^2 = x x, derivatives of both arguments, to three orders', () => {
  const x = [0.7, 1.9, 3]
  checkSame(
    (z) => sum(pow(z, add(z, [0.5, -1, 2]))),
    (z) => sum(exp(mul(log(z), add(z, [0.5, -1, 2])))),
    x,
  )
  checkGradients((b, p) => pow(b!, p!), [x, [-0.5, 2, 1.3]], { order: 3 })
  checkAll((p) => sum(pow([2, 0.3, 1], p)), [0.4, -1.2, 3], '', 2)
  checkSame(
    (z) => sum(mul(square(z), squaredDifference(z, 1))),
    (z) => sum(mul(z, z, sub(z, 1), sub(z, 1))),
    [0.7, -1.9],
  )
})

test('special values, as IEEE 754 has them for pow', () => {
  const base = [0, -0, -8, infinity, 1, nan, 0]
  const exponent = [-1, 3, 1 / 3, -2, infinity, 0, 0]
  const found = flat(values((x, p) => pow(x, p), base, exponent)[0])
  // Of 1 to an infinite power ECMAScript says NaN, where IEEE 754 says 1.
  near(found, [infinity, -0, nan, 0, nan, 1, 1], 0)
  near(values((x) => sqrt(x), [-0, infinity, -1])[0], [-0, infinity, nan], 0)
  near(values((x) => recip(x), [-0, infinity, -2])[0], [-infinity, 0, -0.5], 0)
})

test('conventions: the slope of x^0 at 0, the logarithm at and below 0', () => {
  const slope = (argnums: number, x: number, p: number, conventions = cotangent) =>
    grad(pow, { argnums, conventions })(x, p)
  near(slope(0, 0, 0), 0, 0)
  near(slope(0, 0, 0, { ...cotangent, power: 'ieee' }), nan)
  near(slope(1, 0, -1), -infinity)
  near(slope(1, 0, 2, { ...cotangent, logarithm: 'one' }), 0)
  near(slope(1, -2, 2, { ...cotangent, logarithm: 'one' }), nan)
  near(slope(1, -2, 2, { ...cotangent, logarithm: 'positive' }), 0)
  const second = (x: number, p: number): unknown =>
    grad((y) => grad((z) => pow(x, z), { conventions: jax })(y), { conventions: jax })(p)
  near(second(0, 2), 0, 0)
  near(second(2, 3), 8 * Math.LN2 ** 2)
})

test('pow names its op, and its gradient draws no logarithm of a base that is not asked for', () => {
  assert.is(pow.op.name, 'pow')
  const names = graph([[], []], (x, p) => byReverse(0)(pow)(x, p)).nodes.map((node) => node.op.family.name)
  assert.not.ok(names.includes('powerLog'))
  const g = graph([[], []], (x, p) => byReverse(1)(pow)(x, p))
  assert.is(nodeAt(g, g.outputs[0]).op.family.name, 'powerLog')
})

test('inside scan, cond and checkpoint', () => {
  const inside =
    (root: Drawn, whole: Drawn): Drawn =>
    (x) => {
      const step = (c: Wire, t: Wire): Wire =>
        cond(
          greater(t, 0),
          (z) => checkpoint(root)(add(2, sin(mul(z, t)))),
          (z) => whole(add(z, x)),
          c,
        )
      return sum(scan(([c], [t]) => ({ carry: [step(c, t)], out: [] }), [x], [[0.7, -0.4]]).carry[0])
    }
  checkSame(
    inside(
      (x) => pow(x, 1.5),
      (x) => pow(x, 3),
    ),
    inside(
      (x) => mul(x, sqrt(x)),
      (x) => mul(x, x, x),
    ),
    [0.9, 0.8],
  )
})

test.run()
