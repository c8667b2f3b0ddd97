// Gradients at points: the published examples, argument numbers, derivatives reused, and what is refused.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  cos,
  cotangent,
  exp,
  grad,
  graph,
  matmul,
  maximum,
  mul,
  sin,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  type Wire,
} from '../../modes/index.ts'
import { near, outputs, slopeAt0, spied, thrown, values } from '../support.ts'

test('sum(x @ x) has the gradient [[7, 11], [9, 13]] at [[1, 2], [3, 4]]', () => {
  const [y, dy] = valueAndGrad((x) => sum(matmul(x, x)))([
    [1, 2],
    [3, 4],
  ])
  assert.is(y, 54)
  near(
    dy,
    [
      [7, 11],
      [9, 13],
    ],
    0,
  )
})

test('numbers for scalars, tensors of the argument for the rest', () => {
  assert.is(grad((x) => mul(x, x))(3), 6)
  const dx = grad((x) => sum(mul(x, x)))(tensor([1, 2, 3, 4], [1, 2, 2])) as Tensor
  assert.equal(dx.shape, [1, 2, 2])
  near(
    dx,
    [
      [
        [2, 4],
        [6, 8],
      ],
    ],
    0,
  )
})

test('argument numbers: one, a list, none; a further point unused', () => {
  const f = (x: Wire, y: Wire): Wire => mul(x, x, y)
  assert.is(grad(f, { argnums: 1 })(3, 5), 9)
  assert.equal(valueAndGrad(f, { argnums: [1, 0] })(3, 5), [45, [9, 30]])
  assert.equal(valueAndGrad(f, { argnums: [0, 0] })(3, 5), [45, [30, 30]])
  assert.equal(valueAndGrad(f, { argnums: [] })(3, 5), [45, []])
  assert.is(grad((x) => sin(x))(0, 7), 1)
})

test('gradients of gradients at points and on wires', () => {
  const f = (x: Wire): Wire => mul(sin(x), exp(x))
  const second = grad(grad(f) as (x: Wire) => Wire)
  near(second(0.3), 2 * Math.exp(0.3) * Math.cos(0.3))
  near(values((x) => second(mul(x, x)) as Wire, 0.5)[0], second(0.25))
  near(
    slopeAt0((h) => [grad(f)(0.3 + h) as number]),
    [second(0.3) as number] as never,
    1e-9,
  )
})

test('inside a drawing, wires of the drawing around may be captured', () => {
  near(values((a) => grad((x) => mul(x, x, a))(3) as Wire, 5)[0], 30)
  near(values((a) => grad((x) => mul(x, grad((y) => mul(x, y, y, a))(a) as Wire))(3) as Wire, 5)[0], 4 * 3 * 25)
})

test('a function drawn again to an equal graph reuses its derivative', () => {
  const { apply, seen } = spied(Math.sin, cos)
  const f = (x: Wire): Wire => mul(apply(x), x)
  for (let k = 0; k < 5; k++) grad((x) => f(x))(k)
  assert.is(seen.drawn, 1)
  grad((x) => sub(f(x), 1))(0)
  assert.is(seen.drawn, 2, 'another graph has another derivative')
  grad((x) => f(x), { conventions: { ...cotangent, tie: 0 } })(0)
  assert.is(seen.drawn, 3, 'other conventions too')
  grad((x) => sum(f(x)))([1, 2])
  grad((x) => sum(f(x)))([1, 2, 3])
  assert.is(seen.drawn, 5, 'other shapes too')
  valueAndGrad(f, { argnums: [0] })(1)
  assert.is(seen.drawn, 5, 'a list of one argument is the same derivative')
})

test('a host loop draws what its numbers say, each time', () => {
  const power =
    (n: number) =>
    (x: Wire): Wire =>
      Array.from({ length: n }, () => x).reduce((a, b) => mul(a, b))
  assert.equal(
    [1, 2, 3].map((n) => grad(power(n))(2)),
    [1, 4, 12],
  )
  let scale = 1
  const f = (x: Wire): Wire => mul(scale, x)
  assert.is(grad(f)(0), 1)
  scale = 7
  assert.is(grad(f)(0), 7)
})

test('conventions reach every level', () => {
  const conventions = { ...cotangent, tie: 1 }
  const f = (x: Wire): Wire => mul(x, maximum(x, 0))
  near(grad((x) => grad(f, { conventions })(x) as Wire, { conventions })(0), 2)
  near(grad((x) => grad(f)(x) as Wire)(0), 1)
})

test('what has no gradient is refused with the cure', () => {
  assert.match(
    String(thrown(() => grad((x) => mul(x, x))([1, 2]))),
    /ShapeError in grad: found f64\[2\], expected one number, f64; sum the result, or use jacobian or vjp/,
  )
  assert.match(String(thrown(() => grad((x) => [x, x])(1))), /ArityError in grad: found 2 results, expected one/)
  assert.match(
    String(thrown(() => grad((x) => x, { argnums: 1 })(1))),
    /ArityError in grad, argument argnums: found 1, expected a whole number from 0 to 0/,
  )
  assert.match(String(thrown(() => grad((x) => x, { argnums: -1 })(1))), /argnums: found -1/)
  assert.match(String(thrown(() => grad(() => 1)())), /argnums/)
  assert.match(String(thrown(() => grad((x) => x)([[1], [2, 3]]))), /ragged/)
})

test('a graph drawn inside of a drawing does not disturb it', () => {
  const g = graph([[]], (x) => {
    const y = sin(x)
    const slope = grad((z) => mul(z, z))(3)
    return mul(y, slope)
  })
  near(outputs(g, 1)[0], 6 * Math.sin(1))
})

test.run()
