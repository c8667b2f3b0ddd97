/** Elimination: products of linear maps in any order are one map. */
import {
  accumulate,
  type Conventions,
  type Graph,
  inputTypes,
  linearize,
  type Order,
  outputTypes,
  push,
  type Ref,
  sizeOf,
  Tape,
  type Tensor,
  type TensorType,
  type Type,
} from '../modes/index.ts'
import { absolutes, agree, pushforwardBound, run, type Values } from './scale.ts'
import type { Verdict } from './verdict.ts'

/** push (eliminate v tape) (x, dx) ~ push tape (x, dx) */
export const eliminationKeepsTheFlow = (
  f: Graph,
  order: readonly Ref[],
  x: Values,
  dx: Values,
  eliminate: (tape: Tape, v: Ref) => Tape,
): Verdict => {
  const tape = linearize(f)
  const scale = run(pushforwardBound(f), x, absolutes(dx))
  const flow = (t: Tape): Values => run(push(t), x, dx).slice(f.outputs.length)
  return agree(flow(order.reduce(eliminate, tape)), flow(tape), scale, [f])
}

/** push (transpose (eliminate v tape)) (x, dy) ~ push (eliminate v (transpose tape)) (x, dy) */
export const eliminationCommutesWithTransposition = (
  f: Graph,
  order: readonly Ref[],
  x: Values,
  dy: Values,
  eliminate: (tape: Tape, v: Ref) => Tape,
): Verdict => {
  const tape = linearize(f)
  const flow = (t: Tape): Values => run(push(t), x, dy).slice(f.outputs.length)
  const scale = run(push(Tape.transpose(tape)), x, dy).slice(f.outputs.length)
  return agree(
    flow(Tape.transpose(order.reduce(eliminate, tape))),
    flow(order.reduce(eliminate, Tape.transpose(tape))),
    absolutes(scale),
    [f],
  )
}

const sizesOf = (types: readonly Type[]): readonly number[] => types.map((type) => sizeOf((type as TensorType).shape))

/** The rows of the Jacobian of f at x by elimination in an order, as `jacobians` has those of other modes. */
export const eliminated =
  (order: Order, conventions?: Conventions) =>
  (f: Graph, x: Values): readonly (readonly number[])[] => {
    const blocks = run(accumulate(linearize(f, conventions ? { conventions } : {}), order), x).slice(f.outputs.length)
    const columns = sizesOf(inputTypes(f))
    return sizesOf(outputTypes(f)).flatMap((rows, i) =>
      Array.from({ length: rows }, (_, row) =>
        columns.flatMap((width, j) => [
          ...(blocks[i * columns.length + j] as Tensor).data.subarray(row * width, (row + 1) * width),
        ]),
      ),
    )
  }
