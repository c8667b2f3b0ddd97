/** Concat: tensors one after the other. Its partials are pads. */
import { axisOf, tensorOf } from '../check.ts'
import { fail } from '../error.ts'
import { Linear } from '../linear.ts'
import { interning, type Op } from '../op.ts'
import { showShape, sizeOf, type TensorType, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { type Arg, liftAll } from './constant.ts'
import { copying, padOp } from './slice.ts'

const concatFamily = copying('concat')
/** Along axis `axis`, counted from the end as a negative number. */
export const concatOp = interning<number>(
  String,
  (axis, key, hash): Op<number> => ({
    family: concatFamily,
    name: `concat[${key}]`,
    params: axis,
    key,
    hash: hash ^ 0xc0c,
    type: (...xs) => {
      const first = tensorOf('concat', xs, 0).shape
      const own = axisOf('concat', axis, first)
      const extent = xs.reduce((sum, x, argument) => {
        const { shape } = tensorOf('concat', xs, argument)
        if (shape.length !== first.length || shape.some((e, k) => k !== own && e !== first[k]))
          fail({
            tag: 'ShapeError',
            op: 'concat',
            argument,
            found: showShape(shape),
            expected: `${showShape(first)} but for axis ${own}`,
            cure: 'reshape, slice or pad it',
          })
        return sum + (x as TensorType).shape[own]!
      }, 0)
      return tensorType(first.map((e, k) => (k === own ? extent : e)))
    },
    eval: (...xs) => {
      const values = xs as Tensor[]
      const own = values[0]!.shape.length + axis
      const rows = sizeOf(values[0]!.shape.slice(0, own))
      const widths = values.map((x) => sizeOf(x.shape.slice(own)))
      const total = widths.reduce((a, b) => a + b, 0)
      const data = new Float64Array(rows * total)
      let before = 0
      values.forEach((x, k) => {
        for (let row = 0; row < rows; row++)
          data.set(x.data.subarray(row * widths[k]!, (row + 1) * widths[k]!), row * total + before)
        before += widths[k]!
      })
      const extent = values.reduce((sum, x) => sum + x.shape[own]!, 0)
      return fresh(
        values[0]!.shape.map((e, k) => (k === own ? extent : e)),
        data,
      )
    },
    partial: (at, y, xs) => {
      const { shape } = xs[at]!
      const own = shape.length + axis
      let start = 0
      for (let k = 0; k < at; k++) start += xs[k]!.shape[own]!
      const along = { start, size: shape[own]!, step: 1, extent: (y.type as TensorType).shape[own]! }
      const windows = [along, ...shape.slice(own + 1).map((extent) => ({ start: 0, size: extent, step: 1, extent }))]
      return Linear.ofStep({ op: padOp(windows), at: 0, args: [refOf(xs[at]!)], from: xs[at]!.type, to: y.type })
    },
  }),
)

/** Tensors one after the other along an axis that they have. */
export const concat = (xs: readonly Arg[], axis = 0): Wire => {
  const wires = liftAll('concat', xs)
  if (wires.length === 0)
    fail({
      tag: 'ArityError',
      op: 'concat',
      found: 'no tensors',
      expected: 'at least one',
      cure: 'use zeros for an empty one',
    })
  return inBlocks(concatOp(axisOf('concat', axis, wires[0]!.shape) - wires[0]!.shape.length), wires)
}

/** One node takes no more arguments than the stack holds. */
const inBlocks = (op: Op, wires: readonly Wire[]): Wire =>
  wires.length <= PARTS
    ? draw(op, wires)
    : inBlocks(
        op,
        Array.from({ length: Math.ceil(wires.length / PARTS) }, (_, k) =>
          draw(op, wires.slice(k * PARTS, (k + 1) * PARTS)),
        ),
      )
const PARTS = 1024
