/** Entries put in other places: stacked, turned round, repeated, framed. Nothing is computed. */
import { axesOf, axisOf } from '../check.ts'
import { fail } from '../error.ts'
import { showShape } from '../types.ts'
import { draw, type Wire } from '../wire.ts'
import { concat } from './concat.ts'
import { type Arg, fill, liftAll, liftAt } from './constant.ts'
import { contract } from './contract.ts'
import { reshape } from './linalg.ts'
import { padOp, slice } from './slice.ts'

/** A new axis of extent 1 at place `axis` of the result, counted from either end. */
export const expandDims = (x: Arg, axis: number): Wire => {
  const wire = liftAt('expandDims', 0, x)
  const longer = [...wire.shape, 1]
  const own = axisOf('expandDims', axis, longer)
  return reshape(wire, [...wire.shape.slice(0, own), 1, ...wire.shape.slice(own)])
}

/**
 * Without some axes of extent 1; without all of them by default.
 *
 * @throws AdError `AxisError` for an axis of another extent
 */
export const squeeze = (x: Arg, axes?: number | readonly number[]): Wire => {
  const wire = liftAt('squeeze', 0, x)
  const gone = axes === undefined ? undefined : axesOf('squeeze', axes, wire.shape)
  const long = gone?.find((axis) => wire.shape[axis] !== 1)
  if (long !== undefined)
    fail({
      tag: 'AxisError',
      op: 'squeeze',
      argument: 'axis',
      found: `axis ${long} of ${showShape(wire.shape)}`,
      expected: 'extent 1',
      cure: 'leave it out, or sum over it',
    })
  return reshape(
    wire,
    wire.shape.filter((extent, axis) => (gone ? !gone.includes(axis) : extent !== 1)),
  )
}

/**
 * Tensors of one shape side by side along a new axis, at place `axis` of the result.
 *
 * @throws AdError `ArityError` for no tensors, `ShapeError` for tensors of different shapes
 * @example
 * evaluateOrThrow(graph([[2], [2]], (x, y) => stack([x, y])), [[1, 2], [3, 4]]) // => [[[1, 2], [3, 4]]]
 */
export const stack = (xs: readonly Arg[], axis = 0): Wire => {
  const wires = liftAll('stack', xs)
  const [first] = wires
  if (first === undefined)
    return fail({
      tag: 'ArityError',
      op: 'stack',
      found: 'no tensors',
      expected: 'at least one',
      cure: 'use zeros for an empty one',
    })
  wires.forEach(({ shape }, argument) => {
    if (showShape(shape) !== showShape(first.shape))
      fail({
        tag: 'ShapeError',
        op: 'stack',
        argument,
        found: showShape(shape),
        expected: showShape(first.shape),
        cure: 'broadcast or reshape it',
      })
  })
  const own = axisOf('stack', axis, [...first.shape, 1])
  return concat(
    wires.map((wire) => expandDims(wire, own)),
    own,
  )
}

/**
 * The entries in reversed order along some axes, all by default.
 *
 * @example
 * evaluateOrThrow(graph([[3]], (x) => flip(x)), [[1, 2, 3]]) // => [[3, 2, 1]]
 */
export const flip = (x: Arg, axes?: number | readonly number[]): Wire => {
  const wire = liftAt('flip', 0, x)
  const turned = axesOf('flip', axes, wire.shape)
  return slice(
    wire,
    wire.shape.map((_, axis) => (turned.includes(axis) ? [undefined, undefined, -1] : null)),
  )
}

/**
 * A tensor over and over: `repeats[k]` copies of it along axis k, axes paired from the last, missing ones counting 1.
 *
 * @throws AdError `AxisError` for repeats that are no whole numbers from 0 on
 * @example
 * evaluateOrThrow(graph([[2]], (x) => tile(x, 2)), [[1, 2]]) // => [[1, 2, 1, 2]]
 */
export const tile = (x: Arg, repeats: number | readonly number[]): Wire => {
  const wire = liftAt('tile', 0, x)
  const given = typeof repeats === 'number' ? [repeats] : repeats
  const bad = given.find((n) => !Number.isInteger(n) || n < 0)
  if (bad !== undefined)
    fail({
      tag: 'AxisError',
      op: 'tile',
      argument: 'counts',
      found: String(bad),
      expected: 'whole numbers from 0 on',
      cure: 'round it',
    })
  const rank = Math.max(given.length, wire.shape.length)
  const times = [...new Array<number>(rank - given.length).fill(1), ...given]
  const extents = [...new Array<number>(rank - wire.shape.length).fill(1), ...wire.shape]
  // Letter k is axis k of the tensor, letter rank + k counts its copies.
  return contract(
    [{ wire, word: extents.map((_, k) => k) }],
    extents.flatMap((_, k) => [rank + k, k]),
    [...extents, ...times],
    extents.map((extent, k) => extent * times[k]!),
  )
}

/**
 * One number, 0 by default, before and after the entries: a pair of counts for each axis.
 *
 * @throws AdError `AxisError` where there is no pair of whole numbers from 0 on for each axis
 * @example
 * evaluateOrThrow(graph([[2]], (x) => pad(x, [[1, 2]], 9)), [[1, 2]]) // => [[9, 1, 2, 9, 9]]
 */
export const pad = (x: Arg, widths: readonly (readonly [before: number, after: number])[], value = 0): Wire => {
  const wire = liftAt('pad', 0, x)
  const { shape } = wire
  if (widths.length !== shape.length || !widths.flat().every((n) => Number.isInteger(n) && n >= 0))
    fail({
      tag: 'AxisError',
      op: 'pad',
      argument: 'widths',
      found: JSON.stringify(widths),
      expected: `${shape.length} pairs of whole numbers from 0 on`,
      cure: 'give a pair an axis; cut with slice',
    })
  if (!Object.is(value, 0)) return framed(wire, widths, value)
  const windows = widths.map(([before, after], axis) => {
    const size = shape[axis]!
    return { start: before, size, step: 1, extent: before + size + after }
  })
  return draw(padOp(windows), [wire])
}

/** A frame of one number, axis after axis. */
const framed = (wire: Wire, widths: readonly (readonly [number, number])[], value: number): Wire =>
  widths.reduce((inner, counts, axis) => {
    const [before, after] = counts.map((count) => {
      const shape = inner.shape.map((extent, k) => (k === axis ? count : extent))
      return count > 0 ? [fill(shape, value)] : []
    })
    return concat([...before!, inner, ...after!], axis)
  }, wire)
