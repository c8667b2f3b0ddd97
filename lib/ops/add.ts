/** Sums: addition of any number of tensors, negation and difference. */
import { exactly, tensorOf } from '../check.ts'
import { fail, typesText } from '../error.ts'
import { Linear } from '../linear.ts'
import type { Op } from '../op.ts'
import { sameShape, type TensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, inOrder, type Wire } from '../wire.ts'
import { type Arg, broadcastShape, isNumber, liftAll, liftAt } from './constant.ts'
import { contractNumbers, scaled } from './contract.ts'
import { broadcastTo } from './linalg.ts'

export const addOp: Op = {
  family: { name: 'add', kind: 'add' },
  name: 'add',
  params: null,
  key: '',
  hash: 0x2b,
  type: (...xs) => {
    const { shape } = tensorOf('add', xs, 0)
    for (let argument = 1; argument < xs.length; argument++)
      if (!sameShape(tensorOf('add', xs, argument).shape, shape))
        fail({
          tag: 'ShapeError',
          op: 'add',
          argument,
          found: typesText([xs[argument]!]),
          expected: typesText([xs[0]!]),
          cure: 'broadcast it first',
        })
    return xs[0] as TensorType
  },
  eval: (...xs) => {
    const [first, ...rest] = xs as Tensor[]
    const data = Float64Array.from(first!.data)
    for (const x of rest) for (let i = 0; i < data.length; i++) data[i]! += x.data[i]!
    return fresh(first!.shape, data)
  },
  partial: (at, y, xs) => Linear.identity(xs[at]!.type, y.type),
}

/** As many terms as one node adds: a call takes no more arguments than the stack holds. */
const TERMS = 1024

const inBlocks = (xs: readonly Wire[]): readonly Wire[] =>
  Array.from({ length: Math.ceil(xs.length / TERMS) }, (_, k) => addWires(xs.slice(k * TERMS, (k + 1) * TERMS)))

/** The sum of wires of one shape, in order of place, so that equal sums are drawn once; of very many, in blocks. */
export const addWires = (xs: readonly Wire[]): Wire => {
  if (xs.length === 1) return xs[0]!
  const sorted = inOrder(xs)
  return xs.length <= TERMS ? draw(addOp, sorted) : addWires(inBlocks(sorted))
}

/** The sum entry by entry of one or more tensors, broadcast. */
export const add = (...xs: Arg[]): Wire => {
  const wires = liftAll('add', xs)
  if (wires.length === 0)
    fail({
      tag: 'ArityError',
      op: 'add',
      found: 'no argument',
      expected: 'at least one',
      cure: 'write 0 for an empty sum',
    })
  if (wires.every(isNumber)) return addWires(wires)
  const shape = broadcastShape(
    'add',
    wires.map((x) => x.shape),
  )
  return addWires(wires.map((x) => broadcastTo(x, shape)))
}

/** `-x`, exactly. */
export const neg: (x: Arg) => Wire = exactly('neg', 1, (x: Arg): Wire => {
  const wire = liftAt('neg', 0, x)
  return isNumber(wire) ? contractNumbers([wire], -1) : scaled(wire, -1)
})
/** `a - b`. */
export const sub: (a: Arg, b: Arg) => Wire = exactly('sub', 2, (a: Arg, b: Arg) =>
  add(liftAt('sub', 0, a), neg(liftAt('sub', 1, b))),
)
