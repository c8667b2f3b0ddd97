// Means, variances, products, norms and sums of exponentials: against loops, at zeros, infinities and nothing.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  exp,
  grad,
  graph,
  hessian,
  jacobian,
  log,
  logsumexp,
  mean,
  mul,
  norm,
  prod,
  slice,
  sum,
  tensor,
  variance,
  type Wire,
} from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { checkSame, near, nested, thrown, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const x = [
  [0.3, -0.8, 0.5],
  [1.1, 0.6, -0.2],
]
const all = { mean, variance, prod, norm, logsumexp }
const plain: Readonly<Record<keyof typeof all, (row: readonly number[]) => number>> = {
  mean: (row) => row.reduce((a, b) => a + b, 0) / row.length,
  // E x^2 - (E x)^2
  variance: (row) => plain.mean(row.map((v) => v * v)) - plain.mean(row) ** 2,
  prod: (row) => row.reduce((a, b) => a * b, 1),
  norm: (row) => Math.hypot(...row),
  logsumexp: (row) => Math.log(row.reduce((a, b) => a + Math.exp(b), 0)),
}

for (const [name, f] of Object.entries(all)) {
  const of = plain[name as keyof typeof all]
  const columns = [0, 1, 2].map((j) => x.map((row) => row[j]))
  test(`${name} over any axes, from either end, kept or not`, () => {
    near(values((w) => f(w), x)[0], of(x.flat()))
    near(values((w) => f(w, [0, -1], { keep: true }), x)[0], [[of(x.flat())]])
    for (const axis of [0, -2]) near(values((w) => f(w, axis), x)[0], columns.map(of))
    for (const axis of [1, -1])
      near(
        values((w) => f(w, axis, { keep: true }), x)[0],
        x.map((row) => [of(row)]),
      )
    near(
      values((w) => f(w, []), x)[0],
      x.map((row) => row.map((v) => of([v]))),
    )
    near(values((w) => f(w), 0.7)[0], of([0.7]))
    near(values((w) => f(w, 0), tensor([], [2, 0]))[0], tensor([], [0]))
  })
  test(`${name} has derivatives to third order, in lanes and in bodies`, () => {
    checkEverywhere((w) => gist(f(w)), x)
    checkEverywhere((w) => gist(f(w, 0)), x)
    checkBodies((w) => gist(f(w, 1)), x)
    checkCounts((w) => [f(w), f(w, 0), f(w, -1, { keep: true })], x)
  })
  test(`${name} names an axis that does not exist as its own`, () =>
    assert.match(
      String(thrown(() => graph([[2, 3]], (w) => f(w, 2)))),
      new RegExp(`AxisError in ${name}, argument axis: found axis 2`),
    ))
}

test('over nothing: 1, 0, -Infinity, NaN', () => {
  const none = tensor([], [2, 0])
  const over = (f: (w: Wire) => Wire) => nested(values(f, none)[0])
  assert.equal(
    over((w) => prod(w, 1)),
    [1, 1],
  )
  assert.equal(
    over((w) => norm(w)),
    0,
  )
  assert.equal(
    over((w) => logsumexp(w, 1)),
    [-inf, -inf],
  )
  assert.equal(
    over((w) => mean(w, 1)),
    [nan, nan],
  )
  assert.equal(
    over((w) => variance(w)),
    nan,
  )
  for (const f of Object.values(all))
    for (const mode of ['forward', 'reverse'] as const)
      near(jacobian((w) => f(w, 1), { mode })(none), tensor([], [2, 2, 0]))
})

test('the mean of equal numbers is that number, however many', () => {
  for (let n = 1; n < 120; n++) assert.is(values((w) => mean(w), new Array(n).fill(1))[0], 1)
})

test('variance: ddof, and NaN where it leaves no degree of freedom', () => {
  // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squared distances 32.
  const data = [2, 4, 4, 4, 5, 5, 7, 9]
  assert.is(values((w) => variance(w), data)[0], 4)
  near(values((w) => variance(w, 0, { ddof: 1 }), data)[0], 32 / 7, 1e-15)
  near(values((w) => variance(w, 0, { ddof: 1 }), [3])[0], nan)
  near(values((w) => variance(w, 0, { ddof: 2 }), [3])[0], nan)
  // No cancellation of large means.
  assert.is(values((w) => variance(w), [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])[0], 22.5)
  near(
    grad((w) => variance(w))(data),
    data.map((v) => (2 * (v - 5)) / 8),
    1e-15,
  )
})

/** The derivative of a product by some of its factors: the product of the others, none by one factor twice. */
const others = (row: readonly number[], ...gone: readonly number[]): number =>
  new Set(gone).size < gone.length ? 0 : row.reduce((p, v, k) => (gone.includes(k) ? p : p * v), 1)

test('prod is right at zeros, to third order', () => {
  for (const row of [[2, 0, 3, 4], [0, 0, 3], [0, 0, 0, 5, 2], [0], [2, 3]]) {
    const index = [...row.keys()]
    assert.equal(
      nested(grad((w) => prod(w))(row)),
      index.map((i) => others(row, i)),
    )
    near(
      hessian((w) => prod(w))(row),
      index.map((i) => index.map((j) => others(row, i, j))),
      0,
    )
    for (const mode of ['forward', 'reverse'] as const)
      near(
        jacobian((w) => hessian((v) => prod(v))(w!), { mode })(row),
        index.map((i) => index.map((j) => index.map((k) => others(row, i, j, k)))),
        0,
      )
  }
  checkSame(
    (w) => gist(prod(w, 0)),
    (w) => gist(mul(mul(slice(w, [[0, 1]]), slice(w, [[1, 2]])), slice(w, [[2, 3]]))),
    [
      [0, 1],
      [2, 0],
      [0, 0],
    ],
  )
})

test('prod of special values', () => {
  const of = (...row: number[]): unknown => values((w) => prod(w), row)[0]
  assert.is(of(2, inf, -3), -inf)
  assert.ok(Number.isNaN(of(0, inf)))
  assert.ok(Number.isNaN(of(0, nan)))
  assert.ok(Object.is(of(-0, 5, 1), -0))
})

test('norm is finite at 0, with derivative 0 in every mode', () => {
  assert.equal(nested(grad((w) => norm(w))([0, 0])), [0, 0])
  for (const mode of ['forward', 'reverse'] as const) {
    near(
      jacobian((w) => norm(w, 1), { mode })([
        [0, 0],
        [3, 4],
      ]),
      [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [0, 0],
          [0.6, 0.8],
        ],
      ],
      1e-15,
    )
  }
  assert.is(values((w) => norm(w), [inf, -1])[0], inf)
  near(values((w) => norm(w), [nan, 1])[0], nan)
})

