/** Values: real tensors in row-major order, and tuples of values. */
import { AdError, fail } from './error.ts'
import {
  isTuple,
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

/** What may stand where a tensor is wanted: a number, a nested array of numbers, or a tensor. */
export type Nested = number | readonly Nested[]
export type Arrayish = Nested | Tensor

export const isTensor = (x: unknown): x is Tensor =>
  typeof x === 'object' && x !== null && 'shape' in x && 'data' in x && x.data instanceof Float64Array

/** A tensor that takes `data` as its own, without a copy: for data made just now. */
export const fresh = (shape: Shape, data: Float64Array): Tensor => ({ shape, data })
export const scalarValue = (x: number): Tensor => fresh([], Float64Array.of(x))
export const filled = (shape: Shape, x: number): Tensor => fresh(shape, new Float64Array(sizeOf(shape)).fill(x))

/** The shape that the first entries of a nested array have. */
const nestedShape = (x: unknown): Shape =>
  Array.isArray(x) ? (x.length === 0 ? [0] : [x.length, ...nestedShape(x[0])]) : []

const valueError = (found: string, expected: string, cure: string): never =>
  fail({ tag: 'ValueError', op: 'tensor', found, expected, cure })

/**
 * The tensor of a number, of a nested array (its depth is the rank), or of flat data and a shape. Data are copied.
 *
 * @throws AdError `ValueError` for a ragged array, an entry that is no number, or data that do not fill the shape
 * @example
 * tensor([[1, 2], [3, 4]]).shape // => [2, 2]
 * tensor([1, 2, 3, 4], [2, 2]).data[2] // => 3
 */
export const tensor = (x: Arrayish | ArrayLike<number>, shape?: Shape): Tensor => {
  if (isTensor(x)) return tensor(x.data, shape ?? x.shape)
  if (shape) {
    const flat = Float64Array.from(x as ArrayLike<number>)
    if (flat.length !== sizeOf(shape))
      valueError(
        `${flat.length} numbers`,
        `${sizeOf(shape)} for shape ${showShape(shape)}`,
        'give one number per entry',
      )
    return fresh([...shape], flat)
  }
  if (typeof x === 'number') return scalarValue(x)
  if (!Array.isArray(x))
    return valueError(typeof x, 'a number, a nested array or a tensor', 'convert it with tensor(data, shape)')
  const full = nestedShape(x)
  const data = new Float64Array(sizeOf(full))
  let at = 0
  const fill = (y: Nested, axis: number, path: string): void => {
    if (axis === full.length) {
      if (typeof y !== 'number')
        valueError(`${Array.isArray(y) ? 'an array' : String(y)} at ${path}`, 'a number', 'make rows of equal depth')
      data[at++] = y as number
    } else {
      if (!Array.isArray(y) || y.length !== full[axis])
        valueError(
          `a ragged row at ${path || 'the top'}`,
          `an array of length ${full[axis]}`,
          'make all rows of one length',
        )
      ;(y as readonly Nested[]).forEach((z, k) => {
        fill(z, axis + 1, `${path}[${k}]`)
      })
    }
  }
  fill(x as Nested, 0, '')
  return fresh(full, data)
}

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
export const conform = (x: Arrayish | Value, type: Type, what: string): Value => {
  const isRecord = typeof x === 'object' && x !== null
  if (isTuple(type)) {
    if (!isRecord || !('tuple' in x) || !Array.isArray(x.tuple) || x.tuple.length !== type.tuple.length)
      return fail({
        tag: 'ValueError',
        op: 'evaluate',
        argument: what,
        found: 'no such tuple',
        expected: showType(type),
        cure: 'give {tuple: [...]}',
      })
    return { tuple: type.tuple.map((t, k) => conform(x.tuple[k]!, t, `${what}.${k}`)) }
  }
  if (isRecord && 'tuple' in x)
    return fail({
      tag: 'ValueError',
      op: 'evaluate',
      argument: what,
      found: 'a tuple',
      expected: showType(type),
      cure: 'give a tensor',
    })
  const value = tensor(x)
  if (sameShape(value.shape, type.shape)) return value
  throw new AdError({
    tag: 'ValueError',
    op: 'evaluate',
    argument: what,
    found: `shape ${showShape(value.shape)}`,
    expected: `shape ${showShape(type.shape)}`,
    cure: 'give a value of the shape that the graph was drawn for',
  })
}
