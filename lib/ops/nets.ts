/** What networks are made of: softmax and its losses, norms of many tensors, the normal density. */
import { axisOf } from '../check.ts'
import { fail } from '../error.ts'
import { sameShape, showShape } from '../types.ts'
import type { Wire } from '../wire.ts'
import { add, neg, sub } from './add.ts'
import { type Arg, lift, liftAt } from './constant.ts'
import { exp, log, softplus } from './exponential.ts'
import { mul, mulAbsorbing, sum } from './linalg.ts'
import { div, sqrt, square, squaredDifference } from './powers.ts'
import { shiftOf } from './reduce.ts'

/** x less its largest entry along an axis, at least where that is finite. */
const shifted = (op: string, x: Arg, axis: number): Wire => {
  const wire = liftAt(op, 0, x)
  const own = axisOf(op, axis, wire.shape)
  return wire.shape[own] === 0 ? wire : sub(wire, shiftOf(wire, own))
}

/**
 * e^x divided by its sum along an axis, the last one by default, without overflow. NaN where an entry is Infinity and
 * where all are -Infinity.
 *
 * @throws AdError `AxisError` for an axis that does not exist
 * @example
 * evaluateOrThrow(graph([[2]], (x) => softmax(x)), [[1000, 0]]) // => [[1, 0]]
 */
export const softmax = (x: Arg, axis = -1): Wire => {
  const powers = exp(shifted('softmax', x, axis))
  return div(powers, sum(powers, axis, { keep: true }))
}

/**
 * The logarithm of `softmax`, to full accuracy where that is tiny.
 *
 * @throws AdError `AxisError` for an axis that does not exist
 * @example
 * evaluateOrThrow(graph([[2]], (x) => logSoftmax(x)), [[1000, 0]]) // => [[0, -1000]]
 */
export const logSoftmax = (x: Arg, axis = -1): Wire => {
  const wire = shifted('logSoftmax', x, axis)
  return sub(wire, log(sum(exp(wire), axis, { keep: true })))
}

const alike = (op: string, logits: Arg, labels: Arg): readonly [Wire, Wire] => {
  const [x, p] = [liftAt(op, 0, logits), liftAt(op, 1, labels)]
  if (!sameShape(x.shape, p.shape))
    fail({
      tag: 'ShapeError',
      op,
      argument: 1,
      found: showShape(p.shape),
      expected: `${showShape(x.shape)}, as the logits`,
      cure: 'make labels of class numbers by oneHot, or broadcast them',
    })
  return [x, p]
}

/**
 * The cross entropy of labels and the softmax of logits, along an axis, the last one by default: -sum p log softmax(x).
 * Labels are any weights p of the shape of the logits; a label 0 takes no part, however unlikely its class. It has
 * derivatives in both.
 *
 * @throws AdError `ShapeError` where labels and logits differ in shape, `AxisError` for an axis that does not exist
 * @example
 * evaluateOrThrow(graph([[2]], (x) => softmaxCrossEntropy(x, [0, 1])), [[1000, 0]]) // => [1000]
 */
export const softmaxCrossEntropy = (logits: Arg, labels: Arg, axis = -1): Wire => {
  const [x, p] = alike('softmaxCrossEntropy', logits, labels)
  return neg(sum(mulAbsorbing(p, logSoftmax(x, axis)), axis))
}

/**
 * The cross entropy of a label p and the probability sigmoid(x), entry by entry: -p log sigmoid(x) - (1 - p) log
 * sigmoid(-x), without overflow or cancellation. It has derivatives in both.
 *
 * @throws AdError `ShapeError` where labels and logits differ in shape
 * @example
 * evaluateOrThrow(graph([[]], (x) => sigmoidCrossEntropy(x, 0)), [1000]) // => [1000]
 */
export const sigmoidCrossEntropy = (logits: Arg, labels: Arg): Wire => {
  const [x, p] = alike('sigmoidCrossEntropy', logits, labels)
  return add(mulAbsorbing(p, softplus(neg(x))), mulAbsorbing(sub(1, p), softplus(x)))
}

/**
 * The root of the sum of squares of all entries of some tensors; 0 for none. At 0 its derivative is 0 under the default
 * conventions.
 *
 * @example
 * evaluateOrThrow(graph([[2], []], (x, y) => frobeniusNorm(x, y)), [[2, 3], 6]) // => [7]
 */
export const frobeniusNorm = (...xs: Arg[]): Wire =>
  xs.length === 0 ? lift(0) : sqrt(add(...xs.map((x) => sum(square(x)))))

/**
 * The density of the normal distribution at x: exp(-(x - mean)^2 / (2 variance)) / sqrt(2 pi variance), broadcast. The
 * variance must be positive: else the result is no density (NaN at 0 and, but for accidents, below).
 *
 * @example
 * evaluateOrThrow(graph([[]], (x) => normalDensity(x, 0, 1 / (2 * Math.PI))), [0]) // => [1]
 */
export const normalDensity = (x: Arg, mean: Arg = 0, variance: Arg = 1): Wire => {
  return div(exp(mul(-0.5, div(squaredDifference(x, mean), variance))), sqrt(mul(2 * Math.PI, variance)))
}
