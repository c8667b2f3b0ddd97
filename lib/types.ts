/** The types of values: real tensors of a shape, and tuples of types. */

export type Shape = readonly number[]
export interface TensorType {
  readonly shape: Shape
}
export interface TupleType {
  readonly tuple: readonly Type[]
}
export type Type = TensorType | TupleType

const NO_AXES: Shape = Object.freeze([])
/** The same shape, which nobody can change: values share it with graphs. */
export const ownShape = (shape: Shape): Shape =>
  shape.length === 0 ? NO_AXES : Object.isFrozen(shape) ? shape : Object.freeze([...shape])

export const scalar: TensorType = { shape: NO_AXES }
export const tensorType = (shape: Shape): TensorType => (shape.length === 0 ? scalar : { shape: ownShape(shape) })
export const tupleType = (tuple: readonly Type[]): TupleType => ({ tuple })

/** The same type, of shapes that nobody else can change. */
export const ownType = (type: Type): Type =>
  'tuple' in type ? tupleType(type.tuple.map(ownType)) : tensorType(type.shape)

export const isTuple = (type: Type): type is TupleType => 'tuple' in type

/** The number of entries of a tensor of this shape: the product of its extents (1 for a scalar). */
export const sizeOf = (shape: Shape): number => {
  let n = 1
  for (const extent of shape) n *= extent
  return n
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a === b || (a.length === b.length && a.every((extent, axis) => extent === b[axis]))

export const sameType = (a: Type, b: Type): boolean => {
  if (a === b) return true
  if (isTuple(a))
    return isTuple(b) && a.tuple.length === b.tuple.length && a.tuple.every((t, k) => sameType(t, b.tuple[k]!))
  return !isTuple(b) && sameShape(a.shape, b.shape)
}

/** A type with `lanes` copies side by side along a new leading axis of every tensor in it. */
export const withLanes = (type: Type, lanes: number | undefined): Type =>
  lanes === undefined
    ? type
    : isTuple(type)
      ? tupleType(type.tuple.map((t) => withLanes(t, lanes)))
      : tensorType([lanes, ...type.shape])

/** The bytes that a value of this type takes, eight an entry. */
export const bytesOf = (type: Type): number =>
  isTuple(type) ? type.tuple.reduce((sum, t) => sum + bytesOf(t), 0) : 8 * sizeOf(type.shape)

/** `f64[2,3]`, `f64` for a scalar, `(f64, f64[3])` for a tuple. */
export const showType = (type: Type): string =>
  isTuple(type)
    ? `(${type.tuple.map(showType).join(', ')})`
    : type.shape.length === 0
      ? 'f64'
      : `f64[${type.shape.join(',')}]`

export const showShape = (shape: Shape): string => `[${shape.join(',')}]`
