/**
 * Perceptrons of several layers: a classifier of pictures with its loss as a function of all weights, and a plain
 * network from R^n to R^m as a function of its input.
 *
 * Sources: Rumelhart, Hinton, Williams, Learning representations by back-propagating errors, 1986, for the layers; LeCun,
 * Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition, 1998, for pictures of 28 by 28
 * pixels and 10 classes; Glorot, Bengio, Understanding the difficulty of training deep feedforward neural networks,
 * 2010, for weights of variance 2 / (widths of both layers).
 */
import {
  type Arg,
  add,
  integers,
  type Key,
  key,
  matmul,
  mean,
  normal,
  oneHot,
  relu,
  softmaxCrossEntropy,
  split,
  type Tensor,
  tanh,
  tensor,
  uniform,
  type Wire,
} from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

const activations = { tanh, relu } as const
export type Activation = keyof typeof activations

/** A matrix [in, out] and a bias [out]. */
export type Dense<X> = readonly [weights: X, biases: X]

/** x [..., n] -> [..., m]: affine maps with a function entry by entry between them, and none after the last. */
export const perceptron = (x: Arg, layers: readonly Dense<Arg>[], activation: Activation): Wire =>
  layers.reduce<Arg>((from, [weights, biases], k) => {
    const to = add(matmul(from, weights), biases)
    return k < layers.length - 1 ? activations[activation](to) : to
  }, x) as Wire

/** Seeded layers between these widths: weights by Glorot and Bengio, small biases. */
export const denseLayers = (of: Key, widths: readonly number[]): readonly Dense<Tensor>[] => {
  const keys = split(of, 2 * widths.length)
  return widths.slice(1).map((to, k) => {
    const from = widths[k]!
    const scaled = (x: Tensor, by: number): Tensor =>
      tensor(
        x.data.map((entry) => by * entry),
        x.shape,
      )
    return [
      scaled(normal(keys[2 * k]!, [from, to]), Math.sqrt(2 / (from + to))),
      scaled(normal(keys[2 * k + 1]!, [to]), 0.1),
    ]
  })
}

export interface ClassifierOptions {
  /** How many pixels, hidden entries layer by layer, and classes. */
  readonly widths?: readonly number[]
  readonly batch?: number
  readonly activation?: Activation
}

/** Seeded pictures [batch, pixels], entries from 0 to 1, and the class of each. */
export const pictures = (
  of: Key,
  batch: number,
  widths: readonly number[],
): { readonly pixels: Tensor; readonly classes: Tensor } => {
  const [first, second] = split(of, 2)
  return { pixels: uniform(first!, [batch, widths[0]!]), classes: integers(second!, [batch], 0, widths.at(-1)!) }
}

/** (weights and biases, layer by layer) -> the mean cross entropy of the classes of the pictures. */
export const classifier =
  ({ pixels, classes }: ReturnType<typeof pictures>, activation: Activation) =>
  (...parameters: Wire[]): Wire => {
    const layers = parameters.flatMap((weights, k) => (k % 2 === 0 ? [[weights, parameters[k + 1]!] as const] : []))
    const logits = perceptron(pixels, layers, activation)
    return mean(softmaxCrossEntropy(logits, oneHot(classes, logits.shape[1]!)))
  }

const named = (layers: readonly Dense<Tensor>[]): readonly (readonly [string, Tensor])[] =>
  layers.flatMap(([weights, biases], k) => [[`w${k + 1}`, weights] as const, [`b${k + 1}`, biases] as const])

/** A seeded classifier, by default of the size that is usual for pictures of digits: 784-256-128-10. */
export const classifierProblem = ({
  widths = [784, 256, 128, 10],
  batch = 1,
  activation = 'tanh',
}: ClassifierOptions = {}): Problem => {
  const [first, second] = split(key(1), 2)
  return problemOf(
    'perceptron',
    `cross entropy of ${batch} seeded ${batch === 1 ? 'picture' : 'pictures'} under a perceptron ` +
      `${widths.join('-')} with ${activation}, by its weights`,
    classifier(pictures(first!, batch, widths), activation),
    named(denseLayers(second!, widths)),
  )
}

export interface NetworkOptions {
  readonly widths?: readonly number[]
  readonly activation?: Activation
}

/**
 * A seeded network as a function of its input, the weights being constants. Where it is narrower between than at both
 * ends its Jacobian has no higher rank than that, and is cheaper multiplied together from there than swept through.
 */
export const networkProblem = ({ widths = [12, 8, 2, 8, 12], activation = 'tanh' }: NetworkOptions = {}): Problem => {
  const [first, second] = split(key(2), 2)
  const layers = denseLayers(second!, widths)
  return problemOf(
    'network',
    `a seeded perceptron ${widths.join('-')} with ${activation}, by its input`,
    (x) => perceptron(x!, layers, activation),
    [['x', normal(first!, [widths[0]!])]],
  )
}
