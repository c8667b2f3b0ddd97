/**
 * ADBench's instances of bundle adjustment: its files `ba{k}_n{n}_m{m}_p{p}.txt`, and seeded ones.
 *
 * Format: microsoft/ADBench, src/cpp/shared/utils.cpp, read_ba_instance: n m p, then one camera, one point, one weight
 * and one feature, which stand for all. Observation i is of point i mod m by camera i mod n.
 */
import { key, normal, split, type Tensor, tensor, uniform } from '../../../modes/index.ts'
import { blocksOf, textOf } from './text.ts'

/** Which camera saw which point where. */
export interface Observations {
  /** The camera and the point of each observation, by number. */
  readonly cameraOf: readonly number[]
  readonly pointOf: readonly number[]
  /** Where each was seen in the picture, [p, 2]. */
  readonly features: Tensor
}

export interface BundleInstance extends Observations {
  /** [n, 11]: rotation vector, centre, focal length, principal point, radial distortion. */
  readonly cameras: Tensor
  /** [m, 3] */
  readonly points: Tensor
  /** [p] */
  readonly weights: Tensor
}

export interface BundleSizes {
  /** Cameras. */
  readonly n: number
  /** Points. */
  readonly m: number
  /** Observations. */
  readonly p: number
}

export const CAMERA = 11

const repeated = (row: readonly number[], times: number): readonly number[] =>
  Array.from({ length: times }, () => row).flat()
const cyclic = (count: number, period: number): readonly number[] => Array.from({ length: count }, (_, i) => i % period)

/** The instance that a text holds. */
export const bundleFrom = (file: string, text: string): BundleInstance => {
  const { sizes, blocks } = blocksOf(file, text, ['n', 'm', 'p'] as const, () => [
    { what: 'the camera', count: CAMERA },
    { what: 'the point', count: 3 },
    { what: 'the weight', count: 1 },
    { what: 'the feature', count: 2 },
  ])
  const [n, m, p] = sizes
  const [camera, point, weight, feature] = blocks as [number[], number[], number[], number[]]
  return {
    cameras: tensor(repeated(camera, n), [n, CAMERA]),
    points: tensor(repeated(point, m), [m, 3]),
    weights: tensor(repeated(weight, p), [p]),
    cameraOf: cyclic(p, n),
    pointOf: cyclic(p, m),
    features: tensor(repeated(feature, p), [p, 2]),
  }
}

/** The instance in a file. */
export const readBundle = (file: string): BundleInstance => bundleFrom(file, textOf(file))

/** What cameras look like: turned by about 0.2, five units before the points, focal length about 1. */
const TYPICAL = [0, 0, 0, 0, 0, -5, 1, 0, 0, 0, 0]
const SPREAD = [0.2, 0.2, 0.2, 0.3, 0.3, 0.3, 0.1, 0.1, 0.1, 0.05, 0.01]

/** A seeded instance: cameras before a cube of points, weights from 0.5 to 1, features up to the size of a picture. */
export const bundleInstance = (seed: number, { n, m, p }: BundleSizes): BundleInstance => {
  const keys = split(key(seed), 4)
  const cameras = normal(keys[0]!, [n, CAMERA])
  return {
    cameras: tensor(
      cameras.data.map((x, k) => TYPICAL[k % CAMERA]! + SPREAD[k % CAMERA]! * x),
      [n, CAMERA],
    ),
    points: uniform(keys[1]!, [m, 3], -1, 1),
    weights: uniform(keys[2]!, [p], 0.5, 1),
    cameraOf: cyclic(p, n),
    pointOf: cyclic(p, m),
    features: uniform(keys[3]!, [p, 2], -0.3, 0.3),
  }
}
