// Bundle adjustment against loops over observations, its Jacobian's places, and what turns and shifts leave alone.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cost, evaluateOrThrow, key, normal, reverse, type Tensor, tensor } from '../../../modes/index.ts'
import { type BundleInstance, bundleInstance } from '../../../scripts/problems/adbench/ba.ts'
import { bundleOf, bundlePattern, bundleProblem } from '../../../scripts/problems/bundle.ts'
import { near } from '../../support.ts'
import { check, checkLanes, checkSlopes, checkValue, type Plain } from './agreement.ts'

type Triple = readonly [number, number, number]

const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const inner = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** Rodrigues' formula by axis and angle, as the paper has it, with ADBench's first order at no rotation. */
const turned = (r: Triple, x: Triple): Triple => {
  const angle = Math.sqrt(inner(r, r))
  if (angle === 0) return cross(r, x).map((c, k) => x[k] + c) as unknown as Triple
  const axis = r.map((c) => c / angle) as unknown as Triple
  const across = cross(axis, x)
  const along = inner(axis, x) * (1 - Math.cos(angle))
  return x.map((c, k) => c * Math.cos(angle) + across[k] * Math.sin(angle) + axis[k] * along) as unknown as Triple
}

/** Observation by observation. */
const plainOf =
  ({ cameraOf, pointOf, features }: BundleInstance): Plain =>
  (cameras, points, weights) => {
    const reprojections = cameraOf.flatMap((c, i) => {
      const camera = cameras.slice(11 * c, 11 * c + 11)
      const point = points.slice(3 * pointOf[i], 3 * pointOf[i] + 3)
      const away = [0, 1, 2].map((k) => point[k] - camera[3 + k]) as unknown as Triple
      const [x, y, z] = turned([camera[0], camera[1], camera[2]], away)
      const [u, v] = [x / z, y / z]
      const radius = u * u + v * v
      const stretch = 1 + camera[9] * radius + camera[10] * radius * radius
      return [u, v].map((w, k) => weights[i] * (w * stretch * camera[6] + camera[7 + k] - features.data[2 * i + k]))
    })
    return [...reprojections, ...[...weights].map((w) => 1 - w * w)]
  }

const sizes = { n: 3, m: 4, p: 7 }
const instance = bundleInstance(5, sizes)
const problem = bundleOf(instance, 'seeded')

test('value and derivatives are those of loops over observations', () => {
  check(problem, plainOf(instance))
})

test('a camera that is not turned has the derivative of all others', () => {
  const still: BundleInstance = {
    ...instance,
    cameras: tensor(
      instance.cameras.data.map((x, k) => (k % 11 < 3 ? 0 : x)),
      instance.cameras.shape,
    ),
  }
  checkValue(bundleOf(still, ''), plainOf(still))
  checkSlopes(bundleOf(still, ''), plainOf(still))
  checkLanes(bundleOf(still, ''))
})

test('the places of the Jacobian are those that are stated, and ADBench counts as many', () => {
  const { shape, starts, columns } = bundlePattern(instance)
  const rows = checkLanes(problem)
  assert.equal(shape, [rows.length, rows[0].length])
  rows.forEach((row, i) => {
    const found = row.flatMap((x, k) => (x === 0 ? [] : [k]))
    const stated = [...columns.slice(starts[i], starts[i + 1])]
    assert.ok(
      found.every((k) => stated.includes(k)),
      `row ${i}: ${found} among ${stated}`,
    )
    // Each coordinate lies in its own direction of the principal point, so one of the two is zero.
    assert.is(stated.length - found.length, i < 2 * sizes.p ? 1 : 0)
  })
  // microsoft/ADBench, test/cpp/modules/common/BaTests.cpp: 30 rows, 62 columns, 31 starts, 310 places.
  const published = bundlePattern(bundleInstance(1, { n: 2, m: 10, p: 10 }))
  assert.equal(published.shape, [30, 62])
  assert.is(published.starts.length, 31)
  assert.is(published.columns.length, 310)
})

const residuals = (given: BundleInstance): readonly number[] => [
  ...(evaluateOrThrow(bundleOf(given, '').graph, [given.cameras, given.points, given.weights])[0] as Tensor).data,
]
const changed = (x: Tensor, change: (x: number, k: number) => number): Tensor => tensor(x.data.map(change), x.shape)

test('moving all points and all centres together changes nothing', () => {
  const shift = normal(key(8), [3]).data
  const moved: BundleInstance = {
    ...instance,
    points: changed(instance.points, (x, k) => x + shift[k % 3]),
    cameras: changed(instance.cameras, (x, k) => (k % 11 >= 3 && k % 11 < 6 ? x + shift[(k % 11) - 3] : x)),
  }
  near(residuals(moved), residuals(instance), 1e-12)
})

test('a whole turn more about its axis changes nothing', () => {
  const more: BundleInstance = {
    ...instance,
    cameras: changed(instance.cameras, (x, k) => {
      if (k % 11 >= 3) return x
      const r = instance.cameras.data.slice(k - (k % 11), k - (k % 11) + 3)
      const angle = Math.hypot(...r)
      return (x * (angle + 2 * Math.PI)) / angle
    }),
  }
  near(residuals(more), residuals(instance), 1e-12)
})

test('an unturned camera without distortion sees X / Z and Y / Z', () => {
  const camera = [0, 0, 0, 0.1, 0.2, -5, 2, 0.3, 0.4, 0, 0]
  const one: BundleInstance = {
    cameras: tensor([camera]),
    points: tensor([[1.1, -0.8, -1]]),
    weights: tensor([0.5]),
    cameraOf: [0],
    pointOf: [0],
    features: tensor([[0.25, 0.5]]),
  }
  // X - C = (1, -1, 4)
  near(residuals(one), [0.5 * (2 / 4 + 0.3 - 0.25), 0.5 * (-2 / 4 + 0.4 - 0.5)], 1e-15)
})

test('the graph does not grow with the observations, and its gradient costs less than five times as much', () => {
  const [small, large] = [bundleProblem(), bundleProblem({ n: 2, m: 10, p: 100 })]
  assert.is(large.graph.nodes.size, small.graph.nodes.size)
  const times = (p: typeof large): number => cost(reverse(p.graph)).multiplications / cost(p.graph).multiplications
  assert.ok(times(large) < 5, String(times(large)))
})

test.run()
