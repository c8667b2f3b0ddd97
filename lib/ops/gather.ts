/** Entries by number along an axis: taken from there, added up there, marked there. */
import { axisOf } from '../check.ts'
import { fail } from '../error.ts'
import { draw, type Wire } from '../wire.ts'
import { equal } from './compare.ts'
import { type Arg, constant, liftAt, valueOf } from './constant.ts'
import { gatherOp, isPlace, scatterAddOp } from './indexing.ts'
import { reshape } from './linalg.ts'

/** How many entries an axis of a result shall have. */
const checkedExtent = (op: string, extent: number): number =>
  Number.isInteger(extent) && extent >= 0
    ? extent
    : fail({
        tag: 'AxisError',
        op,
        argument: 'extent',
        found: String(extent),
        expected: 'a whole number from 0 on',
        cure: 'say how many entries the axis shall have',
      })

/** Refuses indices that are known as the graph is drawn and name no entry. */
const checkPlaces = (op: string, indices: Wire, extent: number): void => {
  const wrong = valueOf(indices)?.data.find((index) => !isPlace(index, extent))
  if (wrong !== undefined)
    fail({
      tag: 'AxisError',
      op,
      argument: 'indices',
      found: `the index ${wrong} along an axis of extent ${extent}`,
      expected: extent === 0 ? 'no index' : `whole numbers from 0 to ${extent - 1}`,
      cure: 'count entries from 0, from the start; ranges from the end are for slice',
    })
}

/**
 * Entries of a tensor by number along an axis, the first one by default: the axis is replaced by those of the indices. An
 * index that is not a whole number from 0 up to the extent gives NaN, whose derivative is zero; one that is known as the
 * graph is drawn is refused.
 *
 * @throws AdError `AxisError` for an axis that does not exist, or a constant index that names no entry
 * @example
 * evaluateOrThrow(graph([[3]], (x) => gather(x, [2, 0, 2])), [[5, 6, 7]]) // => [[7, 5, 7]]
 */
export const gather = (x: Arg, indices: Arg, axis = 0): Wire => {
  const [wire, places] = [liftAt('gather', 0, x), liftAt('gather', 1, indices)]
  const { shape } = wire
  const own = axisOf('gather', axis, shape)
  checkPlaces('gather', places, shape[own]!)
  const params = { tail: shape.length - 1 - own, extent: shape[own]!, indices: places.shape, strict: true }
  return draw(gatherOp(params), [wire, places])
}

/**
 * Entries added up by number: entry i along axis `axis` of the result, which has `extent` of them, is the sum of all
 * entries whose index is i, 0 where there is none. The axes of the indices stand in `x` where that axis stands in the
 * result. Where one index is not a whole number from 0 up to the extent, the result is NaN throughout, with zero
 * derivative in what was to go there; one that is known as the graph is drawn is refused.
 *
 * @throws AdError `ShapeError` where the axes of the indices are not in `x`, `AxisError` for an axis or an extent that cannot
 * be, or a constant index that names no entry
 * @example
 * evaluateOrThrow(graph([[3]], (x) => scatterAdd(x, [2, 0, 2], 3)), [[5, 6, 7]]) // => [[6, 0, 12]]
 */
export const scatterAdd = (x: Arg, indices: Arg, extent: number, axis = 0): Wire => {
  const [wire, places] = [liftAt('scatterAdd', 0, x), liftAt('scatterAdd', 1, indices)]
  const rank = wire.shape.length - places.shape.length + 1
  const own = axisOf('scatterAdd', axis, new Array<number>(Math.max(0, rank)).fill(extent))
  const params = {
    tail: rank - 1 - own,
    extent: checkedExtent('scatterAdd', extent),
    indices: places.shape,
    strict: true,
  }
  checkPlaces('scatterAdd', places, extent)
  return draw(scatterAddOp(params), [wire, places])
}

/**
 * Rows of zeros with a 1 at the index, along a new last axis of `extent` entries; all zeros for an index that names none.
 *
 * @throws AdError `AxisError` for an extent that cannot be
 * @example
 * evaluateOrThrow(graph([[2]], (k) => oneHot(k, 3)), [[2, 0]]) // => [[[0, 0, 1], [1, 0, 0]]]
 */
export const oneHot = (indices: Arg, extent: number): Wire => {
  const wire = liftAt('oneHot', 0, indices)
  return equal(
    reshape(wire, [...wire.shape, 1]),
    constant(Array.from({ length: checkedExtent('oneHot', extent) }, (_, k) => k)),
  )
}
