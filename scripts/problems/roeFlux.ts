/**
 * Roe's flux: what flows through a face between two states of a gas, by the Riemann problem made linear at their
 * average.
 *
 * Source: Roe, Approximate Riemann solvers, parameter vectors, and difference schemes, Journal of Computational
 * Physics 43 (1981); the wave strengths as in Toro, Riemann Solvers and Numerical Methods for Fluid Dynamics, 3rd
 * ed., 2009, section 11.2, without an entropy fix. Lohoff and Neftci, Optimizing automatic differentiation with deep
 * reinforcement learning, 2024, take both for benchmarks of orders of elimination; this is not their program, which
 * has gamma = 0.5 and u for u - a. A state is density, momentum and energy in a unit volume, on numbers or on columns
 * of faces alike.
 */
import {
  abs,
  add,
  concat,
  div,
  key,
  mul,
  slice,
  sqrt,
  square,
  sub,
  type Tensor,
  tensor,
  uniform,
  type Wire,
} from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

/** The ratio of specific heats of a gas of two atoms. */
export const GAMMA = 1.4

interface Primitive {
  readonly density: Wire
  /** Along the face's normal, and across it. */
  readonly velocity: readonly Wire[]
  readonly pressure: Wire
  /** Total, of a unit mass. */
  readonly enthalpy: Wire
}

const total = (terms: readonly Wire[]): Wire => terms.reduce((sum, x) => add(sum, x))
const kinetic = (velocity: readonly Wire[]): Wire => mul(0.5, total(velocity.map((v) => square(v))))

const primitive = (state: readonly Wire[]): Primitive => {
  const [density, energy] = [state[0]!, state.at(-1)!]
  const velocity = state.slice(1, -1).map((momentum) => div(momentum, density))
  const pressure = mul(GAMMA - 1, sub(energy, mul(density, kinetic(velocity))))
  return { density, velocity, pressure, enthalpy: div(add(energy, pressure), density) }
}

/** What flows along the first axis in a state by itself: (rho u, rho u v + p for the first v, rho u H). */
export const eulerFlux = (state: readonly Wire[]): readonly Wire[] => {
  const { velocity, pressure, enthalpy } = primitive(state)
  const mass = state[1]!
  const momenta = velocity.map((v, k) => (k === 0 ? add(mul(mass, v), pressure) : mul(mass, v)))
  return [mass, ...momenta, mul(mass, enthalpy)]
}

/** Roe's average, by the roots of the densities, of velocity and enthalpy, and the speed of sound there. */
const average = (left: Primitive, right: Primitive) => {
  const [wl, wr] = [sqrt(left.density), sqrt(right.density)]
  const mean = (a: Wire, b: Wire): Wire => div(add(mul(wl, a), mul(wr, b)), add(wl, wr))
  const velocity = left.velocity.map((v, k) => mean(v, right.velocity[k]!))
  const enthalpy = mean(left.enthalpy, right.enthalpy)
  return { velocity, enthalpy, sound: sqrt(mul(GAMMA - 1, sub(enthalpy, kinetic(velocity)))) }
}

/** Half the sum of the fluxes less, for each wave, half its strength times its speed without sign times its vector. */
const upwind = (left: readonly Wire[], right: readonly Wire[], waves: readonly Wave[]): readonly Wire[] => {
  const [fl, fr] = [eulerFlux(left), eulerFlux(right)]
  const weights = waves.map(({ strength, speed }) => mul(strength, abs(speed)))
  return fl.map((f, k) => {
    const parts = waves.flatMap(({ vector }, i) => (vector[k] === 0 ? [] : [mul(weights[i]!, vector[k]!)]))
    return mul(0.5, sub(add(f, fr[k]!), total(parts)))
  })
}

interface Wave {
  readonly strength: Wire
  readonly speed: Wire
  readonly vector: readonly (Wire | number)[]
}

/**
 * (left, right) -> flux, each of density, momentum, energy: in one dimension, by jumps of density, velocity,
 * pressure.
 */
export const roeFlux1d = (...states: readonly Wire[]): readonly Wire[] => {
  const [left, right] = [states.slice(0, 3), states.slice(3)]
  const [l, r] = [primitive(left), primitive(right)]
  const { velocity, enthalpy, sound } = average(l, r)
  const u = velocity[0]!
  const density = sqrt(mul(l.density, r.density))
  const squared = square(sound)
  const [dp, du] = [sub(r.pressure, l.pressure), sub(r.velocity[0]!, l.velocity[0]!)]
  const push = mul(density, mul(sound, du))
  const acoustic = (jump: Wire): Wire => div(jump, mul(2, squared))
  const lift = mul(u, sound)
  return upwind(left, right, [
    { strength: acoustic(sub(dp, push)), speed: sub(u, sound), vector: [1, sub(u, sound), sub(enthalpy, lift)] },
    { strength: sub(sub(right[0]!, left[0]!), div(dp, squared)), speed: u, vector: [1, u, kinetic([u])] },
    { strength: acoustic(add(dp, push)), speed: add(u, sound), vector: [1, add(u, sound), add(enthalpy, lift)] },
  ])
}

