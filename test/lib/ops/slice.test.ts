// Slice, pad, concat: against loops over nested arrays, and twice and three times differentiated.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  concat,
  cos,
  exp,
  graph,
  hessian,
  jacobian,
  mul,
  type Nested,
  pad,
  power,
  type Range,
  sin,
  slice,
  sum,
  tensor,
  toNested,
  type Wire,
} from '../../../modes/index.ts'
import { checkHessian, checkOrders, near, thrown, values } from '../../support.ts'

type Rows = readonly Nested[]

/** x[start:stop:step] of an array, by Python's rules, by looping over all places. */
const taken = (x: Rows, range: Range): Rows => {
  const [start, stop, step = 1] = range ?? []
  const last = x.length - 1
  const from = start === undefined ? (step > 0 ? 0 : last) : start < 0 ? start + x.length : start
  const to = stop === undefined ? (step > 0 ? x.length : -1) : stop < 0 ? Math.max(-1, stop + x.length) : stop
  const result: Nested[] = []
  const first = step > 0 ? Math.max(0, from) : Math.min(last, from)
  for (let k = first; step > 0 ? k < Math.min(to, x.length) : k >= 0 && k > to; k += step) result.push(x[k])
  return result
}
const sliced = (x: Nested, ranges: readonly Range[]): Nested =>
  ranges.length === 0 || typeof x === 'number' ? x : taken(x, ranges[0]).map((row) => sliced(row, ranges.slice(1)))

const padded = (x: Nested, widths: readonly (readonly [number, number])[], shape: readonly number[]): Nested => {
  if (widths.length === 0) return x
  const [[before, after], ...rest] = widths
  const zero = (k: number): Nested =>
    k === rest.length ? 0 : Array.from({ length: rest[k][0] + rest[k][1] + shape[k + 1] }, () => zero(k + 1))
  const rows = (x as Rows).map((row) => padded(row, rest, shape.slice(1)))
  const blank = (n: number): Rows => Array.from({ length: n }, () => zero(0))
  return [...blank(before), ...rows, ...blank(after)]
}

const joined = (xs: readonly Nested[], axis: number): Nested =>
  axis === 0
    ? (xs as readonly Rows[]).flat(1)
    : (xs[0] as Rows).map((_, k) =>
        joined(
          xs.map((x) => (x as Rows)[k]),
          axis - 1,
        ),
      )

const counting = (shape: readonly number[]) => {
  const size = shape.reduce((n, e) => n * e, 1)
  return tensor(
    Array.from({ length: size }, (_, k) => k + 1),
    shape,
  )
}

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
const bound = fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined })
const ranges = fc.array(
  fc.option(fc.tuple(bound, bound, fc.constantFrom(undefined, -3, -2, -1, 1, 2, 3)), { nil: null }),
  { maxLength: 3 },
)

test('slices are those of Python, whatever the bounds', () =>
  fc.assert(
    fc.property(shapes, ranges, (shape, given) => {
      const cut = given.slice(0, shape.length) as readonly Range[]
      const x = counting(shape)
      const [found] = values((w) => slice(w, cut), x)
      const expected = sliced(toNested(x), cut)
      assert.equal(toNested(tensor(found)), expected)
    }),
    { numRuns: 300 },
  ))

test('pads put zeros around, on every axis', () =>
  fc.assert(
    fc.property(shapes, fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 3, maxLength: 3 }), (shape, given) => {
      const widths = given.slice(0, shape.length)
      const x = counting(shape)
      assert.equal(toNested(tensor(values((w) => pad(w, widths), x)[0])), padded(toNested(x), widths, shape))
    }),
    { numRuns: 200 },
  ))

test('concats join along every axis, counted from either end', () =>
  fc.assert(
    fc.property(shapes, fc.nat(2), fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }), (shape, at, extents) => {
      const axis = at % shape.length
      const xs = extents.map((extent) => counting(shape.map((e, k) => (k === axis ? extent : e))))
      const expected = joined(xs.map(toNested), axis)
      for (const own of [axis, axis - shape.length])
        assert.equal(toNested(tensor(values((...ws) => concat(ws, own), ...xs)[0])), expected)
    }),
    { numRuns: 200 },
  ))

test('empty slices, empty tensors and scalars', () => {
  near(values((x) => slice(x, [[2, 1]]), [1, 2, 3])[0], tensor([], [0]))
  near(values((x) => pad(slice(x, [[3]]), [[1, 1]]), [1, 2, 3])[0], [0, 0])
  near(values((x) => slice(x, []), 5)[0], 5)
  near(values((x) => pad(x, []), 5)[0], 5)
  near(values((x) => concat([x, slice(x, [[0, 0]]), x]), [1, 2])[0], [1, 2, 1, 2])
  near(jacobian((x) => slice(x, [[2, 1]]))([1, 2]), tensor([], [0, 2]))
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => concat([slice(x, [[1, 1]]), x]), { mode })([1, 2]), [
      [1, 0],
      [0, 1],
    ])
})

