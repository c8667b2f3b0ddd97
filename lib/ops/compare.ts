/** Comparisons, which give masks of 0 and 1 and have no derivative, and what masks choose: select, maximum. */

import { interning } from '../op.ts'
import type { Wire } from '../wire.ts'
import { type Arg, lift } from './constant.ts'
import { apply, elementwise, elementwiseFamily, elementwiseOp, type Slope } from './elementwise.ts'

type Binary = (a: Arg, b: Arg) => Wire
const relation = (name: string, holds: (a: number, b: number) => boolean): Binary =>
  elementwise(name, (a, b) => (holds(a!, b!) ? 1 : 0), null, null)

export const greater = relation('greater', (a, b) => a > b)
export const greaterEqual = relation('greaterEqual', (a, b) => a >= b)
export const less = relation('less', (a, b) => a < b)
export const lessEqual = relation('lessEqual', (a, b) => a <= b)
export const equal = relation('equal', (a, b) => a === b)
export const notEqual = relation('notEqual', (a, b) => a !== b)

const taken: Slope = ([mask]) => notEqual(mask!, 0)
const left: Slope = ([mask]) => equal(mask!, 0)

/** `a` where the mask is not 0, else `b`. What is not taken has no part in value or derivative, be it infinite or NaN. */
export const select = (mask: Arg, a: Arg, b: Arg): Wire => apply(selectOp, [mask, a, b])
const selectOp = elementwiseOp(
  elementwiseFamily('select'),
  null,
  '',
  (mask, a, b) => (mask !== 0 ? a! : b!),
  [null, taken, left],
  { chooses: true },
)

const preferFamily = elementwiseFamily('prefer')
/** 1 where a > b, 0 where a < b, and the share `tie` where they are equal. */
const prefer = interning<number>(String, (tie, key) =>
  elementwiseOp(preferFamily, tie, key, (a, b) => (a! > b! ? 1 : a === b ? tie : a! < b! ? 0 : Number.NaN), [
    null,
    null,
  ]),
)

/** The larger of two, entry by entry, NaN where either is; `conventions.tie` shares the slope where they are equal. */
export const maximum: Binary = elementwise(
  'maximum',
  Math.max,
  ([a, b], _, { tie }) => apply(prefer(tie), [a!, b!]),
  ([a, b], _, { tie }) => apply(prefer(1 - tie), [b!, a!]),
)

export const relu = (x: Arg): Wire => maximum(lift(x), 0)
