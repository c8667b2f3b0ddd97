/**
 * ADBench's bundle adjustment: how far cameras see points from where they were seen, all observations side by side.
 *
 * Source: Srajer, Kukelova, Fitzgibbon, A benchmark of selected algorithmic differentiation tools on some problems in
 * computer vision and machine learning, 2018, and microsoft/ADBench, src/cpp/shared/ba.h. Rotations are smooth where the
 * rotation vector is zero; ADBench takes the first two terms of their series there.
 */
import type { Pattern } from '../../lib/sparse/pattern.ts'
import { add, div, einsum, gather, mul, reshape, slice, square, sub, sum, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'
import { type BundleInstance, type BundleSizes, bundleInstance, CAMERA, type Observations } from './adbench/ba.ts'
import { rotation } from './adbench/rotation.ts'

/** Where point k of [p, 3] appears to camera k of [p, 11], which is turned by matrix k of [p, 3, 3]: [p, 2]. */
const appearances = (turns: Wire, cameras: Wire, points: Wire): Wire => {
  const [centre, focal, principal, bend] = [
    [3, 6],
    [6, 7],
    [7, 9],
    [9, 11],
  ].map(([from, to]) => slice(cameras, [null, [from!, to!]])) as [Wire, Wire, Wire, Wire]
  const seen = einsum('pij,pj->pi', turns, sub(points, centre))
  const flat = div(slice(seen, [null, [0, 2]]), slice(seen, [null, [2]]))
  const radius = sum(square(flat), 1, { keep: true })
  const [first, second] = [slice(bend, [null, [0, 1]]), slice(bend, [null, [1]])]
  const stretch = add(1, mul(radius, add(first, mul(second, radius))))
  return add(mul(flat, stretch, focal), principal)
}

/**
 * (cameras [n, 11], points [m, 3], weights [p]) -> the weighted differences between where points appear and where they
 * were seen, [p, 2], and what weights pay for not being 1, 1 - w^2, [p].
 */
export const bundle =
  ({ cameraOf, pointOf, features }: Observations) =>
  (cameras: Wire, points: Wire, weights: Wire): readonly [reprojection: Wire, payment: Wire] => {
    const turns = gather(rotation(slice(cameras, [null, [0, 3]])), cameraOf)
    const appear = appearances(turns, gather(cameras, cameraOf), gather(points, pointOf))
    const away = sub(appear, features)
    return [mul(reshape(weights, [-1, 1]), away), sub(1, square(weights))]
  }

/**
 * Where the Jacobian of an instance may differ from zero: rows are the residuals, 2p and then p; columns the entries of
 * the cameras, the points and the weights. A reprojection depends on 11 + 3 + 1 of them, a payment on its weight.
 */
export const bundlePattern = ({ cameras, points, cameraOf, pointOf }: BundleInstance): Pattern => {
  const [n, m, p] = [cameras.shape[0]!, points.shape[0]!, cameraOf.length]
  const weightAt = CAMERA * n + 3 * m
  const run = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, k) => from + k)
  const rows = [
    ...cameraOf.flatMap((camera, i) => {
      const row = [...run(CAMERA * camera, CAMERA), ...run(CAMERA * n + 3 * pointOf[i]!, 3), weightAt + i]
      return [row, row]
    }),
    ...run(weightAt, p).map((column) => [column]),
  ]
  const starts = new Int32Array(rows.length + 1)
  rows.forEach((row, i) => {
    starts[i + 1] = starts[i]! + row.length
  })
  return { shape: [rows.length, weightAt + p], starts, columns: Int32Array.from(rows.flat()) }
}

/** The problem of an instance. */
export const bundleOf = (instance: BundleInstance, about: string): Problem =>
  problemOf('bundle', about, (cameras, points, weights) => bundle(instance)(cameras!, points!, weights!), [
    ['cameras', instance.cameras],
    ['points', instance.points],
    ['weights', instance.weights],
  ])

/** A seeded bundle adjustment; by default of the sizes of ADBench's tests, whose Jacobian has 310 places. */
export const bundleProblem = (sizes: BundleSizes = { n: 2, m: 10, p: 10 }): Problem =>
  bundleOf(
    bundleInstance(1, sizes),
    `bundle adjustment (ADBench's BA): ${sizes.p} observations of ${sizes.m} points by ${sizes.n} cameras, seeded`,
  )
