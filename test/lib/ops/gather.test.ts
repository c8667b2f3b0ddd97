// Entries by number: against loops, out of range, and as a pair of adjoint maps.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  exp,
  gather,
  grad,
  graph,
  jacobian,
  mul,
  oneHot,
  scatterAdd,
  sum,
  tensor,
  vjp,
  type Wire,
} from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { near, nested, thrown, values } from '../../support.ts'

const nan = Number.NaN
const modes = ['forward', 'reverse'] as const

test('gather takes, scatterAdd adds up, along every axis; each is the adjoint of the other', () =>
  fc.assert(
    fc.property(
      fc.nat(2),
      fc.nat(2),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom<number[][]>([], [0], [1], [3], [2, 2]),
      fc.array(fc.nat(99), { minLength: 4, maxLength: 4 }),
      (before, after, extent, indexShape, numbers) => {
        const places = numbers
          .slice(
            0,
            indexShape.reduce((n, e) => n * e, 1),
          )
          .map((k) => k % extent)
        const indices = tensor(places, indexShape)
        const axis = before > 0 ? 1 : 0
        const lead = before > 0 ? [before] : []
        const tail = after > 0 ? [after] : []
        const [n, w] = [Math.max(1, before), Math.max(1, after)]
        const x = tensor(
          Array.from({ length: n * extent * w }, (_, k) => k + 1),
          [...lead, extent, ...tail],
        )
        const taken: number[] = []
        for (let i = 0; i < n; i++)
          for (const p of places) for (let k = 0; k < w; k++) taken.push(x.data[(i * extent + p) * w + k])
        const y = tensor(taken, [...lead, ...indexShape, ...tail])
        for (const own of [axis, axis - x.shape.length]) near(values((v) => gather(v, indices, own), x)[0], y, 0)
        const added = new Array(x.data.length).fill(0)
        let at = 0
        for (let i = 0; i < n; i++)
          for (const p of places) for (let k = 0; k < w; k++) added[(i * extent + p) * w + k] += taken[at++]
        const sums = tensor(added, x.shape)
        near(values((v) => scatterAdd(v, indices, extent, axis), y)[0], sums, 0)
        near(vjp((v) => gather(v!, indices, axis))(x)[1](y)[0], sums, 0)
        near(
          vjp((v) => scatterAdd(v!, indices, extent, axis))(y)[1](sums)[0],
          values((v) => gather(v, indices, axis), sums)[0],
          0,
        )
      },
    ),
    { numRuns: 150 },
  ))

test('an index that names no entry: NaN there in gather, NaN throughout in scatterAdd, derivative zero', () => {
  for (const bad of [3, -1, 0.5, nan, Number.POSITIVE_INFINITY, -3]) {
    near(values((x, k) => gather(x, k), [5, 6, 7], [2, bad])[0], [7, nan], 0)
    near(values((x, k) => scatterAdd(x, k, 3), [5, 6], [2, bad])[0], [nan, nan, nan], 0)
    for (const mode of modes) {
      near(
        jacobian((x, k) => gather(x, k), { mode })([5, 6, 7], [2, bad]),
        [
          [0, 0, 1],
          [0, 0, 0],
        ],
        0,
      )
      near(
        jacobian((x, k) => scatterAdd(x, k, 3), { mode })([5, 6], [2, bad]),
        [
          [0, 0],
          [0, 0],
          [1, 0],
        ],
        0,
      )
    }
  }
  near(values((x, k) => gather(x, k), [5, 6], [-0, 1])[0], [5, 6], 0)
})

test('a constant index that names no entry is refused as the graph is drawn', () => {
  for (const bad of [3, -1, 0.5, nan, Number.POSITIVE_INFINITY]) {
    const index = new RegExp(`AxisError in gather, argument indices: found the index ${bad} along an axis of extent 3`)
    assert.match(String(thrown(() => graph([[3]], (x) => gather(x, [0, bad])))), index)
    assert.match(String(thrown(() => graph([[2, 3]], (x) => gather(x, bad, 1)))), index)
    assert.match(String(thrown(() => graph([[2]], (x) => scatterAdd(x, [0, bad], 3)))), /AxisError in scatterAdd/)
  }
  near(values((x) => gather(x, [-0, 2]), [5, 6, 7])[0], [5, 7], 0)
})

