/**
 * Speelpenning's product, x1 x2 ... xn, whose gradient by n separate differentiations would cost n^2 multiplications.
 *
 * Source: Speelpenning, Compiling fast partial derivatives of functions given by algorithms, 1980; Griewank and
 * Walther, Evaluating Derivatives, 2nd ed., 2008, section 3.3. The point is that of ADOL-C's example
 * speelpenning.cpp.
 */
import { mul, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

/** ((x1 x2) x3) ... xn, from the left. */
export const speelpenning = (...xs: readonly Wire[]): Wire => xs.reduce((product, x) => mul(product, x))

/** 1/2, 2/3, 3/4, ..., whose product is 1 / (n + 1). */
export const speelpenningPoint = (n: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => (i + 1) / (i + 2))

export const speelpenningProblem = (n = 10): Problem =>
  problemOf(
    'speelpenning',
    `Speelpenning's product of ${n} factors, from the left, at 1/2, 2/3, 3/4, ...`,
    speelpenning,
    speelpenningPoint(n).map((x, i) => [`x${i + 1}`, x]),
  )
