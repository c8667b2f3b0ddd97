/** Arrays: what stands for a tensor outside of the library (nested, typed or strided arrays), read entry by entry. */
import { below, nameOf, type Place, refuse } from './places.ts'
import { type Shape, showShape, sizeOf } from './types.ts'

export type Nested = number | readonly Nested[]
export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray
/** A view of flat data: entry i stands at `offset + sum of i[k] stride[k]`. Row-major from the start by default. */
export interface Strided {
  readonly data: ArrayLike<number>
  readonly shape: ArrayLike<number>
  readonly stride?: ArrayLike<number>
  /** Another name of `stride`. */
  readonly strides?: ArrayLike<number>
  readonly offset?: number
  readonly dtype?: string
}
interface Flat {
  readonly shape: Shape
  readonly data: Float64Array
}

const refuseEntry = (place: Place, row: ArrayLike<unknown>, k: number): never =>
  refuse(below(place, `[${k}]`), k in row ? nameOf(row[k]) : 'a hole', 'a number', 'give a number for each entry')

/** Refuses arrays that can hold no numbers. */
const ofNumbers = (x: ArrayLike<unknown>, place: Place): void => {
  if (x instanceof DataView || x instanceof BigInt64Array || x instanceof BigUint64Array)
    refuse(place, nameOf(x), 'an array of numbers', 'convert it with Float64Array.from(x, Number)')
}

/** Flat numbers, copied; each is looked at unless their array can hold nothing else. */
const numbersOf = (x: ArrayLike<unknown>, place: Place): Float64Array => {
  ofNumbers(x, place)
  if (!ArrayBuffer.isView(x)) for (let k = 0; k < x.length; k++) if (typeof x[k] !== 'number') refuseEntry(place, x, k)
  return Float64Array.from(x as ArrayLike<number>)
}

const extentsOf = (shape: unknown, place: Place): Shape => {
  if (!Array.isArray(shape) && !ArrayBuffer.isView(shape))
    return refuse(place, `${nameOf(shape)} as the shape`, 'a list of extents', 'give whole numbers from 0')
  const extents = Array.from(shape as ArrayLike<unknown>)
  extents.forEach((extent, axis) => {
    if (!Number.isSafeInteger(extent) || (extent as number) < 0)
      refuse(
        place,
        `extent ${typeof extent === 'number' ? extent : nameOf(extent)} on axis ${axis}`,
        'a whole number from 0',
        'give the number of entries along each axis',
      )
  })
  return extents as Shape
}

/** Flat data in row-major order, as many as the shape has entries. */
export const readFlat = (x: unknown, given: unknown, place: Place): Flat => {
  const shape = extentsOf(given, place)
  if (typeof x !== 'object' || x === null || !('length' in x) || typeof x.length !== 'number')
    return refuse(place, nameOf(x), 'an array of numbers', 'give the entries in row-major order')
  if (x.length !== sizeOf(shape))
    refuse(place, `${x.length} numbers`, `${sizeOf(shape)} for shape ${showShape(shape)}`, 'give one number per entry')
  return { shape, data: numbersOf(x as ArrayLike<unknown>, place) }
}

/** Whether an object holds data of a shape: a tensor, or an array of another library built in the same way. */
export const isStrided = (x: object): x is Strided =>
  'shape' in x &&
  'data' in x &&
  (Array.isArray(x.shape) || ArrayBuffer.isView(x.shape)) &&
  (Array.isArray(x.data) || ArrayBuffer.isView(x.data))

const REAL = /^((float|u?int)\d+(_clamped|c)?|array|generic|buffer)$/

const rowMajor = (shape: Shape): readonly number[] => {
  let stride = 1
  return shape.map((_, k) => (k === 0 ? stride : (stride *= shape[shape.length - k]!))).reverse()
}

