// Functions with corners: values by the order of numbers, slopes away from corners, and what bounds share.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../../laws/checkGradients.ts'
import {
  abs,
  add,
  checkpoint,
  clip,
  cond,
  cotangent,
  grad,
  greater,
  hessian,
  jacobian,
  maximum,
  minimum,
  mul,
  neg,
  relu,
  scan,
  select,
  sign,
  sin,
  sub,
  sum,
  type Wire,
} from '../../../modes/index.ts'
import { checkAll, checkSame, type Drawn, flat, near, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const special = [-infinity, -2.5, -0, 0, 1e-310, 3, infinity, nan]
const same = (found: unknown, expected: readonly number[], what: string): void => {
  const entries = flat(found)
  assert.is(entries.length, expected.length, what)
  expected.forEach((x, k) => {
    assert.ok(Object.is(entries[k], x), `${what} entry ${k}: ${entries[k]}, expected ${x}`)
  })
}

test('values by comparison alone, signed zeros and NaN included', () => {
  same(values((x) => abs(x), special)[0], [infinity, 2.5, 0, 0, 1e-310, 3, infinity, nan], 'abs')
  same(values((x) => relu(x), special)[0], [0, 0, 0, 0, 1e-310, 3, infinity, nan], 'relu')
  same(values((x) => sign(x), special)[0], [-1, -1, -0, 0, 1, 1, 1, nan], 'sign')
  same(values((x) => clip(x, -1, 2), special)[0], [-1, -1, -0, 0, 1e-310, 2, 2, nan], 'clip')
  same(values((x) => minimum(x, 0), special)[0], [-infinity, -2.5, -0, 0, 0, 0, 0, nan], 'minimum')
  same(values((x) => maximum(x, -0), special)[0], [-0, -0, -0, 0, 1e-310, 3, infinity, nan], 'maximum')
  same(values((x) => clip(x, nan, 2), [1, 3])[0], [nan, nan], 'clip from NaN')
  same(values((x) => clip(x, 3, 2), [1, 2.5, 4])[0], [2, 2, 2], 'clip between bounds that cross')
  same(values((x) => abs(x), [])[0], [], 'no entry')
})

test('minimum(a, b) = -maximum(-a, -b), in value and slopes, at ties too', () => {
  const number = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true, min: -9, max: 9 }))
  fc.assert(
    fc.property(number, number, (a, b) => {
      const twin = (x: Wire, y: Wire): Wire => neg(maximum(neg(x), neg(y)))
      near(
        values((x, y) => minimum(x, y), a, b),
        values(twin, a, b),
        0,
      )
      for (const tie of [0.5, 1])
        for (const argnums of [0, 1]) {
          const options = { argnums, conventions: { ...cotangent, tie } }
          near(grad(minimum, options)(a, b), grad(twin, options)(a, b), 0)
        }
    }),
    { numRuns: 15 },
  )
})

test('slopes away from corners are 1, 0 and -1 to the letter', () => {
  near(grad((x) => sum(abs(x)))([-3, 1e-310, 5, infinity]), [-1, 1, 1, 1], 0)
  near(grad((x) => sum(relu(x)))([-3, 1, 5, -infinity]), [0, 1, 1, 0], 0)
  near(grad((x) => sum(clip(x, -1, 2)))([-3, 1, 5]), [0, 1, 0], 0)
  near(grad((x) => sum(sign(x)))([-3, 0, 5]), [0, 0, 0], 0)
  near(hessian((x) => sum(abs(x)))([0, 1]), [
    [0, 0],
    [0, 0],
  ])
})

test('the slopes of clip in x and both bounds are 1 in sum, wherever they stand', () => {
  const whole = fc.integer({ min: 0, max: 2 })
  fc.assert(
    fc.property(whole, whole, whole, fc.constantFrom(0, 0.5, 1), (x, low, high, inside) => {
      const conventions = { ...cotangent, clip: inside }
      const slopes = [0, 1, 2].map((argnums) => grad(clip, { argnums, conventions })(x, low, high))
      near(slopes[0] + slopes[1] + slopes[2], 1, 0)
      const composite = (a: Wire, b: Wire, c: Wire): Wire => minimum(maximum(a, b), c)
      const twin = { conventions: { ...cotangent, tie: inside } }
      near(
        slopes,
        [0, 1, 2].map((argnums) => grad(composite, { argnums, ...twin })(x, low, high)),
        0,
      )
    }),
    { numRuns: 25 },
  )
})

test('clip broadcasts its bounds, and they have gradients', () => {
  const x = [
    [-1, 0.5, 9],
    [4, 5, 6],
  ]
  near(grad((low) => sum(clip(x, low, [2, 3, 7])))([0, 1, 8]), [1, 1, 0], 0)
  near(grad((high) => sum(clip(x, [0, 1, 8], high)))([2, 3, 7]), [1, 1, 2], 0)
  checkAll((z) => sum(mul(z, clip(z, add(-1, mul(0.1, z)), sin(z)))), [0.4, -7, 2.1], '', 2)
})

const corners: readonly Drawn[] = [
  (x) => mul(x, abs(sin(x))),
  (x) => mul(sin(x), relu(x)),
  (x) => mul(minimum(mul(x, x), sin(x)), x),
  (x) => mul(x, clip(x, -0.5, sin(x))),
  (x) => mul(sign(x), x, x),
]

test('three orders in both modes against differences, away from corners', () => {
  for (const f of corners) checkGradients((x) => f(x!), [[0.7, -1.3]], { order: 3 })
})

test('inside scan, cond and checkpoint, against the same by selection', () => {
  const inside =
    (size: Drawn, positive: Drawn): Drawn =>
    (x) => {
      const step = (c: Wire, t: Wire): Wire =>
        cond(
          greater(t, 0),
          (z) => checkpoint(size)(mul(sin(z), t)),
          (z) => positive(sub(z, 0.3)),
          c,
        )
      return sum(scan(([c], [t]) => ({ carry: [step(c, t)], out: [] }), [x], [[0.7, -0.4]]).carry[0])
    }
  checkSame(
    inside(
      (x) => mul(x, abs(x)),
      (x) => mul(x, relu(x)),
    ),
    inside(
      (x) => mul(x, select(greater(x, 0), x, neg(x))),
      (x) => mul(x, select(greater(x, 0), x, 0)),
    ),
    [0.9, -0.8],
  )
})

test('Jacobians with lanes are diagonal', () => {
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => abs(x), { mode })([2, -3, 0]), [
      [1, 0, 0],
      [0, -1, 0],
      [0, 0, 0],
    ])
})

test.run()
