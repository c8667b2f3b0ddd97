/** Linear systems: `solve(a, b)` is x with a x = b. Its derivative costs one more solve, whatever the degree. */
import { LuDecomposition, Matrix } from 'ml-matrix'
import { arity, tensorOf } from '../check.ts'
import { fail } from '../error.ts'
import { kernel } from '../kernel.ts'
import { Linear, type Step } from '../linear.ts'
import { interning, type Op } from '../op.ts'
import { type Shape, showShape, sizeOf, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { type Arg, liftAt } from './constant.ts'
import { reshape } from './linalg.ts'

const family = { name: 'solve', kind: 'solve' } as const

/** Solves one system after elimination with partial pivoting; where the matrix is singular, x is NaN. */
const solveOne = (
  n: number,
  a: ArrayLike<number>,
  transposed: boolean,
  m: number,
  b: ArrayLike<number>,
): ArrayLike<number> => {
  const matrix = Matrix.from1DArray(n, n, Array.from(a))
  const lu = new LuDecomposition(transposed ? matrix.transpose() : matrix)
  const x = lu.isSingular()
    ? new Float64Array(n * m).fill(Number.NaN)
    : Float64Array.from(lu.solve(Matrix.from1DArray(n, m, Array.from(b))).to1DArray())
  return withZeroColumns(n, m, b, x)
}

/** The solution x with 0 wherever the right-hand side is a column of zeros: that is a solution for any matrix. */
export const withZeroColumns = (n: number, m: number, b: ArrayLike<number>, x: Float64Array): Float64Array => {
  for (let j = 0; j < m; j++) {
    let i = 0
    while (i < n && b[i * m + j] === 0) i++
    if (i === n) for (i = 0; i < n; i++) x[i * m + j] = 0
  }
  return x
}

const checked = (a: Shape, b: Shape): Shape => {
  const [n, k] = a.slice(-2)
  if (a.length < 2 || n !== k)
    fail({
      tag: 'ShapeError',
      op: 'solve',
      argument: 0,
      found: showShape(a),
      expected: 'a square matrix',
      cure: 'solve least squares by its normal equations',
    })
  if (b.length < 2 || b[b.length - 2] !== n)
    fail({
      tag: 'ShapeError',
      op: 'solve',
      argument: 1,
      found: showShape(b),
      expected: `${n} rows`,
      cure: 'reshape or transpose it',
    })
  if (!a.slice(0, -2).every((extent, axis) => extent === b[b.length - a.length + axis]) || b.length < a.length)
    fail({
      tag: 'ShapeError',
      op: 'solve',
      argument: 0,
      found: showShape(a),
      expected: `leading axes that end those of ${showShape(b)}`,
      cure: 'broadcast the right-hand side',
    })
  return b
}

/** Over matrices on the last two axes; the right-hand side may have more leading axes than the matrix. */
export const solveOp = interning<{ readonly transposed: boolean }>(
  ({ transposed }) => (transposed ? 'T' : ''),
  (params, key, hash): Op<{ readonly transposed: boolean }> => {
    const { transposed } = params
    return {
      family,
      name: transposed ? 'solve[transposed]' : 'solve',
      params,
      key,
      hash: hash ^ 0x501,
      type: (...xs) => {
        arity('solve', xs, 2)
        return tensorType(checked(tensorOf('solve', xs, 0).shape, tensorOf('solve', xs, 1).shape))
      },
      eval: (a, b) => {
        const [x, y] = [a as Tensor, b as Tensor]
        const [n, m] = y.shape.slice(-2) as [number, number]
        const data = new Float64Array(y.data.length)
        const matrices = sizeOf(x.shape.slice(0, -2))
        const systems = sizeOf(y.shape.slice(0, -2))
        if (n * m > 0)
          for (let k = 0; k < systems; k++) {
            const from = (k % matrices) * n * n
            data.set(
              solveOne(
                n,
                x.data.subarray(from, from + n * n),
                transposed,
                m,
                y.data.subarray(k * n * m, (k + 1) * n * m),
              ),
              k * n * m,
            )
          }
        return fresh(y.shape, data)
      },
      // a x = b gives a dx = db - da x.
      partial: (at, y, [a, b], conventions) => {
        const step: Step = { op: solveOp(params), at: 1, args: [refOf(a!), refOf(b!)], from: y.type, to: y.type }
        if (at === 1) return Linear.ofStep(step)
        const rank = a!.shape.length
        const spare = y.shape.slice(0, y.shape.length - rank).map((_, k) => k)
        const batch = a!.shape.slice(0, -2).map((_, k) => k + spare.length)
        const [row, column, right] = [y.shape.length - 2, y.shape.length - 1, y.shape.length]
        const [out, inner] = transposed ? [column, row] : [row, column]
        const n = a!.shape[rank - 1]!
        const extents = [...y.shape.slice(0, -2), n, n, y.shape[y.shape.length - 1]!]
        const operand = { ref: refOf(y), spec: [...spare, ...batch, inner, right] }
        const absorbing = conventions.zero === 'absorbing'
        const push = kernel(
          [...batch, row, column],
          [...spare, ...batch, out, right],
          extents,
          [operand],
          -1,
          absorbing,
        )
        return Linear.compose(Linear.ofKernel(a!.type, y.type, push), Linear.ofStep(step))
      },
      adjoint: () => solveOp({ transposed: !transposed }),
    }
  },
)

/** x with `a x = b`, for a vector or a matrix of right-hand sides; NaN where `a` is singular, but for columns of zeros. */
export const solve = (a: Arg, b: Arg): Wire => {
  const [x, y] = [liftAt('solve', 0, a), liftAt('solve', 1, b)]
  if (y.shape.length !== 1) return draw(solveOp({ transposed: false }), [x, y])
  return reshape(draw(solveOp({ transposed: false }), [x, reshape(y, [y.shape[0]!, 1])]), y.shape)
}