test('slices go down where the step is negative, with the adjoint that turns them up again', () => {
  near(values((x) => slice(x, [[undefined, undefined, -1]]), [1, 2, 3])[0], [3, 2, 1])
  near(values((x) => slice(x, [[-1, -9, -2]]), [1, 2, 3, 4])[0], [4, 2])
  near(values((x) => slice(x, [[1, undefined, -1]]), [1, 2, 3])[0], [2, 1])
  near(values((x) => slice(x, [[0, 2, -1]]), [1, 2, 3])[0], tensor([], [0]))
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((x) => slice(x, [[undefined, 0, -2]]), { mode })([1, 2, 3, 4]), [
      [0, 0, 0, 1],
      [0, 1, 0, 0],
    ])
  checkOrders(
    (x) =>
      sum(
        mul(
          x,
          sin(
            slice(x, [
              [undefined, undefined, -1],
              [-1, undefined, -1],
            ]),
          ),
          exp(x),
        ),
      ),
    [
      [0.3, -0.8],
      [1.1, 0.6],
    ],
  )
})

test('what takes everything is not drawn', () => {
  const g = graph([[3, 2]], (x) => [slice(x, [null, [0, 9]]), slice(x, [[-3]]), slice(x, [])])
  assert.equal([...g.outputs], [0, 0, 0])
})

test('sum(s[1:]^3) at [1, 2, 3] has the Hessian diag(0, 12, 18)', () => {
  const expected = [
    [0, 0, 0],
    [0, 12, 0],
    [0, 0, 18],
  ]
  const f = (s: Wire): Wire => sum(power(slice(s, [[1]]), 3))
  near(hessian(f)([1, 2, 3]), expected, 0)
  for (const inner of ['forward', 'reverse'] as const)
    for (const outer of ['forward', 'reverse'] as const)
      near(jacobian((x) => jacobian(f, { mode: inner })(x), { mode: outer })([1, 2, 3]), expected, 0)
})

test('slices, pads and concats to third order, in every nesting and in lanes', () => {
  const matrix = [
    [0.3, -0.8, 0.5],
    [1.1, 0.6, -0.2],
  ]
  const f = (x: Wire): Wire => {
    const cut = sin(slice(x, [null, [0, 3, 2]]))
    const wide = pad(cut, [
      [1, 0],
      [0, 1],
    ])
    const tall = concat([x, exp(x), x], 0)
    const long = concat([slice(x, [[1]]), slice(x, [[-2, -1]])], -1)
    return sum(mul(sum(mul(wide, concat([x, slice(tall, [[2, 3]])], 0))), cos(sum(mul(long, long))), sum(tall)))
  }
  checkOrders(f, matrix)
  checkHessian(f, matrix)
})

test('what does not fit is refused with the cure', () => {
  const refused = (f: (x: Wire) => Wire): string => String(thrown(() => graph([[2, 3]], f)))
  assert.match(
    refused((x) => slice(x, [null, null, null])),
    /AxisError in slice, argument ranges: found 3 ranges for \[2,3\], expected at most 2/,
  )
  assert.match(
    refused((x) => slice(x, [[0, 2, 0]])),
    /step other than 0/,
  )
  assert.match(
    refused((x) => slice(x, [[0, 2, 0.5]])),
    /whole numbers/,
  )
  assert.match(
    refused((x) => slice(x, [[0.5]])),
    /whole numbers/,
  )
  assert.match(
    refused((x) => pad(x, [[1, 1]])),
    /AxisError in pad.*2 pairs/,
  )
  assert.match(
    refused((x) =>
      pad(x, [
        [1, 1],
        [-1, 0],
      ]),
    ),
    /cut with slice/,
  )
  assert.match(
    refused((x) => concat([x, slice(x, [[1]])], 1)),
    /ShapeError in concat, argument 1: found \[1,3\], expected \[2,3\] but for axis 1/,
  )
  assert.match(
    refused((x) => concat([x], 2)),
    /AxisError in concat, argument axis: found axis 2/,
  )
  assert.match(
    refused(() => concat([])),
    /ArityError in concat/,
  )
  assert.match(
    refused((x) => concat([sum(x)])),
    /AxisError in concat/,
  )
})

test.run()
