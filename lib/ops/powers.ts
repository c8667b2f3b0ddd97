/** Powers: products with themselves, roots, reciprocals, and real powers with what differentiating them leads to. */
import { exactly } from '../check.ts'
import type { Conventions } from '../conventions.ts'
import { interning, type Op } from '../op.ts'
import type { Wire } from '../wire.ts'
import { add, neg, sub } from './add.ts'
import { type Arg, broadcastShape, fill, fillOf, liftAt } from './constant.ts'
import {
  apply,
  type Binary,
  elementwise,
  elementwiseFamily,
  elementwiseOp,
  type Slope,
  type Unary,
} from './elementwise.ts'
import { broadcastTo, mul, mulAbsorbing } from './linalg.ts'

/**
 * 1 / x, entry by entry.
 *
 * @example
 * grad(recip)(2) // => -0.25
 */
export const recip: Unary = elementwise(
  'recip',
  (x) => 1 / x!,
  (_, y) => neg(mul(y, y)),
)
/**
 * The square root, entry by entry: NaN below 0. Its slope at 0 is infinite.
 *
 * @example
 * grad(sqrt)(4) // => 0.25
 */
export const sqrt: Unary = elementwise('sqrt', Math.sqrt, (_, y) => mul(0.5, recip(y)))

/**
 * `a / b`, entry by entry, broadcast.
 *
 * @throws AdError `ShapeError` for shapes that do not broadcast
 * @example
 * grad(div, { argnums: 1 })(6, 2) // => -1.5
 */
export const div: (a: Arg, b: Arg) => Wire = exactly('div', 2, (a: Arg, b: Arg) =>
  mul(liftAt('div', 0, a), recip(liftAt('div', 1, b))),
)
/**
 * `x^2`, entry by entry.
 *
 * @example
 * grad(square)(3) // => 6
 */
export const square: (x: Arg) => Wire = exactly('square', 1, (x: Arg) => {
  const wire = liftAt('square', 0, x)
  return mul(wire, wire)
})
/**
 * `(a - b)^2`, entry by entry, broadcast.
 *
 * @throws AdError `ShapeError` for shapes that do not broadcast
 * @example
 * grad(squaredDifference)(5, 2) // => 6
 */
export const squaredDifference: (a: Arg, b: Arg) => Wire = exactly('squaredDifference', 2, (a: Arg, b: Arg) =>
  square(sub(a, b)),
)

const powerFamily = elementwiseFamily('power')
/** x^n for a whole n. */
export const powerOp: (n: number) => Op<number> = interning<number>(String, (n, key) =>
  elementwiseOp(powerFamily, n, key, (x) => x! ** n, [([x]) => mul(n, power(x!, n - 1))]),
)

/**
 * `x^n` for a whole number n known as the graph is drawn: smooth at 0 for n >= 0, and x^0 = 1 everywhere.
 *
 * @example
 * grad((x) => power(x, 3))(2) // => 12
 */
export const power = (x: Arg, n: number): Wire => {
  if (!Number.isInteger(n)) return pow(x, n)
  if (n === 0) return fill(liftAt('power', 0, x).shape, 1)
  if (n === 1) return liftAt('power', 0, x)
  return n === -1 ? recip(x) : apply(powerOp(n), [x])
}

/** x^p (log x)^k, with a convention for what the logarithm is at and below 0. */
export interface PowerLog {
  readonly k: number
  readonly logarithm: Conventions['logarithm']
}

const powerLog = ({ k, logarithm }: PowerLog, x: number, p: number): number => {
  const y = x ** p
  if (k === 0) return y
  if (logarithm === 'limit') return x === 0 && p >= 0 ? 0 : y * Math.log(x) ** k
  const none = logarithm === 'one' ? x === 0 : x <= 0
  return y * (none ? 0 : Math.log(x) ** k)
}

/** d/dx x^p (log x)^k = p x^(p - 1) (log x)^k + k x^(p - 1) (log x)^(k - 1). */
const inBase =
  (k: number): Slope =>
  ([x, p], _, conventions) => {
    const times = conventions.power === 'constant' ? mulAbsorbing : mul
    const lower = (j: number): Wire => apply(powerLogOp({ k: j, logarithm: conventions.logarithm }), [x!, sub(p!, 1)])
    const first = times(p!, lower(k))
    return k === 0 ? first : add(first, mul(k, lower(k - 1)))
  }

/** d/dp x^p (log x)^k = x^p (log x)^(k + 1). */
const inExponent =
  (k: number): Slope =>
  ([x, p], _, { logarithm }) =>
    apply(powerLogOp({ k: k + 1, logarithm }), [x!, p!])

const powFamily = elementwiseFamily('pow')
const powerLogFamily = elementwiseFamily('powerLog')
/** x^p (log x)^k for real p: all that the derivatives of x^p are made of. For k = 0 it is the op of `pow`. */
export const powerLogOp: (params: PowerLog) => Op<PowerLog> = interning<PowerLog>(
  ({ k, logarithm }) => (k === 0 ? '' : `${k},${logarithm}`),
  (params, key) =>
    elementwiseOp(params.k === 0 ? powFamily : powerLogFamily, params, key, (x, p) => powerLog(params, x!, p!), [
      inBase(params.k),
      inExponent(params.k),
    ]),
)
const powOp = powerLogOp({ k: 0, logarithm: 'limit' })

/**
 * `x^p` for real p, broadcast; a p known to be one whole number as the graph is drawn gives `power`. At x = 0 all
 * derivatives that exist are right; `conventions.power` and `conventions.logarithm` say what those are that do not.
 *
 * @example
 * grad(pow)(2, 3) // => 12
 * grad(pow, { argnums: 1 })(0, 2) // => 0
 */
export const pow: Binary = Object.assign(
  exactly('pow', 2, (x: Arg, p: Arg): Wire => {
    const [base, exponent] = [liftAt('pow', 0, x), liftAt('pow', 1, p)]
    const known = fillOf(exponent)
    if (known === undefined || !Number.isInteger(known)) return apply(powOp, [base, exponent])
    return power(broadcastTo(base, broadcastShape('pow', [base.shape, exponent.shape])), known)
  }),
  { op: powOp },
)
