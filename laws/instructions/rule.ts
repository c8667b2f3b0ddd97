// Rules: what an instruction of a generated graph may draw from the wires at hand, with bounds of their entries.
import { type Arg, add, mul, type Shape, sizeOf, type Wire } from '../../modes/index.ts'

/** A wire and a bound of its entries: what grows beyond a few is scaled down, so that no composite overflows. */
export interface Bounded {
  readonly wire: Wire
  readonly bound: number
}
export type Pool = readonly Bounded[]
export type Instruction = readonly [op: number, a: number, b: number, c: number]
const LIMIT = 6
export const limited = (wire: Wire, bound: number, limit = LIMIT): Bounded => {
  if (bound <= limit) return { wire, bound }
  const coef = 2 ** Math.floor(Math.log2(limit / bound))
  return { wire: mul(coef, wire), bound: bound * coef }
}

export interface Choice {
  readonly a: Bounded
  readonly b: Bounded
  /** One that broadcasts with `a`. */
  readonly like: Bounded
  readonly c: number
  readonly of: (fits: (shape: Shape) => boolean) => Bounded | undefined
}
export type Rule = (choice: Choice) => readonly Bounded[]
export const unary =
  (f: (x: Arg) => Wire, bound: (m: number) => number, limit = LIMIT): Rule =>
  ({ a }) => {
    const x = limited(a.wire, a.bound, limit)
    return [{ wire: f(x.wire), bound: bound(x.bound) }]
  }
/** At least 3/2: where recip, log, sqrt and pow are smooth. */
export const positive = (x: Arg): Wire => add(1.5, mul(x, x))
export const fitsBeside =
  (x: Shape) =>
  (y: Shape): boolean =>
    Array.from({ length: Math.min(x.length, y.length) }, (_, k) => [x.at(-1 - k), y.at(-1 - k)]).every(
      ([i, j]) => i === j || i === 1 || j === 1,
    )
/** Whether a tensor of the first shape broadcasts to the second. */
export const fitsInto = (from: Shape, to: Shape): boolean =>
  from.length <= to.length && from.every((extent, k) => extent === 1 || extent === to.at(k - from.length))
export const small = (shape: Shape): boolean => sizeOf(shape) <= 12
export const rank = (x: Bounded): number => x.wire.shape.length
/** One of the axes, where there are any and none is empty. */
export const axisFor = ({ wire: { shape } }: Bounded, c: number): number | undefined =>
  shape.length > 0 && sizeOf(shape) > 0 ? c % shape.length : undefined
/** Rules for what works along an axis. */
export const along =
  (f: (x: Wire, axis: number) => Wire, bound: (m: number, extent: number) => number, limit = LIMIT): Rule =>
  ({ a, c }) => {
    const axis = axisFor(a, c)
    if (axis === undefined) return []
    const x = limited(a.wire, a.bound, limit)
    return [{ wire: f(x.wire, axis), bound: bound(x.bound, a.wire.shape[axis]!) }]
  }
