// Running sums and products: against loops, at zeros, and the pair of adjoint steps.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cumprod,
  cumsum,
  exp,
  graph,
  hessian,
  jacobian,
  mul,
  type Nested,
  slice,
  sum,
  tensor,
  toNested,
  type Wire,
} from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { checkSame, near, thrown, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const modes = ['forward', 'reverse'] as const

/** Entry by entry along the rows of an array, each with what came of the one before. */
const running = (x: Nested, axis: number, f: (a: number, b: number) => number): Nested => {
  const both = (a: Nested, b: Nested): Nested =>
    typeof a === 'number' ? f(a, b as number) : a.map((row, k) => both(row, (b as readonly Nested[])[k]))
  const rows = x as readonly Nested[]
  if (axis > 0) return rows.map((row) => running(row, axis - 1, f))
  const result: Nested[] = []
  for (const row of rows) result.push(result.length > 0 ? both(result.at(-1)!, row) : row)
  return result
}
const turned = (x: Nested, axis: number): Nested =>
  axis > 0 ? (x as readonly Nested[]).map((row) => turned(row, axis - 1)) : (x as readonly Nested[]).toReversed()

test('cumsum and cumprod along every axis, from either end, forward and backward', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.nat(2),
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 64, maxLength: 64 }),
      (shape, at, numbers) => {
        const axis = at % shape.length
        const x = tensor(
          numbers.slice(
            0,
            shape.reduce((n, e) => n * e, 1),
          ),
          shape,
        )
        const sums = running(toNested(x), axis, (a, b) => a + b)
        const products = running(toNested(x), axis, (a, b) => a * b)
        const back = turned(
          running(turned(toNested(x), axis), axis, (a, b) => a + b),
          axis,
        )
        for (const own of [axis, axis - shape.length]) {
          near(values((w) => cumsum(w, own), x)[0], sums, 0)
          near(values((w) => cumprod(w, own), x)[0], products, 0)
          near(values((w) => cumsum(w, own, { backward: true }), x)[0], back, 0)
        }
      },
    ),
    { numRuns: 100 },
  ))

test('special values and nothing', () => {
  near(values((w) => cumsum(w), [1, inf, 2, -inf, 1])[0], [1, inf, inf, nan, nan])
  near(values((w) => cumprod(w), [2, inf, -1, 0, 1])[0], [2, inf, -inf, nan, nan])
  near(values((w) => cumprod(w), [2, nan, 0])[0], [2, nan, nan])
  for (const f of [cumsum, cumprod]) {
    near(values((w) => f(w), tensor([], [0]))[0], tensor([], [0]))
    near(values((w) => f(w, 1), tensor([], [2, 0]))[0], tensor([], [2, 0]))
    near(values((w) => f(w, 1), tensor([], [0, 2]))[0], tensor([], [0, 2]))
    near(jacobian((w) => f(w))(tensor([], [0])), tensor([], [0, 0]))
    near(values((w) => f(w), [7])[0], [7])
  }
  const [zero] = values((w) => slice(cumsum(w), [[0, 1]]), [-0, 1])
  assert.ok(Object.is((zero as { data: Float64Array }).data[0], -0))
})

test('the Jacobian of cumsum is the triangle of ones, backward its transpose', () => {
  const lower = [
    [1, 0, 0],
    [1, 1, 0],
    [1, 1, 1],
  ]
  for (const mode of modes) {
    near(jacobian((w) => cumsum(w), { mode })([1, 2, 3]), lower, 0)
    near(jacobian((w) => cumsum(w, 0, { backward: true }), { mode })([1, 2, 3]), turned(turned(lower, 0), 1), 0)
  }
})

test('cumprod is right at zeros, to third order', () => {
  // d (x0 x1 x2) = [x1 x2, x0 x2, x0 x1]
  for (const mode of modes)
    near(
      jacobian((w) => cumprod(w), { mode })([2, 0, 3]),
      [
        [1, 0, 0],
        [0, 2, 0],
        [0, 6, 0],
      ],
      0,
    )
  near(
    hessian((w) => sum(cumprod(w)))([2, 0, 3]),
    [
      [0, 4, 0],
      [4, 0, 2],
      [0, 2, 0],
    ],
    0,
  )
  const unrolled = (w: Wire): Wire => {
    const at = (k: number): Wire => slice(w, [[k, k + 1]])
    const terms = [1, 2, 3, 4, 5].map((n) => mul(...Array.from({ length: n }, (_, k) => at(k))))
    return add(...terms.map((term, k) => mul(k + 1, gist(term))))
  }
  const weighted = (w: Wire): Wire => {
    const y = cumprod(w)
    return add(...[0, 1, 2, 3, 4].map((k) => mul(k + 1, gist(slice(y, [[k, k + 1]])))))
  }
  for (const row of [
    [2, 0, 3, 0, 1],
    [0, 0, 0, 0, 0],
    [1, 2, -1, 0.5, 2],
  ])
    checkSame(weighted, unrolled, row)
})

test('derivatives to third order, in lanes and in bodies', () => {
  const x = [
    [0.3, -0.8, 0.5],
    [1.1, 0.6, -0.2],
  ]
  for (const f of [cumsum, cumprod]) {
    checkEverywhere((w) => gist(mul(f(exp(w), 1), f(w, 0))), x)
    checkBodies((w) => gist(f(mul(w, w), -1)), x)
    checkCounts((w) => [f(w, 0), f(w, 1)], x)
  }
  checkEverywhere((w) => gist(cumsum(mul(w, w), 1, { backward: true })), x)
  checkCounts((w) => [cumsum(w, 0, { backward: true }), cumsum(w, -1, { backward: true })], x)
  checkCounts((w) => cumsum(w, 1), tensor([], [2, 0]))
})

test('axes that do not exist are refused', () => {
  assert.match(
    String(thrown(() => graph([[2]], (w) => cumsum(w, 1)))),
    /AxisError in cumsum, argument axis: found axis 1/,
  )
  assert.match(String(thrown(() => graph([[]], (w) => cumprod(w)))), /AxisError in cumprod/)
})

test.run()
