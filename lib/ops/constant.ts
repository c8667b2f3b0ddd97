/** Constants: tensors of one number, which cost nothing to hold, and tensors of any data. */
import { isStrided } from '../arrays.ts'
import { fail } from '../error.ts'
import { hashText, type Op } from '../op.ts'
import { isTuple, type Shape, tensorType } from '../types.ts'
import { type Arrayish, filled, fresh, isTensor, sameValue, type Tensor, tensor } from '../value.ts'
import { draw, Wire } from '../wire.ts'

/** What an op on wires takes: a wire, or a number, nested array or tensor, which becomes a constant. */
export type Arg = Wire | Arrayish

const family = { name: 'constant', kind: 'constant' } as const

export interface Constant {
  readonly shape: Shape
  /** The one number that every entry is, where there is one. */
  readonly fill: number | undefined
  readonly value: Tensor
}

const noArgument = (): never =>
  fail({
    tag: 'ArityError',
    op: 'constant',
    found: 'an argument',
    expected: 'none',
    cure: 'draw constants with constant',
  })

export const constantOp = (value: Tensor, fill: number | undefined): Op<Constant> => {
  const key = fill === undefined ? value.shape.join() : `${value.shape.join()}=${Object.is(fill, -0) ? '-0' : fill}`
  let hash = hashText(key)
  if (fill === undefined) for (const x of value.data) hash = Math.imul(hash ^ (x * 4096), 0x01000193)
  const type = tensorType(value.shape)
  return {
    family,
    name: 'constant',
    params: { shape: value.shape, fill, value },
    key,
    hash,
    ...(fill === undefined ? { equals: (other: Op) => sameValue(value, (other.params as Constant).value) } : {}),
    type: () => type,
    eval: () => fresh(value.shape, Float64Array.from(value.data)),
    partial: noArgument,
  }
}

/** The tensor of this shape with every entry `x`. */
export const fill = (shape: Shape, x: number): Wire => draw(constantOp(filled(shape, x), x), [])
export const constant = (x: Arrayish): Wire => {
  const value = tensor(x)
  const first = value.data[0]
  return value.data.length > 0 && value.data.every((y) => Object.is(y, first))
    ? draw(constantOp(value, first), [])
    : draw(constantOp(value, undefined), [])
}

export const lift = (x: Arg): Wire => (x instanceof Wire ? x : typeof x === 'number' ? fill([], x) : constant(x))
export const isArg = (x: unknown): x is Arg =>
  x instanceof Wire ||
  typeof x === 'number' ||
  Array.isArray(x) ||
  isTensor(x) ||
  (typeof x === 'object' && x !== null && (ArrayBuffer.isView(x) || isStrided(x)))

/** Whether a wire is a tensor without axes. */
export const isNumber = ({ type }: Wire): boolean => !isTuple(type) && type.shape.length === 0

/** The number that every entry of a wire is known to be as the graph is drawn; undefined where there is none. */
export const fillOf = (wire: Wire): number | undefined => {
  const { op } = wire.node
  return op.family === family ? (op.params as Constant).fill : undefined
}

/** Whether a wire is known to be zero as the graph is drawn. */
export const isZero = (wire: Wire): boolean => fillOf(wire) === 0

/** The shape that tensors take together, as in NumPy: axes pair from the last, and an extent 1 stretches. */
export const broadcastShape = (op: string, shapes: readonly Shape[]): Shape => {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    let extent = 1
    shapes.forEach((shape, argument) => {
      const own = shape[axis - rank + shape.length] ?? 1
      if (own === 1 || own === extent) return
      if (extent !== 1)
        fail({
          tag: 'ShapeError',
          op,
          argument,
          found: `extent ${own} on axis ${axis - rank} of [${shape.join()}]`,
          expected: `${extent} or 1, as in ${shapes.map((s) => `[${s.join()}]`).join(' and ')}`,
          cure: 'reshape, broadcastTo or slice one of them',
        })
      extent = own
    })
    return extent
  })
}
