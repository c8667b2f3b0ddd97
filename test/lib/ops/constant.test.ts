// Constants: exact to the bit, drawn once, of no derivative, and broadcast by NumPy's rules.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { broadcastShape, fillOf, isZero } from '../../../lib/ops/constant.ts'
import {
  constant,
  evaluateOrThrow,
  fill,
  graph,
  nodeAt,
  reverse,
  sameValue,
  sin,
  tensor,
} from '../../../modes/index.ts'
import { near, outputs, thrown, values } from '../../support.ts'

test('a constant is its data to the bit', () =>
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 5 }), (data) => {
      const [y] = evaluateOrThrow(
        graph([], () => constant(tensor(data, [data.length]))),
        [],
      )
      assert.ok(sameValue(y, tensor(data, [data.length])))
    }),
  ))

test('the number that all entries are is known, -0 and NaN too, and no other', () => {
  graph([[]], (x) => {
    assert.is(fillOf(constant([2, 2])), 2)
    assert.is(fillOf(fill([0], 3)), 3)
    assert.ok(Object.is(fillOf(constant(-0)), -0))
    assert.ok(Number.isNaN(fillOf(constant([Number.NaN, Number.NaN]))))
    assert.is(fillOf(constant([0, -0])), undefined)
    assert.is(fillOf(constant([1, 2])), undefined)
    assert.is(fillOf(x), undefined)
    assert.ok(isZero(fill([3], 0)))
    assert.not(isZero(constant([0, 1])))
    return x
  })
})

test('what is given is copied', () => {
  const given = [1, 2]
  const g = graph([], () => constant(given))
  given[0] = 9
  near(outputs(g)[0], [1, 2])
})

test('constants of one hash keep apart', () => {
  const pairs = Array.from({ length: 200 }, (_, k) => [k / 1e6, 1 - k / 1e6])
  const g = graph([], () => pairs.map((pair) => constant(pair)))
  assert.is(new Set(g.outputs).size, 200)
  near(outputs(g)[7], pairs[7], 0)
})

test('a constant has no derivative and takes no part in one', () => {
  const g = reverse(graph([[]], (x) => [sin(x), [1, 2]]))
  near(outputs(g, 0, 3, [100, 100])[2], 3)
  assert.is(nodeAt(g, g.outputs[0]).op.name, 'sin')
})

test('shapes broadcast from the last axis, extents 1 stretch, 0 stays', () => {
  const cases: readonly (readonly [readonly (readonly number[])[], readonly number[]])[] = [
    [[[], []], []],
    [[[3], []], [3]],
    [
      [[2, 1], [3]],
      [2, 3],
    ],
    [[[1], [0]], [0]],
    [
      [
        [4, 1, 2],
        [3, 1],
        [1, 1, 1],
      ],
      [4, 3, 2],
    ],
    [[], []],
  ]
  for (const [shapes, shape] of cases) assert.equal(broadcastShape('op', shapes), shape)
  assert.match(
    String(
      thrown(() =>
        broadcastShape('op', [
          [2, 3],
          [3, 2],
        ]),
      ),
    ),
    /ShapeError in op, argument 1: found extent 3 on axis -2 of \[3,2\], expected 2 or 1/,
  )
  assert.match(String(thrown(() => broadcastShape('op', [[0], [2]]))), /argument 1/)
})

test('numbers, arrays and tensors stand where wires do', () => {
  near(values((x) => [sin(0), x], 1)[0], 0)
  near(values(() => sin([0, 0]))[0], [0, 0])
  near(values(() => sin(tensor([0], [1, 1])))[0], [[0]])
  assert.match(String(thrown(() => graph([], () => sin('1' as never)))), /ValueError/)
})

test.run()
