/** Error functions e(x, y) of a result and an answer, each with the inverse of its slope that requests are made of. */
import { add, exp, log, mul, neg, sigmoid, softplus, square, sub, type Wire } from '../../modes/index.ts'

/** e : X ⊗ R -> R, entry by entry, with X a set of numbers, such that de/dx(x, _) : R -> R is invertible for all x in X. */
export interface ErrorFunction {
  readonly name: string
  readonly error: (x: Wire, y: Wire) => Wire
  /** The y with de/dx(x, y) = w. */
  readonly answer: (x: Wire, w: Wire) => Wire
  /** Whether a number is in X: results of learners must be, answers and requests need not. */
  readonly contains: (x: number) => boolean
}

/** (x - y)^2 / 2 on all numbers. de/dx = x - y. */
export const quadratic: ErrorFunction = {
  name: 'quadratic error',
  error: (x, y) => mul(0.5, square(sub(x, y))),
  answer: (x, w) => sub(x, w),
  contains: Number.isFinite,
}

/** -y log x - (1 - y) log(1 - x) on the open unit interval. de/dx = (x - y) / (x (1 - x)). */
export const crossEntropy: ErrorFunction = {
  name: 'cross-entropy',
  error: (x, y) => neg(add(mul(y, log(x)), mul(sub(1, y), log(sub(1, x))))),
  answer: (x, w) => sub(x, mul(w, x, sub(1, x))),
  contains: (x) => x > 0 && x < 1,
}

/** log(1 + e^x) - x y, the cross-entropy of y and the probability whose logit is x, on all numbers. de/dx = sigmoid x - y. */
export const logitCrossEntropy: ErrorFunction = {
  name: 'cross-entropy of logits',
  error: (x, y) => sub(softplus(x), mul(x, y)),
  answer: (x, w) => sub(sigmoid(x), w),
  contains: Number.isFinite,
}

/** e^x - x y, Poisson's deviance of a count y and the rate e^x, on all numbers. de/dx = e^x - y. */
export const poisson: ErrorFunction = {
  name: "Poisson's deviance",
  error: (x, y) => sub(exp(x), mul(x, y)),
  answer: (x, w) => sub(exp(x), w),
  contains: Number.isFinite,
}

export const ErrorFunction = { quadratic, crossEntropy, logitCrossEntropy, poisson } as const
