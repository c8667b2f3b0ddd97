/** Slice and pad: parts of a tensor, and a tensor among zeros. They compute nothing and are each other's adjoint. */
import { arity, tensorOf } from '../check.ts'
import { fail } from '../error.ts'
import { checkList } from '../given.ts'
import { Linear } from '../linear.ts'
import { interning, type Op } from '../op.ts'
import { roomFor } from '../room.ts'
import { type Shape, showShape, sizeOf, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { type Arg, liftAt } from './constant.ts'

/** A family of ops that move entries and compute nothing. */
export const copying = (name: string) => ({ name, kind: 'copy' }) as const

/** For each entry of `shape` in order, its index in a larger tensor: `base` and then `strides` an axis. */
const places = (shape: Shape, strides: readonly number[], base: number): Int32Array => {
  const at = new Int32Array(sizeOf(shape))
  if (at.length === 0) return at
  at[0] = base
  let count = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    for (let i = 1; i < shape[axis]!; i++)
      for (let k = 0; k < count; k++) at[i * count + k] = at[k]! + i * strides[axis]!
    count *= shape[axis]!
  }
  return at
}

const rowMajor = (shape: Shape): number[] => {
  const strides = shape.map(() => 1)
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!
  return strides
}

/** Along one of the last axes: `size` entries from `start` on, `step` apart, of `extent`. */
export interface Window {
  readonly start: number
  readonly size: number
  readonly step: number
  readonly extent: number
}
type Windows = readonly Window[]

const keyOf = (windows: Windows): string => windows.map((w) => `${w.start}+${w.size}*${w.step}/${w.extent}`).join()

/** The shape with its last axes replaced; axes before those that the windows speak of stay. */
const replaced = (
  op: string,
  shape: Shape,
  windows: Windows,
  from: (w: Window) => number,
  to: (w: Window) => number,
): Shape => {
  const lead = shape.length - windows.length
  if (lead < 0 || windows.some((w, k) => shape[lead + k] !== from(w)))
    fail({
      tag: 'ShapeError',
      op,
      argument: 0,
      found: showShape(shape),
      expected: `last extents ${windows.map(from).join()}`,
      cure: 'slice a tensor of the shape that was meant',
    })
  return [...shape.slice(0, lead), ...windows.map(to)]
}

/** Where in the large tensor the entries of the small one are. */
const windowPlaces = (small: Shape, large: Shape, windows: Windows): Int32Array => {
  const strides = rowMajor(large)
  const lead = small.length - windows.length
  const base = windows.reduce((sum, w, k) => sum + w.start * strides[lead + k]!, 0)
  return places(
    small,
    strides.map((s, axis) => (axis < lead ? s : s * windows[axis - lead]!.step)),
    base,
  )
}

const sliceFamily = copying('slice')
export const sliceOp = interning<Windows>(
  keyOf,
  (windows, key, hash): Op<Windows> => ({
    family: sliceFamily,
    name: `slice[${key}]`,
    params: windows,
    key,
    hash,
    type: (...xs) => {
      arity('slice', xs, 1)
      return tensorType(
        replaced(
          'slice',
          tensorOf('slice', xs, 0).shape,
          windows,
          (w) => w.extent,
          (w) => w.size,
        ),
      )
    },
    eval: (x) => {
      const { shape, data } = x as Tensor
      const small = replaced(
        'slice',
        shape,
        windows,
        (w) => w.extent,
        (w) => w.size,
      )
      return fresh(
        small,
        Float64Array.from(windowPlaces(small, shape, windows), (at) => data[at]!),
      )
    },
    partial: (_, y, [x]) =>
      Linear.ofStep({ op: sliceOp(windows), at: 0, args: [refOf(x!)], from: x!.type, to: y.type }),
    adjoint: () => padOp(windows),
  }),
)

