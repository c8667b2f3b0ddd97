/** Intervals, rounded outward: they enclose what is computed with reals and what is computed with doubles, at once. */
import { type Algebra, filledWith } from './algebra.ts'
import { enclosures } from './enclosures.ts'
import { hull, type Interval, interval, isWhole, isZero, plus, times, WHOLE } from './interval.ts'

/**
 * One element is one unknown number, so a product of an element with itself is a square, which is not below 0; inputs
 * are told apart where they enter.
 */
const product = (xs: readonly Interval[], absorbing: boolean): Interval => {
  // Of three and more factors a product may underflow to 0 before it meets an infinity, and nothing absorbs.
  const sure = absorbing && (xs.length < 3 || xs.some(isZero))
  let total = xs[0]!
  const odd = new Set<Interval>()
  const turn = (x: Interval): void => {
    if (!odd.delete(x) && x.lo < 0) odd.add(x)
  }
  turn(total)
  for (const x of xs.slice(1)) {
    total = times(total, x, sure)
    turn(x)
    if (odd.size === 0 && !isWhole(total)) total = interval(Math.max(0, total.lo), Math.max(0, total.hi))
  }
  return total
}

/**
 * The whole line stands for everything, NaN among it: domains left, a reciprocal around 0, a function that
 * `notEnclosed` lists, a solve, a user's op. Functions of the host are taken to be right to 2 units in the last place,
 * and are widened by twice as much; sums, products and reciprocals are rounded outward exactly.
 */
export const intervals: Algebra<Interval> = {
  name: 'intervals',
  constant: (x) => interval(x, x),
  add: plus,
  mul: product,
  neg: (x) => interval(-x.hi, -x.lo),
  apply: (op, xs) => enclosures.get(op.family)?.(op.params, ...xs) ?? WHOLE,
  number: ({ lo, hi }) => (lo === hi ? lo : undefined),
  choose: (_, options) => options.reduce(hull),
  other: (_, __, type) => filledWith(type, () => WHOLE),
  at: (x, { node, within }) => (node.op.family.kind === 'input' && within.length === 0 ? { ...x } : x),
}
