/** Masks of 0 and 1: relations and logic, which have the derivative 0 everywhere, and what a mask chooses. */
import { exactly } from '../check.ts'
import type { Op } from '../op.ts'
import type { Wire } from '../wire.ts'
import type { Arg } from './constant.ts'
import {
  apply,
  type Binary,
  elementwise,
  elementwiseFamily,
  elementwiseOp,
  type Slope,
  type Unary,
} from './elementwise.ts'

const mask = (holds: boolean): number => (holds ? 1 : 0)
const relation = (name: string, holds: (a: number, b: number) => boolean): Binary =>
  elementwise(name, (a, b) => mask(holds(a!, b!)), null, null)
const property = (name: string, holds: (x: number) => boolean): Unary => elementwise(name, (x) => mask(holds(x!)), null)

/**
 * The mask of a > b. Relations are as in IEEE 754: all but `notEqual` are 0 where an argument is NaN, and 0 equals -0;
 * arguments broadcast.
 *
 * @throws AdError `ShapeError` for shapes that do not broadcast
 * @example
 * evaluateOrThrow(graph([[3]], (x) => greater(x, 0)), [[-1, 0, 2]])[0] // => [0, 0, 1]
 */
export const greater: Binary = relation('greater', (a, b) => a > b)
/** The mask of a >= b. */
export const greaterEqual: Binary = relation('greaterEqual', (a, b) => a >= b)
/** The mask of a < b. */
export const less: Binary = relation('less', (a, b) => a < b)
/** The mask of a <= b. */
export const lessEqual: Binary = relation('lessEqual', (a, b) => a <= b)
/** The mask of a = b. */
export const equal: Binary = relation('equal', (a, b) => a === b)
/** The mask of entries that are not equal, NaN among them. */
export const notEqual: Binary = relation('notEqual', (a, b) => a !== b)

const holds = (x: number): boolean => x !== 0

/**
 * The mask that is 1 where both arguments hold; any number but 0 holds, NaN too. Arguments broadcast.
 *
 * @example
 * const inside = graph([[3]], (x) => and(greater(x, 0), less(x, 2)))
 * evaluateOrThrow(inside, [[-1, 1, 3]])[0] // => [0, 1, 0]
 */
export const and: Binary = relation('and', (a, b) => holds(a) && holds(b))
/** The mask that is 1 where one argument or both hold. */
export const or: Binary = relation('or', (a, b) => holds(a) || holds(b))
/** The mask that is 1 where the argument is 0. */
export const not: Unary = property('not', (x) => !holds(x))

/** The mask of entries that are NaN. */
export const isNaN: Unary = property('isNaN', Number.isNaN)
/** The mask of entries that are neither infinite nor NaN. */
export const isFinite: Unary = property('isFinite', Number.isFinite)

const taken: Slope = ([given]) => notEqual(given!, 0)
const left: Slope = ([given]) => equal(given!, 0)
const selectOp = elementwiseOp(
  elementwiseFamily('select'),
  null,
  '',
  (given, a, b) => (holds(given!) ? a! : b!),
  [null, taken, left],
  { chooses: true },
)

/**
 * `a` where the mask is not 0, else `b`. What is not taken has no part in value or derivative, be it infinite or NaN.
 *
 * @example
 * grad((x) => select(greater(x, 0), sqrt(x), 0))(0) // => 0
 */
export const select: ((given: Arg, a: Arg, b: Arg) => Wire) & { readonly op: Op } = Object.assign(
  exactly('select', 3, (given: Arg, a: Arg, b: Arg): Wire => apply(selectOp, [given, a, b])),
  { op: selectOp },
)
/** `select` under the name that NumPy gives it. */
export const where = select
