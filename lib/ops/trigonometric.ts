/** Trigonometric functions and their inverses, angles in radians; `y` is the result. */
import type { Wire } from '../wire.ts'
import { add, neg, sub } from './add.ts'
import type { Arg } from './constant.ts'
import { type Binary, elementwise, type Unary } from './elementwise.ts'
import { mul, mulAbsorbing } from './linalg.ts'
import { recip, sqrt } from './powers.ts'

/**
 * The sine of an angle, entry by entry.
 *
 * @example
 * grad(sin)(0) // => 1
 */
export const sin: Unary = elementwise('sin', Math.sin, ([x]) => cos(x!))
/** The cosine of an angle, entry by entry. */
export const cos: Unary = elementwise('cos', Math.cos, ([x]) => neg(sin(x!)))
/**
 * The tangent of an angle, entry by entry.
 *
 * @example
 * grad(tan)(Math.PI / 4) // => 2
 */
export const tan: Unary = elementwise('tan', Math.tan, (_, y) => add(1, mul(y, y)))

/**
 * The angle in [-pi/2, pi/2] with this sine; NaN outside of [-1, 1], slope infinite at both ends.
 *
 * @example
 * grad(asin)(0.6) // => 1.25
 */
export const asin: Unary = elementwise('asin', Math.asin, ([x]) => recip(sqrt(mul(sub(1, x!), add(1, x!)))))
/**
 * The angle in [0, pi] with this cosine; NaN outside of [-1, 1], slope infinite at both ends.
 *
 * @example
 * grad(acos)(0.6) // => -1.25
 */
export const acos: Unary = elementwise('acos', Math.acos, ([x]) => neg(recip(sqrt(mul(sub(1, x!), add(1, x!))))))
/**
 * The angle in [-pi/2, pi/2] with this tangent.
 *
 * @example
 * grad(atan)(1) // => 0.5
 */
export const atan: Unary = elementwise('atan', Math.atan, ([x]) => recip(add(1, mul(x!, x!))))

/** sqrt(a^2 + b^2) without overflow: what slopes are divided by. */
export const radius: Binary = elementwise(
  'radius',
  Math.hypot,
  ([a], y) => mul(a!, recip(y)),
  ([_, b], y) => mul(b!, recip(y)),
)

/**
 * The angle in [-pi, pi] of the point (x, y), the ordinate first as everywhere; arguments broadcast. Its slopes are
 * x / r^2 and -y / r^2; at (0, 0), where it has none, `conventions.atan2` says what they count as.
 *
 * @example
 * grad(atan2)(0, 2) // => 0.5
 * grad(atan2, { argnums: 1 })(2, 0) // => -0.5
 */
export const atan2: Binary = elementwise(
  'atan2',
  Math.atan2,
  ([y, x], _, conventions) => overSquare(conventions.atan2 === 'zero')(x!, recip(radius(y!, x!))),
  ([y, x], _, conventions) => neg(overSquare(conventions.atan2 === 'zero')(y!, recip(radius(y!, x!)))),
)

/** a / r^2 from 1 / r, a 0 first where it absorbs. */
const overSquare =
  (absorbing: boolean) =>
  (a: Arg, inverse: Wire): Wire =>
    (absorbing ? mulAbsorbing : mul)(a, inverse, inverse)
