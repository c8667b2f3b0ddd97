/**
 * Roe's flux: consistency, Roe's own condition, the matrix without sign by Newton's iteration, upwinding, and all
 * modes.
 */
import { inverse, Matrix } from 'ml-matrix'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, graph, slice, tensor, type Wire } from '../../../modes/index.ts'
import {
  eulerFlux,
  faces,
  GAMMA,
  roeFlux1d,
  roeFlux1dProblem,
  roeFlux3d,
  roeFlux3dProblem,
  shockTube,
  stateOf,
} from '../../../scripts/problems/roeFlux.ts'
import { checkJacobian, flat, near, values } from '../../support.ts'
import { checkScalars, isScalar, numbers } from './scalars.ts'

const g = GAMMA - 1
const square = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x * x, 0)

/** Density, velocity, pressure and total enthalpy of a state in plain numbers. */
const primitive = (state: readonly number[]) => {
  const [density, energy] = [state[0]!, state.at(-1)!]
  const velocity = state.slice(1, -1).map((m) => m / density)
  const pressure = g * (energy - (density * square(velocity)) / 2)
  return { density, velocity, pressure, enthalpy: (energy + pressure) / density }
}

const physical = (state: readonly number[]): readonly number[] => {
  const { velocity, pressure } = primitive(state)
  const u = velocity[0]!
  return state.map((x, k) => u * x + (k === 1 ? pressure : 0) + (k === state.length - 1 ? u * pressure : 0))
}

/**
 * The Jacobian of the flux at a velocity and an enthalpy (Toro, equations 3.71 and 11.35), in any number of
 * dimensions.
 */
const fluxMatrix = (velocity: readonly number[], H: number): Matrix => {
  const [u, q] = [velocity[0]!, square(velocity)]
  const momenta = velocity.map((v, k) => [
    k === 0 ? (g * q) / 2 - u * u : -u * v,
    ...velocity.map((w, j) => (k === 0 ? (j === 0 ? 2 * u - g * u : -g * w) : (j === 0 ? v : 0) + (j === k ? u : 0))),
    k === 0 ? g : 0,
  ])
  const energy = [u * ((g * q) / 2 - H), ...velocity.map((w, j) => (j === 0 ? H : 0) - g * u * w), u + g * u]
  return new Matrix([[0, 1, ...velocity.slice(1).map(() => 0), 0], ...momenta, energy])
}

const roeMatrix = (left: readonly number[], right: readonly number[]): Matrix => {
  const [l, r] = [primitive(left), primitive(right)]
  const [a, b] = [Math.sqrt(l.density), Math.sqrt(r.density)]
  const mean = (x: number, y: number): number => (a * x + b * y) / (a + b)
  return fluxMatrix(
    l.velocity.map((v, k) => mean(v, r.velocity[k]!)),
    mean(l.enthalpy, r.enthalpy),
  )
}

/** |A| = A sign(A), the sign by X <- (X + X^-1) / 2: no eigenvector is computed. */
const withoutSign = (A: Matrix): Matrix => {
  let X = A
  for (let k = 0; k < 60; k++) X = Matrix.mul(Matrix.add(X, inverse(X)), 0.5)
  return A.mmul(X)
}

const column = (xs: readonly number[]): Matrix => Matrix.columnVector([...xs])
const jumpOf = (left: readonly number[], right: readonly number[]): Matrix => column(right.map((x, k) => x - left[k]!))

const plain = (left: readonly number[], right: readonly number[]): readonly number[] => {
  const wave = withoutSign(roeMatrix(left, right)).mmul(jumpOf(left, right)).to1DArray()
  const [fl, fr] = [physical(left), physical(right)]
  return wave.map((x, k) => (fl[k]! + fr[k]! - x) / 2)
}

const oneD = (left: readonly number[], right: readonly number[]): readonly number[] =>
  numbers(roeFlux1d, [...left, ...right])
const threeD = (left: readonly number[], right: readonly number[]): readonly number[] =>
  flat(values(roeFlux3d, [[...left]], [[...right]])[0])

const euler = (...state: readonly Wire[]): readonly Wire[] => eulerFlux(state)

