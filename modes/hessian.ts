/** Second derivatives of functions whose result is one number, by forward mode over reverse mode. */
import type { Arg, Argument, Differentiable, Hessian, Like, Stage, Tree, Wire } from '../lib/index.ts'
import { ARGUMENT_OPTIONS, checkCall, OPTIONS } from './checks.ts'
import { grad } from './gradient.ts'
import { jacobian } from './jacobian.ts'
import type { ArgumentOptions, Options } from './options.ts'
import { jvp, vjp } from './products.ts'

/**
 * The Hessian: entry `[...i, ...j]` is the second derivative by argument entries i and j. For trees it is a tree like
 * the argument, each leaf of it again one, or lists of these for a list of `argnums`. With `hasAux` the function gives
 * `[y, aux]`, and comes back `[the Hessian, aux]`.
 *
 * @throws AdError `ShapeError` where the result is not one number
 * @example
 * hessian((x) => mul(x, mul(x, x)))(2) // => 12
 * hessian(({ a, b }) => mul(a, a, b))({ a: 3, b: 4 }).a.b // => 6
 */
export const hessian =
  <
    A extends readonly unknown[] = Wire[],
    const R = Tree<Arg>,
    const N extends number | readonly number[] = 0,
    H extends boolean = false,
  >(
    f: Differentiable<A, R>,
    options: ArgumentOptions<N, H> = {},
  ): Hessian<A, R, N, H> =>
  (...points) => {
    checkCall('hessian', f, points, options, ARGUMENT_OPTIONS)
    const slope = (...xs: A): Tree<Arg> => grad<A, R, N, H>(f, options)(...(xs as never)) as never
    return jacobian<A, Tree<Arg>, N, H>(slope, options)(...points) as never
  }

const HVP_OPTIONS = {
  ...OPTIONS,
  way: ['forward-over-reverse', 'reverse-over-forward', 'reverse-over-reverse', 'forward-over-forward'],
}

export interface HvpOptions extends Options {
  /**
   * Which derivative of which: forward mode over the gradient by default. With both modes the cost is that of a few
   * gradients; `forward-over-forward` takes a lane for each entry of the point, and reads H v off them.
   */
  readonly way?: 'forward-over-reverse' | 'reverse-over-forward' | 'reverse-over-reverse' | 'forward-over-forward'
}

/**
 * The Hessian times a vector, `H v`, for the cost of a few gradients: the derivative of the gradient along v, which is a
 * tree like the point, as is the result. All four ways give the same.
 *
 * @throws AdError `ShapeError` where the result is not one number or the vector is not of the shapes of the point
 * @example
 * hvp((x) => sum(mul(x, mul(x, x))))([1, 2], [1, 0]) // => [6, 0]
 * hvp((x) => sum(mul(x, mul(x, x))), { way: 'reverse-over-forward' })([1, 2], [1, 0]) // => [6, 0]
 */
export const hvp =
  <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(f: Differentiable<A, R>, given: HvpOptions = {}) =>
  <const P extends Argument<A[0]>, const T extends Argument<A[0]>>(
    point: P,
    tangent: T,
  ): Like<P, Stage<P> | Stage<T>> => {
    checkCall('hvp', f, [point], given, HVP_OPTIONS)
    const { way = 'forward-over-reverse', ...options } = given
    const slope = (x: A[0]) => grad(f as Differentiable, options)(x as Wire)
    const along = (x: A[0]) => jvp(f as Differentiable, options)([x as Wire], [tangent as Wire])[1]
    switch (way) {
      case 'forward-over-reverse':
        return jvp(slope, options)([point], [tangent])[1] as never
      case 'reverse-over-forward':
        return grad(along, options)(point) as never
      // The Hessian is symmetric: its rows are its columns.
      case 'reverse-over-reverse':
        return (vjp(slope, options)(point)[1] as (dy: unknown) => readonly unknown[])(tangent)[0] as never
      case 'forward-over-forward':
        return jacobian(along, { ...options, mode: 'forward' })(point) as never
    }
  }
