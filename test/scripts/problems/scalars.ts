// What the suites of scalar problems share: their functions on vectors of numbers, and Jacobians of those.
import {
  evaluateOrThrow,
  Graph,
  graph,
  isTuple,
  jacobian,
  reshape,
  slice,
  stack,
  type Wire,
} from '../../../modes/index.ts'
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

const countOps = ({ nodes }: Graph): Readonly<Record<string, number>> => {
  const all = nodes.toArray()
  const isConstant = (ref: number): boolean => all[ref]!.op.family.kind === 'constant'
  const counted: Record<string, number> = {}
  for (const { op, args } of all) {
    const { kind, name } = op.family
    if (kind === 'input' || kind === 'constant') continue
    const called = kind === 'einsum' ? (args.some(isConstant) ? 'scale' : 'product') : name
    counted[called] = (counted[called] ?? 0) + 1
  }
  return counted
}

/** How many nodes of a problem apply each op; einsums are products, or scale by a constant. */
export const operations = ({ graph }: Problem): Readonly<Record<string, number>> => countOps(graph)

/** The same of the nodes that some result needs. */
export const usefulOperations = ({ graph }: Problem): Readonly<Record<string, number>> => countOps(Graph.trim(graph))
