/**
 * The Helmholtz energy of a mixed fluid in a unit volume at a fixed temperature, and a vector of logarithms made like
 * it.
 *
 * Source of the energy: Griewank and Corliss (eds.), Automatic Differentiation of Algorithms, 1991, and Griewank and
 * Walther, Evaluating Derivatives, 2nd ed., 2008; its constants are those of ADOL-C's example helm-auto-exam.cpp, but
 * that A is the whole Hilbert matrix. Source of the vector: Lohoff and Neftci, Optimizing automatic differentiation
 * with deep reinforcement learning, 2024, where four entries are a benchmark for orders of elimination.
 */
import { add, div, log, mul, sub, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

export interface Fluid {
  /** The gas constant times the temperature. */
  readonly rt: number
  /** How much of each component attracts each other one, symmetric and positive definite. */
  readonly a: readonly (readonly number[])[]
  /** The volume that a unit of each component takes for itself; b . x < 1. */
  readonly b: readonly number[]
}

const total = (terms: readonly Wire[]): Wire => terms.reduce((sum, x) => add(sum, x))
const inner = (weights: readonly number[], xs: readonly Wire[]): Wire => total(xs.map((x, i) => mul(weights[i]!, x)))

/**
 * R T sum x_i log(x_i / (1 - b.x)) - (x.Ax) / (sqrt(8) b.x) log((1 + (1 + sqrt 2) b.x) / (1 + (1 - sqrt 2) b.x)), sums
 * from the left.
 */
export const helmholtz =
  ({ rt, a, b }: Fluid) =>
  (...xs: readonly Wire[]): Wire => {
    const bx = inner(b, xs)
    const free = sub(1, bx)
    const mixing = total(xs.map((x) => mul(x, log(div(x, free)))))
    const attraction = total(xs.map((x, i) => mul(x, inner(a[i]!, xs))))
    const ratio = div(add(1, mul(1 + Math.SQRT2, bx)), add(1, mul(1 - Math.SQRT2, bx)))
    return sub(mul(rt, mixing), mul(div(attraction, mul(Math.sqrt(8), bx)), log(ratio)))
  }

/** y_i = x_i log(x_i / (1 - (x1 + ... + xn))), the sum from the left. */
export const helmholtzVector = (...xs: readonly Wire[]): readonly Wire[] => {
  const free = sub(1, total(xs))
  return xs.map((x) => mul(x, log(div(x, free))))
}

const indices = (n: number): readonly number[] => [...Array(n).keys()]

/** ADOL-C's fluid of n components: b_i = 0.02 (1 + |sin i|), and A the Hilbert matrix, i and j from 0. */
export const hilbertFluid = (n: number): Fluid => ({
  rt: 1.3625e-3,
  a: indices(n).map((i) => indices(n).map((j) => 1 / (1 + i + j))),
  b: indices(n).map((i) => 0.02 * (1 + Math.abs(Math.sin(i)))),
})

/** ADOL-C's point, x_i = sqrt(1 + i) / n. */
export const helmholtzPoint = (n: number): readonly number[] => indices(n).map((i) => Math.sqrt(1 + i) / n)
/** x_i = i / (n (n + 1)), i from 1: half of the volume is free. */
export const helmholtzVectorPoint = (n: number): readonly number[] => indices(n).map((i) => (i + 1) / (n * (n + 1)))

const named = (point: readonly number[]): readonly (readonly [string, number])[] =>
  point.map((x, i) => [`x${i + 1}`, x])

export const helmholtzProblem = (n = 10): Problem =>
  problemOf(
    'helmholtz',
    `Helmholtz energy of a fluid of ${n} components with ADOL-C's constants, at x_i = sqrt(i) / ${n}`,
    helmholtz(hilbertFluid(n)),
    named(helmholtzPoint(n)),
  )

export const helmholtzVectorProblem = (n = 4): Problem =>
  problemOf(
    'helmholtzVector',
    `y_i = x_i log(x_i / (1 - sum x)), i = 1..${n}, at x_i = i / ${n * (n + 1)}`,
    (...xs) => [...helmholtzVector(...xs)],
    named(helmholtzVectorPoint(n)),
  )
