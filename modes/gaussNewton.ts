/** Gauss-Newton products: a Jacobian and its transpose around the curvature of a loss, without any matrix. */
import {
  type Arg,
  type Argument,
  type Differentiable,
  drawAt,
  type Like,
  type Points,
  runAt,
  type Stage,
  type Tree,
  unflatten,
  type Wire,
} from '../lib/index.ts'
import { checkCall, OPTIONS } from './checks.ts'
import { hvp } from './hessian.ts'
import type { Options } from './options.ts'
import { jvp, vjp } from './products.ts'

export interface GaussNewtonOptions extends Options {
  /** A function of f's result, whose Hessian stands in the middle; without it, half the sum of squares. */
  readonly loss?: Differentiable
}

/**
 * The Gauss-Newton matrix of `loss . f` times a vector, `J^T H J v`, where J is the Jacobian of f and H the Hessian of
 * the loss at its result; without a loss `J^T J v`. It is a tree like the point. Where f is linear, or fits so well that
 * the gradient of the loss is 0, it is the Hessian times v (Schraudolph 2002).
 *
 * @throws AdError `ShapeError` where the vector is not of the shapes of the point, or the loss gives no single number
 * @example
 * gaussNewton((x) => mul(x, x))([1, 2], [1, 1]) // => [4, 16]
 * gaussNewton((x) => mul(x, x), { loss: (y) => sum(exp(y)) })([0, 1], [1, 1]) // => [0, 4 * Math.E]
 */
export const gaussNewton =
  <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
    f: Differentiable<A, R>,
    given: GaussNewtonOptions = {},
  ) =>
  <const P extends Argument<A[0]>, const T extends Argument<A[0]>>(
    point: P,
    tangent: T,
  ): Like<P, Stage<P> | Stage<T>> => {
    checkCall('gaussNewton', f, [point], given, { ...OPTIONS, loss: undefined })
    const { loss, ...options } = given
    // One drawing, in which what f's Jacobian and its transpose have in common is drawn once.
    const inner = f as Differentiable<Points[]>
    const outer = loss as Differentiable<Points[]> | undefined
    const product = (x: Points, v: Points): Tree<Arg> => {
      const [y, u] = jvp(inner, options)([x], [v])
      const w = outer ? hvp(outer, options)(y, u) : u
      const pullback = vjp(inner, options)(x)[1]
      return (Array.isArray(w) ? pullback(...w) : pullback(w))[0]!
    }
    const { graph, captured, leaves, gives } = drawAt(product, [point, tangent], 'gaussNewton')
    return unflatten(gives, runAt(graph, [...leaves, ...captured])) as never
  }
