/** Closed intervals of the extended real line, and the few things that all of their functions are made of. */
import { above, below, productDown, productUp, sumDown, sumUp } from './rounding.ts'

/** All numbers from `lo` to `hi`. */
export interface Interval {
  readonly lo: number
  readonly hi: number
}

/** All numbers, and NaN: what stands for anything at all. */
export const WHOLE: Interval = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY }

export const isWhole = ({ lo, hi }: Interval): boolean =>
  lo === Number.NEGATIVE_INFINITY && hi === Number.POSITIVE_INFINITY

/** From `lo` to `hi`; the whole line where either is NaN. */
export const interval = (lo: number, hi: number): Interval =>
  Number.isNaN(lo) || Number.isNaN(hi) ? WHOLE : { lo, hi }

/** The least interval with both in it. */
export const hull = (a: Interval, b: Interval): Interval => ({ lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) })
export const hullOf = (xs: readonly number[]): Interval => interval(Math.min(...xs), Math.max(...xs))

/** The common part of two intervals that meet. */
export const within = ({ lo, hi }: Interval, range: Interval): Interval => ({
  lo: Math.min(range.hi, Math.max(range.lo, lo)),
  hi: Math.max(range.lo, Math.min(range.hi, hi)),
})

export const contains = ({ lo, hi }: Interval, x: number): boolean => lo <= x && x <= hi

/** Units in the last place by which a value of the host's functions is widened: twice what they may be wrong by. */
export const HOST = 4
/** The same for what the library composes of up to three of them. */
export const COMPOSED = 8

export const widened = ({ lo, hi }: Interval, ulps: number): Interval => interval(below(lo, ulps), above(hi, ulps))

/** Every sum of one number of each. */
export const plus = (a: Interval, b: Interval): Interval =>
  isWhole(a) || isWhole(b) ? WHOLE : interval(sumDown(a.lo, b.lo), sumUp(a.hi, b.hi))

export const isZero = ({ lo, hi }: Interval): boolean => lo === 0 && hi === 0
export const isBounded = ({ lo, hi }: Interval): boolean => Number.isFinite(lo) && Number.isFinite(hi)

/** Every product of one number of each: 0 times infinity is NaN, and so the whole line, unless a zero absorbs. */
export const times = (a: Interval, b: Interval, absorbing = false): Interval => {
  if (absorbing && (isZero(a) || isZero(b))) return interval(0, 0)
  if (isWhole(a) || isWhole(b)) return WHOLE
  if (!absorbing && ((contains(a, 0) && !isBounded(b)) || (contains(b, 0) && !isBounded(a)))) return WHOLE
  return interval(
    Math.min(productDown(a.lo, b.lo), productDown(a.lo, b.hi), productDown(a.hi, b.lo), productDown(a.hi, b.hi)),
    Math.max(productUp(a.lo, b.lo), productUp(a.lo, b.hi), productUp(a.hi, b.lo), productUp(a.hi, b.hi)),
  )
}
