/** Elementwise ops: a function of numbers, entry by entry, and its slope in each argument. */
import { arity, counted, tensorOf } from '../check.ts'
import type { Conventions } from '../conventions.ts'
import { fail, typesText } from '../error.ts'
import { checkFunction } from '../given.ts'
import { kernel } from '../kernel.ts'
import { Linear } from '../linear.ts'
import { type Family, hashText, type Op } from '../op.ts'
import { sameShape, sizeOf, type TensorType, type Type } from '../types.ts'
import { fresh, type Tensor, type Value } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { type Arg, broadcastShape, fillOf, isNumber, liftAll } from './constant.ts'
import { broadcastTo } from './linalg.ts'

/** The slope in an argument, drawn from the arguments and the result `y`; null where it is zero everywhere. */
export type Slope = ((xs: readonly Wire[], y: Wire, conventions: Conventions) => Wire | number) | null

/** A function of one or two tensors, entry by entry, that names its op. */
export type Unary = ((x: Arg) => Wire) & { readonly op: Op }
export type Binary = ((a: Arg, b: Arg) => Wire) & { readonly op: Op }

/** The linear map that multiplies entry by entry by a slope. */
export const diagonal = (type: Type, slope: Wire | number, absorbing: boolean): Linear => {
  const size = sizeOf((type as TensorType).shape)
  const known = typeof slope === 'number' ? slope : fillOf(slope)
  if (known === 0) return Linear.zero(type, type)
  const extent = size === 1 ? [] : [size]
  if (known !== undefined) return Linear.ofKernel(type, type, kernel(ROW, ROW, extent, [], known, false))
  const ref = refOf(slope as Wire)
  return size === 1
    ? Linear.ofSlope(type, type, ref, absorbing)
    : Linear.ofKernel(type, type, kernel(ROW, ROW, extent, [{ ref, spec: ROW }], 1, absorbing))
}
const ROW = [0]

const evaluate = (f: (...xs: number[]) => number, xs: readonly Tensor[]): Tensor => {
  const [x, y, z] = xs.map((t) => t.data)
  const data = new Float64Array(x!.length)
  if (xs.length === 1) for (let i = 0; i < data.length; i++) data[i] = f(x![i]!)
  else if (xs.length === 2) for (let i = 0; i < data.length; i++) data[i] = f(x![i]!, y![i]!)
  else if (xs.length === 3) for (let i = 0; i < data.length; i++) data[i] = f(x![i]!, y![i]!, z![i]!)
  else for (let i = 0; i < data.length; i++) data[i] = f(...xs.map((t) => t.data[i]!))
  return fresh(xs[0]!.shape, data)
}

/**
 * An elementwise op of a given family; the key tells the ops of one family apart. One that chooses among its arguments
 * has slopes 0 and 1 that let nothing through from what was not chosen, under any convention.
 */
export const elementwiseOp = <P>(
  family: Family,
  params: P,
  key: string,
  f: (...xs: number[]) => number,
  slopes: readonly Slope[],
  { chooses = false } = {},
): Op<P> => {
  const name = key ? `${family.name}[${key}]` : family.name
  return {
    family,
    name,
    params,
    key,
    hash: hashText(name),
    type: (...xs) => {
      arity(name, xs, slopes.length)
      const { shape } = tensorOf(name, xs, 0)
      for (let argument = 1; argument < xs.length; argument++)
        if (!sameShape(tensorOf(name, xs, argument).shape, shape))
          fail({
            tag: 'ShapeError',
            op: name,
            argument,
            found: typesText([xs[argument]!]),
            expected: typesText([xs[0]!]),
            cure: 'broadcast it first',
          })
      return xs[0] as TensorType
    },
    eval: Object.assign((...xs: Value[]) => evaluate(f, xs as Tensor[]), { entry: f }),
    partial: (at, y, xs, conventions) => {
      const slope = slopes[at]!
      return slope === null
        ? Linear.zero(xs[at]!.type, y.type)
        : diagonal(y.type, slope(xs, y, conventions), chooses || conventions.zero === 'absorbing')
    },
  }
}

export const elementwiseFamily = (name: string): Family => ({ name, kind: 'elementwise' })

/** Applies an elementwise op, its arguments broadcast to one shape. */
export const apply = (op: Op, args: readonly Arg[]): Wire => {
  const wires = liftAll(op.name, args)
  if (wires.length === 1 || wires.every(isNumber)) return draw(op, wires)
  const shape = broadcastShape(
    op.name,
    wires.map((x) => x.shape),
  )
  return draw(
    op,
    wires.map((x) => broadcastTo(x, shape)),
  )
}

/** Refuses an op whose slopes are not one for each argument. */
const checkSlopes = (name: string, f: (...xs: number[]) => number, slopes: readonly Slope[]): void => {
  const cure = 'write elementwise(name, f, ([x], y) => slope), with a slope for each argument, null where it is 0'
  checkFunction('elementwise', 'f', f, cure)
  slopes.forEach((slope, k) => {
    if (slope !== null) checkFunction('elementwise', `slope ${k}`, slope, cure)
  })
  const wanted = Math.max(1, f.length)
  if (slopes.length < wanted)
    fail({
      tag: 'ArityError',
      op: 'elementwise',
      argument: 'slopes',
      found: `${slopes.length === 0 ? 'no slope' : counted(slopes.length, 'slope')} of ${name}`,
      expected: `${wanted}, one for each argument`,
      cure,
    })
}

/**
 * A new elementwise op: a name, a function of numbers, and a slope for each argument, drawn from the arguments and the
 * result. That is all: every mode, every order and every interpreter follows.
 *
 * @throws AdError `ArityError` for fewer slopes than arguments, `ValueError` for a slope that is neither a function nor null
 * @example
 * const cube = elementwise('cube', (x) => x ** 3, ([x]) => mul(3, x!, x!))
 * grad(cube)(2) // => 12
 */
export const elementwise = (
  name: string,
  f: (...xs: number[]) => number,
  ...slopes: Slope[]
): ((...xs: Arg[]) => Wire) & { readonly op: Op } => {
  checkSlopes(name, f, slopes)
  const op = elementwiseOp(elementwiseFamily(name), null, '', f, slopes)
  return Object.assign((...xs: Arg[]) => apply(op, xs), { op })
}
