// A block of an encoder against loops over positions, heads and entries; probabilities; positions in another order.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, graph, nodeAt, type Tensor } from '../../../modes/index.ts'
import {
  attention,
  type EncoderActivation,
  type EncoderSizes,
  encoderPoint,
  encoderProblem,
  layerNorm,
} from '../../../scripts/problems/encoder.ts'
import { near, thrown } from '../../support.ts'
import { check, checkSlopes, checkValue, type Plain } from './agreement.ts'

const entrywise: Readonly<Record<EncoderActivation, (x: number) => number>> = {
  tanh: Math.tanh,
  gelu: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, k) => k)
const total = (n: number, term: (k: number) => number): number => range(n).reduce((sum, k) => sum + term(k), 0)

const normed = (x: readonly number[], gain: Float64Array, shift: Float64Array): readonly number[] => {
  const mean = total(x.length, (i) => x[i]) / x.length
  const variance = total(x.length, (i) => (x[i] - mean) ** 2) / x.length
  return x.map((entry, i) => ((entry - mean) / Math.sqrt(variance + 1e-5)) * gain[i] + shift[i])
}

/** Position by position, head by head: what comes out, row by row. */
const plainOf =
  ({ sequence: s, width: w, heads: h, hidden: f }: EncoderSizes, activation: EncoderActivation): Plain =>
  (x, query, key, value, out, gain1, shift1, w1, b1, w2, b2, gain2, shift2) => {
    const depth = w / h
    const projected = (matrix: Float64Array, position: number, head: number): readonly number[] =>
      range(depth).map((k) => total(w, (i) => x[position * w + i] * matrix[(i * h + head) * depth + k]))
    return range(s).flatMap((position) => {
      const attended = new Array<number>(w).fill(0)
      for (const head of range(h)) {
        const asked = projected(query, position, head)
        const scores = range(s).map((other) => {
          const offered = projected(key, other, head)
          return total(depth, (k) => asked[k] * offered[k]) / Math.sqrt(depth)
        })
        const powers = scores.map(Math.exp)
        const norm = total(s, (t) => powers[t])
        const found = range(depth).map((k) => total(s, (t) => (powers[t] / norm) * projected(value, t, head)[k]))
        for (const i of range(w)) attended[i] += total(depth, (k) => found[k] * out[(head * depth + k) * w + i])
      }
      const first = normed(
        attended.map((y, i) => x[position * w + i] + y),
        gain1,
        shift1,
      )
      const between = range(f).map((j) => entrywise[activation](total(w, (i) => first[i] * w1[i * f + j]) + b1[j]))
      return normed(
        first.map((y, i) => y + total(f, (j) => between[j] * w2[j * w + i]) + b2[i]),
        gain2,
        shift2,
      )
    })
  }

const sizes = { sequence: 3, width: 4, heads: 2, hidden: 5 }

for (const activation of ['gelu', 'tanh'] as const)
  test(`all positions are those of loops (${activation})`, () => {
    check(encoderProblem({ ...sizes, activation, result: 'positions' }), plainOf(sizes, activation))
  })

test('the loss, and heads of any number, are those of loops', () => {
  for (const heads of [1, 4]) {
    const own = { ...sizes, heads }
    const { target } = encoderPoint(1, own)
    const loss: Plain = (...xs) => {
      const y = plainOf(own, 'gelu')(...xs)
      return [total(y.length, (k) => (y[k] - target.data[k]) ** 2) / y.length]
    }
    checkValue(encoderProblem(own), loss)
    checkSlopes(encoderProblem(own), loss)
  }
})

test('looks are probabilities: rows of each head add up to 1', () => {
  const { x, parameters } = encoderPoint(9, sizes)
  const { query, key } = parameters
  const g = graph([x.shape, query.shape, key.shape], (y, q, k) => attention(y, q, k))
  const [looks] = evaluateOrThrow(g, [x, query, key]) as readonly Tensor[]
  assert.equal(looks.shape, [2, 3, 3])
  for (let row = 0; row < 6; row++) {
    const entries = looks.data.slice(3 * row, 3 * row + 3)
    assert.ok(entries.every((p) => p > 0))
    assert.ok(Math.abs(entries[0] + entries[1] + entries[2] - 1) <= 1e-15)
  }
})

test('positions in another order come out in that order', () => {
  const { graph: g, inputs } = encoderProblem({ ...sizes, result: 'positions' })
  const [x, ...parameters] = inputs.map(({ value }) => value)
  const order = [2, 0, 1]
  const rows = (y: Tensor): readonly (readonly number[])[] => order.map((k) => [...y.data.slice(4 * k, 4 * k + 4)])
  const [plain] = evaluateOrThrow(g, [x, ...parameters]) as readonly Tensor[]
  near(evaluateOrThrow(g, [rows(x), ...parameters])[0], rows(plain), 1e-14)
})

test('norms have mean 0 and variance 1 but for what is added, and no memory of shifts and scales', () => {
  const g = graph([[2, 4]], (x) => layerNorm(x, 1, 0))
  const of = (x: readonly (readonly number[])[]): Tensor => evaluateOrThrow(g, [x])[0] as Tensor
  const [row, other] = [
    [1, 2, 4, 8],
    [-3, 1, 0, 2],
  ]
  const y = of([row, other])
  for (let k = 0; k < 2; k++) {
    const entries = y.data.slice(4 * k, 4 * k + 4)
    assert.ok(Math.abs(entries.reduce((a, b) => a + b)) <= 1e-14)
    assert.ok(Math.abs(entries.reduce((a, b) => a + b * b, 0) / 4 - 1) <= 1e-5)
  }
  near(of([row.map((x) => x + 10), other]), y, 1e-14)
})

test('heads are axes: nothing is cut or joined', () => {
  const { graph: g } = encoderProblem()
  const names = new Set(g.nodes.toArray().map(({ op }) => op.family.name))
  for (const name of ['slice', 'concat', 'gather', 'pad']) assert.not(names.has(name))
  assert.equal(nodeAt(g, g.outputs[0]).type, { shape: [] })
})

test('heads that do not divide the width are refused', () => {
  assert.match(
    (thrown(() => encoderProblem({ width: 8, heads: 3 })) as Error).message,
    'found 3 heads for a width of 8, expected a divisor of the width',
  )
})

test.run()
