// Stacks, flips, tiles, frames and axes of extent 1: against nested arrays.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  exp,
  expandDims,
  flip,
  graph,
  jacobian,
  mul,
  pad,
  squeeze,
  stack,
  sum,
  tensor,
  tile,
  type Wire,
} from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { flat, near, thrown, values } from '../../support.ts'

const { NaN: nan, NEGATIVE_INFINITY: low } = Number
const x = [
  [1, 2, 3],
  [4, 5, 6],
]
const refused = (f: (w: Wire) => Wire): string => String(thrown(() => graph([[2, 3]], f)))

test('stack puts tensors along a new axis anywhere', () => {
  const [a, b] = [
    [1, 2],
    [3, 4],
  ]
  for (const axis of [0, -2])
    near(
      values((...ws) => stack(ws, axis), a, b)[0],
      [
        [1, 2],
        [3, 4],
      ],
      0,
    )
  for (const axis of [1, -1])
    near(
      values((...ws) => stack(ws, axis), a, b)[0],
      [
        [1, 3],
        [2, 4],
      ],
      0,
    )
  near(values((...ws) => stack(ws), 1, 2, 3)[0], [1, 2, 3], 0)
  near(values((w) => stack([w, 5, w]), 1)[0], [1, 5, 1], 0)
  near(values((w) => stack([w, w], 1), tensor([], [0]))[0], tensor([], [0, 2]))
  assert.match(String(thrown(() => graph([[]], () => stack([])))), /ArityError in stack/)
  assert.match(
    refused((w) => stack([w, sum(w)])),
    /ShapeError in stack, argument 1: found \[\], expected \[2,3\]/,
  )
  assert.match(
    refused((w) => stack([w], 3)),
    /AxisError in stack/,
  )
})

test('flip turns axes round; twice is nothing', () => {
  near(values((w) => flip(w), x)[0], [
    [6, 5, 4],
    [3, 2, 1],
  ])
  for (const axis of [1, -1])
    near(
      values((w) => flip(w, axis), x)[0],
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
      0,
    )
  near(values((w) => flip(w, [0]), x)[0], [x[1], x[0]], 0)
  near(values((w) => flip(flip(w)), x)[0], x, 0)
  near(values((w) => flip(w), 5)[0], 5, 0)
  near(values((w) => flip(w), tensor([], [2, 0]))[0], tensor([], [2, 0]))
  for (const mode of ['forward', 'reverse'] as const)
    near(
      jacobian((w) => flip(w), { mode })([1, 2]),
      [
        [0, 1],
        [1, 0],
      ],
      0,
    )
})

test('tile repeats along axes, new ones too', () => {
  near(values((w) => tile(w, 2), [1, 2])[0], [1, 2, 1, 2], 0)
  near(
    values((w) => tile(w, [2, 1]), [1, 2])[0],
    [
      [1, 2],
      [1, 2],
    ],
    0,
  )
  near(
    values((w) => tile(w, [2]), x)[0],
    x.map((row) => [...row, ...row]),
    0,
  )
  near(
    values((w) => tile(w, [2, 2]), x)[0],
    [...x, ...x].map((row) => [...row, ...row]),
    0,
  )
  near(values((w) => tile(w, [3]), 7)[0], [7, 7, 7], 0)
  near(values((w) => tile(w, [0, 1]), x)[0], tensor([], [0, 3]))
  near(values((w) => tile(w, []), x)[0], x, 0)
  assert.match(
    refused((w) => tile(w, [1, 0.5])),
    /AxisError in tile, argument counts: found 0.5/,
  )
  assert.match(
    refused((w) => tile(w, -1)),
    /AxisError in tile, argument counts: found -1/,
  )
})

test('pad frames with any number, to the bit', () => {
  const framed = values(
    (w) =>
      pad(
        w,
        [
          [1, 0],
          [0, 2],
        ],
        9,
      ),
    x,
  )[0]
  near(
    framed,
    [
      [9, 9, 9, 9, 9],
      [1, 2, 3, 9, 9],
      [4, 5, 6, 9, 9],
    ],
    0,
  )
  near(values((w) => pad(w, [[1, 1]], nan), [1])[0], [nan, 1, nan], 0)
  near(values((w) => pad(w, [[2, 0]], low), [1])[0], [low, low, 1], 0)
  const zeros = flat(values((w) => pad(w, [[1, 1]], -0), [0])[0])
  assert.equal(
    zeros.map((z) => Object.is(z, -0)),
    [true, false, true],
  )
  near(values((w) => pad(w, [[1, 1]], 3), tensor([], [0]))[0], [3, 3], 0)
  near(values((w) => pad(w, [], 3), 2)[0], 2, 0)
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian((w) => pad(w, [[1, 1]], nan), { mode })([5]), [[0], [1], [0]], 0)
})

test('axes of extent 1 come and go', () => {
  const shapeOf = (f: (w: Wire) => Wire, shape: readonly number[]): readonly number[] => {
    let found: readonly number[] = []
    graph([shape], (w) => {
      const y = f(w)
      found = y.shape
      return y
    })
    return found
  }
  assert.equal(
    shapeOf((w) => expandDims(w, 0), [2, 3]),
    [1, 2, 3],
  )
  assert.equal(
    shapeOf((w) => expandDims(w, -1), [2, 3]),
    [2, 3, 1],
  )
  assert.equal(
    shapeOf((w) => expandDims(w, -2), [2, 3]),
    [2, 1, 3],
  )
  assert.equal(
    shapeOf((w) => squeeze(w), [1, 2, 1]),
    [2],
  )
  assert.equal(
    shapeOf((w) => squeeze(w, -1), [1, 2, 1]),
    [1, 2],
  )
  assert.equal(
    shapeOf((w) => squeeze(w), [1, 0]),
    [0],
  )
  assert.match(
    refused((w) => squeeze(w, 0)),
    /AxisError in squeeze, argument axis: found axis 0 of \[2,3\], expected extent 1/,
  )
  assert.match(
    refused((w) => expandDims(w, 3)),
    /AxisError in expandDims/,
  )
})

test('derivatives to third order, in lanes and in bodies', () => {
  const at = [
    [0.3, -0.8, 0.5],
    [1.1, 0.6, -0.2],
  ]
  const f = (w: Wire): Wire => {
    const both = stack([flip(w, 1), exp(w)], 1)
    const border = [
      [0, 0],
      [1, 0],
    ] as const
    const wide = pad(tile(w, [1, 2]), border, 2)
    return mul(gist(both), gist(mul(wide, flip(wide))))
  }
  checkEverywhere(f, at)
  checkBodies((w) => gist(mul(flip(stack([w, exp(w)], -1), -1), 2)), at)
  checkCounts((w) => [f(w), squeeze(expandDims(w, 1))], at)
})

test.run()
