/** Hyperbolic functions and their inverses; slopes by products and radii that neither cancel nor overflow. */
import { add, sub } from './add.ts'
import { elementwise, type Unary } from './elementwise.ts'
import { mul } from './linalg.ts'
import { recip, sqrt } from './powers.ts'
import { radius } from './trigonometric.ts'

/** (e^x - e^-x) / 2, entry by entry. */
export const sinh: Unary = elementwise('sinh', Math.sinh, ([x]) => cosh(x!))
/** (e^x + e^-x) / 2, entry by entry. */
export const cosh: Unary = elementwise('cosh', Math.cosh, ([x]) => sinh(x!))
/**
 * sinh x / cosh x, entry by entry: -1 and 1 far out.
 *
 * @example
 * grad(tanh)(0) // => 1
 */
export const tanh: Unary = elementwise('tanh', Math.tanh, (_, y) => sub(1, mul(y, y)))

/**
 * The inverse of `sinh`, on all numbers.
 *
 * @example
 * grad(asinh)(0.75) // => 0.8
 */
export const asinh: Unary = elementwise('asinh', Math.asinh, ([x]) => recip(radius(1, x!)))
/**
 * The inverse of `cosh` from 0 on; NaN below 1, slope infinite at 1.
 *
 * @example
 * grad(acosh)(1.25) // => 1 / 0.75
 */
export const acosh: Unary = elementwise('acosh', Math.acosh, ([x]) => recip(mul(sqrt(sub(x!, 1)), sqrt(add(x!, 1)))))
/**
 * The inverse of `tanh`; NaN outside of [-1, 1], slope infinite at both ends.
 *
 * @example
 * grad(atanh)(0.5) // => 1 / 0.75
 */
export const atanh: Unary = elementwise('atanh', Math.atanh, ([x]) => recip(mul(sub(1, x!), add(1, x!))))
