/** Hands of ADBench: a skeleton, its skin, and where points of the skin were measured; and seeded small ones. */
import { integers, key, normal, split, type Tensor, tensor, uniform } from '../../../modes/index.ts'

export interface HandModel {
  /** The bone that each bone hangs on, -1 for none; it comes before the bone. */
  readonly parents: readonly number[]
  /** The matrix of each bone relative to its parent's, [bones, 4, 4]. */
  readonly relatives: Tensor
  /** The inverse of its absolute matrix in the base pose, [bones, 4, 4]. */
  readonly inverses: Tensor
  /** Places in the base pose, [vertices, 3]. */
  readonly vertices: Tensor
  /** How much each bone moves each vertex, [vertices, bones]. */
  readonly weights: Tensor
  readonly triangles: readonly (readonly number[])[]
  /** Whether the first axis is turned round. */
  readonly mirrored: boolean
}

export interface HandInstance {
  readonly model: HandModel
  /** The vertex, or the triangle, that each measurement is of. */
  readonly correspondences: readonly number[]
  /** Where it was measured, [measurements, 3]. */
  readonly points: Tensor
  /** Where on its triangle each measurement is, [measurements, 2]; none where measurements are of vertices. */
  readonly coordinates: Tensor | undefined
  /** Global rotation, global translation, four angles a finger: [26]. */
  readonly theta: Tensor
}

export interface HandSizes {
  readonly measurements: number
  /** Vertices around each bone. */
  readonly around: number
  /** Whether measurements are on triangles, each with two coordinates of its own. */
  readonly complicated: boolean
}

const FINGERS = 5
const PHALANGES = 4
/** A wrist, five fingers of four bones each, and a forearm. */
const BONES = FINGERS * PHALANGES + 2

const parents: readonly number[] = Array.from({ length: BONES }, (_, bone) =>
  bone === 0 ? -1 : bone === BONES - 1 || bone % PHALANGES === 1 ? 0 : bone - 1,
)

/** Where the bones stand relative to their parents: fingers spread from the wrist, the forearm behind it. */
const offsets: readonly (readonly number[])[] = parents.map((parent, bone) => {
  if (parent < 0) return [0, 0, 0]
  if (bone === BONES - 1) return [0, -1, 0]
  const finger = Math.floor((bone - 1) / PHALANGES)
  return parent === 0 ? [0.3 * (finger - 2), 0.2, 0] : [0.05 * (finger - 2), 0.4, 0.02]
})

const translations = (places: readonly (readonly number[])[]): Tensor =>
  tensor(
    places.map(([x, y, z]) => [
      [1, 0, 0, x!],
      [0, 1, 0, y!],
      [0, 0, 1, z!],
      [0, 0, 0, 1],
    ]),
  )

/**
 * A seeded model of 22 bones with vertices around each of them, which its parent moves too, and triangles of vertices
 * that follow one another. The bones have no turns of their own.
 */
export const handModel = (seed: number, around: number): HandModel => {
  const absolute: (readonly number[])[] = []
  offsets.forEach((offset, bone) => {
    const from = parents[bone]! < 0 ? [0, 0, 0] : absolute[parents[bone]!]!
    absolute.push(offset.map((x, k) => x + from[k]!))
  })
  const [places, shares] = split(key(seed), 2)
  const count = BONES * around
  const scatter = normal(places!, [count, 3]).data
  const own = uniform(shares!, [count], 0.5, 1).data
  const boneOf = (vertex: number): number => Math.floor(vertex / around)
  return {
    parents,
    relatives: translations(offsets),
    inverses: translations(absolute.map((place) => place.map((x) => -x))),
    vertices: tensor(
      scatter.map((x, k) => absolute[boneOf(Math.floor(k / 3))]![k % 3]! + 0.1 * x),
      [count, 3],
    ),
    weights: tensor(
      Array.from({ length: count }, (_, vertex) => {
        const bone = boneOf(vertex)
        const row = new Array<number>(BONES).fill(0)
        row[bone] = parents[bone]! < 0 ? 1 : own[vertex]!
        if (parents[bone]! >= 0) row[parents[bone]!] = 1 - own[vertex]!
        return row
      }),
    ),
    triangles: Array.from({ length: count - 2 }, (_, k) => [k, k + 1, k + 2]),
    mirrored: false,
  }
}

/** A seeded instance: angles of about 0.3, and measurements about where the base pose has the skin. */
export const handInstance = (seed: number, { measurements, around, complicated }: HandSizes): HandInstance => {
  const keys = split(key(seed), 5)
  const model = handModel(seed, around)
  const targets = complicated ? model.triangles.length : model.vertices.shape[0]!
  const correspondences = [...integers(keys[1]!, [measurements], 0, targets).data]
  const noise = normal(keys[2]!, [measurements, 3]).data
  const at = (which: number): number => 3 * (complicated ? model.triangles[which]![2]! : which)
  return {
    model,
    correspondences,
    points: tensor(
      noise.map((x, k) => model.vertices.data[at(correspondences[Math.floor(k / 3)]!) + (k % 3)]! + 0.05 * x),
      [measurements, 3],
    ),
    coordinates: complicated ? uniform(keys[3]!, [measurements, 2], 0, 0.5) : undefined,
    theta: tensor(normal(keys[4]!, [26]).data.map((x) => 0.3 * x)),
  }
}
