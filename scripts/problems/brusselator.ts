/**
 * The Brusselator with diffusion on a periodic square: the rates at which two substances change, at N x N points.
 *
 * Source: Hairer and Wanner, Solving Ordinary Differential Equations II, 2nd ed., 1996, section IV.10 (BRUS-2D): A =
 * 3.4, B = 1, alpha = 0.1, points (i / N, j / N), and its initial values; before t = 1.1, when nothing is added yet.
 */
import { add, concat, mul, slice, sub, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

export const A = 3.4
export const B = 1
/** The rate of diffusion. */
export const ALPHA = 0.1

/** The grid moved round by one along an axis: entry i is what stood at i + `by`. */
const rolled = (x: Wire, axis: 0 | 1, by: 1 | -1): Wire => {
  const part = (range: readonly [number?, number?]): Wire => slice(x, axis === 0 ? [range] : [null, range])
  return by === 1 ? concat([part([1]), part([0, 1])], axis) : concat([part([-1]), part([0, -1])], axis)
}

/** The sum over the four neighbours of what each has more: dx^2 times the Laplacian by the 5-point star. */
const spread = (x: Wire): Wire =>
  sub(add(rolled(x, 0, 1), rolled(x, 0, -1), rolled(x, 1, 1), rolled(x, 1, -1)), mul(4, x))

/** (u [N, N], v [N, N]) -> (B + u^2 v - (A + 1) u + alpha Laplacian u, A u - u^2 v + alpha Laplacian v). */
export const brusselator = (u: Wire, v: Wire): readonly [du: Wire, dv: Wire] => {
  const diffusion = ALPHA * u.shape[0]! ** 2
  const reaction = mul(mul(u, u), v)
  return [
    add(sub(add(B, reaction), mul(A + 1, u)), mul(diffusion, spread(u))),
    add(sub(mul(A, u), reaction), mul(diffusion, spread(v))),
  ]
}

/** u = 22 y (1 - y)^(3/2) and v = 27 x (1 - x)^(3/2) at x = i / N, y = j / N. */
export const brusselatorStart = (n: number): Readonly<Record<'u' | 'v', readonly (readonly number[])[]>> => {
  const hump = (z: number): number => z * (1 - z) ** 1.5
  const grid = (f: (x: number, y: number) => number) =>
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => f(i / n, j / n)))
  return { u: grid((_, y) => 22 * hump(y)), v: grid((x) => 27 * hump(x)) }
}

export const brusselatorProblem = (n = 8): Problem =>
  problemOf(
    'brusselator',
    `Brusselator with diffusion on a periodic ${n} x ${n} grid (BRUS-2D of Hairer and Wanner), at its initial values`,
    (u, v) => [...brusselator(u!, v!)],
    Object.entries(brusselatorStart(n)),
  )