/** The entries of a view, in row-major order of its shape. */
const readStrided = (x: Strided, place: Place): Flat => {
  const given = x.stride ?? x.strides
  if (typeof x.dtype === 'string' && !REAL.test(x.dtype))
    refuse(place, `dtype ${x.dtype}`, 'a dtype of real numbers', 'convert the data to float64')
  if (given === undefined && x.offset === undefined) return readFlat(x.data, x.shape, place)
  const shape = extentsOf(x.shape, place)
  const stride = given === undefined ? rowMajor(shape) : Array.from(given)
  const offset = x.offset ?? 0
  if (stride.length !== shape.length || ![offset, ...stride].every(Number.isSafeInteger))
    refuse(
      place,
      `strides ${showShape(stride)} and offset ${String(offset)}`,
      `${shape.length} whole numbers and one`,
      'give a stride for each axis',
    )
  const size = sizeOf(shape)
  const reach = (side: 1 | -1): number =>
    shape.reduce((sum, extent, k) => sum + Math.max(0, side * stride[k]!) * (extent - 1), 0)
  if (size > 0 && (offset - reach(-1) < 0 || offset + reach(1) >= x.data.length))
    refuse(
      place,
      `entries from ${offset - reach(-1)} to ${offset + reach(1)}`,
      `places of the ${x.data.length} data`,
      'correct the shape, the strides or the offset',
    )
  ofNumbers(x.data, place)
  const data = new Float64Array(size)
  const index = new Array<number>(shape.length).fill(0)
  for (let k = 0, from = offset; k < size; k++) {
    data[k] = typeof x.data[from] === 'number' ? x.data[from]! : refuseEntry(below(place, '.data'), x.data, from)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += stride[axis]!
      if (++index[axis]! < shape[axis]!) break
      from -= stride[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return { shape, data }
}

/** The shape that the first entries of a nested array have. */
const nestedShape = (x: readonly unknown[], place: Place): Shape => {
  const shape: number[] = []
  const rows = new Set<unknown>()
  for (let row: unknown = x; Array.isArray(row); row = row[0]) {
    if (rows.has(row)) refuse(place, 'an array that contains itself', 'a nested array of numbers', 'break the cycle')
    rows.add(row)
    shape.push(row.length)
  }
  return shape
}

const readNested = (x: readonly unknown[], place: Place): Flat => {
  const shape = nestedShape(x, place)
  const flat: number[] = []
  const read = (row: unknown, axis: number, path: string): void => {
    if (!Array.isArray(row) && typeof row !== 'number')
      refuse(below(place, path), row === undefined ? 'nothing' : nameOf(row), 'a row of numbers', 'give every row')
    if (!Array.isArray(row) || row.length !== shape[axis]) {
      refuse(
        below(place, path),
        path || place.path?.() ? 'a ragged row' : 'a ragged row at the top',
        `an array of length ${shape[axis]}`,
        'make all rows of one length',
      )
      return
    }
    for (let k = 0; k < row.length; k++)
      if (axis < shape.length - 1) read(row[k], axis + 1, `${path}[${k}]`)
      else if (typeof row[k] === 'number') flat.push(row[k])
      else refuseEntry(below(place, path), row, k)
  }
  read(x, 0, '')
  return { shape, data: Float64Array.from(flat) }
}

/** The tensor that a number, a nested array, a typed array or a strided array stands for. Data are copied. */
export const readTensor = (x: unknown, place: Place): Flat => {
  if (typeof x === 'number') return { shape: [], data: Float64Array.of(x) }
  if (Array.isArray(x)) return readNested(x, place)
  if (typeof x === 'object' && x !== null) {
    if (isStrided(x)) return readStrided(x, place)
    if (ArrayBuffer.isView(x)) {
      const data = numbersOf(x as unknown as ArrayLike<unknown>, place)
      return { shape: [data.length], data }
    }
  }
  return refuse(place, nameOf(x), 'a number, a nested array or a tensor', 'convert it with tensor(data, shape)')
}
