/** The largest and the smallest entry along axes, and where along an axis they are. */
import { arity, tensorOf } from '../check.ts'
import type { Conventions } from '../conventions.ts'
import { fail } from '../error.ts'
import { kernel } from '../kernel.ts'
import { Linear } from '../linear.ts'
import { hashText, interning, type Op } from '../op.ts'
import { showShape, sizeOf, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { neg } from './add.ts'
import { type Axes, asRows, type Keep, keepOf, reduced } from './axes.ts'
import { equal, greater } from './compare.ts'
import { type Arg, liftAt } from './constant.ts'
import { cumsum } from './cumulative.ts'
import { mul, reshape, sum } from './linalg.ts'
import { recip } from './powers.ts'

/** An extremum over nothing does not exist. */
const inhabited = (op: string, { shape }: Wire, axes: readonly number[]): void => {
  const empty = axes.find((axis) => shape[axis] === 0)
  if (empty !== undefined)
    fail({
      tag: 'AxisError',
      op,
      argument: 'axis',
      found: `axis ${empty} of ${showShape(shape)}, which is empty`,
      expected: 'at least one entry to choose from',
      cure: 'choose along another axis, or pad with -Infinity or Infinity first',
    })
}

/** What each entry of a row has of the derivative of the largest, as `conventions.ties` says; NaN where a row has NaN. */
const shares = (x: Wire, y: Wire, { ties }: Conventions): Wire => {
  const largest = equal(x, reshape(y, [...y.shape, 1]))
  const count = sum(largest, -1, { keep: true })
  if (ties === 'shared') return mul(largest, recip(count))
  const one = recip(greater(count, 0))
  return ties === 'all' ? mul(largest, one) : mul(largest, equal(cumsum(largest, -1), 1), one)
}

/** The largest of each row of `extent` entries, NaN where one is NaN; or its place: the first NaN, else the first largest. */
export interface Extremum {
  readonly place: boolean
  readonly extent: number
}

const placeOf = (row: Readonly<Float64Array>): number => {
  let best = 0
  for (let k = 1; k < row.length && !Number.isNaN(row[best]!); k++) if (!(row[k]! <= row[best]!)) best = k
  return best
}

const families = {
  max: { name: 'max', kind: 'extremum' },
  argmax: { name: 'argmax', kind: 'extremum' },
} as const

export const extremumOp = interning<Extremum>(
  ({ place, extent }) => `${place ? 'argmax' : 'max'}[${extent}]`,
  (params, key): Op<Extremum> => {
    const { place, extent } = params
    const family = families[place ? 'argmax' : 'max']
    return {
      family,
      name: family.name,
      params,
      key,
      hash: hashText(key),
      type: (...xs) => {
        arity(family.name, xs, 1)
        const { shape } = tensorOf(family.name, xs, 0)
        if (extent === 0 || shape[shape.length - 1] !== extent)
          fail({
            tag: 'ShapeError',
            op: family.name,
            argument: 0,
            found: showShape(shape),
            expected: `rows of ${extent} entries`,
            cure: 'reduce a tensor of the shape that was meant',
          })
        return tensorType(shape.slice(0, -1))
      },
      eval: (x) => {
        const { shape, data } = x as Tensor
        const result = new Float64Array(data.length / extent)
        for (let k = 0; k < result.length; k++) {
          const row = data.subarray(k * extent, (k + 1) * extent)
          result[k] = place ? placeOf(row) : row.reduce((a, b) => Math.max(a, b))
        }
        return fresh(shape.slice(0, -1), result)
      },
      partial: (_, y, [x], conventions) =>
        place
          ? Linear.zero(x!.type, y.type)
          : Linear.ofKernel(
              x!.type,
              y.type,
              kernel(
                [0, 1],
                [0],
                [sizeOf(y.shape), extent],
                [{ ref: refOf(shares(x!, y, conventions)), spec: [0, 1] }],
                1,
                conventions.zero === 'absorbing',
              ),
            ),
    }
  },
)

/**
 * The largest entry over some axes, all by default, counted from either end; NaN where there is NaN. Entries that are
 * equally large share the derivative, evenly under the default conventions.
 *
 * @throws AdError `AxisError` that names an axis without entries
 * @example
 * evaluateOrThrow(graph([[2, 2]], (x) => max(x, -1)), [[[1, 3], [4, 2]]]) // => [[3, 4]]
 * grad((x) => max(x))([1, 3, 3]) // => [0, 0.5, 0.5]
 */
export const max = (x: Arg, axes?: Axes, options?: Keep): Wire => extreme('max', x, axes, options)

const extreme = (op: string, x: Arg, axes: Axes | undefined, options?: Keep): Wire => {
  const wire = liftAt(op, 0, x)
  const { gone, extent, shape } = reduced(op, wire, axes, keepOf(op, options))
  inhabited(op, wire, gone)
  return reshape(draw(extremumOp({ place: false, extent }), [asRows(wire, gone)]), shape)
}

/**
 * The smallest entry over some axes, as `max` has the largest.
 *
 * @throws AdError `AxisError` that names an axis without entries
 * @example
 * evaluateOrThrow(graph([[3]], (x) => min(x)), [[2, -1, 5]]) // => [-1]
 */
export const min = (x: Arg, axes?: Axes, options?: Keep): Wire =>
  neg(extreme('min', neg(liftAt('min', 0, x)), axes, options))

const place = (op: string, x: Arg, axis: number | undefined, options?: Keep): Wire => {
  const wire = liftAt(op, 0, x)
  const { gone, extent, shape } = reduced(op, wire, axis, keepOf(op, options))
  inhabited(op, wire, gone)
  return reshape(draw(extremumOp({ place: true, extent }), [asRows(wire, gone)]), shape)
}

/**
 * The place of the largest entry along an axis, the first where several are; that of the first NaN where there is one.
 * Without an axis, the place in row-major order. Its derivative is zero.
 *
 * @throws AdError `AxisError` that names an axis without entries
 * @example
 * evaluateOrThrow(graph([[3]], (x) => argmax(x, 0)), [[2, 5, 5]]) // => [1]
 */
export const argmax = (x: Arg, axis?: number, options?: Keep): Wire => place('argmax', x, axis, options)

/**
 * The place of the smallest entry along an axis, as `argmax` has that of the largest.
 *
 * @throws AdError `AxisError` that names an axis without entries
 * @example
 * evaluateOrThrow(graph([[3]], (x) => argmin(x)), [[2, 1, 1]]) // => [1]
 */
export const argmin = (x: Arg, axis?: number, options?: Keep): Wire =>
  place('argmin', neg(liftAt('argmin', 0, x)), axis, options)
