// Gradients at points: the published examples, argument numbers, derivatives reused, and what is refused.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  cotangent,
  exp,
  grad,
  graph,
  matmul,
  maximum,
  mul,
  prepare,
  sin,
  sub,
  sum,
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
  const dx = grad((x) => sum(mul(x, x)))(tensor([1, 2, 3, 4], [1, 2, 2]))
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

test('argument numbers: one, a list, none', () => {
  const f = (x: Wire, y: Wire): Wire => mul(x, x, y)
  assert.is(grad(f, { argnums: 1 })(3, 5), 9)
  assert.equal(valueAndGrad(f, { argnums: [1, 0] })(3, 5), [45, [9, 30]])
  assert.equal(valueAndGrad(f, { argnums: [0, 0] })(3, 5), [45, [30, 30]])
  assert.equal(valueAndGrad(f, { argnums: [] })(3, 5), [45, []])
})

test('gradients of gradients at points and on wires', () => {
  const f = (x: Wire): Wire => mul(sin(x), exp(x))
  const second = grad(grad(f))
  near(second(0.3), 2 * Math.exp(0.3) * Math.cos(0.3))
  near(values((x) => second(mul(x, x)), 0.5)[0], second(0.25))
  near(
    slopeAt0((h) => [grad(f)(0.3 + h)]),
    [second(0.3)],
    1e-9,
  )
})

