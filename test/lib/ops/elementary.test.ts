// Elementary functions: slopes from the calculus, three orders in every nesting, and the points where care is due.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  div,
  exp,
  grad,
  hessian,
  jvp,
  log,
  mul,
  pow,
  power,
  recip,
  sigmoid,
  sin,
  sqrt,
  sub,
  sum,
  tanh,
} from '../../../modes/index.ts'
import { checkHessian, checkOrders, checkSame, type Drawn, near, values } from '../../support.ts'

const s = (x: number): number => 1 / (1 + Math.exp(-x))

/** f, f', f'' and f''' from a table of derivatives. */
const table: Readonly<Record<string, readonly [Drawn, ...((x: number) => number)[]]>> = {
  recip: [recip, (x) => 1 / x, (x) => -(x ** -2), (x) => 2 * x ** -3, (x) => -6 * x ** -4],
  exp: [exp, Math.exp, Math.exp, Math.exp, Math.exp],
  log: [log, Math.log, (x) => 1 / x, (x) => -(x ** -2), (x) => 2 * x ** -3],
  sqrt: [sqrt, Math.sqrt, (x) => 0.5 * x ** -0.5, (x) => -0.25 * x ** -1.5, (x) => 0.375 * x ** -2.5],
  sin: [sin, Math.sin, Math.cos, (x) => -Math.sin(x), (x) => -Math.cos(x)],
  cos: [cos, Math.cos, (x) => -Math.sin(x), (x) => -Math.cos(x), Math.sin],
  tanh: [
    tanh,
    Math.tanh,
    (x) => 1 / Math.cosh(x) ** 2,
    (x) => (-2 * Math.tanh(x)) / Math.cosh(x) ** 2,
    (x) => (6 * Math.tanh(x) ** 2 - 2) / Math.cosh(x) ** 2,
  ],
  sigmoid: [
    sigmoid,
    s,
    (x) => s(x) * s(-x),
    (x) => s(x) * s(-x) * (1 - 2 * s(x)),
    (x) => s(x) * s(-x) * (1 - 6 * s(x) * s(-x)),
  ],
  'x^3': [(x) => power(x, 3), (x) => x ** 3, (x) => 3 * x * x, (x) => 6 * x, () => 6],
  'x^-2': [(x) => power(x, -2), (x) => x ** -2, (x) => -2 * x ** -3, (x) => 6 * x ** -4, (x) => -24 * x ** -5],
  'x^2.5': [
    (x) => pow(x, 2.5),
    (x) => x ** 2.5,
    (x) => 2.5 * x ** 1.5,
    (x) => 3.75 * x ** 0.5,
    (x) => 1.875 * x ** -0.5,
  ],
  '2^x': [
    (x) => pow(2, x),
    (x) => 2 ** x,
    (x) => Math.LN2 * 2 ** x,
    (x) => Math.LN2 ** 2 * 2 ** x,
    (x) => Math.LN2 ** 3 * 2 ** x,
  ],
}

const d =
  (f: Drawn): Drawn =>
  (x) =>
    grad(f)(x)
const D =
  (f: Drawn): Drawn =>
  (x) =>
    jvp(f)([x], [1])[1]

for (const [name, [f, ...derivatives]] of Object.entries(table))
  test(`${name}: value and three derivatives by the table, in both modes`, () => {
    for (const x of [0.3, 1, 2.7])
      derivatives.forEach((known, order) => {
        for (const by of [d, D]) {
          const drawn = Array.from({ length: order }, () => by).reduce<Drawn>((g, h) => h(g), f)
          near(values(drawn, x)[0], known(x), 1e-13, `${name} order ${order} at ${x}`)
        }
      })
  })

