// Softmax, losses, norms and densities: against their definitions, far out, and in both arguments.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  div,
  exp,
  frobeniusNorm,
  grad,
  graph,
  hessian,
  jacobian,
  log,
  logSoftmax,
  mul,
  neg,
  normalDensity,
  sigmoid,
  sigmoidCrossEntropy,
  slice,
  softmax,
  softmaxCrossEntropy,
  sub,
  sum,
  tensor,
  type Wire,
} from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { checkSame, flat, near, nested, thrown, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const x = [
  [0.3, -0.8, 0.5],
  [1.1, 0.6, -0.2],
]
const softmaxOf = (row: readonly number[]): readonly number[] => {
  const total = row.reduce((sum, v) => sum + Math.exp(v), 0)
  return row.map((v) => Math.exp(v) / total)
}

test('softmax and its logarithm over any axis of any rank', () => {
  const rows = x.map(softmaxOf)
  const columns = [0, 1, 2].map((j) => softmaxOf(x.map((row) => row[j])))
  const back = x.map((_, i) => columns.map((column) => column[i]))
  for (const axis of [1, -1]) near(values((w) => softmax(w, axis), x)[0], rows, 1e-15)
  for (const axis of [0, -2]) near(values((w) => softmax(w, axis), x)[0], back, 1e-15)
  near(values((w) => softmax(w), [[x]])[0], [[rows]], 1e-15)
  near(values((w) => softmax(w, 2), [[x]])[0], [[back]], 1e-15)
  near(values((w) => exp(logSoftmax(w)), x)[0], rows, 1e-14)
  near(values((w) => exp(logSoftmax(w, 0)), x)[0], back, 1e-14)
  near(values((w) => softmax(w), tensor([], [2, 0]))[0], tensor([], [2, 0]))
  near(values((w) => logSoftmax(w, 0), tensor([], [2, 0]))[0], tensor([], [2, 0]))
  near(values((w) => softmax(w), [5])[0], [1], 0)
})

test('softmax far out', () => {
  const at = (...row: number[]): unknown => values((w) => softmax(w), row)[0]
  near(at(1000, 0), [1, 0], 0)
  near(at(-1000, -1000), [0.5, 0.5], 0)
  near(at(-inf, 3), [0, 1], 0)
  near(at(-inf, -inf), [nan, nan], 0)
  near(at(inf, 0), [nan, 0], 0)
  near(at(nan, 0), [nan, nan], 0)
  near(values((w) => logSoftmax(w), [1000, 0])[0], [0, -1000], 0)
  // log(1 / (1 + e^-40)) = -e^-40 to double precision: log of softmax would say 0.
  near(flat(values((w) => logSoftmax(w), [-40, 0])[0])[0], -40, 1e-15)
  near(values((w) => logSoftmax(w), [-inf, 0])[0], [-inf, 0], 0)
  near(values((w) => logSoftmax(w), [1e6, 1e6])[0], [-Math.LN2, -Math.LN2], 1e-15)
})

test('the Jacobian of softmax is diag(p) - p p^T, ties or not', () => {
  for (const row of [
    [0.2, -0.4, 1],
    [1, 1, 1],
    [1000, 0, 0],
  ]) {
    const p = flat(values((w) => softmax(w), row)[0])
    const expected = p.map((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b))
    for (const mode of ['forward', 'reverse'] as const)
      near(jacobian((w) => softmax(w), { mode })(row), expected, 1e-15)
  }
})

test('softmax cross entropy: value, and gradients in logits and in labels', () => {
  const p = [
    [0.2, 0.3, 0.5],
    [1, 0, 0],
  ]
  const plain = x.map((row, i) => -row.reduce((sum, _, j) => sum + p[i][j] * Math.log(softmaxOf(row)[j]), 0))
  near(values((w, l) => softmaxCrossEntropy(w, l), x, p)[0], plain, 1e-15)
  const q = x.map(softmaxOf)
  near(
    grad((w) => sum(softmaxCrossEntropy(w!, p)))(x),
    q.map((row, i) => row.map((v, j) => v - p[i][j])),
    1e-14,
  )
  near(
    grad((l) => sum(softmaxCrossEntropy(x, l!)))(p),
    q.map((row) => row.map((v) => -Math.log(v))),
    1e-14,
  )
  near(
    values((w, l) => softmaxCrossEntropy(w, l, 0), x, x)[0],
    values((w) => neg(sum(mul(w, log(softmax(w, 0))), 0)), x)[0],
  )
  // A label 0 takes no part, a label 1 of an unlikely class costs what it must.
  assert.is(values((w) => softmaxCrossEntropy(w, [1, 0]), [1000, -inf])[0], 0)
  assert.is(values((w) => softmaxCrossEntropy(w, [0, 1]), [1000, 0])[0], 1000)
  assert.is(values((w) => softmaxCrossEntropy(w, [0, 1]), [0, -inf])[0], inf)
  assert.equal(nested(grad((w) => softmaxCrossEntropy(w!, [0, 1]))([1000, 0])), [1, -1])
  assert.equal(nested(grad((w) => softmaxCrossEntropy(w!, [1, 0]))([1000, -inf])), [0, 0])
})

test('sigmoid cross entropy: value, gradients in both, accuracy on both sides', () => {
  const at = (a: number, p: number): number => flat(values((w, l) => sigmoidCrossEntropy(w, l), a, p)[0])[0]
  const logistic = (a: number): number => 1 / (1 + Math.exp(-a))
  for (const a of [-2, 0, 0.7])
    for (const p of [0, 0.3, 1]) {
      near(at(a, p), -p * Math.log(logistic(a)) - (1 - p) * Math.log(1 - logistic(a)), 1e-15)
      near(grad((w) => sigmoidCrossEntropy(w!, p))(a), logistic(a) - p, 1e-15)
      near(hessian((w) => sigmoidCrossEntropy(w!, p))(a), logistic(a) * (1 - logistic(a)), 1e-15)
      near(grad((l) => sigmoidCrossEntropy(a, l!))(p), -a, 1e-15)
    }
  assert.is(at(1000, 0), 1000)
  assert.is(at(1000, 1), 0)
  assert.is(at(-1000, 1), 1000)
  // log(1 + e^-40) = e^-40 (1 - e^-40 / 2 + ...), e^-40 = 4.248354255291589e-18.
  assert.ok(Math.abs(at(40, 1) / 4.248354255291589e-18 - 1) < 1e-15)
  assert.is(at(inf, 1), 0)
  assert.is(at(-inf, 0), 0)
  assert.is(at(inf, 0), inf)
  assert.ok(Number.isNaN(at(nan, 1)))
})

test('the Frobenius norm of tensors of any shapes, with derivative 0 at 0', () => {
  near(
    values(
      (a, b, c) => frobeniusNorm(a, b, c),
      [
        [1, 2],
        [3, 4],
      ],
      5,
      [6],
    )[0],
    Math.sqrt(91),
    1e-15,
  )
  assert.is(values(() => frobeniusNorm())[0], 0)
  near(grad((a) => frobeniusNorm(a!, 0))([0, 0]), [0, 0], 0)
  near(grad((a) => frobeniusNorm(a!, 4))([3, 0]), [0.6, 0], 1e-15)
})

test('the normal density: table values, moments in each argument, refused variances', () => {
  // Abramowitz and Stegun, table 26.1: Z(0), Z(1), Z(2).
  near(values((w) => normalDensity(w), [0, 1, -2])[0], [0.398942280401433, 0.241970724519143, 0.053990966513188], 1e-14)
  near(values((w) => normalDensity(w, 1, 4), 3)[0], 0.241970724519143 / 2, 1e-14)
  // d/dx = -(x - m)/v Z, d/dv = ((x - m)^2 / v - 1) / (2 v) Z
  const z = values((w) => normalDensity(w, 0.5, 2), 1.5)[0] as number
  near(grad((w) => normalDensity(w!, 0.5, 2))(1.5), -z / 2, 1e-15)
  near(grad((m) => normalDensity(1.5, m!, 2))(0.5), z / 2, 1e-15)
  near(grad((v) => normalDensity(1.5, 0.5, v!))(2), ((1 / 2 - 1) / 4) * z, 1e-15)
  assert.is(values((w) => normalDensity(w), inf)[0], 0)
  near(values((w) => normalDensity(w, 0, 0), 1)[0], nan)
  near(values((w) => normalDensity(w, 0, -1), 0)[0], nan)
})

test('derivatives to third order, in lanes and in bodies', () => {
  const weights = [
    [0.4, 1.2, -0.3],
    [0.9, -0.5, 0.7],
  ]
  const fs: Readonly<Record<string, (w: Wire) => Wire>> = {
    softmax: (w) => gist(softmax(w, 0)),
    logSoftmax: (w) => sum(mul(gist(logSoftmax(w)), weights)),
    softmaxCrossEntropy: (w) => gist(softmaxCrossEntropy(w, sigmoid(mul(w, weights)))),
    sigmoidCrossEntropy: (w) => gist(sigmoidCrossEntropy(w, mul(w, w))),
    frobeniusNorm: (w) => frobeniusNorm(w, exp(slice(w, [[1]]))),
    normalDensity: (w) => gist(normalDensity(w, weights, add(1.5, w))),
  }
  for (const [name, f] of Object.entries(fs)) {
    checkEverywhere(f, x, name)
    checkBodies(f, x, name)
    checkCounts(f, x)
  }
  checkSame(
    (w) => gist(softmax(w)),
    (w) => gist(div(exp(w), sum(exp(w), 1, { keep: true }))),
    x,
  )
  checkSame(
    (w) => sum(sigmoidCrossEntropy(w, weights)),
    (w) => neg(sum(add(mul(weights, log(sigmoid(w))), mul(sub(1, weights), log(sigmoid(neg(w))))))),
    x,
  )
})

test('what does not fit is refused', () => {
  const refused = (f: (w: Wire) => Wire): string => String(thrown(() => graph([[2, 3]], f)))
  assert.match(
    refused((w) => softmax(w, 2)),
    /AxisError in softmax, argument axis: found axis 2/,
  )
  assert.match(
    refused((w) => softmaxCrossEntropy(w, [1, 0, 0])),
    /ShapeError in softmaxCrossEntropy, argument 1: found \[3\], expected \[2,3\]/,
  )
  assert.match(
    refused((w) => sigmoidCrossEntropy(w, 1)),
    /ShapeError in sigmoidCrossEntropy, argument 1/,
  )
})

test.run()
