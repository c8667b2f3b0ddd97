/** Checks that ops share: an argument must be a tensor, a rank must be enough, an axis must exist. */
import { fail, typesText } from './error.ts'
import { givenName } from './places.ts'
import { isTuple, type Shape, showShape, type TensorType, type Type } from './types.ts'

/** So many of something, in words. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

export const arity = (op: string, xs: readonly unknown[], count: number): void => {
  if (xs.length !== count)
    fail({ tag: 'ArityError', op, found: counted(xs.length, 'argument'), expected: `${count}`, cure: `give ${count}` })
}

/** A function of exactly so many arguments: fewer are refused, and so are more. */
export const exactly =
  <A extends unknown[], B>(op: string, count: number, f: (...xs: A) => B): ((...xs: A) => B) =>
  (...xs) => {
    arity(op, xs, count)
    return f(...xs)
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
  if (typeof axes !== 'number' && !Array.isArray(axes))
    fail({
      tag: 'AxisError',
      op,
      argument: 'axis',
      found: givenName(axes),
      expected: 'an axis, or a list of axes',
      cure: `write ${op}(x, 1) or ${op}(x, [0, 1]), with options after that`,
    })
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
