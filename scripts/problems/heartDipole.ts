/**
 * The human heart dipole: two dipoles in the plane, from moments of the potential that they cause on the skin.
 *
 * With moments p = a + i c and q = b + i d at the places z = t + i v and w = u + i w, the residuals are the real and
 * the imaginary parts of p z^k + q w^k less a measured sum, k = 0..3.
 *
 * Source: Averick, Carter, More and Xue, The MINPACK-2 test problem collection, 1992 (problem HHD, after Dennis, Gay
 * and Vu, A new nonlinear equations test problem, 1983), its five experiments and their standard starting points.
 * Lohoff and Neftci, Optimizing automatic differentiation with deep reinforcement learning, 2024, count eliminations
 * on this graph, their program with - for the two + of the sixth residual, which moves no edge. Operations stand in
 * their order.
 */
import { add, mul, power, sub, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

/** The measured sums, in the order of the residuals. */
export interface Measured {
  readonly mx: number
  readonly my: number
  readonly A: number
  readonly B: number
  readonly C: number
  readonly D: number
  readonly E: number
  readonly F: number
}

/** x (x^2 - 3 y^2), the real part of (x + i y)^3. */
const cubed = (x: Wire, y: Wire): Wire => mul(x, sub(power(x, 2), mul(3, power(y, 2))))
/** The real part of (x + i y)^2. */
const squared = (x: Wire, y: Wire): Wire => sub(power(x, 2), power(y, 2))
/** 2 x y z, from the left. */
const twice = (x: Wire, y: Wire, z: Wire): Wire => mul(mul(mul(2, x), y), z)

export const heartDipole =
  (sums: Measured) =>
  (...xs: readonly Wire[]): readonly Wire[] => {
    const [a, b, c, d, t, u, v, w] = xs as [Wire, Wire, Wire, Wire, Wire, Wire, Wire, Wire]
    const first = sub(sub(add(mul(t, a), mul(u, b)), mul(v, c)), mul(w, d))
    const second = add(add(add(mul(v, a), mul(w, b)), mul(t, c)), mul(u, d))
    const [zz, ww] = [squared(t, v), squared(u, w)]
    const third = sub(add(sub(mul(a, zz), twice(c, t, v)), mul(b, ww)), twice(d, u, w))
    const fourth = add(add(add(mul(c, zz), twice(a, t, v)), mul(d, ww)), twice(b, u, w))
    const [ttt, vvv, uuu, www] = [cubed(t, v), cubed(v, t), cubed(u, w), cubed(w, u)]
    const fifth = add(add(add(mul(a, ttt), mul(c, vvv)), mul(b, uuu)), mul(d, www))
    const sixth = sub(add(sub(mul(c, ttt), mul(a, vvv)), mul(d, uuu)), mul(b, www))
    return [
      sub(add(a, b), sums.mx),
      sub(add(c, d), sums.my),
      sub(first, sums.A),
      sub(second, sums.B),
      sub(third, sums.C),
      sub(fourth, sums.D),
      sub(fifth, sums.E),
      sub(sixth, sums.F),
    ]
  }

export interface Experiment {
  readonly sums: Measured
  /** MINPACK-2's standard starting point: a, b, c, d, t, u, v, w. */
  readonly start: readonly number[]
}

const experiment = (sums: readonly number[], start: readonly number[]): Experiment => {
  const [mx, my, A, B, C, D, E, F] = sums as [number, number, number, number, number, number, number, number]
  return { sums: { mx, my, A, B, C, D, E, F }, start }
}

/** Dennis, Gay and Vu's experiments, by their labels. */
export const experiments = {
  791129: experiment(
    [0.485, -0.0019, -0.0581, 0.015, 0.105, 0.0406, 0.167, -0.399],
    [0.299, 0.186, -0.0273, 0.0254, -0.474, 0.474, -0.0892, 0.0892],
  ),
  791226: experiment(
    [-0.69, -0.044, -1.57, -1.31, -2.65, 2, -12.6, 9.48],
    [-0.3, -0.39, 0.3, -0.344, -1.2, 2.69, 1.59, -1.5],
  ),
  '0121a': experiment(
    [-0.816, -0.017, -1.826, -0.754, -4.839, -3.259, -14.023, 15.467],
    [-0.041, -0.775, 0.03, -0.047, -2.565, 2.565, -0.754, 0.754],
  ),
  '0121b': experiment(
    [-0.809, -0.021, -2.04, -0.614, -6.903, -2.934, -26.328, 18.639],
    [-0.056, -0.753, 0.026, -0.047, -2.991, 2.991, -0.568, 0.568],
  ),
  '0121c': experiment(
    [-0.807, -0.021, -2.379, -0.364, -10.541, -1.961, -51.551, 21.053],
    [-0.074, -0.733, 0.013, -0.034, -3.632, 3.632, -0.289, 0.289],
  ),
} as const

export const heartDipoleProblem = (label: keyof typeof experiments = 791129): Problem => {
  const { sums, start } = experiments[label]
  return problemOf(
    'heartDipole',
    `human heart dipole, experiment ${label} (MINPACK-2), at its standard starting point`,
    (...xs) => [...heartDipole(sums)(...xs)],
    [...'abcdtuvw'].map((name, i) => [name, start[i]!]),
  )
}
