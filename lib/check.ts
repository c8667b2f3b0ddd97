/** Checks that ops share: an argument must be a tensor, a rank must be enough, an axis must exist. */
import { fail, typesText } from './error.ts'
import { isTuple, type Shape, showShape, type TensorType, type Type } from './types.ts'

export const arity = (op: string, xs: readonly unknown[], count: number): void => {
  if (xs.length !== count)
    fail({ tag: 'ArityError', op, found: `${xs.length} arguments`, expected: `${count}`, cure: `give ${count}` })
}

/** The type of argument `at`, which must be a tensor. */
export const tensorOf = (op: string, xs: readonly Type[], at: number): TensorType => {
  const x = xs[at]
  if (x === undefined || isTuple(x))
    return fail({
      tag: 'ShapeError',
      op,
      argument: at,
      found: typesText(x ? [x] : []),
      expected: 'a tensor',
      cure: 'take a part with project',
    })
  return x
}

/** An axis counted from the end as a negative number becomes one counted from 0. */
export const axisOf = (op: string, axis: number, shape: Shape): number => {
  const own = axis < 0 ? axis + shape.length : axis
  if (!Number.isInteger(axis) || own < 0 || own >= shape.length)
    fail({
      tag: 'AxisError',
      op,
      argument: 'axis',
      found: `axis ${axis} of shape ${showShape(shape)}`,
      expected: shape.length === 0 ? 'no axis at all' : `a whole number from ${-shape.length} to ${shape.length - 1}`,
      cure: 'name an axis that exists',
    })
  return own
}

/** Axes counted from 0, each once; all of them where none are given. */
export const axesOf = (op: string, axes: number | readonly number[] | undefined, shape: Shape): readonly number[] => {
  if (axes === undefined) return shape.map((_, axis) => axis)
  const own = (typeof axes === 'number' ? [axes] : axes).map((axis) => axisOf(op, axis, shape))
  if (new Set(own).size !== own.length)
    fail({
      tag: 'AxisError',
      op,
      argument: 'axis',
      found: `axes ${own.join()}`,
      expected: 'each axis once',
      cure: 'drop the repeated axis',
    })
  return own
}
