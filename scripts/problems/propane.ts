/**
 * The combustion of propane in air, full formulation: the amounts of ten products in chemical equilibrium and their
 * sum.
 *
 * Source: Averick, Carter, More and Xue, The MINPACK-2 test problem collection, 1992 (problem CPF, after Meintjes and
 * Morgan, Chemical equilibrium systems as numerical test problems, 1990), its constants and standard starting point.
 * Lohoff and Neftci, Optimizing automatic differentiation with deep reinforcement learning, 2024, count eliminations
 * on this graph with every equilibrium constant 1; operations stand in their order.
 */
import { add, div, mul, power, sqrt, sub, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

/** The equilibrium constants K5 to K10 of six reactions. */
export type Equilibrium = readonly [k5: number, k6: number, k7: number, k8: number, k9: number, k10: number]

export const equilibrium: Equilibrium = [1.93e-1, 2.597e-3, 3.448e-3, 1.799e-5, 2.155e-4, 3.846e-5]
/** As if all reactions were balanced: with these, no constant multiplies what is published without them. */
export const balanced: Equilibrium = [1, 1, 1, 1, 1, 1]
/** In atmospheres. */
export const PRESSURE = 40
/** The amount of air to one of propane. */
export const AIR = 10

type Eleven<A> = readonly [A, A, A, A, A, A, A, A, A, A, A]

/** (x1, ..., x11) -> the eleven residuals: four balances of atoms, six equilibria, and the sum. */
export const propane =
  ([k5, k6, k7, k8, k9, k10]: Equilibrium) =>
  (...xs: readonly Wire[]): readonly Wire[] => {
    const [x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11] = xs as Eleven<Wire>
    const root = sqrt(div(PRESSURE, x11))
    const total = (first: Wire, ...rest: readonly Wire[]): Wire => rest.reduce((sum, x) => add(sum, x), first)
    return [
      sub(add(x1, x4), 3),
      sub(total(mul(2, x1), x2, x4, x7, x8, x9, mul(2, x10)), AIR),
      sub(total(mul(2, x2), mul(2, x5), x6, x7), 8),
      sub(add(mul(2, x3), x9), 4 * AIR),
      sub(mul(k5, mul(x2, x4)), mul(x1, x5)),
      sub(mul(k6, sqrt(mul(x2, x4))), mul(mul(sqrt(x1), root), x6)),
      sub(mul(k7, sqrt(mul(x1, x2))), mul(mul(sqrt(x4), x7), root)),
      sub(mul(k8, x1), div(mul(PRESSURE, mul(x4, x8)), x11)),
      sub(mul(k9, mul(x1, sqrt(x3))), mul(mul(x4, x9), root)),
      sub(mul(k10, power(x1, 2)), div(mul(PRESSURE, mul(power(x4, 2), x10)), x11)),
      [x1, x2, x3, x4, x5, x6, x7, x8, x9, x10].reduce((rest, x) => sub(rest, x), x11),
    ]
  }

/** MINPACK-2's standard starting point. */
export const propaneStart = ([k5, k6, k7, k8, k9, k10]: Equilibrium): Eleven<number> => [
  5,
  2.5,
  5,
  0.1,
  0.05 * k5,
  k6 / Math.sqrt(PRESSURE),
  (50 * k7) / Math.sqrt(PRESSURE),
  (1000 * k8) / PRESSURE,
  (500 * k9) / Math.sqrt(PRESSURE),
  (50_000 * k10) / PRESSURE,
  20,
]

export const propaneProblem = (constants: Equilibrium = equilibrium): Problem =>
  problemOf(
    'propane',
    'combustion of propane, full formulation (MINPACK-2), 11 residuals, at the standard starting point',
    (...xs) => [...propane(constants)(...xs)],
    propaneStart(constants).map((x, i) => [`x${i + 1}`, x]),
  )
