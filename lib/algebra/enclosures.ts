/** What functions of numbers make of intervals: a table by family, each row enclosing every value in its arguments. */
import type { Family } from '../op.ts'
import { complementaryErrorFunction, errorFunction } from '../ops/errorFunction.ts'
import * as ops from '../ops/index.ts'
import { type PowerLog, powerLogOp, powerOp } from '../ops/powers.ts'
import { overOp } from '../ops/reduce.ts'
import { radius } from '../ops/trigonometric.ts'
import {
  COMPOSED,
  contains,
  HOST,
  hullOf,
  type Interval,
  interval,
  isBounded,
  isWhole,
  times,
  WHOLE,
  widened,
  within,
} from './interval.ts'
import { nextDown, nextUp, recipDown, recipUp } from './rounding.ts'
import { type Enclosure, stepwise } from './stepwise.ts'

const LINE: Interval = interval(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
const POSITIVE: Interval = interval(0, Number.POSITIVE_INFINITY)
const UNIT: Interval = interval(-1, 1)

const inside = (x: Interval, domain: Interval): boolean => !isWhole(x) && x.lo >= domain.lo && x.hi <= domain.hi

/** A function that rises on a domain, as the host computes it; beyond the domain it is NaN. */
const rising =
  (f: (x: number) => number, range = LINE, domain = LINE, ulps = HOST): Enclosure =>
  (_, ...[x]) =>
    inside(x!, domain) ? within(widened(interval(f(x!.lo), f(x!.hi)), ulps), range) : WHOLE

const falling =
  (f: (x: number) => number, range: Interval, domain: Interval): Enclosure =>
  (_, ...[x]) =>
    inside(x!, domain) ? within(widened(interval(f(x!.hi), f(x!.lo)), HOST), range) : WHOLE

const recip = (x: Interval): Interval =>
  isWhole(x) || contains(x, 0) ? WHOLE : interval(recipDown(x.hi), recipUp(x.lo))

/** |x|, from the point nearest to 0 to the one farthest from it. */
const distance = (x: Interval): Interval =>
  interval(contains(x, 0) ? 0 : Math.min(Math.abs(x.lo), Math.abs(x.hi)), Math.max(Math.abs(x.lo), Math.abs(x.hi)))

/** x^n for a whole n other than 0: even ones by the distance from 0, negative ones away from 0 only. */
const wholePower = (x: Interval, n: number): Interval => {
  if (isWhole(x) || (n < 0 && contains(x, 0))) return WHOLE
  const base = n % 2 === 0 ? distance(x) : x
  const ends = widened(hullOf([base.lo ** n, base.hi ** n]), HOST)
  return n % 2 === 0 ? within(ends, POSITIVE) : ends
}

/** x^p at x above 0: between the values at the corners. */
const power = (x: Interval, p: Interval): Interval =>
  isWhole(x) || !(x.lo > 0) || !isBounded(p)
    ? WHOLE
    : within(widened(hullOf([x.lo ** p.lo, x.lo ** p.hi, x.hi ** p.lo, x.hi ** p.hi]), HOST), POSITIVE)

const log = rising(Math.log, LINE, POSITIVE)

/** Whether some of `offset + k period` for a whole k may be in x: where it is too near to tell, it may. */
const mayMeet = ({ lo, hi }: Interval, offset: number, period: number): boolean => {
  const [from, to] = [(lo - offset) / period, (hi - offset) / period]
  const doubt = 4e-15 * (1 + Math.max(Math.abs(from), Math.abs(to)))
  return Math.floor(to + doubt) >= Math.ceil(from - doubt)
}

const wave =
  (f: (x: number) => number, top: number): Enclosure =>
  (_, ...[x]) => {
    if (!isBounded(x!)) return WHOLE
    const ends = within(widened(hullOf([f(x!.lo), f(x!.hi)]), HOST), UNIT)
    return interval(mayMeet(x!, top + Math.PI, 2 * Math.PI) ? -1 : ends.lo, mayMeet(x!, top, 2 * Math.PI) ? 1 : ends.hi)
  }

const tan: Enclosure = (_, ...[x]) =>
  isBounded(x!) && !mayMeet(x!, Math.PI / 2, Math.PI)
    ? widened(interval(Math.tan(x!.lo), Math.tan(x!.hi)), HOST)
    : WHOLE

/** The angles of a box: between those of its corners, unless it meets the cut. */
const angles = (y: Interval, x: Interval): Interval => {
  if (isWhole(y) || isWhole(x)) return WHOLE
  if (contains(y, 0) && x.lo <= 0) return widened(interval(-Math.PI, Math.PI), HOST)
  const corners = [y.lo, y.hi].flatMap((b) => [x.lo, x.hi].map((a) => Math.atan2(b, a)))
  return widened(hullOf(corners), HOST)
}

const lengths = (a: Interval, b: Interval): Interval => {
  if (isWhole(a) || isWhole(b)) return WHOLE
  const [p, q] = [distance(a), distance(b)]
  return within(widened(interval(Math.hypot(p.lo, q.lo), Math.hypot(p.hi, q.hi)), HOST), POSITIVE)
}

const quotient = (x: Interval, n: number): Interval =>
  isWhole(x) || !(n > 0) ? WHOLE : interval(nextDown(x.lo / n), nextUp(x.hi / n))

const logistic = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
const logOdds = (x: number): number =>
  x > 0.25 && x < 0.75 ? Math.log1p((2 * x - 1) / (1 - x)) : Math.log(x / (1 - x))

const powerLog = ({ k }: PowerLog, x: Interval, p: Interval): Interval =>
  k === 0 ? power(x, p) : times(power(x, p), x.lo > 0 ? wholePower(log(null, x), k) : WHOLE)

const smooth: readonly (readonly [Family, Enclosure])[] = [
  [ops.recip.op.family, (_, ...[x]) => recip(x!)],
  [ops.sqrt.op.family, rising(Math.sqrt, POSITIVE, POSITIVE)],
  [powerOp(2).family, (n, ...[x]) => wholePower(x!, n as number)],
  [ops.pow.op.family, (_, ...[x, p]) => power(x!, p!)],
  [powerLogOp({ k: 1, logarithm: 'limit' }).family, (params, ...[x, p]) => powerLog(params as PowerLog, x!, p!)],
  [overOp(1).family, (n, ...[x]) => quotient(x!, n as number)],
  [ops.exp.op.family, rising(Math.exp, POSITIVE)],
  [ops.expm1.op.family, rising(Math.expm1, interval(-1, Number.POSITIVE_INFINITY))],
  [ops.log.op.family, log],
  [ops.log1p.op.family, rising(Math.log1p, LINE, interval(-1, Number.POSITIVE_INFINITY))],
  [ops.sigmoid.op.family, rising(logistic, interval(0, 1), LINE, COMPOSED)],
  [ops.softplus.op.family, rising(softplus, POSITIVE, LINE, COMPOSED)],
  [ops.logit.op.family, rising(logOdds, LINE, interval(0, 1), COMPOSED)],
  [ops.erf.op.family, rising(errorFunction, UNIT)],
  [ops.erfc.op.family, falling(complementaryErrorFunction, interval(0, 2), LINE)],
  [ops.sin.op.family, wave(Math.sin, Math.PI / 2)],
  [ops.cos.op.family, wave(Math.cos, 0)],
  [ops.tan.op.family, tan],
  [ops.asin.op.family, rising(Math.asin, LINE, UNIT)],
  [ops.acos.op.family, falling(Math.acos, POSITIVE, UNIT)],
  [ops.atan.op.family, rising(Math.atan)],
  [radius.op.family, (_, ...[a, b]) => lengths(a!, b!)],
  [ops.atan2.op.family, (_, ...[y, x]) => angles(y!, x!)],
  [ops.sinh.op.family, rising(Math.sinh)],
  [ops.cosh.op.family, (_, ...[x]) => (isWhole(x!) ? WHOLE : rising(Math.cosh)(null, distance(x!)))],
  [ops.tanh.op.family, rising(Math.tanh, UNIT)],
  [ops.asinh.op.family, rising(Math.asinh)],
  [ops.acosh.op.family, rising(Math.acosh, POSITIVE, interval(1, Number.POSITIVE_INFINITY))],
  [ops.atanh.op.family, rising(Math.atanh, LINE, UNIT)],
]

/** The rows, by the family of the op. */
export const enclosures: ReadonlyMap<Family, Enclosure> = new Map([...smooth, ...stepwise])

/** The families of the library's public functions that are elementwise ops. */
const families: readonly Family[] = Object.values(ops as Readonly<Record<string, unknown>>).flatMap((f) =>
  typeof f === 'function' && 'op' in f ? [(f.op as { readonly family: Family }).family] : [],
)

/**
 * The library's elementwise functions of which nothing is known but that the result is somewhere on the line.
 *
 * @example
 * notEnclosed().includes('sin') // => false
 */
export const notEnclosed = (): readonly string[] =>
  [...new Set(families)].filter((family) => !enclosures.has(family)).map(({ name }) => name)
