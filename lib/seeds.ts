/** Seeds: what modes let flow through a tape to read whole derivatives off it. */
import { eye, reshape, transpose } from './ops/linalg.ts'
import { ones } from './ops/tuple.ts'
import { type Shape, sizeOf, type TensorType } from './types.ts'
import type { Wire } from './wire.ts'

/** 1 in every entry: the cotangent of a number by itself. */
export const unit = (type: TensorType): Wire => ones(type)

/** All unit tangents of a type side by side: lane k is 1 in entry k. */
export const basis = (type: TensorType): Wire => reshape(eye(sizeOf(type.shape)), [sizeOf(type.shape), ...type.shape])

/** A lane for each entry of `shape` becomes leading axes of that shape. */
export const lanesFirst = (wire: Wire, shape: Shape): Wire => reshape(wire, [...shape, ...wire.shape.slice(1)])

/** A lane for each entry of `shape` becomes last axes of that shape. */
export const lanesLast = (wire: Wire, shape: Shape): Wire =>
  reshape(transpose(wire, [...wire.shape.slice(1).map((_, k) => k + 1), 0]), [...wire.shape.slice(1), ...shape])
