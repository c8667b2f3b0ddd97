// Reverse mode: cotangents against the arrows, summed where wires fan out, one or many.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  exp,
  forward,
  type Graph,
  grad,
  graph,
  inputTypes,
  matmul,
  mul,
  outputTypes,
  reverse,
  reverseVector,
  sin,
  sum,
  type Type,
  tanh,
  tensor,
} from '../../modes/index.ts'
import { flat, near, outputs, values } from '../support.ts'

const f = graph([[2], []], (x, a) => [mul(sin(x), a), sum(mul(x, x)), a])

test('(x, dy) -> (y, dx), in the types of y and x', () => {
  const g = reverse(f)
  assert.equal(inputTypes(g), [...inputTypes(f), ...outputTypes(f)])
  assert.equal(outputTypes(g), [...outputTypes(f), ...inputTypes(f)])
  const [x, a, w] = [[0.3, -0.8], 2, [1, 10]]
  const [, , , dx, da] = outputs(g, x, a, w, 100, 1000)
  near(
    dx,
    x.map((v, k) => Math.cos(v) * a * w[k] + 200 * v),
  )
  near(da, Math.sin(x[0]) + 10 * Math.sin(x[1]) + 1000)
})

test('<w, D f (x, v)> = <R f (x, w), v>, for derivatives of derivatives too', () => {
  const base: Graph = graph([[2, 2]], (x) => [tanh(matmul(x, x)), sum(mul(x, exp(x)))])
  for (const g of [base, forward(base), reverse(base), reverse(reverse(base)), forward(reverse(base))]) {
    const sized = (types: readonly Type[], seed: number) =>
      types.map((type, i) => {
        const { shape } = type as { shape: readonly number[] }
        const size = shape.reduce((n, e) => n * e, 1)
        return tensor(
          Array.from({ length: size }, (_, k) => Math.sin(seed + 1.7 * k + 0.3 * i)),
          shape,
        )
      })
    const [x, v, w] = [sized(inputTypes(g), 1), sized(inputTypes(g), 2), sized(outputTypes(g), 3)]
    const inner = (a: readonly unknown[], b: readonly unknown[]): number => {
      const [p, q] = [a.flatMap((y) => [...flat(y)]), b.flatMap((y) => [...flat(y)])]
      return p.reduce((s, y, k) => s + y * q[k], 0)
    }
    const dy = outputs(forward(g), ...x, ...v).slice(g.outputs.length)
    const dx = outputs(reverse(g), ...x, ...w).slice(g.outputs.length)
    near(inner(w, dy), inner(dx, v), 1e-12)
  }
})

test('cotangents of all lanes at once', () => {
  const g = reverseVector(
    graph([[2]], (x) => [mul(x, x), sum(x)]),
    3,
  )
  near(
    outputs(
      g,
      [3, 4],
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      [0, 0, 10],
    )[2],
    [
      [6, 0],
      [0, 8],
      [16, 18],
    ],
  )
})

test('fan-out is summed, equal cotangents are counted', () => {
  near(grad((x) => add(x, x, x, mul(x, x, x), sin(x)))(2), 3 + 12 + Math.cos(2))
  const doubling = graph([[]], (x) => {
    let y = x
    for (let k = 0; k < 50; k++) y = add(y, y)
    return y
  })
  near(outputs(reverse(doubling), 1, 1)[1], 2 ** 50, 0)
  assert.ok(reverse(doubling).nodes.size < 400, 'paths are not walked one by one')
})

test('no perturbation is confused with another in reverse mode', () => {
  const g = grad((x) => mul(x, grad((y) => add(x, y))(1)))
  assert.is(g(1), 1)
  assert.is(grad((x) => mul(x, grad((y) => mul(x, y))(2)))(3), 6)
})

test('an input that nothing depends on has a zero cotangent of its type', () => {
  near(
    outputs(
      reverse(graph([[], [2, 2]], (x) => cos(x))),
      0,
      [
        [1, 2],
        [3, 4],
      ],
      1,
    )[2],
    [
      [0, 0],
      [0, 0],
    ],
  )
  near(values((x) => grad(() => 3)(x), [1, 2])[0], [0, 0])
})

test.run()
