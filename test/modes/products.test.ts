// Products with Jacobians: by forward and by reverse mode, pullbacks that compute nothing twice.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { add, cos, exp, grad, jvp, mul, sin, sum, tensor, vjp, type Wire } from '../../modes/index.ts'
import { near, spied, thrown, values } from '../support.ts'

const f = (x: Wire, a: Wire): readonly Wire[] => [mul(sin(x), a), sum(mul(x, x))]
const x = [0.3, -0.8]

test('jvp gives values and tangents, alone or in lists as the function does', () => {
  assert.equal(jvp((y) => sin(y))([0], [2]), [0, 2])
  const [y, dy] = jvp(f)([x, 2], [[1, 10], 100])
  near(y[1], 0.09 + 0.64)
  near(dy[0], [2 * Math.cos(0.3) + 100 * Math.sin(0.3), 20 * Math.cos(0.8) - 100 * Math.sin(0.8)])
  near(dy[1], 0.6 - 16)
})

test('vjp gives values and a pullback that may be called again and again', () => {
  const [y, back] = vjp(f)(x, 2)
  near(y[1], 0.73)
  const at = (w: readonly number[], v: number): void => {
    const [dx, da] = back(w, v)
    near(
      dx,
      x.map((z, k) => 2 * Math.cos(z) * w[k] + 2 * z * v),
    )
    near(da, w[0] * Math.sin(0.3) + w[1] * Math.sin(-0.8))
  }
  at([1, 0], 0)
  at([0, 1], 5)
  at([1, 0], 0)
})

test('the pullback runs no op of the primal again, and only linear ones of its own', () => {
  const { apply, seen } = spied(Math.sin, cos)
  const slopes = spied(Math.cos, (z) => mul(-1, sin(z)))
  const inner = spied(Math.sin, slopes.apply)
  const [, back] = vjp((z) => mul(exp(apply(z)), inner.apply(z)))(0.5)
  assert.equal([seen.count, inner.seen.count, slopes.seen.count], [1, 1, 1])
  for (let k = 0; k < 3; k++) back(k)
  assert.equal([seen.count, inner.seen.count, slopes.seen.count], [1, 1, 1])
})

test('in a drawing, with points, cotangents or captured wires', () => {
  near(values((z) => vjp((y) => mul(y, y, z))(z)[1](z), 3)[0], 2 * 3 * 3 * 3)
  near(values((z) => vjp((y) => mul(y, y))(5)[1](z), 3)[0], 30)
  near(values((z) => jvp((y) => mul(y, y, z))([5], [z])[1], 3)[0], 90)
  near(values((z) => jvp((y) => mul(y, y))([5], [z])[1], 3)[0], 30)
  near(grad((z) => vjp((y) => mul(y, y, z))(5)[1](1)[0])(3), 10)
})

test('a function that ignores its points, one that returns them, one without results', () => {
  near(jvp(() => 3)([1], [2])[1], 0)
  near(vjp(() => 3)(1)[1](2)[0], 0)
  assert.equal(jvp((y) => [y, y])([1], [2]), [
    [1, 1],
    [2, 2],
  ])
  assert.equal(vjp((y) => [y, y])(1)[1](2, 3), [5])
  assert.equal(vjp(() => [])(1)[1](), [0])
})

test('the point may change after it was given', () => {
  const point = tensor([1, 2])
  const [, back] = vjp((y) => mul(y, y))(point)
  ;(point.data as Float64Array)[0] = 100
  near(back([1, 1])[0], [2, 4])
})

test('tangents and cotangents of the wrong shape or number are refused', () => {
  assert.match(
    String(thrown(() => jvp((y) => y)([1], [1, 2] as never))),
    /ArityError in jvp: found 2 tangents, expected 1/,
  )
  assert.match(
    String(thrown(() => jvp((y) => y)([1], [[1]]))),
    /ShapeError in jvp, argument 0: found f64\[1\], expected f64/,
  )
  assert.match(
    String(thrown(() => vjp((y) => y)(1)[1](...([] as never)))),
    /ArityError in vjp: found 0 cotangents, expected 1/,
  )
  assert.match(String(thrown(() => vjp((y) => y)(1)[1]([1]))), /ValueError.*found shape \[1\], expected shape \[\]/)
  assert.match(
    String(thrown(() => values((z) => vjp((y) => add(y, z))(1)[1](...([1, 2] as never))[0], 1))),
    /ArityError/,
  )
})

