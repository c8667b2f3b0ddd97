// Perceptrons against loops over entries, for several widths, batches and activations.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, key, normal, reverse, split, type Tensor, tensor } from '../../../modes/index.ts'
import { problemOf } from '../../../scripts/compare/problem.ts'
import {
  type Activation,
  classifier,
  classifierProblem,
  denseLayers,
  networkProblem,
  perceptron,
  pictures,
} from '../../../scripts/problems/perceptron.ts'
import { check, checkLanes } from './agreement.ts'

/** How far differences may reach: a short way where there are kinks. */
const reach: Readonly<Record<Activation, number>> = { tanh: 0.01, relu: 1e-4 }
const entrywise: Readonly<Record<Activation, (x: number) => number>> = { tanh: Math.tanh, relu: (x) => (x > 0 ? x : 0) }

/** Entry by entry. */
const through = (
  x: readonly number[],
  layers: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[],
  activation: Activation,
): readonly number[] =>
  layers.reduce<readonly number[]>((from, [weights, biases], k) => {
    const to = Array.from({ length: biases.length }, (_, j) =>
      from.reduce((sum, entry, i) => sum + entry * weights[i * biases.length + j], biases[j]),
    )
    return k < layers.length - 1 ? to.map(entrywise[activation]) : to
  }, x)

for (const activation of ['tanh', 'relu'] as const)
  for (const widths of [
    [3, 2],
    [4, 3, 3],
    [5, 2, 1, 4, 3],
  ])
    test(`a network ${widths.join('-')} with ${activation} is that of loops`, () => {
      const layers = denseLayers(key(7), widths)
      const problem = problemOf('network', '', (x) => perceptron(x, layers, activation), [
        ['x', normal(key(8), [widths[0]])],
      ])
      check(problem, (x) =>
        through(
          [...x],
          layers.map(([w, b]) => [w.data, b.data] as const),
          activation,
        ),
      )
    })

for (const activation of ['tanh', 'relu'] as const)
  test(`the loss is minus the mean logarithm of what the classes get (${activation})`, () => {
    const [widths, batch] = [[6, 5, 4, 3], 4]
    const [first, second] = split(key(3), 2)
    const data = pictures(first, batch, widths)
    const problem = problemOf(
      'perceptron',
      '',
      classifier(data, activation),
      denseLayers(second, widths)
        .flat()
        .map((value, k) => [`p${k}`, value] as const),
    )
    check(
      problem,
      (...parameters) => {
        const layers = [0, 2, 4].map((k) => [parameters[k], parameters[k + 1]] as const)
        let total = 0
        for (let k = 0; k < batch; k++) {
          const logits = through([...data.pixels.data.slice(6 * k, 6 * k + 6)], layers, activation)
          const powers = logits.map(Math.exp)
          total -= Math.log(powers[data.classes.data[k]] / powers.reduce((a, b) => a + b))
        }
        return [total / batch]
      },
      reach[activation],
    )
  })

test('the Jacobian of a network has no higher rank than its narrowest layer', () => {
  const rows = checkLanes(networkProblem({ widths: [5, 4, 2, 4, 5] }))
  const minors = rows.slice(2).map((_, i) => {
    const m = [0, 1, 2].map((a) => [0, 1, 2].map((b) => rows[i + a][b + 1]))
    return (
      m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
      m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
      m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
  })
  const size = Math.max(...rows.flat().map(Math.abs))
  assert.ok(size > 0.01)
  for (const minor of minors) assert.ok(Math.abs(minor) <= 1e-14, String(minor))
})

test('a batch is the mean of its pictures', () => {
  const widths = [4, 3, 2]
  const layers = denseLayers(key(5), widths)
  const data = pictures(key(6), 3, widths)
  const lossOf = (pixels: Tensor, classes: Tensor): number =>
    (
      evaluateOrThrow(
        problemOf(
          '',
          '',
          classifier({ pixels, classes }, 'tanh'),
          layers.flat().map((x, k) => [`${k}`, x] as const),
        ).graph,
        layers.flat(),
      )[0] as Tensor
    ).data[0]
  const single = [0, 1, 2].map((k) =>
    lossOf(tensor(data.pixels.data.slice(4 * k, 4 * k + 4), [1, 4]), tensor([data.classes.data[k]])),
  )
  const mean = (single[0] + single[1] + single[2]) / 3
  assert.ok(Math.abs(lossOf(data.pixels, data.classes) - mean) <= 1e-14)
})

test('the classifier of digits has 235,146 weights and one gradient for all of them', () => {
  const { graph, inputs } = classifierProblem({ batch: 2, activation: 'relu' })
  assert.is(
    inputs.reduce((count, { value }) => count + value.data.length, 0),
    784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10,
  )
  const point = inputs.map(({ value }) => value)
  const slopes = evaluateOrThrow(reverse(graph), [...point, 1]).slice(1) as Tensor[]
  assert.equal(
    slopes.map(({ shape }) => shape),
    point.map(({ shape }) => shape),
  )
  // The softmax is of sum 1, so the slopes in the last biases add up to 0.
  assert.ok(Math.abs(slopes[slopes.length - 1].data.reduce((a, b) => a + b)) <= 1e-15)
})

test.run()