test('inside a drawing, wires of the drawing around may be captured', () => {
  near(values((a) => grad((x) => mul(x, x, a))(3), 5)[0], 30)
  near(values((a) => grad((x) => mul(x, grad((y) => mul(x, y, y, a))(a)))(3), 5)[0], 4 * 3 * 25)
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
  near(grad((x) => grad(f, { conventions })(x), { conventions })(0), 2)
  near(grad((x) => grad(f)(x))(0), 1)
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

type Params = { readonly w: Wire; readonly b: Wire }
const loss = ({ w, b }: Params, x: Wire): Wire => add(sum(mul(matmul(w, x), matmul(w, x))), mul(b, b, b))

test('trees in, trees like them out', () => {
  // d/dw |w x|^2 = 2 (w x) x transposed.
  const { w, b } = grad(loss)({ w: [[1, 2]], b: 2 }, [3, 4])
  near(w, [[2 * 11 * 3, 2 * 11 * 4]], 0)
  assert.is(b, 12)
  const [y, slopes] = valueAndGrad(loss, { argnums: [1, 0] })({ w: [[1, 2]], b: 2 }, [3, 4])
  assert.is(y, 129)
  near(slopes[0], [22, 44], 0)
  near(slopes[1].w, [[66, 88]], 0)
  const list = grad(([p, { q }]: readonly [Wire, { readonly q: readonly Wire[] }]) => mul(p, q[0], q[1]))([
    2,
    { q: [3, tensor(5)] },
  ])
  assert.equal(list, [15, { q: [10, 6] }])
  assert.equal(grad(() => 3)({ a: {}, b: [1, 2], none: [[]] } as never), {
    a: {},
    b: tensor([0, 0]),
    none: tensor([], [1, 0]),
  })
})

test('arrays of other libraries are points, their gradients tensors', () => {
  const f = (x: Wire): Wire => sum(mul(x, x))
  near(grad(f)(Float32Array.of(1, 2)), [2, 4], 0)
  near(grad(f)({ data: Int32Array.of(1, 2, 3, 4), shape: [2, 2], stride: [-1, -2], offset: 3 }), [
    [8, 4],
    [6, 2],
  ])
})

test('an auxiliary result comes along, undifferentiated, as any tree', () => {
  const f = (x: Wire, y: Wire) => [mul(x, x, y), { twice: [mul(2, x), [1, 2]], y }] as const
  const aux = { twice: [6, tensor([1, 2])], y: 5 }
  assert.equal(grad(f, { hasAux: true })(3, 5), [30, aux])
  assert.equal(valueAndGrad(f, { hasAux: true, argnums: [1] })(3, 5), [[45, aux], [9]])
  assert.equal(grad((x) => [x, []], { hasAux: true })(3), [1, []])
  near(values((x) => grad(f, { hasAux: true })(x, x)[1].y, 7)[0], 7)
  const pair = graph([[]], (x) => [mul(x, x), x])
  assert.equal(grad(pair, { hasAux: true })(3), [6, 3])
  assert.match(
    String(thrown(() => grad((x) => x, { hasAux: true })(3))),
    /ValueError in grad: found an instance of Wire, expected a pair \[value, aux\]/,
  )
  assert.match(
    String(thrown(() => grad((x) => [x, { when: new Date(0) }] as never, { hasAux: true })(3))),
    /an instance of Date at aux\.when/,
  )
})

test('inside a drawing, trees of wires give trees of wires', () => {
  const slope = (b: Wire) => grad(loss)({ w: [[1, 2]], b }, [3, 4])
  near(values((b) => slope(b).b, 2)[0], 12)
  near(values((b) => slope(b).w, 2)[0], [[66, 88]])
  near(grad((b) => slope(b).b)(2), 12)
  near(values((a) => grad(({ x }: { readonly x: Wire }) => mul(x, x, a))({ x: 3 }).x, 5)[0], 30, 0)
})

test('a tree of another structure but the same leaves reuses the derivative', () => {
  const { apply, seen } = spied(Math.sin, cos)
  grad((x) => apply(x))(0)
  grad(({ x }: { readonly x: Wire }) => apply(x))({ x: 1 })
  grad(([[x]]: readonly (readonly Wire[])[]) => apply(x))([[tensor(2)]])
  assert.is(seen.drawn, 1)
})

test('prepared functions of trees are not drawn again, and want trees like theirs', () => {
  let drawn = 0
  const f = prepare(
    (p: Params, x: Wire) => {
      drawn++
      return loss(p, x)
    },
    [{ w: [1, 2], b: [] }, [2]],
  )
  for (let k = 1; k < 4; k++) assert.is(grad(f)({ b: k, w: [[0, 0]] }, [3, 4]).b, 3 * k * k)
  assert.is(drawn, 1)
  assert.match(
    String(thrown(() => grad(f)({ b: 1 } as never, [3, 4]))),
    /grad, argument 0: found a record of b, expected .* b, w/,
  )
  assert.match(String(thrown(() => grad(f)({ b: 1, w: 2 }, [3, 4]))), /found shape \[\], expected shape \[1,2\]/)
  assert.match(
    String(thrown(() => grad(f)(...([{ b: 1, w: 2 }] as never)))),
    /ArityError in grad: found 1 points, expected 2/,
  )
})

test('what is no tree of numbers is refused with argument and path', () => {
  assert.match(
    String(thrown(() => grad(loss)({ w: [[1, 2]], b: 'x' } as never, [3, 4]))),
    /ValueError in grad, argument 0: found the string x at \.b/,
  )
  assert.match(
    String(thrown(() => grad((x, _) => x)(1, [new Map()] as never))),
    /argument 1: found an instance of Map at \[0\]/,
  )
  assert.match(String(thrown(() => grad((x) => [x, x])(1))), /found 2 results/)
  assert.match(String(thrown(() => grad(() => undefined as never)(1))), /undefined at the result/)
})

test('a large function of numbers of a tree has the gradient that its graph has, value and auxiliary result beside it', () => {
  const f = ({ w, b }: { w: Wire; b: Wire }) => {
    let y = b
    for (let k = 0; k < 200; k++) y = add(sin(mul(w, y)), maximum(y, b))
    return [mul(0.01, y), [y, w]] as const
  }
  const at = { w: 0.3, b: 0.7 }
  const [[value, aux], slopes] = valueAndGrad(f as never, { hasAux: true })(at as never) as never as [
    [number, [number, number]],
    { w: number; b: number },
  ]
  const drawn = graph([[], []], (w, b) => {
    const [y, dy] = valueAndGrad((p: { w: Wire; b: Wire }) => f(p)[0])({ w, b } as never) as never as [
      Wire,
      { w: Wire; b: Wire },
    ]
    return [y, dy.w, dy.b]
  })
  assert.equal([value, slopes.w, slopes.b], outputs(drawn, at.w, at.b))
  assert.equal(aux[1], 0.3)
})

test.run()
