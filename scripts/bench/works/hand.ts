/**
 * ADBench's hand tracking: where a skin is, in the 26 numbers of a pose, a dense Jacobian; and on triangles, complicated,
 * where two columns more hold the slopes of each measurement in its own two coordinates, as ADBench has them.
 */
import { add, graph, jacobian, type Tensor, tensor, type Wire } from '../../../modes/index.ts'
import { type HandInstance, handInstance } from '../../problems/adbench/hand.ts'
import { handComplicated as onTriangles, handSimple as onVertices, shares } from '../../problems/hand.ts'
import type { Size, Work } from '../work.ts'

/** Angles, parents, matrices of bones, what bones do for the vertices that are measured, places, and coordinates. */
const dataOf = ({ model, correspondences, points, coordinates, theta }: HandInstance): readonly Tensor[] => {
  const vertices = coordinates ? correspondences.flatMap((triangle) => model.triangles[triangle]!) : correspondences
  const each = shares(
    model,
    vertices,
    model.parents.map((_, bone) => bone),
  )
  const all = [theta, tensor(model.parents), model.relatives, tensor(each), points]
  return coordinates ? [...all, coordinates] : all
}

/** The work of one instance, or of one for each size. */
const workOf = (about: string, sizes: readonly Size[], instanceOf: (size: Size) => HandInstance): Work => ({
  about,
  sizes,
  data: (size) => dataOf(instanceOf(size)),
  drawn: ([theta], size) => {
    const instance = instanceOf(size)
    const { coordinates } = instance
    if (!coordinates) {
      const f = onVertices(instance)
      const shapes = [theta!.shape]
      return {
        primal: graph(shapes, (at) => f(at!)),
        derivative: graph(shapes, (at) => jacobian(f, { mode: 'forward' })(at!)),
        inputs: [theta!],
        from: 0,
      }
    }
    const f = onTriangles(instance)
    const shapes = [theta!.shape, coordinates.shape]
    const moved = (own: Wire) => (at: Wire, by: Wire) => f(at, add(own, by))
    return {
      primal: graph(shapes, (at, own) => f(at!, own!)),
      derivative: graph(shapes, (at, own) => [
        ...jacobian(moved(own!), { argnums: [0, 1], mode: 'forward' })(at!, [0, 0]),
      ]),
      inputs: [theta!, coordinates],
      from: 0,
    }
  },
})

/** The works of hands, of an instance that is given or of seeded ones. */
export const handOf = (instance: HandInstance): Work =>
  workOf(
    instance.coordinates
      ? "Jacobian of ADBench's hand tracking on triangles, two columns for all coordinates"
      : "Jacobian of ADBench's hand tracking",
    [{ measurements: instance.correspondences.length, bones: instance.model.parents.length }],
    () => instance,
  )

const sizes = [
  { measurements: 100, bones: 22 },
  { measurements: 77, bones: 22 },
] as const
const seeded =
  (complicated: boolean) =>
  ({ measurements }: Size): HandInstance =>
    handInstance(1, { measurements: measurements!, around: 25, complicated })

export const hand = workOf("Jacobian of ADBench's hand tracking on 550 seeded vertices", sizes, seeded(false))
export const handComplicated = workOf(
  "Jacobian of ADBench's hand tracking on 548 seeded triangles, two columns for all coordinates",
  sizes,
  seeded(true),
)
