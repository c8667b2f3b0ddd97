/** Functions at many points at once: mapped over a leading axis of their arguments, with no loop where an op allows. */
import {
  AdError,
  type Arg,
  type Arguments,
  batch,
  type Differentiable,
  drawAt,
  type Evaluated,
  remembering,
  runAt,
  type Shape,
  type Stage,
  sizeOf,
  type Tensor,
  type Tree,
  tensor,
  unflatten,
  type Wire,
} from '../lib/index.ts'
import { checkCall } from './checks.ts'

export interface BatchMapOptions {
  /** Which arguments have the axis, in all their leaves; the others are given to `f` as they are. All by default. */
  readonly in?: readonly boolean[]
}

const batched = remembering(batch)

/** The one leading extent of these shapes. */
const laneCount = (shapes: readonly Shape[]): number => {
  const [size, ...others] = [...new Set(shapes.map(([extent]) => extent))]
  if (size !== undefined && others.length === 0) return size
  throw new AdError({
    tag: 'ShapeError',
    op: 'batchMap',
    found: shapes.map((shape) => `[${shape.join()}]`).join(' and ') || 'nothing',
    expected: 'one leading extent',
    cure: 'say with `in` which arguments have the axis',
  })
}

/**
 * `f` of every slice along the leading axis of its arguments, the results stacked along a new leading axis. Arguments and
 * results may be trees. `f` may use wires of a drawing around it, which are the same at every slice.
 *
 * @throws AdError `ShapeError` where the arguments have no leading extent, or not the same one
 * @example
 * batchMap((x) => sum(mul(x, x)))([[1, 2], [3, 4]]) // => [5, 25]
 * batchMap((x, a) => mul(x, a), { in: [true, false] })([1, 2, 3], 10) // => [10, 20, 30]
 */
export const batchMap =
  <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
    f: Differentiable<A, R>,
    options: BatchMapOptions = {},
  ) =>
  <const P extends Arguments<A>>(...points: P): Evaluated<R, Stage<P>, Tensor> => {
    checkCall('batchMap', f, points, options, { in: undefined })
    const { in: marks } = options
    const whole = drawAt(() => [], points, 'batchMap')
    const has = whole.takes.flatMap(({ size }, k) => new Array<boolean>(size).fill(marks?.[k] ?? true))
    const size = laneCount(whole.leaves.flatMap(({ shape }, k) => (has[k] ? [shape] : [])))
    const slices = whole.leaves.map((leaf, k) => {
      const shape = has[k] ? leaf.shape.slice(1) : leaf.shape
      return tensor(new Float64Array(sizeOf(shape)), shape)
    })
    let start = 0
    const lanes = whole.takes.map((structure) => {
      start += structure.size
      return unflatten(structure, slices, start - structure.size)
    })
    const { graph, captured, gives } = drawAt(f, lanes, 'batchMap')
    const inputs = [...has, ...captured.map(() => false)]
    return unflatten(gives, runAt(batched(graph, { size, inputs }), [...whole.leaves, ...captured])) as never
  }