const padFamily = copying('pad')
export const padOp = interning<Windows>(
  (windows) => keyOf(windows),
  (windows, key, hash): Op<Windows> => ({
    family: padFamily,
    name: `pad[${key}]`,
    params: windows,
    key,
    hash: hash ^ 0x9ad,
    type: (...xs) => {
      arity('pad', xs, 1)
      return tensorType(
        replaced(
          'pad',
          tensorOf('pad', xs, 0).shape,
          windows,
          (w) => w.size,
          (w) => w.extent,
        ),
      )
    },
    eval: (x) => {
      const { shape, data } = x as Tensor
      const large = replaced(
        'pad',
        shape,
        windows,
        (w) => w.size,
        (w) => w.extent,
      )
      const result = roomFor('pad', large)
      windowPlaces(shape, large, windows).forEach((at, k) => {
        result[at] = data[k]!
      })
      return fresh(large, result)
    },
    partial: (_, y, [x]) => Linear.ofStep({ op: padOp(windows), at: 0, args: [refOf(x!)], from: x!.type, to: y.type }),
    adjoint: () => sliceOp(windows),
  }),
)

/**
 * From where, up to where (excluded), how far apart; counted from the end where negative; null for a whole axis. With a
 * negative step, from the last entry down to the first where nothing else is said.
 */
export type Range = readonly [start?: number | undefined, stop?: number | undefined, step?: number | undefined] | null

const windowOf = (range: Range | undefined, extent: number, axis: number): Window => {
  if (range !== null && range !== undefined && !Array.isArray(range))
    fail({
      tag: 'AxisError',
      op: 'slice',
      argument: 'ranges',
      found: `${String(range)} on axis ${axis}`,
      expected: 'a range [start, stop, step], or null for the whole axis',
      cure: 'write [k, k + 1] for entry k, and squeeze the axis away; take entries by number with gather',
    })
  const [start, stop, step = 1] = range ?? []
  if (![start ?? 0, stop ?? 0, step].every(Number.isInteger) || step === 0)
    fail({
      tag: 'AxisError',
      op: 'slice',
      argument: 'ranges',
      found: `[${start ?? ''}, ${stop ?? ''}, ${step}] on axis ${axis}`,
      expected: 'whole numbers and a step other than 0',
      cure: 'round them, and step by 1 or -1 where nothing else is meant',
    })
  // Places run from 0 to extent - 1; a range down to the first of them stops before it, at -1.
  const [least, most] = step > 0 ? [0, extent] : [-1, extent - 1]
  const bound = (x: number | undefined, whole: number): number =>
    x === undefined ? whole : Math.min(most, Math.max(least, x < 0 ? x + extent : x))
  const [from, to] = step > 0 ? [bound(start, least), bound(stop, most)] : [bound(start, most), bound(stop, least)]
  const size = Math.max(0, Math.ceil((to - from) / step))
  return { start: size === 0 ? 0 : from, size, step: size > 1 ? step : 1, extent }
}

/**
 * Part of a tensor: a range for each of its first axes, as in `x[1:, ::-2]`. Ranges are cut to the extents, as there.
 *
 * @throws AdError `AxisError` for more ranges than axes, bounds that are no whole numbers, or a step of 0
 * @example
 * evaluateOrThrow(graph([[4]], (x) => slice(x, [[undefined, 0, -2]])), [[1, 2, 3, 4]]) // => [[4, 2]]
 */
export const slice = (x: Arg, ranges: readonly Range[]): Wire => {
  checkList(
    'slice',
    'ranges',
    ranges,
    'ranges, one for each of the first axes',
    'write slice(x, [[k, k + 1]]) for entry k',
  )
  const wire = liftAt('slice', 0, x)
  if (ranges.length > wire.shape.length)
    fail({
      tag: 'AxisError',
      op: 'slice',
      argument: 'ranges',
      found: `${ranges.length} ranges for ${showShape(wire.shape)}`,
      expected: `at most ${wire.shape.length}`,
      cure: 'give a range an axis',
    })
  const windows = wire.shape.map((extent, axis) => windowOf(ranges[axis], extent, axis))
  return windows.every((w) => w.size === w.extent && w.step === 1) ? wire : draw(sliceOp(windows), [wire])
}