test('whole powers at 0 are right to third order, the exponent a number or a wire', () => {
  // x^n, its derivatives at 0 are n! at order n and 0 elsewhere.
  const powers: readonly ((n: number) => Drawn)[] = [(n) => (x) => power(x, n), (n) => (x) => pow(x, n)]
  const orders = (f: Drawn, by: (f: Drawn) => Drawn): readonly unknown[] =>
    [f, by(f), by(by(f)), by(by(by(f)))].map((g) => values(g, 0)[0])
  for (const of of powers)
    for (const by of [d, D]) {
      assert.equal(orders(of(0), by).map(Number), [1, 0, 0, 0])
      assert.equal(orders(of(1), by).map(Number), [0, 1, 0, 0])
      assert.equal(orders(of(2), by).map(Number), [0, 0, 2, 0])
      assert.equal(orders(of(3), by).map(Number), [0, 0, 0, 6])
    }
  const withWire = (by: (f: Drawn) => Drawn, p: number): readonly unknown[] =>
    [0, 1, 2].map((order) => {
      const times = Array.from({ length: order }, () => by)
      return values(
        (x, n) =>
          times.reduce<Drawn>(
            (g, h) => h(g),
            (y) => pow(y, n),
          )(x),
        0,
        p,
      )[0]
    })
  for (const by of [d, D]) {
    near(withWire(by, 0), [1, 0, 0])
    near(withWire(by, 1), [0, 1, 0])
    near(withWire(by, 2), [0, 0, 2])
    near(withWire(by, 3), [0, 0, 0])
  }
})

test('pow by its exponent, at 0 too: d/dp x^p = x^p log x', () => {
  near(grad((p) => pow(2, p))(3), 8 * Math.LN2)
  near(grad((p) => pow(0, p))(2), 0)
  near(jvp((x, p) => pow(x, p))([0, 2], [1, 1])[1], 0)
  near(hessian((z) => pow(0, z))(2), 0)
  near(grad((x) => pow(x, x))(2), 4 * (1 + Math.LN2))
  checkOrders((z) => sum(pow(z, add(z, [0.5, -1]))), [0.7, 1.9])
  checkHessian((z) => sum(pow(z, add(z, [0.5, -1]))), [0.7, 1.9])
})

test('a known exponent changes neither shape nor value', () => {
  near(values((x) => pow(x, [2, 2]), 3)[0], [9, 9])
  near(values((x) => pow(x, [0, 0]), 3)[0], [1, 1])
  near(values((x) => pow(x, [[1], [1]]), [3, 4])[0], [
    [3, 4],
    [3, 4],
  ])
  near(values((x) => pow(x, [1, 2]), 3)[0], [3, 9])
  near(
    values((x) => [pow(x, 3), pow(x, 0), pow(x, -1), pow(x, 0.5)], 4),
    [64, 1, 0.25, 2],
  )
  near(
    values((x) => [power(x, 0.5), power(x, 1)], 4),
    [2, 4],
  )
})

test('sigmoid is accurate on both sides', () => {
  near(values((x) => sigmoid(x), [-800, -40, 0, 40, 800])[0], [0, Math.exp(-40), 0.5, 1, 1], 0)
  assert.is(values((x) => sigmoid(x), -40)[0], Math.exp(-40) / (1 + Math.exp(-40)))
})

test('quotients', () => {
  checkSame(
    (x) => sum(div(sin(x), x)),
    (x) => sum(mul(sin(x), power(x, -1))),
    [0.7, -1.9],
  )
  near(values((x) => div(x, 0), 3)[0], Number.POSITIVE_INFINITY)
  near(grad((x) => div(1, sub(x, 1)))(3), -0.25)
})

test('random compositions agree with differences in every nesting of two orders', () => {
  const unary: readonly Drawn[] = [
    sin,
    cos,
    tanh,
    sigmoid,
    (x) => exp(sin(x)),
    (x) => log(add(2, sin(x))),
    (x) => recip(add(3, x)),
  ]
  fc.assert(
    fc.property(
      fc.array(fc.nat(6), { minLength: 2, maxLength: 5 }),
      fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }),
      (ops, picks) => {
        const f: Drawn = (x) => {
          const wires = [x, mul(x, x)]
          ops.forEach((op, k) => {
            const [a, b] = [wires[picks[k] % wires.length], wires[wires.length - 1]]
            wires.push(k % 2 ? mul(unary[op](a), b) : add(unary[op](b), a))
          })
          return sum(wires[wires.length - 1])
        }
        checkOrders(f, [0.4, -0.8], 2, `${ops} ${picks}`)
      },
    ),
    { numRuns: 15 },
  )
})

test.run()
