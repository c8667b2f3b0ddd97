/** The ops, as functions on wires. */
export { add, neg, sub } from './add.ts'
export { expandDims, flip, pad, squeeze, stack, tile } from './arrange.ts'
export type { Axes, Keep } from './axes.ts'
export { checkpoint, checkpointAll } from './call.ts'
export {
  and,
  equal,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  not,
  notEqual,
  or,
  select,
  where,
} from './compare.ts'
export { concat } from './concat.ts'
export { cond, condAll } from './cond.ts'
export { type Arg, constant, fill } from './constant.ts'
export { cumprod, cumsum, type Running } from './cumulative.ts'
export { customDerivative, customDerivativeAll } from './customDerivative.ts'
export { type Binary, elementwise, type Slope, type Unary } from './elementwise.ts'
export { erf, erfc } from './errorFunction.ts'
export { exp, expm1, identity, log, log1p, logit, sigmoid, softplus } from './exponential.ts'
export { argmax, argmin, max, min } from './extremum.ts'
export { gather, oneHot, scatterAdd } from './gather.ts'
export { acosh, asinh, atanh, cosh, sinh, tanh } from './hyperbolic.ts'
export { broadcastTo, diag, dot, eye, matmul, mul, outer, reshape, sum, trace, transpose } from './linalg.ts'
export { foldl, fori, map } from './loops.ts'
export { frobeniusNorm, logSoftmax, normalDensity, sigmoidCrossEntropy, softmax, softmaxCrossEntropy } from './nets.ts'
export { einsum } from './notation.ts'
export { abs, clip, maximum, minimum, relu, sign } from './piecewise.ts'
export { div, pow, power, recip, sqrt, square, squaredDifference } from './powers.ts'
export { logsumexp, mean, norm, prod, variance } from './reduce.ts'
export { ceil, floor, mod, round, trunc } from './rounding.ts'
export { type ScanOptions, scan } from './scan.ts'
export type { Scanned } from './scanTypes.ts'
export { type Range, slice } from './slice.ts'
export { solve } from './solve.ts'
export { stopGradient } from './stopGradient.ts'
export { acos, asin, atan, atan2, cos, sin, tan } from './trigonometric.ts'
export { ones, parts, project, tuple, zeros } from './tuple.ts'
export { type WhileOptions, whileLoop, whileLoopAll } from './while.ts'