test('logsumexp neither overflows nor underflows', () => {
  const at = (...row: number[]): unknown => values((w) => logsumexp(w), row)[0]
  near(at(1000, 1000), 1000 + Math.LN2, 1e-15)
  near(at(-1000, -1000), -1000 + Math.LN2, 1e-15)
  assert.is(at(-inf, -inf), -inf)
  assert.is(at(-inf, 3), 3)
  assert.is(at(inf, 3), inf)
  assert.is(at(inf, -inf), inf)
  near(at(nan, inf), nan)
  near(at(nan, 0), nan)
  assert.is(at(1e308, 0), 1e308)
  const slope = (...row: number[]) => nested(grad((w) => logsumexp(w))(row))
  assert.equal(slope(1000, 1000), [0.5, 0.5])
  assert.equal(slope(-inf, 0), [0, 1])
  assert.equal(slope(-inf, -inf), [0, 0])
  assert.equal(slope(inf, 0), [0, 0])
  assert.equal(slope(1000, 0), [1, 0])
  // Rows do not disturb one another.
  near(
    jacobian((w) => logsumexp(w, 1))([
      [-inf, -inf],
      [0, 0],
    ]),
    [
      [
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0.5, 0.5],
      ],
    ],
    0,
  )
})

test('the second derivative of logsumexp is diag(p) - p p^T, at ties too', () => {
  const p = [0.25, 0.25, 0.5]
  near(
    hessian((w) => logsumexp(w))([0, 0, Math.LN2]),
    p.map((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b)),
    1e-15,
  )
  checkSame(
    (w) => logsumexp(w),
    (w) => log(sum(exp(w))),
    [1, 1],
  )
})

test.run()
