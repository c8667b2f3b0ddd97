/**
 * ADBench's hand tracking: a skeleton of 22 bones posed by 26 parameters, the skin that it moves, and how far points of
 * the skin are from where they were measured.
 *
 * Source: Srajer, Kukelova, Fitzgibbon, A benchmark of selected algorithmic differentiation tools on some problems in
 * computer vision and machine learning, 2018, and microsoft/ADBench, src/cpp/shared/hand_light_matrix.h. The global
 * rotation is smooth where its vector is zero; ADBench takes the identity below a length of 1e-4, and its derivative
 * there is zero.
 */
import {
  add,
  cos,
  einsum,
  gather,
  matmul,
  mul,
  reshape,
  scatterAdd,
  sin,
  slice,
  sub,
  type Wire,
} from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'
import { type HandInstance, type HandModel, type HandSizes, handInstance } from './adbench/hand.ts'
import { rotation } from './adbench/rotation.ts'

/** Matrices 4 by 4 for turns about an axis by angles [n]: fixed + cos * even + sin * odd. */
const turns = (angles: Wire, axis: 0 | 2): Wire => {
  const [i, j] = axis === 0 ? [1, 2] : [0, 1]
  const matrix = (entries: readonly (readonly [number, number, number])[]): readonly (readonly number[])[] => {
    const rows = Array.from({ length: 4 }, () => [0, 0, 0, 0])
    for (const [row, column, x] of entries) rows[row]![column] = x
    return rows
  }
  const even = matrix([
    [i!, i!, 1],
    [j!, j!, 1],
  ])
  const odd = matrix([
    [j!, i!, 1],
    [i!, j!, -1],
  ])
  const fixed = matrix([
    [axis, axis, 1],
    [3, 3, 1],
  ])
  return add(fixed, einsum('b,ij->bij', cos(angles), even), einsum('b,ij->bij', sin(angles), odd))
}

/** The parameters that bend each phalanx but the first of a finger, and the one that spreads the finger. */
const FINGERS = [0, 1, 2, 3, 4]
const bends: readonly (readonly [bone: number, parameter: number])[] = FINGERS.flatMap((finger) =>
  [0, 2, 3].map((parameter, k) => [2 + 4 * finger + k, 6 + 4 * finger + parameter] as const),
)
const spreads = FINGERS.map((finger) => [2 + 4 * finger, 7 + 4 * finger] as const)

/** The angles of all bones about an axis, zero but for those that a parameter is of. */
const anglesOf = (theta: Wire, pairs: typeof bends, bones: number): Wire =>
  scatterAdd(
    gather(
      theta,
      pairs.map(([, parameter]) => parameter),
    ),
    pairs.map(([bone]) => bone),
    bones,
  )

/** The bones by their distance from the root: those of one distance need only those of the one before. */
const levelsOf = ({ parents }: HandModel): readonly (readonly number[])[] => {
  const depth: number[] = []
  for (const parent of parents) depth.push(parent < 0 ? 0 : depth[parent]! + 1)
  return Array.from({ length: Math.max(...depth) + 1 }, (_, level) =>
    depth.flatMap((own, bone) => (own === level ? [bone] : [])),
  )
}

/** What bone b does for vertex v, weight * inverse * place: [vertices, bones, 4], of the vertices and bones asked for. */
export const shares = (
  { vertices, weights, inverses }: HandModel,
  which: readonly number[],
  bones: readonly number[],
): readonly (readonly (readonly number[])[])[] =>
  which.map((v) => {
    const place = [...vertices.data.slice(3 * v, 3 * v + 3), 1]
    return bones.map((b) => {
      const weight = weights.data[v * weights.shape[1]! + b]!
      return [0, 1, 2, 3].map(
        (i) => weight * place.reduce((total, x, j) => total + inverses.data[16 * b + 4 * i + j]! * x, 0),
      )
    })
  })

/** Parameters [26] -> where the vertices of these numbers are: [which, 3]. */
export const skinned = (model: HandModel, theta: Wire, which: readonly number[]): Wire => {
  const count = model.parents.length
  const angles = (pairs: typeof bends): Wire => anglesOf(theta, pairs, count)
  const relatives = matmul(matmul(model.relatives, turns(angles(spreads), 2)), turns(angles(bends), 0))
  const levels = levelsOf(model)
  let before: Wire | undefined
  const moved = levels.map((bones, level) => {
    const own = gather(relatives, bones)
    const above = bones.map((bone) => (levels[level - 1] ?? []).indexOf(model.parents[bone]!))
    before = before ? matmul(gather(before, above), own) : own
    return einsum('bij,vbj->vi', slice(before, [null, [0, 3]]), shares(model, which, bones))
  })
  const places = add(...moved)
  const local = model.mirrored ? mul(places, [-1, 1, 1]) : places
  const turn = rotation(slice(theta, [[0, 3]]))
  return add(einsum('ij,vj->vi', turn, local), slice(theta, [[3, 6]]))
}

/** (theta [26]) -> measured places less those of the vertices that they correspond to: [measurements, 3]. */
export const handSimple =
  ({ model, correspondences, points }: HandInstance) =>
  (theta: Wire): Wire =>
    sub(points, skinned(model, theta, correspondences))

/**
 * (theta [26], coordinates [measurements, 2]) -> measured places less those on the triangles that they correspond to,
 * u a + v b + (1 - u - v) c for corners a, b, c. A row of coordinates matters to its own three residuals only.
 */
export const handComplicated =
  ({ model, correspondences, points }: HandInstance) =>
  (theta: Wire, coordinates: Wire): Wire => {
    const corners = skinned(
      model,
      theta,
      correspondences.flatMap((triangle) => model.triangles[triangle]!),
    )
    const [a, b] = [slice(coordinates, [null, [0, 1]]), slice(coordinates, [null, [1, 2]])]
    const parts = [a, b, sub(sub(1, a), b)]
    const byCorner = reshape(corners, [correspondences.length, 3, 3])
    const on = parts.map((part, k) => mul(part, reshape(slice(byCorner, [null, [k, k + 1]]), [-1, 3])))
    return sub(points, add(...on))
  }

/** The problem of an instance, complicated where it has coordinates. */
export const handOf = (instance: HandInstance, about: string): Problem =>
  instance.coordinates
    ? problemOf('hand', about, (theta, coordinates) => handComplicated(instance)(theta!, coordinates!), [
        ['theta', instance.theta],
        ['coordinates', instance.coordinates],
      ])
    : problemOf('hand', about, (theta) => handSimple(instance)(theta!), [['theta', instance.theta]])

/** A seeded hand. */
export const handProblem = ({ measurements = 8, around = 4, complicated = false }: Partial<HandSizes> = {}): Problem =>
  handOf(
    handInstance(1, { measurements, around, complicated }),
    `hand tracking (ADBench's HT, ${complicated ? 'complicated' : 'simple'}): ${measurements} measurements of a seeded ` +
      'hand of 22 bones',
  )
