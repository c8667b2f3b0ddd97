// What the suites of scalar problems share: their functions on vectors of numbers, and Jacobians of those.
import { evaluateOrThrow, graph, isTuple, jacobian, reshape, slice, stack, type Wire } from '../../../modes/index.ts'
import type { Problem } from '../../../scripts/compare/problem.ts'
import { checkJacobian, type Drawn, flat, near, nested } from '../../support.ts'

type Scalars = (...xs: Wire[]) => Wire | readonly Wire[]

const listed = (ys: Wire | readonly Wire[]): readonly Wire[] => (Array.isArray(ys) ? ys : [ys as Wire])

/** A function of n numbers as one of a vector; `only` where the first of its results is all that is asked for. */
export const onVector =
  (f: Scalars, n: number, only = false): Drawn =>
  (x) => {
    const ys = listed(f(...Array.from({ length: n }, (_, k) => reshape(slice(x, [[k, k + 1]]), []))))
    return only ? ys[0] : stack(ys)
  }

/** The numbers that a function of numbers gives at a point. */
export const numbers = (f: Scalars, point: readonly number[]): readonly number[] =>
  evaluateOrThrow(
    graph(
      point.map(() => []),
      (...xs) => [...listed(f(...xs))],
    ),
    point,
  ).flatMap((y) => flat(y))

/** The Jacobian of a function of numbers, rows by results; forward and reverse mode must agree on it. */
export const jacobianOf = (f: Scalars, point: readonly number[]): readonly (readonly number[])[] => {
  const [forward, reverse] = (['forward', 'reverse'] as const).map((mode) =>
    jacobian((x) => onVector(f, point.length)(x), { mode })([...point]),
  )
  near(forward, reverse, 1e-13, 'forward against reverse')
  return nested(reverse) as readonly (readonly number[])[]
}

/** Asserts that forward mode, reverse mode and differences agree on the Jacobian of a function of numbers. */
export const checkScalars = (f: Scalars, point: readonly number[], what = ''): void =>
  checkJacobian(onVector(f, point.length), [...point], what)

/** Whether every node of a problem holds one number. */
export const isScalar = ({ graph: { nodes } }: Problem): boolean =>
  nodes.every(({ type }) => !isTuple(type) && type.shape.length === 0)
