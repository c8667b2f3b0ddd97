// The largest and the smallest: against loops, with ties, NaN, infinities and signed zeros.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  argmax,
  argmin,
  type Conventions,
  cotangent,
  grad,
  graph,
  jacobian,
  max,
  min,
  mul,
  sum,
  tensor,
  type Wire,
} from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { near, nested, thrown, values } from '../../support.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number

/** All places of a shape, as lists of numbers. */
const places = (shape: readonly number[]): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (all, extent) => all.flatMap((at) => Array.from({ length: extent }, (_, k) => [...at, k])),
    [[]],
  )
const flatAt = (shape: readonly number[], at: readonly number[]): number => at.reduce((n, k, i) => n * shape[i] + k, 0)

test('max and min over any axes are those of sorted lists, kept or not', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 27, maxLength: 27 }),
      fc.boolean(),
      (shape, mask, numbers, keep) => {
        const x = tensor(numbers.slice(0, places(shape).length), shape)
        const axes = [...shape.keys()].filter((k) => mask[k])
        const rows = new Map<string, number[]>()
        for (const at of places(shape)) {
          const key = at.filter((_, k) => !axes.includes(k)).join()
          rows.set(
            key,
            [...(rows.get(key) ?? []), x.data[flatAt(shape, at)]].toSorted((a, b) => a - b),
          )
        }
        const to = shape.flatMap((e, k) => (!axes.includes(k) ? [e] : keep ? [1] : []))
        const ends = [...axes.map((k) => k - shape.length)]
        for (const own of [axes, ends]) {
          near(
            values((w) => max(w, own, { keep }), x)[0],
            tensor(
              [...rows.values()].map((r) => r.at(-1)!),
              to,
            ),
            0,
          )
          near(
            values((w) => min(w, own, { keep }), x)[0],
            tensor(
              [...rows.values()].map((r) => r[0]),
              to,
            ),
            0,
          )
        }
      },
    ),
    { numRuns: 150 },
  ))

test('NaN is the largest and the smallest, zeros have signs, infinities are numbers', () => {
  const of = (f: (x: Wire) => Wire, ...x: number[]): unknown => values(f, x)[0]
  assert.ok(Number.isNaN(of((x) => max(x), 1, nan, 3)))
  assert.ok(Number.isNaN(of((x) => min(x), nan, 1, 3)))
  assert.ok(
    Object.is(
      of((x) => max(x), -0, 0),
      0,
    ),
  )
  assert.ok(
    Object.is(
      of((x) => min(x), 0, -0),
      -0,
    ),
  )
  assert.is(
    of((x) => max(x), -inf, -inf),
    -inf,
  )
  assert.is(
    of((x) => min(x), inf, 2),
    2,
  )
  assert.is(
    of((x) => max(x), 2, inf),
    inf,
  )
  assert.is(values((x) => max(x), 5)[0], 5)
  near(values((x) => max(x, []), [1, 2])[0], [1, 2])
})

test('argmax and argmin: the first of several, the first NaN, in row-major order without an axis', () => {
  const x = [
    [3, 5, 5],
    [5, 3, 3],
  ]
  near(values((w) => [argmax(w, 1), argmax(w, -2), argmin(w, 1)], x)[0], [1, 0], 0)
  near(values((w) => argmax(w, -2), x)[0], [1, 0, 0], 0)
  near(values((w) => argmin(w, 1, { keep: true }), x)[0], [[0], [1]], 0)
  assert.is(values((w) => argmax(w), x)[0], 1)
  assert.is(values((w) => argmin(w), x)[0], 0)
  assert.is(values((w) => argmax(w), [1, nan, inf, nan])[0], 1)
  assert.is(values((w) => argmin(w), [1, nan, -inf])[0], 1)
  assert.is(values((w) => argmin(w), [0, -0])[0], 0)
  assert.is(values((w) => argmax(w), 7)[0], 0)
  for (const mode of ['forward', 'reverse'] as const) near(jacobian((w) => argmax(w, 0), { mode })([1, 2]), [0, 0], 0)
})

test('ties are shared, go to the first, or to each, as the conventions say', () => {
  const x = [2, 7, 1, 7, 7]
  const slope = (f: (w: Wire) => Wire, ties: Conventions['ties'], at: number[] = x) =>
    nested(grad((w) => f(w!), { conventions: { ...cotangent, ties } })(at))
  assert.equal(
    slope((w) => max(w), 'shared'),
    [0, 1 / 3, 0, 1 / 3, 1 / 3],
  )
  assert.equal(
    slope((w) => max(w), 'first'),
    [0, 1, 0, 0, 0],
  )
  assert.equal(
    slope((w) => max(w), 'all'),
    [0, 1, 0, 1, 1],
  )
  assert.equal(
    slope((w) => min(mul(w, w)), 'shared', [3, 1, -1]),
    [0, 1, -1],
  )
  for (const ties of ['shared', 'first', 'all'] as const)
    assert.ok((slope((w) => max(w), ties, [1, nan]) as number[]).every(Number.isNaN))
  for (const mode of ['forward', 'reverse'] as const)
    near(
      jacobian((w) => max(w, 1), { mode })([
        [1, 1],
        [0, -inf],
      ]),
      [
        [
          [0.5, 0.5],
          [0, 0],
        ],
        [
          [0, 0],
          [1, 0],
        ],
      ],
      0,
    )
})

test('derivatives away from ties, to third order, and in bodies', () => {
  const x = [
    [0.3, -0.8, 0.9],
    [1.3, 0.6, -0.2],
  ]
  for (const axes of [undefined, 0, -1] as const) checkEverywhere((w) => gist(max(w, axes)), x)
  checkEverywhere((w) => gist(sum(mul(min(w, 1, { keep: true }), w))), x)
  checkBodies((w) => sum(gist(mul(max(w, 0), min(w, -2)))), x)
  checkCounts((w) => [max(w, 0), min(w), argmax(w, 1), argmin(w)], x)
  checkCounts((w) => [max(w), min(w), argmax(w)], [-0, 0, nan, 2, nan])
  checkCounts((w) => [max(w), min(w), argmin(w)], [-0, 0, -0])
})

test('an axis without entries is refused by name; empty results are not', () => {
  const refused = (f: (x: Wire) => Wire): string => String(thrown(() => graph([[2, 0]], f)))
  assert.match(
    refused((x) => max(x, -1)),
    /AxisError in max, argument axis: found axis 1 of \[2,0\], which is empty/,
  )
  assert.match(
    refused((x) => min(x)),
    /AxisError in min, argument axis: found axis 1/,
  )
  assert.match(
    refused((x) => argmax(x, 1)),
    /AxisError in argmax, argument axis: found axis 1/,
  )
  assert.match(
    refused((x) => argmin(x, 2)),
    /AxisError in argmin, argument axis: found axis 2/,
  )
  near(values((x) => max(x, 0), tensor([], [2, 0]))[0], tensor([], [0]))
  near(jacobian((x) => max(x, 0))(tensor([], [2, 0])), tensor([], [0, 2, 0]))
})

test.run()
