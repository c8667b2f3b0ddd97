/** The elementary functions: a column of one-liners, each a function of numbers and its slope; `y` is the result. */

import { interning, type Op } from '../op.ts'
import type { Wire } from '../wire.ts'
import { neg, sub } from './add.ts'
import { type Arg, broadcastShape, fill, fillOf, lift } from './constant.ts'
import { apply, elementwise, elementwiseFamily, elementwiseOp } from './elementwise.ts'
import { broadcastTo, mul, mulAbsorbing } from './linalg.ts'

type Unary = ((x: Arg) => Wire) & { readonly op: Op }
type Binary = (a: Arg, b: Arg) => Wire

export const recip: Unary = elementwise(
  'recip',
  (x) => 1 / x,
  (_, y) => neg(mul(y, y)),
)
export const exp: Unary = elementwise('exp', Math.exp, (_, y) => y)
export const log: Unary = elementwise('log', Math.log, ([x]) => recip(x!))
export const sqrt: Unary = elementwise('sqrt', Math.sqrt, (_, y) => mul(0.5, recip(y)))
export const sin: Unary = elementwise('sin', Math.sin, ([x]) => cos(x!))
export const cos: Unary = elementwise('cos', Math.cos, ([x]) => neg(sin(x!)))
export const tanh: Unary = elementwise('tanh', Math.tanh, (_, y) => sub(1, mul(y, y)))
export const sigmoid: Unary = elementwise('sigmoid', logistic, (_, y) => mul(y, sub(1, y)))

/** 1 / (1 + e^-x), to full accuracy on both sides. */
function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))
}

const powerOp = interning<number>(String, (n, key) =>
  elementwiseOp(powerFamily, n, key, (x) => x ** n, [([x]) => mul(n, power(x!, n - 1))]),
)
const powerFamily = elementwiseFamily('power')

/** `x^n` for a whole number n known as the graph is drawn: smooth at 0 for n >= 0, and x^0 = 1 everywhere. */
export const power = (x: Arg, n: number): Wire => {
  if (!Number.isInteger(n)) return pow(x, n)
  if (n === 0) return fill(lift(x).shape, 1)
  if (n === 1) return lift(x)
  return n === -1 ? recip(x) : apply(powerOp(n), [x])
}

const realPow: Binary = elementwise(
  'pow',
  Math.pow,
  ([x, p]) => mulAbsorbing(p!, realPow(x!, sub(p!, 1))),
  ([x], y) => mulAbsorbing(y, log(x!)),
)

/** `x^p` for real p; a p known to be one whole number as the graph is drawn gives `power`. */
export const pow: Binary = (x, p) => {
  const [base, exponent] = [lift(x), lift(p)]
  const known = fillOf(exponent)
  if (known === undefined || !Number.isInteger(known)) return realPow(base, exponent)
  return power(broadcastTo(base, broadcastShape('pow', [base.shape, exponent.shape])), known)
}

/** `a / b`. */
export const div: Binary = (a, b) => mul(a, recip(b))
