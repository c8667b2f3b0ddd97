/** Functions with corners: smooth but where arguments tie or are 0; `conventions` say what the slope is there. */
import { exactly } from '../check.ts'
import { interning, type Op } from '../op.ts'
import type { Wire } from '../wire.ts'
import type { Arg } from './constant.ts'
import { apply, type Binary, elementwise, elementwiseFamily, elementwiseOp, type Unary } from './elementwise.ts'

/** What of a choice between a and b goes to a: all where `a` is ahead, `tie` where they are equal, else nothing. */
const share = (ahead: number, tie: number): number => (ahead > 0 ? 1 : ahead < 0 ? 0 : ahead === 0 ? tie : Number.NaN)
/** The sign of a - b, for infinities too. */
const order = (a: number, b: number): number => (a > b ? 1 : a < b ? -1 : a === b ? 0 : Number.NaN)

const preferFamily = elementwiseFamily('prefer')
/** 1 where a > b, 0 where a < b, and the share `tie` where they are equal. */
export const prefer: (tie: number) => Op<number> = interning<number>(String, (tie, key) =>
  elementwiseOp(preferFamily, tie, key, (a, b) => share(order(a!, b!), tie), [null, null]),
)

/**
 * The larger of two, entry by entry, NaN where either is; `conventions.tie` shares the slope where they are equal.
 *
 * @throws AdError `ShapeError` for shapes that do not broadcast
 * @example
 * grad(maximum)(2, 1) // => 1
 * grad(maximum)(2, 2) // => 0.5
 */
export const maximum: Binary = elementwise(
  'maximum',
  Math.max,
  ([a, b], _, { tie }) => apply(prefer(tie), [a!, b!]),
  ([a, b], _, { tie }) => apply(prefer(1 - tie), [b!, a!]),
)

/**
 * The smaller of two, entry by entry, NaN where either is; ties as in `maximum`.
 *
 * @throws AdError `ShapeError` for shapes that do not broadcast
 * @example
 * grad(minimum)(2, 1) // => 0
 */
export const minimum: Binary = elementwise(
  'minimum',
  Math.min,
  ([a, b], _, { tie }) => apply(prefer(tie), [b!, a!]),
  ([a, b], _, { tie }) => apply(prefer(1 - tie), [a!, b!]),
)

const stepFamily = elementwiseFamily('step')
/** 1 above 0, 0 below, and `at0` at 0. */
export const step: (at0: number) => Op<number> = interning<number>(String, (at0, key) =>
  elementwiseOp(stepFamily, at0, key, (x) => share(order(x!, 0), at0), [null]),
)

/**
 * max(x, 0), NaN where x is; its slope at 0 is `conventions.relu`.
 *
 * @example
 * grad(relu)(1) // => 1
 */
export const relu: Unary = elementwise(
  'relu',
  (x) => Math.max(x!, 0),
  ([x], _, conventions) => apply(step(conventions.relu), [x!]),
)

const signFamily = elementwiseFamily('signum')
/** 1 above 0, -1 below, and `at0` at 0. */
export const signum: (at0: number) => Op<number> = interning<number>(String, (at0, key) =>
  elementwiseOp(signFamily, at0, key, (x) => (x === 0 ? at0 : Math.sign(x!)), [null]),
)

/**
 * |x|; its slope at 0 is `conventions.abs`.
 *
 * @example
 * grad(abs)(-2) // => -1
 */
export const abs: Unary = elementwise('abs', Math.abs, ([x], _, conventions) => apply(signum(conventions.abs), [x!]))

/**
 * 1, -1, or x itself where it is 0, -0 or NaN; its slope counts as 0 everywhere.
 *
 * @example
 * evaluateOrThrow(graph([[3]], (x) => sign(x)), [[-2, 0, 5]])[0] // => [-1, 0, 1]
 */
export const sign: Unary = elementwise('sign', Math.sign, null)

export interface Share {
  /** The argument of `clip` whose share it is. */
  readonly at: number
  readonly inside: number
}
const clipFamily = elementwiseFamily('clipShare')
/** The slopes of `clip`, 1 in sum: those of min(max(x, low), high), of which ties give `inside` to the first. */
export const clipShare: (params: Share) => Op<Share> = interning<Share>(
  ({ at, inside }) => `${at},${inside}`,
  (params, key) => {
    const { at, inside } = params
    const slope = (x: number, low: number, high: number): number => {
      const above = share(order(x, low), inside)
      const below = share(order(high, Math.max(x, low)), inside)
      return at === 0 ? above * below : at === 1 ? (1 - above) * below : 1 - below
    }
    return elementwiseOp(clipFamily, params, key, (x, low, high) => slope(x!, low!, high!), [null, null, null])
  },
)

const clipOp = elementwiseOp(
  elementwiseFamily('clip'),
  null,
  '',
  (x, low, high) => Math.min(Math.max(x!, low!), high!),
  [0, 1, 2].map(
    (at) =>
      (xs, _, { clip: inside }) =>
        apply(clipShare({ at, inside }), xs),
  ),
)

/**
 * x kept between two bounds: min(max(x, low), high), which broadcast with x and have slopes too. NaN where any is. At a
 * bound, `conventions.clip` of the slope is that of x.
 *
 * @example
 * grad((x) => clip(x, 0, 1))(0.5) // => 1
 * grad((x) => clip(x, 0, 1))(2) // => 0
 */
export const clip: ((x: Arg, low: Arg, high: Arg) => Wire) & { readonly op: Op } = Object.assign(
  exactly('clip', 3, (x: Arg, low: Arg, high: Arg): Wire => apply(clipOp, [x, low, high])),
  { op: clipOp },
)