/** (left, right) -> flux along the first axis, each of density, three momenta, energy: by jumps of these. */
const roeFlux3dOf = (left: readonly Wire[], right: readonly Wire[]): readonly Wire[] => {
  const { velocity, enthalpy, sound } = average(primitive(left), primitive(right))
  const [u, v, w] = velocity as unknown as readonly [Wire, Wire, Wire]
  const jumps = right.map((x, k) => sub(x, left[k]!)) as unknown as readonly [Wire, Wire, Wire, Wire, Wire]
  const [d0, d1, d2, d3, d4] = jumps
  const [shearV, shearW] = [sub(d2, mul(v, d0)), sub(d3, mul(w, d0))]
  const energy = sub(sub(d4, mul(shearV, v)), mul(shearW, w))
  const entropy = mul(div(GAMMA - 1, square(sound)), sub(add(mul(d0, sub(enthalpy, square(u))), mul(u, d1)), energy))
  const minus = div(sub(sub(mul(d0, add(u, sound)), d1), mul(sound, entropy)), mul(2, sound))
  const plus = sub(sub(d0, minus), entropy)
  const lift = mul(u, sound)
  return upwind(left, right, [
    { strength: minus, speed: sub(u, sound), vector: [1, sub(u, sound), v, w, sub(enthalpy, lift)] },
    { strength: entropy, speed: u, vector: [1, u, v, w, kinetic(velocity)] },
    { strength: shearV, speed: u, vector: [0, 0, 1, 0, v] },
    { strength: shearW, speed: u, vector: [0, 0, 0, 1, w] },
    { strength: plus, speed: add(u, sound), vector: [1, add(u, sound), v, w, add(enthalpy, lift)] },
  ])
}

const columns = (states: Wire): readonly Wire[] => [0, 1, 2, 3, 4].map((k) => slice(states, [null, [k, k + 1]]))

/** (left [faces, 5], right [faces, 5]) -> flux [faces, 5]. */
export const roeFlux3d = (left: Wire, right: Wire): Wire => concat(roeFlux3dOf(columns(left), columns(right)), 1)

/** The state of a gas of this density, velocity and pressure. */
export const stateOf = (density: number, velocity: readonly number[], pressure: number): readonly number[] => [
  density,
  ...velocity.map((v) => density * v),
  pressure / (GAMMA - 1) + 0.5 * density * velocity.reduce((sum, v) => sum + v * v, 0),
]

/** Sod's shock tube as Toro changes it for his first test (section 6.4 there): the gas on the left moves at 0.75. */
export const shockTube = [...stateOf(1, [0.75], 1), ...stateOf(0.125, [0], 0.1)] as const

/**
 * States on both sides of n faces: density and pressure in [0.5, 1.5], velocities in [0.2, 0.8] x [-0.3, 0.3]^2,
 * seeded.
 */
export const faces = (n: number): readonly [left: Tensor, right: Tensor] => {
  const drawn = uniform(key(1981), [2, n, 5]).data
  const at = (side: number, face: number, k: number): number => drawn[(side * n + face) * 5 + k]!
  const [left, right] = [0, 1].map((side) =>
    Array.from({ length: n }, (_, i) => {
      const velocity = [0.2 + 0.6 * at(side, i, 1), 0.6 * at(side, i, 2) - 0.3, 0.6 * at(side, i, 3) - 0.3]
      return stateOf(0.5 + at(side, i, 0), velocity, 0.5 + at(side, i, 4))
    }),
  )
  return [tensor(left!), tensor(right!)]
}

const names = ['density', 'momentum', 'energy']

export const roeFlux1dProblem = (): Problem =>
  problemOf(
    'roeFlux1d',
    "Roe's flux between two states of a gas in one dimension, at Toro's first test",
    (...states) => [...roeFlux1d(...states)],
    shockTube.map((x, k) => [`${k < 3 ? 'left' : 'right'}_${names[k % 3]}`, x]),
  )

export const roeFlux3dProblem = (n = 4): Problem => {
  const [left, right] = faces(n)
  return problemOf(
    'roeFlux3d',
    `Roe's flux through ${n} ${n === 1 ? 'face' : 'faces'} of a gas in three dimensions, at seeded states`,
    (l, r) => roeFlux3d(l!, r!),
    [
      ['left', left],
      ['right', right],
    ],
  )
}