type P = { readonly a: Wire; readonly v: readonly [Wire] }
const tree = ({ a, v: [v] }: P, c: Wire) => ({ p: mul(a, v), q: { r: add(mul(a, a), c) } })

test('trees of tangents and cotangents mirror points and results', () => {
  const [y, dy] = jvp(tree)([{ a: 3, v: [tensor([1, 2])] }, 5], [{ a: 1, v: [[10, 0]] }, 7])
  assert.equal([y.q.r, dy.q.r], [14, 13])
  near(y.p, [3, 6])
  near(dy.p, [31, 2])
  const point = { a: 3, v: [tensor([1, 2])] }
  const [z, back] = vjp(tree)(point, 5)
  near(z.p, [3, 6])
  const [dx, dc] = back({ p: [1, 10], q: { r: 100 } })
  assert.equal([dx.a, dc], [1 + 20 + 600, 100])
  near(dx.v[0], [3, 30])
})

test('auxiliary results stay as they are', () => {
  const g = (x: Wire) => [{ y: mul(x, x) }, [x, 'nothing'.length]] as const
  assert.equal(jvp(g, { hasAux: true })([3], [1]), [{ y: 9 }, { y: 6 }, [3, 7]])
  const [value, back, aux] = vjp(g, { hasAux: true })(3)
  assert.equal([value, aux, back({ y: 10 })], [{ y: 9 }, [3, 7], [60]])
})

test('in a drawing, trees of wires', () => {
  const v = [tensor(2)]
  near(values((x) => jvp(tree)([{ a: x, v }, x], [{ a: 1, v: [0] }, x])[1].q.r, 3)[0], 9)
  near(values((x) => vjp(tree)({ a: x, v }, 1)[1]({ p: x, q: { r: 1 } })[0].a, 3)[0], 12)
  near(values((x) => vjp(tree)({ a: 3, v }, 1)[1]({ p: x, q: { r: 1 } })[0].a, 3)[0], 12)
})

test('tangents and cotangents of another structure are refused with the path', () => {
  const point = { a: 3, v: [tensor([1, 2])] }
  const wrong = (dx: unknown): string => String(thrown(() => jvp(tree)([point, 5], [dx as never, 7])))
  const wires = (y: unknown): string => String(thrown(() => vjp(tree)(point, 5)[1](y as never)))
  assert.match(wrong({ a: 1 }), /ValueError in jvp, argument 0: found a record of a, expected a record of a, v/)
  assert.match(wires({ p: [1, 2], q: 3 }), /ValueError in vjp, argument 0: found 3 at \.q, expected a record of r/)
  assert.match(wires({ p: [1, 2, 3], q: { r: 1 } }), /argument cotangent\.p: found shape \[3\], expected shape \[2\]/)
  assert.match(
    String(thrown(() => jvp(tree)([point, 5], [{ a: 3, v: [[[1, 2, 3]]] }, 5]))),
    /ShapeError in jvp, argument 0: found f64\[1,3\] at \.v\[0\], expected f64\[2\]/,
  )
})

test('results are fresh: writing to one changes neither another nor the pullback', () => {
  const written = (x: unknown): void => {
    ;(x as { data: Float64Array }).data[0] = 100
  }
  const [y, back] = vjp((z) => mul(z, z, [1, 1]))([3, 4])
  written(y)
  const [first] = back([1, 1])
  written(first)
  near(back([1, 1])[0], [6, 8])
  const [same] = jvp((z) => [z, z])([[1, 2]], [[0, 0]])
  written(same[0])
  near(same[1], [1, 2])
  const zero = vjp(() => [1, 2])([3, 4])[1]
  written(zero([1, 1])[0])
  near(zero([1, 1])[0], [0, 0])
})

test.run()