test('indices have no derivative', () => {
  const f = (k: Wire): Wire => sum(gather([5, 6, 7], k))
  assert.equal(nested(grad((k) => f(k!))([2, 0])), [0, 0])
  assert.equal(nested(grad((k) => sum(scatterAdd([5, 6], k!, 3)))([2, 0])), [0, 0])
  assert.equal(nested(jacobian((k) => oneHot(k, 3))(1)), [0, 0, 0])
})

test('nothing to take, nothing to take from', () => {
  near(values((x) => gather(x, tensor([], [0])), [1, 2])[0], tensor([], [0]))
  near(values((x, k) => gather(x, k), tensor([], [0]), [0])[0], [nan], 0)
  near(values((x) => gather(x, [0, 1]), tensor([], [2, 0]))[0], tensor([], [2, 0]))
  near(values((x) => scatterAdd(x, tensor([], [0]), 2), tensor([], [0]))[0], [0, 0], 0)
  near(values((x) => scatterAdd(x, 1, 3), 4)[0], [0, 4, 0], 0)
  near(values((x) => scatterAdd(x, tensor([], [0]), 0), tensor([], [0]))[0], tensor([], [0]))
})

test('oneHot', () => {
  near(values((k) => oneHot(k, 3), [[2], [0]])[0], [[[0, 0, 1]], [[1, 0, 0]]], 0)
  near(values((k) => oneHot(k, 2), [2, -1, 0.5, nan])[0], new Array(4).fill([0, 0]), 0)
  near(values((k) => oneHot(k, 1), 0)[0], [1], 0)
})

test('derivatives to third order, in lanes and in bodies', () => {
  const x = [
    [0.3, -0.8, 0.5],
    [1.1, 0.6, -0.2],
  ]
  const f = (w: Wire): Wire =>
    mul(
      gist(
        gather(
          exp(w),
          [
            [2, 0],
            [2, 1],
          ],
          1,
        ),
      ),
      gist(scatterAdd(w, [1, 1, 0], 4, 1)),
    )
  checkEverywhere(f, x)
  checkBodies((w) => gist(gather(mul(w, w), [1, 1, 0])), x)
  checkBodies((w) => gist(scatterAdd(mul(w, w), [1, 0, 1], 2, -1)), x)
  checkCounts(
    (w) => [
      f(w),
      gather(w, [1, 1, 0], 0),
      scatterAdd(
        w,
        [
          [1, 3, 0],
          [1, 1, 2],
        ],
        4,
      ),
    ],
    x,
  )
  checkCounts((w, k, p) => [gather(w, k), scatterAdd(w, k, 2), gather(w, p)], x, [1, 5], [0.5])
  checkCounts((w, k) => grad((v) => gist(scatterAdd(v!, k, 2)))(w), x, [1, 5])
  checkCounts((w, k) => grad((v) => gist(gather(v!, k)))(w), x, [1, 0, 1, 1])
})

test('what does not fit is refused', () => {
  assert.match(
    String(thrown(() => graph([[2]], (x) => gather(x, [0], 1)))),
    /AxisError in gather, argument axis: found axis 1/,
  )
  assert.match(
    String(thrown(() => graph([[2]], (x) => scatterAdd(x, [0, 1, 1], 4)))),
    /ShapeError in scatterAdd, argument 0/,
  )
  assert.match(String(thrown(() => graph([[2]], (x) => scatterAdd(x, [0, 1], 4, 1)))), /AxisError in scatterAdd/)
  assert.match(
    String(thrown(() => graph([[2]], (x) => scatterAdd(x, [0, 1], 2.5)))),
    /AxisError in scatterAdd, argument extent/,
  )
  assert.match(String(thrown(() => graph([[2]], (x) => oneHot(x, -1)))), /AxisError in oneHot, argument extent/)
})

test.run()
