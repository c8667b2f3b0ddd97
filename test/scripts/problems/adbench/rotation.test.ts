// Stumpff's functions and rotations: against closed formulas and series, smooth at zero to every order.
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, grad, graph, mul, sum, type Tensor, type Wire } from '../../../../modes/index.ts'
import { rotation, stumpff, stumpffAt } from '../../../../scripts/problems/adbench/rotation.ts'
import { checkAll, checkOrders, near } from '../../../support.ts'

/** The sum of (-s)^j / (2j + k)! by rational steps in whole numbers: s is a fraction of 2^10, the error below 1e-30. */
const exact = (k: number, s: number): number => {
  const scale = 10n ** 40n
  const whole = BigInt(Math.round(s * 1024))
  let term = scale
  for (let j = 1n; j <= BigInt(k); j++) term /= j
  let total = 0n
  for (let j = 0n; j < 80n; j++) {
    total += term
    term = (-term * whole) / (1024n * (2n * j + BigInt(k) + 1n) * (2n * j + BigInt(k) + 2n))
  }
  return Number(total / 10n ** 10n) / 1e30
}

test('values are those of the series in whole numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -20 * 1024, max: 60 * 1024 }), (k, n) => {
      const [found, expected] = [stumpffAt(k, n / 1024), exact(k, n / 1024)]
      // cos, sinc and (1 - cos) / s reach zero: there the error is that of cos, not of the value.
      const floor = k < 2 ? 1 : k === 2 ? 1 / Math.max(2, Math.abs(n / 1024)) : 0
      assert.ok(Math.abs(found - expected) <= 1e-14 * Math.max(Math.abs(expected), floor), `${k} ${n}: ${found}`)
    }),
    { examples: [[2, 39160]] },
  )
})

test('c0, c1, c2 are cos, sinc and (1 - cos) / square of the root', () => {
  for (const x of [0.1, 0.9, 1.3, 2, 3, 7]) {
    near(stumpffAt(0, x * x), Math.cos(x), 1e-15)
    near(stumpffAt(1, x * x), Math.sin(x) / x, 1e-15)
    near(stumpffAt(2, x * x), (1 - Math.cos(x)) / (x * x), 1e-14)
    near(stumpffAt(0, -x * x), Math.cosh(x), 1e-15)
  }
  assert.equal(
    [0, 1, 2, 3, 4].map((k) => stumpffAt(k, 0)),
    [1, 1, 1 / 2, 1 / 6, 1 / 24],
  )
})

test('derivatives of every order are those of differences, at zero too', () => {
  for (const k of [0, 1, 2, 3]) for (const s of [0, 4]) checkOrders((x) => stumpff(x, k), s, 3, `c${k} at ${s}`)
})

test('the n-th derivative at 0 is the n-th coefficient of the series', () => {
  // c1 = 1 - s/6 + s^2/120 - ...: the third derivative is -3!/7!.
  const derivative = (f: (x: Wire) => Wire) => (x: Wire) => grad(f)(x)
  const third = derivative(derivative(derivative((s) => stumpff(s, 1))))
  near(evaluateOrThrow(graph([[]], third), [0])[0], -6 / 5040, 1e-17)
})

const matrixOf = (r: readonly number[]): Tensor => evaluateOrThrow(graph([[3]], rotation), [r])[0] as Tensor
const finite = fc.double({ min: -4, max: 4, noNaN: true })

test('matrices are orthogonal, of determinant 1, leave the axis alone and turn by the angle', () => {
  fc.assert(
    fc.property(fc.tuple(finite, finite, finite), (r) => {
      const { data: m } = matrixOf(r)
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++)
          near(m[i] * m[j] + m[3 + i] * m[3 + j] + m[6 + i] * m[6 + j], i === j ? 1 : 0, 1e-14)
      for (let i = 0; i < 3; i++) near(m[3 * i] * r[0] + m[3 * i + 1] * r[1] + m[3 * i + 2] * r[2], r[i], 1e-14)
      near(m[0] + m[4] + m[8], 1 + 2 * Math.cos(Math.hypot(...r)), 1e-14)
      const determinant =
        m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6])
      near(determinant, 1, 1e-14)
    }),
  )
})

test('a quarter turn about the last axis takes the first one to the second', () => {
  near(
    matrixOf([0, 0, Math.PI / 2]),
    [
      [0, -1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ],
    1e-15,
  )
})

test('rotations are smooth, at the zero vector too', () => {
  const weights = [
    [1, 2, 3],
    [-1, 0.5, 2],
    [0.3, -2, 1],
  ]
  const f = (r: Wire): Wire => sum(mul(weights, rotation(r)))
  for (const r of [
    [0, 0, 0],
    [0.3, -0.2, 0.5],
  ])
    checkAll(f, r, `at ${r}`, 2)
})

test.run()
