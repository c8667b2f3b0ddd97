// Hessians: known second derivatives, symmetry, and products with vectors.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { add, exp, hessian, hvp, matmul, mul, power, sin, slice, sum, tensor, type Wire } from '../../modes/index.ts'
import { checkHessian, flat, near, values } from '../support.ts'

test('sum(s[1:]^3) at [1, 2, 3] has the Hessian diag(0, 12, 18)', () => {
  near(
    hessian((s) => sum(power(slice(s, [[1]]), 3)))([1, 2, 3]),
    [
      [0, 0, 0],
      [0, 12, 0],
      [0, 0, 18],
    ],
    0,
  )
})

test('a quadratic form has the Hessian m + m transposed, a linear one zero', () => {
  const m = [
    [1, 2],
    [5, -3],
  ]
  near(
    hessian((x) => matmul(matmul(x, m), x))([0.3, 7]),
    [
      [2, 7],
      [7, -6],
    ],
    0,
  )
  near(hessian((x) => sum(mul(x, [3, 4])))([1, 2]), [
    [0, 0],
    [0, 0],
  ])
  near(hessian((x) => mul(x, x, x))(2), 12, 0)
})

test('the Rosenbrock function, by hand', () => {
  // (1 - a)^2 + 100 (b - a^2)^2: [[2 - 400 (b - 3 a^2), -400 a], [-400 a, 200]].
  const [a, b] = [-1.2, 1]
  const f = (x: Wire): Wire => {
    const [p, q] = [sum(slice(x, [[0, 1]])), sum(slice(x, [[1, 2]]))]
    return add(power(add(1, mul(-1, p)), 2), mul(100, power(add(q, mul(-1, p, p)), 2)))
  }
  near(hessian(f)([a, b]), [
    [2 - 400 * (b - 3 * a * a), -400 * a],
    [-400 * a, 200],
  ])
  checkHessian(f, [a, b])
})

test('axes come in pairs for matrices, and the Hessian is symmetric', () => {
  const f = (x: Wire): Wire => sum(exp(mul(x, sin(sum(x, 0)))))
  const h = tensor(
    hessian(f)([
      [0.1, 0.2, -0.3],
      [0.4, 0.5, 0.6],
    ]) as never,
  )
  near(
    h,
    tensor(
      Array.from({ length: 36 }, (_, k) => h.data[(k % 6) * 6 + Math.floor(k / 6)]),
      [2, 3, 2, 3],
    ),
  )
  checkHessian(f, [
    [0.1, 0.2, -0.3],
    [0.4, 0.5, 0.6],
  ])
})

test('hvp is the Hessian times the vector', () => {
  const f = (x: Wire): Wire => sum(mul(x, x, sin(x), exp(sum(x))))
  const [at, v] = [
    [0.3, -0.8, 0.5],
    [1, -2, 3],
  ]
  const h = flat(hessian(f)(at))
  near(
    hvp(f)(at, v),
    [0, 1, 2].map((i) => v.reduce((s, y, j) => s + h[3 * i + j] * y, 0)),
  )
  near(hvp((x) => sum(mul(x, x, x)))([1, 2], [1, 0]), [6, 0], 0)
})

test('by another argument, and on wires', () => {
  near(hessian((x, y) => mul(x, y, y), { argnums: 1 })(3, 5), 6)
  near(values((a) => hessian((x) => mul(x, x, x, a))(2), 5)[0], 60)
  near(values((a) => hvp((x) => mul(x, x, x, a))(2, a), 5)[0], 300)
})

test('trees: each leaf a tree, blocks each the transpose of its mirror', () => {
  // f = a^2 sum(v) + sum(v^3): f_aa = 2 sum(v), f_av = 2 a, f_vv = diag(6 v).
  const f = ({ a, v }: { readonly a: Wire; readonly v: Wire }): Wire => add(mul(a, a, sum(v)), sum(mul(v, v, v)))
  const h = hessian(f)({ a: 2, v: [1, 3] })
  near([h.a.a], [8])
  near(h.a.v, [4, 4])
  near(h.v.a, [4, 4])
  near(h.v.v, [
    [6, 0],
    [0, 18],
  ])
  const { a, v } = hvp(f)({ a: 2, v: [1, 3] }, { a: 1, v: [0, 10] })
  near([a], [8 + 40])
  near(v, [4, 4 + 180])
})

test('lists of arguments, an auxiliary result, trees of wires', () => {
  const f = (x: Wire, y: Wire): Wire => mul(x, x, y)
  assert.equal(hessian(f, { argnums: [0, 1] })(3, 5), [
    [10, 6],
    [6, 0],
  ])
  assert.equal(hessian((x) => [mul(x, x, x), { x }], { hasAux: true })(3), [18, { x: 3 }])
  const second = (b: Wire) => hessian((p: { readonly x: Wire }) => mul(p.x, p.x, b))({ x: 3 }).x.x
  near(values(second, 5)[0], 10)
})

const WAYS = ['forward-over-reverse', 'reverse-over-forward', 'reverse-over-reverse', 'forward-over-forward'] as const

test('the Hessian times a vector, four ways, on arrays and on trees', () => {
  const f = (x: Wire) => sum(mul(exp(mul(0.5, x)), power(sum(x), 2)))
  const [x, v] = [
    [0.3, -0.7, 1.1],
    [1, 2, -1],
  ]
  const h = hessian(f)(x)
  const expected = v.map((_, i) => v.reduce((total, vj, j) => total + h.data[3 * i + j] * vj, 0))
  for (const way of WAYS) near(hvp(f, { way })(x, v), expected, 1e-12, way)
  const g = ({ a, b }: { readonly a: Wire; readonly b: { readonly c: Wire } }) => sum(mul(a, a, b.c, exp(a)))
  const at = { a: [0.1, 0.2], b: { c: 3 } }
  const along = { a: [1, -1], b: { c: 2 } }
  const [first, ...others] = WAYS.map((way) => hvp(g, { way })(at, along))
  for (const other of others) {
    near(other.a, first.a)
    near(other.b.c, first.b.c)
  }
})

test.run()
