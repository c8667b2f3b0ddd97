/** Negation: the linear map -1. It changes a sign, exactly, and counts for nothing. */
import { tensorOf } from '../check.ts'
import { kernel } from '../kernel.ts'
import { Linear } from '../linear.ts'
import type { Op } from '../op.ts'
import { scalar, sizeOf, type TensorType, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'

const NEGATION = Linear.ofKernel(scalar, scalar, kernel([], [], [], [], -1, false))

export const negOp: Op = {
  family: { name: 'neg', kind: 'neg' },
  name: 'neg',
  params: null,
  key: '',
  hash: 0x2d,
  type: (...xs) => tensorType(tensorOf('neg', xs, 0).shape),
  eval: (x) => {
    const { shape, data } = x as Tensor
    return fresh(
      shape,
      data.map((y) => -y),
    )
  },
  partial: (_, y, [x]) =>
    x!.type === scalar && y.type === scalar
      ? NEGATION
      : Linear.ofKernel(x!.type, y.type, kernel([0], [0], [sizeOf((y.type as TensorType).shape)], [], -1, false)),
}
