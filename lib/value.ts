/** Values: real tensors in row-major order, and tuples of values. */
import { isStrided, type Nested, readFlat, readTensor, type Strided, type TypedArray } from './arrays.ts'
import { type Place, refuse } from './places.ts'
import {
  isTuple,
  ownShape,
  type Shape,
  sameShape,
  showShape,
  showType,
  sizeOf,
  type Type,
  tensorType,
  tupleType,
} from './types.ts'

/** A real tensor. Masks are 0 and 1, indices are whole numbers: one number type keeps every op total. */
export interface Tensor {
  readonly shape: Shape
  readonly data: Readonly<Float64Array>
}
export interface Tuple {
  readonly tuple: readonly Value[]
}
export type Value = Tensor | Tuple
export type { Nested, Strided, TypedArray }

/**
 * What may stand where a tensor is wanted: a number, a nested array of numbers, a typed array (one axis), a tensor, or
 * an array of another library that is data with a shape, strides and an offset.
 */
export type Arrayish = Nested | TypedArray | Tensor | Strided

/** Whether a value is a tensor: data of its own, in row-major order. */
export const isTensor = (x: unknown): x is Tensor =>
  typeof x === 'object' &&
  x !== null &&
  'shape' in x &&
  'data' in x &&
  x.data instanceof Float64Array &&
  Array.isArray(x.shape) &&
  !('stride' in x || 'strides' in x || 'offset' in x)

/** A tensor that takes `data` as its own, without a copy: for data made just now. */
export const fresh = (shape: Shape, data: Float64Array): Tensor => ({ shape: ownShape(shape), data })
export const scalarValue = (x: number): Tensor => fresh([], Float64Array.of(x))
export const filled = (shape: Shape, x: number): Tensor => fresh(shape, new Float64Array(sizeOf(shape)).fill(x))

const HERE: Place = { op: 'tensor' }

/**
 * The tensor of a number, of a nested array (its depth is the rank), of a typed or a strided array, or of flat data and
 * a shape. Data are copied.
 *
 * @throws AdError `ValueError` for a ragged or sparse array, an entry that is no number, an extent that is no whole
 * number from 0, data that do not fill the shape, and strides that leave the data
 * @example
 * tensor([[1, 2], [3, 4]]).shape // => [2, 2]
 * tensor([1, 2, 3, 4], [2, 2]).data[2] // => 3
 * tensor({ data: [1, 2, 3, 4], shape: [2, 2], stride: [1, 2], offset: 0 }) // => [[1, 3], [2, 4]]
 */
export const tensor = (x: Arrayish | ArrayLike<number>, shape?: Shape): Tensor =>
  shape === undefined
    ? readTensor(x, HERE)
    : readFlat(typeof x === 'object' && isStrided(x) ? readTensor(x, HERE).data : x, shape, HERE)

/** A tensor as a number or a nested array: the inverse of `tensor`. */
export const toNested = ({ shape, data }: Tensor): Nested => {
  const build = (axis: number, offset: number, stride: number): Nested =>
    axis === shape.length
      ? data[offset]!
      : Array.from({ length: shape[axis]! }, (_, k) =>
          build(axis + 1, offset + (k * stride) / shape[axis]!, stride / shape[axis]!),
        )
  return build(0, 0, data.length)
}

export const typeOfValue = (value: Value): Type =>
  'tuple' in value ? tupleType(value.tuple.map(typeOfValue)) : tensorType(value.shape)

/** Equality to the bit: NaN equals NaN, and 0 differs from -0. */
export const sameValue = (a: Value, b: Value): boolean => {
  if ('tuple' in a || 'tuple' in b)
    return (
      'tuple' in a &&
      'tuple' in b &&
      a.tuple.length === b.tuple.length &&
      a.tuple.every((x, k) => sameValue(x, b.tuple[k]!))
    )
  if (!sameShape(a.shape, b.shape)) return false
  for (let i = 0; i < a.data.length; i++) if (!Object.is(a.data[i], b.data[i])) return false
  return true
}

/** The value of what a caller gave for an input of a known type, copied; or why it is none. */
export const conform = (
  x: Arrayish | Value,
  type: Type,
  what: string,
  { op = 'evaluate', node }: { readonly op?: string; readonly node?: string | undefined } = {},
): Value => {
  const isRecord = typeof x === 'object' && x !== null
  const place: Place = { op, argument: what, node }
  if (isTuple(type)) {
    if (!isRecord || !('tuple' in x) || !Array.isArray(x.tuple) || x.tuple.length !== type.tuple.length)
      return refuse(place, 'no such tuple', showType(type), 'give {tuple: [...]}')
    return { tuple: type.tuple.map((t, k) => conform(x.tuple[k]!, t, `${what}.${k}`, { op, node })) }
  }
  if (isRecord && 'tuple' in x) return refuse(place, 'a tuple', showType(type), 'give a tensor')
  const value = readTensor(x, place)
  if (sameShape(value.shape, type.shape)) return value
  return refuse(
    place,
    `shape ${showShape(value.shape)}`,
    `shape ${showShape(type.shape)}`,
    'give a value of the shape that the graph was drawn for',
  )
}
