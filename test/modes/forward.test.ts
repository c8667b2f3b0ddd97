// Forward mode: tangents along the arrows, the primal first, one vector or many.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  exp,
  forward,
  forwardVector,
  graph,
  inputTypes,
  jvp,
  mul,
  nodeAt,
  outputTypes,
  sin,
  sum,
  type Wire,
} from '../../modes/index.ts'
import { near, outputs, values } from '../support.ts'

const f = graph([[2], []], (x, a) => [mul(sin(x), a), sum(mul(x, x)), a])

test('(x, dx) -> (y, dy), in the types of x and y', () => {
  const g = forward(f)
  assert.equal(inputTypes(g), [...inputTypes(f), ...inputTypes(f)])
  assert.equal(outputTypes(g), [...outputTypes(f), ...outputTypes(f)])
  const [x, a, dx, da] = [[0.3, -0.8], 2, [1, 10], 100]
  const [, , , dy, ds, same] = outputs(g, x, a, dx, da)
  near(
    dy,
    x.map((v, k) => Math.cos(v) * dx[k] * a + Math.sin(v) * da),
  )
  near(ds, 2 * (x[0] + 10 * x[1]))
  near(same, 100)
  near(outputs(g, x, a, dx, da)[0], outputs(f, x, a)[0])
})

test('D is linear in the tangent, and 0 at 0', () => {
  const g = forward(f)
  const at = (dx: readonly number[], da: number) => outputs(g, [0.3, -0.8], 2, dx, da).slice(3)
  const [u, v, w] = [at([1, 2], 3), at([-4, 5], 6), at([-3, 7], 9)]
  near(
    w[0],
    [0, 1].map((k) => (u[0] as { data: Float64Array }).data[k] + (v[0] as { data: Float64Array }).data[k]),
  )
  near(w[1], (u[1] as number) + (v[1] as number))
  near(at([0, 0], 0)[0], [0, 0], 0)
})

test('a slope is drawn once for all tangents that pass through it', () => {
  const g = forwardVector(
    graph([[]], (x) => exp(cos(x))),
    5,
  )
  assert.is(g.nodes.filter(({ op }) => op.name === 'sin').size, 1)
  near(
    outputs(g, 0.5, [1, 2, 3, 4, 0])[1],
    [1, 2, 3, 4, 0].map((v) => -v * Math.sin(0.5) * Math.exp(Math.cos(0.5))),
  )
})

test('one lane, and no lane at all', () => {
  near(outputs(forwardVector(f, 1), [1, 2], 3, [[1, 0]], [0])[4], [2])
  near(outputs(forwardVector(graph([[]], sin), 0), 1, [])[1], [])
})

test('D(x -> x D(y -> x + y, 1), 1) = 1: no perturbation is confused with another', () => {
  const D = (g: (x: Wire) => Wire, x: Wire | number): Wire => jvp(g)([x], [1])[1] as Wire
  assert.is(
    D(
      (x) =>
        mul(
          x,
          D((y) => add(x, y), 1),
        ),
      1,
    ) as unknown,
    1,
  )
  assert.is(
    D(
      (x) =>
        mul(
          x,
          D((y) => mul(x, y), 2),
        ),
      3,
    ) as unknown,
    6,
  )
  assert.is(
    values(
      (z) =>
        D(
          (x) =>
            mul(
              x,
              D((y) => mul(x, y, z), x),
            ),
          z,
        ),
      2,
    )[0],
    3 * 2 ** 1 * 2 ** 0 * 0 + 2 * 2 * 2,
  )
})

test('outputs that do not depend on the inputs have tangents of zeros in their type', () => {
  const g = forward(graph([[2]], () => [[1, 2, 3], 7]))
  near(outputs(g, [1, 2], [3, 4])[2], [0, 0, 0])
  assert.is(nodeAt(g, g.outputs[3]).op.name, 'constant')
})

test.run()
