/** Every row of the table of enclosures against the function itself, at points of intervals of all kinds. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { magnitude } from '../../../lib/absolute.ts'
import { enclosures } from '../../../lib/algebra/enclosures.ts'
import { callOp } from '../../../lib/algebra/numbers.ts'
import * as ops from '../../../lib/ops/index.ts'
import { clipShare, prefer, signum, step } from '../../../lib/ops/piecewise.ts'
import { powerLogOp, powerOp } from '../../../lib/ops/powers.ts'
import { anchor, overOp } from '../../../lib/ops/reduce.ts'
import { radius } from '../../../lib/ops/trigonometric.ts'
import { Algebra, type Interval, type Op } from '../../../modes/index.ts'

const named: readonly Op[] = Object.values(ops as Readonly<Record<string, unknown>>).flatMap((f) =>
  typeof f === 'function' && 'op' in f ? [f.op as Op] : [],
)
const parametric: readonly Op[] = [
  ...[2, 3, -1, -2, -3, 7].map(powerOp),
  ...([1, 2, 3] as const).map((k) => powerLogOp({ k, logarithm: 'limit' })),
  ...[1, 3, 7].map(overOp),
  ...[0, 0.5, 1].flatMap((at) => [prefer(at), step(at), signum(at)]),
  ...[0, 1, 2].flatMap((at) => [0, 0.5, 1].map((inside) => clipShare({ at, inside }))),
  ...[anchor, radius, magnitude].map(({ op }) => op),
]
const all = [...named, ...parametric].filter(({ family }) => enclosures.has(family))

/** How many arguments an op takes: as many as it does not refuse. */
const arityOf = (op: Op): number =>
  [1, 2, 3].find((n) => {
    try {
      op.type(...new Array<{ readonly shape: readonly number[] }>(n).fill({ shape: [] }))
      return true
    } catch {
      return false
    }
  })!

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number
const POINTS = [
  NEGATIVE_INFINITY,
  -1e4,
  -4.7,
  -1.5,
  -1,
  -0.5,
  -1e-9,
  -0,
  0,
  0.3,
  0.5,
  1,
  1.5,
  2,
  3.2,
  40,
  POSITIVE_INFINITY,
]

interface Choice {
  readonly box: Interval
  readonly points: readonly number[]
}
/** An interval between two of the points, with the points in it and some between. */
const choice: fc.Arbitrary<Choice> = fc
  .tuple(
    fc.nat({ max: POINTS.length - 1 }),
    fc.nat({ max: POINTS.length - 1 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([i, j, part]) => {
    const [lo, hi] = [POINTS[Math.min(i, j)]!, POINTS[Math.max(i, j)]!]
    const inner = Math.min(hi, Math.max(lo, lo + part * (hi - lo)))
    const whole = lo === NEGATIVE_INFINITY && hi === POSITIVE_INFINITY
    const points = POINTS.slice(Math.min(i, j), Math.max(i, j) + 1)
    return {
      box: { lo, hi },
      points: [...points, ...(Number.isFinite(inner) ? [inner] : []), ...(whole ? [Number.NaN] : [])],
    }
  })

test('the result at every point of the arguments is in the result of the intervals', () => {
  assert.ok(all.length > 60, `${all.length} ops`)
  for (const op of all) {
    const arity = arityOf(op)
    let known = 0
    fc.assert(
      fc.property(fc.array(choice, { minLength: arity, maxLength: arity }), fc.nat({ max: 999 }), (choices, seed) => {
        const { lo, hi } = Algebra.intervals.apply(
          op,
          choices.map(({ box }) => ({ ...box })),
        )
        if (lo === NEGATIVE_INFINITY && hi === POSITIVE_INFINITY) return
        known++
        for (let k = 0; k < 12; k++) {
          const xs = choices.map(({ points }, i) => points[(seed + k * (i + 1) + ((k * k * i) % 5)) % points.length]!)
          const y = callOp(op, xs)
          assert.ok(lo <= y && y <= hi, `${op.name}(${xs.join(', ')}) = ${y} is not in [${lo}, ${hi}]`)
        }
      }),
      { numRuns: 300 },
    )
    assert.ok(known > 2, `${op.name} knows nothing`)
  }
})

test.run()
