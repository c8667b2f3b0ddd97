/** Stop gradient: the identity, with a derivative that is zero. */
import { arity, tensorOf } from '../check.ts'
import { Linear } from '../linear.ts'
import type { Op } from '../op.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, type Wire } from '../wire.ts'
import { type Arg, liftAt } from './constant.ts'
import { copying } from './slice.ts'

export const stopGradientOp: Op = {
  family: copying('stopGradient'),
  name: 'stopGradient',
  params: null,
  key: '',
  hash: 0x570,
  type: (...xs) => {
    arity('stopGradient', xs, 1)
    return tensorOf('stopGradient', xs, 0)
  },
  eval: (x) => fresh((x as Tensor).shape, Float64Array.from((x as Tensor).data)),
  partial: (_, y, [x]) => Linear.zero(x!.type, y.type),
}

/**
 * `x` itself, of its shape, taken for a constant by every derivative in every mode and of every order.
 *
 * @throws AdError `ShapeError` for a tuple
 * @example
 * grad((x) => mul(stopGradient(x), x))(3) // => 3
 */
export const stopGradient = (x: Arg): Wire => draw(stopGradientOp, [liftAt('stopGradient', 0, x)])
