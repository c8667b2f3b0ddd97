// What the suites of scalar problems share: their functions on vectors of numbers, and Jacobians of those.
import { type Arrayish, evaluateOrThrow, graph, reshape, slice, stack, type Wire } from '../../../modes/index.ts'
import { checkJacobian, type Drawn, flat } from '../../support.ts'

type Scalars = (...xs: Wire[]) => Wire | readonly Wire[]

const listed = (ys: Wire | readonly Wire[]): readonly Wire[] => (Array.isArray(ys) ? ys : [ys as Wire])

/** A function of n numbers as one of a vector. */
export const onVector =
  (f: Scalars, n: number): Drawn =>
  (x) =>
    stack(listed(f(...Array.from({ length: n }, (_, k) => reshape(slice(x, [[k, k + 1]]), [])))))

/** The numbers that a function of numbers gives at a point. */
export const numbers = (f: Scalars, point: readonly number[]): readonly number[] =>
  evaluateOrThrow(
    graph(
      point.map(() => []),
      f as (...xs: Wire[]) => Wire | Wire[],
    ),
    point as readonly Arrayish[],
  ).flatMap((y) => flat(y))

/** Asserts that forward mode, reverse mode and differences agree on the Jacobian of a function of numbers. */
export const checkScalars = (f: Scalars, point: readonly number[], what = ''): void =>
  checkJacobian(onVector(f, point.length), [...point], what)
