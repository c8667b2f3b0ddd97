/** What is an einsum: products, sums, broadcasts, transposes, diagonals, and any contraction written as in NumPy. */
import { axesOf, exactly } from '../check.ts'
import { fail } from '../error.ts'
import { type Shape, sameShape, showShape, sizeOf } from '../types.ts'
import type { Wire } from '../wire.ts'
import { axesWord, type Word } from '../words.ts'
import { type Axes, type Keep, keepOf } from './axes.ts'
import { type Arg, broadcastShape, isNumber, liftAll, liftAt } from './constant.ts'
import { contract, contractNumbers, type Factor } from './contract.ts'

const wordOf = (x: Wire, first = 0): Word => axesWord(x.shape.length, first)

/** The word of a tensor against a result of rank `rank`: axes pair from the last, an axis that stretches has no letter. */
const against = (x: Wire, to: Shape): Word => {
  const { shape } = x
  return shape.flatMap((extent, axis) => {
    const letter = axis + to.length - shape.length
    return extent === 1 && to[letter] !== 1 ? [] : [letter]
  })
}

const product = (xs: readonly Arg[], absorbing: boolean): Wire => {
  const wires = liftAll('mul', xs)
  if (wires.every(isNumber)) return contractNumbers(wires, 1, absorbing)
  const shape = broadcastShape(
    'mul',
    wires.map((x) => x.shape),
  )
  return contract(
    wires.map((wire) => ({ wire, word: against(wire, shape) })),
    axesWord(shape.length),
    shape,
    shape,
    1,
    absorbing,
  )
}

/** The product entry by entry of any number of tensors, broadcast. */
export const mul = (...xs: Arg[]): Wire => product(xs, false)
/** The product in which a zero stays zero against an infinity: for slopes with a factor that vanishes. */
export const mulAbsorbing = (...xs: Arg[]): Wire => product(xs, true)

/** The shape with an extent -1 replaced by what makes it one of `size` entries, if anything does. */
const completed = (shape: Shape, size: number): Shape => {
  const known = sizeOf(shape.filter((extent) => extent !== -1))
  return shape.length - shape.filter((extent) => extent !== -1).length === 1 && known > 0 && size % known === 0
    ? shape.map((extent) => (extent === -1 ? size / known : extent))
    : shape
}

/**
 * The same entries in row-major order under another shape of the same size; one extent -1 is whatever is left over.
 *
 * @throws AdError `ShapeError` where the sizes differ, or where -1 stands more than once or for no one number
 * @example
 * evaluateOrThrow(graph([[4]], (x) => reshape(x, [2, -1])), [[1, 2, 3, 4]]) // => [[[1, 2], [3, 4]]]
 */
export const reshape = (x: Arg, shape: Shape): Wire => {
  const wire = liftAt('reshape', 0, x)
  const size = sizeOf(wire.shape)
  const full = completed(shape, size)
  if (sizeOf(full) !== size || full.some((extent) => extent < 0))
    fail({
      tag: 'ShapeError',
      op: 'reshape',
      argument: 0,
      found: showShape(wire.shape),
      expected: shape.includes(-1)
        ? `a size that ${showShape(shape)} fits`
        : `${sizeOf(shape)} entries for ${showShape(shape)}`,
      cure: shape.includes(-1) ? 'give all extents' : 'give a shape of the same size',
    })
  return contract([{ wire, word: wordOf(wire) }], wordOf(wire), wire.shape, full)
}

/** Repeats a tensor along new leading axes and along axes of extent 1. */
export const broadcastTo = (x: Arg, shape: Shape): Wire => {
  const wire = liftAt('broadcastTo', 0, x)
  if (sameShape(wire.shape, shape)) return wire
  if (!sameShape(broadcastShape('broadcastTo', [wire.shape, shape]), shape))
    fail({
      tag: 'ShapeError',
      op: 'broadcastTo',
      argument: 0,
      found: showShape(wire.shape),
      expected: `what stretches to ${showShape(shape)}`,
      cure: 'reshape it, or name a larger shape',
    })
  return contract([{ wire, word: against(wire, shape) }], axesWord(shape.length), shape, shape)
}

/** The sum over some axes, all by default; `keep` leaves them in place with extent 1. */
export const sum = (x: Arg, axes?: Axes, options?: Keep): Wire => {
  const keep = keepOf('sum', options)
  const wire = liftAt('sum', 0, x)
  const gone = new Set(axesOf('sum', axes, wire.shape))
  const left = wordOf(wire).filter((axis) => !gone.has(axis))
  const shape = keep
    ? wire.shape.map((extent, axis) => (gone.has(axis) ? 1 : extent))
    : left.map((axis) => wire.shape[axis]!)
  return contract([{ wire, word: wordOf(wire) }], left, wire.shape, shape)
}

