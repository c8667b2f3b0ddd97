// Hand tracking against loops over bones and vertices, both variants; what poses cannot change.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cost, evaluateOrThrow, graph, reverse, type Tensor, tensor } from '../../../modes/index.ts'
import { type HandInstance, type HandModel, handInstance, handModel } from '../../../scripts/problems/adbench/hand.ts'
import { handOf, handProblem, skinned } from '../../../scripts/problems/hand.ts'
import { near } from '../../support.ts'
import { check, checkLanes, checkSlopes, checkValue, type Plain } from './agreement.ts'

type Matrix = readonly (readonly number[])[]

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)))
const matrixOf = (x: Tensor, k: number): Matrix =>
  [0, 1, 2, 3].map((i) => [...x.data.slice(16 * k + 4 * i, 16 * k + 4 * i + 4)])

/** Rz Ry Rx, with room for a translation. */
const euler = (x: number, z: number, y: number): Matrix => {
  const [cx, sx, cy, sy, cz, sz] = [Math.cos(x), Math.sin(x), Math.cos(y), Math.sin(y), Math.cos(z), Math.sin(z)]
  const byX = [
    [1, 0, 0, 0],
    [0, cx, -sx, 0],
    [0, sx, cx, 0],
    [0, 0, 0, 1],
  ]
  const byY = [
    [cy, 0, sy, 0],
    [0, 1, 0, 0],
    [-sy, 0, cy, 0],
    [0, 0, 0, 1],
  ]
  const byZ = [
    [cz, -sz, 0, 0],
    [sz, cz, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]
  return product(product(byZ, byY), byX)
}

/** ADBench's matrix of an axis and an angle. */
const axisAngle = (r: readonly number[]): Matrix => {
  const angle = Math.hypot(...r)
  if (angle < 1e-4)
    return [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]
  const [x, y, z] = r.map((c) => c / angle)
  const [s, c] = [Math.sin(angle), Math.cos(angle)]
  return [
    [x * x + (1 - x * x) * c, x * y * (1 - c) - z * s, x * z * (1 - c) + y * s],
    [x * y * (1 - c) + z * s, y * y + (1 - y * y) * c, y * z * (1 - c) - x * s],
    [x * z * (1 - c) - y * s, z * y * (1 - c) + x * s, z * z + (1 - z * z) * c],
  ]
}

/** The angles x, z, y of each bone: fingers of four parameters, two for the second bone, one for the third and fourth. */
const poses = (theta: Float64Array, bones: number): Matrix => {
  const angles = Array.from({ length: bones }, () => [0, 0, 0])
  let next = 6
  for (let finger = 0; finger < 5; finger++)
    for (let bone = 2; bone <= 4; bone++) {
      angles[4 * finger + bone][0] = theta[next++]
      if (bone === 2) angles[4 * finger + bone][1] = theta[next++]
    }
  return angles
}

/** Where all vertices are, bone by bone. */
const skin = (model: HandModel, theta: Float64Array): Matrix => {
  const { parents, relatives, inverses, vertices, weights, mirrored } = model
  const angles = poses(theta, parents.length)
  const absolute: Matrix[] = []
  parents.forEach((parent, bone) => {
    const [x, z, y] = angles[bone]
    const relative = product(matrixOf(relatives, bone), euler(x, z, y))
    absolute.push(parent < 0 ? relative : product(absolute[parent], relative))
  })
  const turn = axisAngle([...theta.slice(0, 3)])
  return Array.from({ length: vertices.shape[0] }, (_, v) => {
    const base = [...vertices.data.slice(3 * v, 3 * v + 3), 1].map((x) => [x])
    const place = [0, 0, 0]
    parents.forEach((_, bone) => {
      const moved = product(product(absolute[bone], matrixOf(inverses, bone)), base)
      for (let i = 0; i < 3; i++) place[i] += moved[i][0] * weights.data[v * parents.length + bone]
    })
    if (mirrored) place[0] = -place[0]
    return turn.map((row, i) => row.reduce((sum, x, k) => sum + x * place[k], 0) + theta[3 + i])
  })
}

const plainOf =
  ({ model, correspondences, points, coordinates }: HandInstance): Plain =>
  (theta, us) => {
    const places = skin(model, theta)
    return correspondences.flatMap((which, i) =>
      [0, 1, 2].map((j) => {
        if (!coordinates) return points.data[3 * i + j] - places[which][j]
        const [a, b, c] = model.triangles[which].map((v) => places[v][j])
        const [u, v] = [us[2 * i], us[2 * i + 1]]
        return points.data[3 * i + j] - (u * a + v * b + (1 - u - v) * c)
      }),
    )
  }

for (const complicated of [false, true])
  for (const mirrored of [false, true])
    test(`value and derivatives are those of loops (complicated: ${complicated}, mirrored: ${mirrored})`, () => {
      const seeded = handInstance(2, { measurements: 3, around: 1, complicated })
      const instance = { ...seeded, model: { ...seeded.model, mirrored } }
      check(handOf(instance, ''), plainOf(instance))
    })

test('bones with turns of their own are posed in their own frames', () => {
  const seeded = handInstance(4, { measurements: 6, around: 1, complicated: false })
  const own = seeded.model.parents.map((_, bone) => euler(0.3 * Math.sin(bone), 0.2 * bone, 0.1))
  const model: HandModel = {
    ...seeded.model,
    relatives: tensor(own.map((turn, bone) => product(matrixOf(seeded.model.relatives, bone), turn))),
  }
  checkValue(handOf({ ...seeded, model }, ''), plainOf({ ...seeded, model }))
})

test('a hand that is not turned has the derivative of all others', () => {
  const seeded = handInstance(2, { measurements: 3, around: 1, complicated: false })
  const still = { ...seeded, theta: tensor(seeded.theta.data.map((x, k) => (k < 3 ? 0 : x))) }
  checkValue(handOf(still, ''), plainOf(still))
  // Differences of ADBench's formula would see its identity for short vectors: go round by the smooth side of it.
  const near0 = { ...seeded, theta: tensor(seeded.theta.data.map((x, k) => (k < 3 ? 2e-4 : x))) }
  near(checkLanes(handOf(still, '')), checkLanes(handOf(near0, '')), 1e-3)
  checkSlopes(handOf(near0, ''), plainOf(near0), 2e-5)
})

test('with all angles zero the skin is that of the base pose', () => {
  const model = handModel(6, 2)
  const all = Array.from({ length: model.vertices.shape[0] }, (_, v) => v)
  near(
    evaluateOrThrow(
      graph([[26]], (theta) => skinned(model, theta, all)),
      [new Float64Array(26)],
    )[0],
    model.vertices,
    1e-13,
  )
})

test('a finger moves no vertex of another finger', () => {
  const model = handModel(6, 1)
  const all = Array.from({ length: model.vertices.shape[0] }, (_, v) => v)
  const g = graph([[26]], (theta) => skinned(model, theta, all))
  const place = (theta: Float64Array): Tensor => evaluateOrThrow(g, [theta])[0] as Tensor
  const rest = place(new Float64Array(26))
  for (let finger = 0; finger < 5; finger++) {
    const bent = place(new Float64Array(26).fill(0.4, 6 + 4 * finger, 10 + 4 * finger))
    const moved = all.filter((v) => [0, 1, 2].some((k) => bent.data[3 * v + k] !== rest.data[3 * v + k]))
    assert.ok(moved.length > 0)
    // Its own bones are 1 + 4 finger to 4 + 4 finger; the first has no parameter.
    for (const v of moved) assert.ok(v > 1 + 4 * finger && v <= 4 + 4 * finger, `${v} by finger ${finger}`)
  }
})

test('each row of coordinates matters to its own three residuals only', () => {
  const problem = handProblem({ measurements: 4, around: 1, complicated: true })
  checkLanes(problem).forEach((row, i) => {
    row.slice(26).forEach((x, k) => {
      if (Math.floor(i / 3) !== Math.floor(k / 2)) assert.is(Math.abs(x), 0)
    })
  })
})

test('the graph does not grow with the measurements, and its gradient costs less than five times as much', () => {
  const [small, large] = [8, 60].map((measurements) => handProblem({ measurements }).graph)
  assert.is(small.nodes.size, large.nodes.size)
  assert.ok(cost(reverse(large)).multiplications < 5 * cost(large).multiplications)
})

test.run()