const pairs1: readonly (readonly [readonly number[], readonly number[]])[] = [
  [shockTube.slice(0, 3), shockTube.slice(3)],
  [stateOf(1, [-0.4], 0.4), stateOf(1.3, [0.9], 0.6)],
  [stateOf(0.6, [2.5], 0.4), stateOf(1.1, [2.2], 0.5)],
  [stateOf(0.6, [-1.2], 2), stateOf(1.1, [-0.7], 0.2)],
]
const pairs3: readonly (readonly [readonly number[], readonly number[]])[] = [
  [stateOf(1, [0.75, 0.2, -0.1], 1), stateOf(0.125, [0.1, -0.3, 0.4], 0.1)],
  [stateOf(1, [-0.5, 0, 0.3], 0.4), stateOf(1.2, [-0.2, 0.6, 0], 0.9)],
  [stateOf(0.7, [3, 0.5, 0.2], 0.5), stateOf(0.9, [2.5, -0.5, 0.1], 0.6)],
]

test('between two equal states flows what flows in each', () => {
  for (const [left, right] of pairs1)
    for (const state of [left, right]) {
      near(oneD(state, state), physical(state), 1e-14)
      near(numbers(euler, state), physical(state), 1e-14)
    }
  for (const [left, right] of pairs3)
    for (const state of [left, right]) {
      near(threeD(state, state), physical(state), 1e-14)
      near(numbers(euler, state), physical(state), 1e-14)
    }
})

test("the matrix of the oracle has Roe's property: A (U_r - U_l) = F_r - F_l", () => {
  for (const [left, right] of [...pairs1, ...pairs3])
    near(
      roeMatrix(left, right).mmul(jumpOf(left, right)).to1DArray(),
      jumpOf(physical(left), physical(right)).to1DArray(),
      1e-13,
    )
})

test('the flux is (F_l + F_r - |A| (U_r - U_l)) / 2, with |A| found without eigenvectors', () => {
  for (const [left, right] of pairs1) near(oneD(left, right), plain(left, right), 1e-12)
  for (const [left, right] of pairs3) near(threeD(left, right), plain(left, right), 1e-12)
})

test('where every wave goes to the right, what flows is what the left state sends', () => {
  near(oneD(...pairs1[2]!), physical(pairs1[2]![0]), 1e-14)
  near(threeD(...pairs3[2]!), physical(pairs3[2]![0]), 1e-14)
})

test('a contact at rest stays at rest: only the pressure acts', () => {
  near(oneD(stateOf(1, [0], 0.7), stateOf(3, [0], 0.7)), [0, 0.7, 0], 1e-15)
  near(threeD(stateOf(1, [0, 0.4, 1], 0.7), stateOf(3, [0, -1, 0.2], 0.7)), [0, 0.7, 0, 0, 0], 1e-15)
})

test('without motion along the face three dimensions are one', () => {
  const wide = ([rho, m, e]: readonly number[]): readonly number[] => [rho!, m!, 0, 0, e!]
  for (const [left, right] of pairs1) near(threeD(wide(left), wide(right)), wide(oneD(left, right)), 1e-14)
})

test('many faces at once are each face by itself', () => {
  const [left, right] = faces(6)
  const rows = (x: typeof left) => Array.from({ length: 6 }, (_, i) => [...x.data.subarray(5 * i, 5 * i + 5)])
  const [l, r] = [rows(left), rows(right)]
  const all = evaluateOrThrow(graph([left.shape, right.shape], roeFlux3d), [left, right])
  near(all[0], tensor(l.map((state, i) => [...plain(state, r[i]!)])), 1e-12)
})

test('forward, reverse and differences agree', () => {
  checkScalars(roeFlux1d, shockTube)
  const [left, right] = faces(2)
  const both = (x: Wire) => roeFlux3d(slice(x, [[0, 2]]), slice(x, [[2, 4]]))
  checkJacobian(both, tensor([...left.data, ...right.data], [4, 5]))
})

test('the problems: six numbers to three, and faces by size', () => {
  const one = roeFlux1dProblem()
  assert.ok(isScalar(one))
  assert.equal(
    one.inputs.map(({ name }) => name),
    ['left_density', 'left_momentum', 'left_energy', 'right_density', 'right_momentum', 'right_energy'],
  )
  assert.is(one.outputs.length, 3)
  const three = roeFlux3dProblem(7)
  assert.equal(
    three.inputs.map(({ value }) => value.shape),
    [
      [7, 5],
      [7, 5],
    ],
  )
  assert.equal(three.outputs, [[7, 5]])
})

test.run()
