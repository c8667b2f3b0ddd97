/** Running sums and products along an axis. A running sum from the front and one from the back are each other's adjoint. */
import { arity, axisOf, tensorOf } from '../check.ts'
import { checkOptions } from '../given.ts'
import { Linear } from '../linear.ts'
import { hashText, interning, type Op } from '../op.ts'
import { sizeOf } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { concat } from './concat.ts'
import { type Arg, fill, liftAt } from './constant.ts'
import { mul } from './linalg.ts'
import { slice } from './slice.ts'

const family = { name: 'cumsum', kind: 'cumsum' } as const

/** Along `axis`, a negative number counted from the end; `backward` sums from the last entry to the first. */
export interface Cumsum {
  readonly axis: number
  readonly backward: boolean
}

const runningSum = ({ axis, backward }: Cumsum, { shape, data }: Tensor): Tensor => {
  const own = shape.length + axis
  const extent = shape[own]!
  const inner = sizeOf(shape.slice(own + 1))
  const result = Float64Array.from(data)
  const step = backward ? -inner : inner
  for (let row = 0; row < result.length; row += extent * inner)
    for (let k = 0; k < inner; k++) {
      let at = row + k + (backward ? (extent - 1) * inner : 0)
      for (let i = 1; i < extent; i++, at += step) result[at + step]! += result[at]!
    }
  return fresh(shape, result)
}

export const cumsumOp = interning<Cumsum>(
  ({ axis, backward }) => `cumsum[${axis}${backward ? ' backward' : ''}]`,
  (params, key): Op<Cumsum> => ({
    family,
    name: key,
    params,
    key,
    hash: hashText(key),
    type: (...xs) => {
      arity('cumsum', xs, 1)
      const type = tensorOf('cumsum', xs, 0)
      axisOf('cumsum', params.axis, type.shape)
      return type
    },
    eval: (x) => runningSum(params, x as Tensor),
    partial: (_, y, [x]) =>
      Linear.ofStep({ op: cumsumOp(params), at: 0, args: [refOf(x!)], from: x!.type, to: y.type }),
    adjoint: () => cumsumOp({ axis: params.axis, backward: !params.backward }),
  }),
)

/** How a running sum goes. */
export interface Running {
  /** From the last entry to the first. */
  readonly backward?: boolean
}

/**
 * Running sums along an axis, the first one by default: entry k is the sum of entries 0 to k, or of k to the last one.
 *
 * @throws AdError `AxisError` for an axis that does not exist
 * @example
 * evaluateOrThrow(graph([[3]], (x) => cumsum(x)), [[1, 2, 3]]) // => [[1, 3, 6]]
 * evaluateOrThrow(graph([[3]], (x) => cumsum(x, 0, { backward: true })), [[1, 2, 3]]) // => [[6, 5, 3]]
 */
export const cumsum = (x: Arg, axis = 0, options: Running = {}): Wire => {
  checkOptions('cumsum', options, { backward: [true, false] })
  const { backward = false } = options
  const wire = liftAt('cumsum', 0, x)
  const own = axisOf('cumsum', axis, wire.shape)
  return draw(cumsumOp({ axis: own - wire.shape.length, backward }), [wire])
}

/**
 * Running products along an axis, the first one by default, multiplied by doubling (Hillis and Steele): nothing is
 * divided, so derivatives of every order are right at zeros too.
 *
 * @throws AdError `AxisError` for an axis that does not exist
 * @example
 * evaluateOrThrow(graph([[3]], (x) => cumprod(x)), [[2, 3, 4]]) // => [[2, 6, 24]]
 */
export const cumprod = (x: Arg, axis = 0): Wire => {
  let wire = liftAt('cumprod', 0, x)
  const { shape } = wire
  const own = axisOf('cumprod', axis, shape)
  const extent = shape[own]!
  const along = (range: readonly [number, number]): readonly (typeof range | null)[] =>
    shape.map((_, k) => (k === own ? range : null))
  for (let shift = 1; shift < extent; shift *= 2) {
    const ones = fill(
      shape.map((e, k) => (k === own ? shift : e)),
      1,
    )
    wire = mul(wire, concat([ones, slice(wire, along([0, extent - shift]))], own))
  }
  return wire
}
