/**
 * Indexing as a pair of ops: entries taken by number along an axis, and entries added up there. As linear maps, for the
 * same indices, they are each other's adjoint.
 */
import { arity, tensorOf } from '../check.ts'
import { fail } from '../error.ts'
import { Linear } from '../linear.ts'
import { type Family, hashText, interning, type Op } from '../op.ts'
import { roomFor } from '../room.ts'
import { type Shape, sameShape, showShape, sizeOf, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { refOf } from '../wire.ts'
import { copying } from './slice.ts'

/** The axis has `extent` entries and `tail` axes after it; `indices` is the shape of what names entries of it. */
export interface Indexing {
  readonly tail: number
  readonly extent: number
  readonly indices: Shape
  /** An index that names no entry gives NaN: so in values. It gives nothing in linear maps, which take 0 to 0. */
  readonly strict: boolean
}

const keyOf = ({ tail, extent, indices, strict }: Indexing): string =>
  `${extent}[${indices}]${tail}${strict ? '' : ' linear'}`

/** Whether a number names one of so many entries. */
export const isPlace = (index: number, extent: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < extent

/** The shape with the axis, or the axes of the indices, before the last `tail` axes replaced. */
const replaced = (op: string, shape: Shape, tail: number, from: Shape, to: Shape): Shape => {
  const end = shape.length - tail
  const start = end - from.length
  if (start < 0 || !sameShape(shape.slice(start, end), from))
    fail({
      tag: 'ShapeError',
      op,
      argument: 0,
      found: showShape(shape),
      expected: `extents ${showShape(from)} before the last ${tail} axes`,
      cure: 'reshape it, or give indices of another shape',
    })
  return [...shape.slice(0, start), ...to, ...shape.slice(end)]
}

const indexingOp = (
  family: Family,
  params: Indexing,
  key: string,
  from: Shape,
  to: Shape,
  move: (x: Tensor, indices: Tensor['data'], result: Tensor & { data: Float64Array }) => void,
  self: (params: Indexing) => Op<Indexing>,
  other: (params: Indexing) => Op<Indexing>,
): Op<Indexing> => {
  const { name } = family
  const linear = { ...params, strict: false }
  const op: Op<Indexing> = {
    family,
    name: `${name}[${key}]`,
    params,
    key,
    hash: hashText(name + key),
    type: (...xs) => {
      arity(name, xs, 2)
      const indices = tensorOf(name, xs, 1).shape
      if (!sameShape(indices, params.indices))
        fail({
          tag: 'ShapeError',
          op: name,
          argument: 1,
          found: showShape(indices),
          expected: showShape(params.indices),
          cure: 'give indices of the shape that was meant',
        })
      return tensorType(replaced(name, tensorOf(name, xs, 0).shape, params.tail, from, to))
    },
    eval: (x, indices) => {
      const shape = replaced(name, (x as Tensor).shape, params.tail, from, to)
      const result = fresh(shape, roomFor(name, shape)) as Tensor & { data: Float64Array }
      move(x as Tensor, (indices as Tensor).data, result)
      return result
    },
    partial: (at, y, xs) =>
      at === 0
        ? Linear.ofStep({ op: self(linear), at: 0, args: xs.map(refOf), from: xs[0]!.type, to: y.type })
        : Linear.zero(xs[at]!.type, y.type),
  }
  return params.strict ? op : { ...op, adjoint: () => other(linear) }
}

const gatherFamily = copying('gather')
export const gatherOp: (params: Indexing) => Op<Indexing> = interning<Indexing>(keyOf, (params, key) => {
  const { tail, extent, indices, strict } = params
  return indexingOp(
    gatherFamily,
    params,
    key,
    [extent],
    indices,
    ({ shape, data }, places, result) => {
      const width = sizeOf(shape.slice(shape.length - tail))
      const rows = sizeOf(shape.slice(0, shape.length - tail - 1))
      for (let row = 0, at = 0; row < rows; row++)
        for (const index of places) {
          const from = (row * extent + index) * width
          if (isPlace(index, extent)) result.data.set(data.subarray(from, from + width), at)
          else if (strict) result.data.fill(Number.NaN, at, at + width)
          at += width
        }
    },
    gatherOp,
    scatterAddOp,
  )
})

const scatterFamily: Family = { name: 'scatterAdd', kind: 'scatter' }
export const scatterAddOp: (params: Indexing) => Op<Indexing> = interning<Indexing>(keyOf, (params, key) => {
  const { tail, extent, indices, strict } = params
  return indexingOp(
    scatterFamily,
    params,
    key,
    indices,
    [extent],
    ({ shape, data }, places, result) => {
      const width = sizeOf(shape.slice(shape.length - tail))
      const rows = sizeOf(shape.slice(0, shape.length - tail - indices.length))
      if (strict && !places.every((index) => isPlace(index, extent))) {
        result.data.fill(Number.NaN)
        return
      }
      for (let row = 0, at = 0; row < rows; row++)
        for (const index of places) {
          const to = (row * extent + index) * width
          if (isPlace(index, extent)) for (let k = 0; k < width; k++) result.data[to + k]! += data[at + k]!
          at += width
        }
    },
    scatterAddOp,
    gatherOp,
  )
})
