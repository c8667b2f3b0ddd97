/** The robot arm: the product of its matrices, the published slip in py, and all modes. */
import { Matrix } from 'ml-matrix'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { armPoint, links, pose, robotArm, robotArmProblem } from '../../../scripts/problems/robotArm.ts'
import { near } from '../../support.ts'
import { checkScalars, isScalar, jacobianOf, numbers, operations } from './scalars.ts'

/** Rz(theta) Tz(d) Tx(a) Rx(alpha), Denavit and Hartenberg's matrix of a joint. */
const joint = (theta: number, d: number, a: number, alpha: number): Matrix => {
  const [c, s, ca, sa] = [Math.cos(theta), Math.sin(theta), Math.cos(alpha), Math.sin(alpha)]
  return new Matrix([
    [c, -s * ca, s * sa, a * c],
    [s, c * ca, -c * sa, a * s],
    [0, sa, ca, d],
    [0, 0, 0, 1],
  ])
}

const { a1, a2, a3, d1, d4, d6 } = links
const hand = (angles: readonly number[]): Matrix => {
  const quarter = Math.PI / 2
  const rest: readonly (readonly [d: number, a: number, alpha: number])[] = [
    [d1, a1, quarter],
    [0, a2, 0],
    [0, a3, quarter],
    [d4, 0, -quarter],
    [0, 0, quarter],
    [d6, 0, 0],
  ]
  return rest.map((of, k) => joint(angles[k]!, ...of)).reduce((product, T) => product.mmul(T))
}

const turn = (z: number): Matrix => joint(z, 0, 0, 0)
/** Ry(y) = Rx(-pi/2) Rz(y) Rx(pi/2). */
const tilt = (y: number): Matrix =>
  joint(0, 0, 0, -Math.PI / 2)
    .mmul(turn(y))
    .mmul(joint(0, 0, 0, Math.PI / 2))

const points = [armPoint, [0, 0.4, -0.3, 0.8, -1.2, 2], [-2.5, 1, 0.2, -0.6, 0.7, 1.5], [3, -1.4, 1.1, 2.2, 1.3, -3]]

test('the pose is the product of the matrices: its place, and its turn put together again', () => {
  for (const angles of points) {
    const expected = hand(angles)
    const [px, py, pz, z, y, z2] = numbers(pose, angles) as number[]
    const euler = turn(z!).mmul(tilt(y!)).mmul(turn(z2!)).subMatrix(0, 2, 0, 2)
    near([px!, py!, pz!], expected.subMatrix(0, 2, 3, 3).to1DArray(), 1e-14)
    near(euler.to2DArray(), expected.subMatrix(0, 2, 0, 2).to2DArray(), 1e-13)
  }
})

test('what is published differs in py alone, by 2 d6 c1 s4 s5', () => {
  for (const angles of points) {
    const [t1, , , t4, t5] = angles as number[]
    const slip = 2 * d6 * Math.cos(t1!) * Math.sin(t4!) * Math.sin(t5!)
    const right = numbers(pose, angles)
    near(numbers(robotArm, angles), [right[0], right[1]! + slip, ...right.slice(2)], 1e-14)
  }
})

test('forward, reverse and differences agree; the last joint moves the last angle alone', () => {
  checkScalars(robotArm, armPoint, 'published')
  checkScalars(pose, armPoint, 'right')
  const J = jacobianOf(robotArm, armPoint)
  near(
    J.map((row) => row[5]),
    [0, 0, 0, 0, 0, 1],
    1e-14,
  )
  near(J.map((row) => row[0]).slice(2), [0, 1, 0, 0], 1e-14)
})

test('the problem is a scalar graph of six numbers to six', () => {
  const problem = robotArmProblem()
  assert.ok(isScalar(problem))
  assert.equal(
    problem.inputs.map(({ name }) => name),
    ['t1', 't2', 't3', 't4', 't5', 't6'],
  )
  assert.is(problem.outputs.length, 6)
})

/** Lohoff and Neftci's 114 operations, equal ones once: a difference is a sum with a negated term. */
test('the operations are those published', () => {
  assert.equal(operations(robotArmProblem()), {
    cos: 6,
    sin: 6,
    product: 29,
    scale: 9,
    add: 22,
    neg: 9,
    power: 1,
    sqrt: 1,
    atan2: 3,
  })
})

test.run()
