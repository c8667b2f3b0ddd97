/** What choices, comparisons and roundings make of intervals: exact, since they compute nothing. */
import { magnitude } from '../absolute.ts'
import type { Family } from '../op.ts'
import * as ops from '../ops/index.ts'
import { clipShare, prefer, type Share, signum, step } from '../ops/piecewise.ts'
import { anchor } from '../ops/reduce.ts'
import { contains, hull, hullOf, type Interval, interval, isBounded, isWhole, WHOLE } from './interval.ts'

/** The interval of all values of an elementwise op of these parameters at points of these intervals. */
export type Enclosure = (params: unknown, ...xs: readonly Interval[]) => Interval
type Two = (a: Interval, b: Interval) => Interval

const constant = (x: number): Interval => interval(x, x)
const UNKNOWN = interval(0, 1)

/** A mask: 1 or 0 where it is known to hold or not to. */
const mask = (holds: boolean, fails: boolean): Interval => (holds ? constant(1) : fails ? constant(0) : { ...UNKNOWN })

/** NaN, which the whole line stands for too, fails every relation but `notEqual`. */
const relation =
  (holds: (a: Interval, b: Interval) => boolean, fails: (a: Interval, b: Interval) => boolean): Enclosure =>
  (_, ...[a, b]) =>
    isWhole(a!) || isWhole(b!) ? { ...UNKNOWN } : mask(holds(a!, b!), fails(a!, b!))

const above = (a: Interval, b: Interval): boolean => a.lo > b.hi
const notBelow = (a: Interval, b: Interval): boolean => a.lo >= b.hi
const same = (a: Interval, b: Interval): boolean => a.lo === a.hi && b.lo === b.hi && a.lo === b.lo
const apart = (a: Interval, b: Interval): boolean => above(a, b) || above(b, a)
const turned =
  (f: (a: Interval, b: Interval) => boolean) =>
  (a: Interval, b: Interval): boolean =>
    f(b, a)

const isTrue = (x: Interval): boolean => !contains(x, 0)
const isFalse = (x: Interval): boolean => x.lo === 0 && x.hi === 0

/** A function that never falls and is exact at both ends; NaN goes through. */
const rising =
  (f: (...xs: number[]) => number): Enclosure =>
  (_, ...xs) =>
    xs.some(isWhole) ? WHOLE : interval(f(...xs.map((x) => x.lo)), f(...xs.map((x) => x.hi)))

/** The signs that a - b may have. */
const orders: (a: Interval, b: Interval) => readonly number[] = (a, b) => [
  ...(a.lo < b.hi ? [-1] : []),
  ...(a.lo <= b.hi && b.lo <= a.hi ? [0] : []),
  ...(a.hi > b.lo ? [1] : []),
]
const shares = (a: Interval, b: Interval, tie: number): Interval =>
  hullOf(orders(a, b).map((order) => (order > 0 ? 1 : order < 0 ? 0 : tie)))

const sides = (x: Interval, values: readonly [below: number, at: number, above: number]): Interval =>
  isWhole(x) ? WHOLE : hullOf(orders(x, constant(0)).map((order) => values[order + 1]!))

const larger: Two = (a, b) => (isWhole(a) || isWhole(b) ? WHOLE : interval(Math.max(a.lo, b.lo), Math.max(a.hi, b.hi)))

/** The slopes of clip, of products and differences of shares in [0, 1]. */
const clipShares = ({ at, inside }: Share, x: Interval, low: Interval, high: Interval): Interval => {
  if ([x, low, high].some(isWhole)) return WHOLE
  const over = shares(x, low, inside)
  const under = shares(high, larger(x, low), inside)
  const corners = [over.lo, over.hi].flatMap((a) =>
    [under.lo, under.hi].map((b) => (at === 0 ? a * b : at === 1 ? (1 - a) * b : 1 - b)),
  )
  return hullOf(corners)
}

const size = (x: Interval): Interval =>
  isWhole(x)
    ? WHOLE
    : interval(contains(x, 0) ? 0 : Math.min(Math.abs(x.lo), Math.abs(x.hi)), Math.max(Math.abs(x.lo), Math.abs(x.hi)))

const nearest = (x: number): number => {
  const up = Math.round(x)
  return Math.abs(x % 1) === 0.5 && up % 2 !== 0 ? up - 1 : up
}

export const stepwise: readonly (readonly [Family, Enclosure])[] = [
  [ops.greater.op.family, relation(above, turned(notBelow))],
  [ops.greaterEqual.op.family, relation(notBelow, turned(above))],
  [ops.less.op.family, relation(turned(above), notBelow)],
  [ops.lessEqual.op.family, relation(turned(notBelow), above)],
  [ops.equal.op.family, relation(same, apart)],
  [ops.notEqual.op.family, relation(apart, same)],
  [ops.and.op.family, (_, ...[a, b]) => mask(isTrue(a!) && isTrue(b!), isFalse(a!) || isFalse(b!))],
  [ops.or.op.family, (_, ...[a, b]) => mask(isTrue(a!) || isTrue(b!), isFalse(a!) && isFalse(b!))],
  [ops.not.op.family, (_, ...[x]) => mask(isFalse(x!), isTrue(x!))],
  [ops.isNaN.op.family, (_, ...[x]) => mask(false, !isWhole(x!))],
  [ops.isFinite.op.family, (_, ...[x]) => mask(isBounded(x!), false)],
  [ops.select.op.family, (_, ...[given, a, b]) => (isTrue(given!) ? a! : isFalse(given!) ? b! : hull(a!, b!))],
  [ops.maximum.op.family, (_, ...[a, b]) => larger(a!, b!)],
  [ops.minimum.op.family, rising(Math.min)],
  [ops.clip.op.family, rising((x, low, high) => Math.min(Math.max(x!, low!), high!))],
  [clipShare({ at: 0, inside: 0 }).family, (params, ...[x, low, high]) => clipShares(params as Share, x!, low!, high!)],
  [prefer(0).family, (tie, ...[a, b]) => (isWhole(a!) || isWhole(b!) ? WHOLE : shares(a!, b!, tie as number))],
  [step(0).family, (at0, ...[x]) => sides(x!, [0, at0 as number, 1])],
  [signum(0).family, (at0, ...[x]) => sides(x!, [-1, at0 as number, 1])],
  [ops.sign.op.family, (_, ...[x]) => sides(x!, [-1, 0, 1])],
  [ops.relu.op.family, rising((x) => Math.max(x!, 0))],
  [ops.abs.op.family, (_, ...[x]) => size(x!)],
  [magnitude.op.family, (_, ...[x]) => size(x!)],
  [ops.floor.op.family, rising(Math.floor)],
  [ops.ceil.op.family, rising(Math.ceil)],
  [ops.trunc.op.family, rising(Math.trunc)],
  [ops.round.op.family, rising(nearest)],
  [anchor.op.family, (_, ...[x]) => (isWhole(x!) || isBounded(x!) ? x! : hull(x!, constant(0)))],
]
