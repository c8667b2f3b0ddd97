/** Second derivatives of functions whose result is one number, by forward mode over reverse mode. */
import type { Differentiable, Point, Result } from '../lib/index.ts'
import { grad } from './gradient.ts'
import { jacobian } from './jacobian.ts'
import type { Options } from './options.ts'
import { jvp } from './products.ts'

/**
 * The Hessian: entry `[...i, ...j]` is the second derivative by argument entries i and j.
 *
 * @example
 * hessian((x) => mul(x, mul(x, x)))(2) // => 12
 */
export const hessian =
  (f: Differentiable, options: Options & { readonly argnums?: number } = {}) =>
  (...points: Point[]): Result =>
    jacobian((...xs) => grad(f, options)(...xs), options)(...points)

/**
 * The Hessian times a vector, `H v`, for the cost of a few gradients: the derivative of the gradient along v.
 *
 * @example
 * hvp((x) => sum(mul(x, mul(x, x))))([1, 2], [1, 0]) // => [6, 0]
 */
export const hvp =
  (f: Differentiable, options: Options = {}) =>
  (point: Point, tangent: Point): Result =>
    jvp((x) => grad(f, options)(x!), options)([point], [tangent])[1] as Result
