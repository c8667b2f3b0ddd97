/** Constants: tensors of one number, which cost nothing to hold, and tensors of any data. */
import { isStrided, readTensor } from '../arrays.ts'
import { fail } from '../error.ts'
import { checkShape } from '../given.ts'
import { hashText, type Op } from '../op.ts'
import { givenName, refuse } from '../places.ts'
import { roomFor } from '../room.ts'
import { isTuple, type Shape, tensorType } from '../types.ts'
import { type Arrayish, fresh, isTensor, sameValue, type Tensor, tensor } from '../value.ts'
import { draw, drawing, Wire } from '../wire.ts'

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
export const fill = (shape: Shape, x: number): Wire => {
  checkShape('fill', shape)
  return draw(constantOp(fresh(shape, roomFor('fill', shape).fill(x)), x), [])
}
export const constant = (x: Arrayish): Wire => constantOf(tensor(x))
const constantOf = (value: Tensor): Wire => {
  const first = value.data[0]
  return value.data.length > 0 && value.data.every((y) => Object.is(y, first))
    ? draw(constantOp(value, first), [])
    : draw(constantOp(value, undefined), [])
}

export const lift = (x: Arg): Wire => (x instanceof Wire ? x : typeof x === 'number' ? fill([], x) : constant(x))

const CURES: Readonly<Record<string, string>> = {
  undefined: 'give one; entry k of a wire x is slice(x, [[k, k + 1]]), not x[k]',
  boolean: 'write 1 or 0, or for a mask greater(x, y), less(x, y), equal(x, y)',
  string: 'convert it with Number',
  function: 'call it, or draw what it gives',
}

/** Refuses what can be no constant. */
const checkArg = (op: string, argument: number | string, x: unknown): void => {
  const wires = Array.isArray(x) && x[0] instanceof Wire
  const cure = wires ? 'make one wire of them with stack or concat' : CURES[typeof x]
  if (cure !== undefined)
    refuse({ op, argument }, wires ? 'a list of wires' : givenName(x), 'a wire, a number, an array or a tensor', cure)
}

/** An argument of an op as a wire; what is wrong with it is told with the names of both. */
export const liftAt = (op: string, argument: number | string, x: Arg): Wire => {
  if (x instanceof Wire) return x
  drawing(op)
  if (typeof x === 'number') return fill([], x)
  checkArg(op, argument, x)
  return constantOf(readTensor(x, { op, argument }))
}

/** All arguments of an op as wires. */
export const liftAll = (op: string, xs: readonly Arg[]): readonly Wire[] => {
  const wires = new Array<Wire>(xs.length)
  for (let k = 0; k < xs.length; k++) wires[k] = liftAt(op, k, xs[k]!)
  return wires
}
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

/** The value that a wire is known to have as the graph is drawn; undefined where there is none. */
export const valueOf = (wire: Wire): Tensor | undefined => {
  const { op } = wire.node
  return op.family === family ? (op.params as Constant).value : undefined
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