/** The axes in another order: axis k of the result is axis `order[k]` of `x`; reversed by default. */
export const transpose = (x: Arg, order?: readonly number[]): Wire => {
  const wire = liftAt('transpose', 0, x)
  const word = order ? axesOf('transpose', order, wire.shape) : [...wordOf(wire)].reverse()
  if (word.length !== wire.shape.length)
    fail({
      tag: 'AxisError',
      op: 'transpose',
      argument: 'axis',
      found: `${word.length} axes`,
      expected: `${wire.shape.length}`,
      cure: 'name every axis once',
    })
  return contract(
    [{ wire, word: wordOf(wire) }],
    word,
    wire.shape,
    word.map((axis) => wire.shape[axis]!),
  )
}

/** The matrix product over the last two axes, leading axes broadcast, a vector on either side as in NumPy. */
export const matmul: (a: Arg, b: Arg) => Wire = exactly('matmul', 2, (a: Arg, b: Arg): Wire => {
  const [x, y] = [liftAt('matmul', 0, a), liftAt('matmul', 1, b)]
  if (x.shape.length === 0 || y.shape.length === 0)
    fail({
      tag: 'ShapeError',
      op: 'matmul',
      argument: x.shape.length === 0 ? 0 : 1,
      found: 'a scalar',
      expected: 'a vector or a matrix',
      cure: 'multiply with mul',
    })
  const rows = x.shape.length > 1 ? [x.shape[x.shape.length - 2]!] : []
  const columns = y.shape.length > 1 ? [y.shape[y.shape.length - 1]!] : []
  const inner = x.shape[x.shape.length - 1]!
  const other = y.shape[Math.max(0, y.shape.length - 2)]!
  if (inner !== other)
    fail({
      tag: 'ShapeError',
      op: 'matmul',
      argument: 1,
      found: showShape(y.shape),
      expected: `extent ${inner} where ${other} is, to fit ${showShape(x.shape)}`,
      cure: 'transpose or reshape one of them',
    })
  const batch = broadcastShape('matmul', [x.shape.slice(0, -2), y.shape.slice(0, -2)])
  const letters = axesWord(batch.length)
  const [i, j, k] = [batch.length, batch.length + 1, batch.length + 2]
  const leading = (shape: Shape): Word =>
    shape.flatMap((extent, axis) =>
      extent === 1 && batch[axis + batch.length - shape.length] !== 1 ? [] : [axis + batch.length - shape.length],
    )
  const factors: Factor[] = [
    { wire: x, word: [...leading(x.shape.slice(0, -2)), ...rows.map(() => i), j] },
    { wire: y, word: [...leading(y.shape.slice(0, -2)), j, ...columns.map(() => k)] },
  ]
  return contract(
    factors,
    [...letters, ...rows.map(() => i), ...columns.map(() => k)],
    [...batch, rows[0] ?? 1, inner, columns[0] ?? 1],
    [...batch, ...rows, ...columns],
  )
})

/** The inner product of two tensors of one shape. */
export const dot: (a: Arg, b: Arg) => Wire = exactly('dot', 2, (a: Arg, b: Arg) =>
  sum(mul(liftAt('dot', 0, a), liftAt('dot', 1, b))),
)
/** The outer product: every entry of one with every entry of the other. */
export const outer: (a: Arg, b: Arg) => Wire = exactly('outer', 2, (a: Arg, b: Arg): Wire => {
  const [x, y] = [liftAt('outer', 0, a), liftAt('outer', 1, b)]
  const shape = [...x.shape, ...y.shape]
  return contract(
    [
      { wire: x, word: wordOf(x) },
      { wire: y, word: wordOf(y, x.shape.length) },
    ],
    axesWord(shape.length),
    shape,
    shape,
  )
})

const square = (op: string, x: Wire): number => {
  const [n, m] = x.shape.slice(-2)
  if (x.shape.length < 2 || n !== m)
    fail({
      tag: 'ShapeError',
      op,
      argument: 0,
      found: showShape(x.shape),
      expected: 'a square matrix',
      cure: 'slice or reshape it',
    })
  return n!
}

/** The diagonal of a square matrix, over the last two axes; of a vector, the matrix that it is the diagonal of. */
export const diag = (x: Arg): Wire => {
  const wire = liftAt('diag', 0, x)
  if (wire.shape.length === 1)
    return contract([{ wire, word: [0] }], [0, 0], wire.shape, [wire.shape[0]!, wire.shape[0]!])
  square('diag', wire)
  const rest = wire.shape.slice(0, -1)
  const word = axesWord(rest.length)
  return contract([{ wire, word: [...word, rest.length - 1] }], word, rest, rest)
}

/** The sum of the diagonal, over the last two axes. */
export const trace = (x: Arg): Wire => sum(diag(x), -1)

/** The identity matrix. */
export const eye = (n: number): Wire => contract([], [0, 0], [n], [n, n])
