// Products with Jacobians: by forward and by reverse mode, pullbacks that compute nothing twice.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { add, cos, exp, grad, jvp, mul, sin, sum, tensor, vjp, type Wire } from '../../modes/index.ts'
import { near, spied, thrown, values } from '../support.ts'

const f = (x: Wire, a: Wire): readonly Wire[] => [mul(sin(x), a), sum(mul(x, x))]
const x = [0.3, -0.8]

test('jvp gives values and tangents, alone or in lists as the function does', () => {
  assert.equal(jvp((y) => sin(y))([0], [2]), [0, 2])
  const [y, dy] = jvp(f)([x, 2], [[1, 10], 100]) as unknown as readonly (readonly unknown[])[]
  near(y[1], 0.09 + 0.64)
  near(dy[0], [2 * Math.cos(0.3) + 100 * Math.sin(0.3), 20 * Math.cos(0.8) - 100 * Math.sin(0.8)])
  near(dy[1], 0.6 - 16)
})

test('vjp gives values and a pullback that may be called again and again', () => {
  const [y, back] = vjp(f)(x, 2)
  near((y as readonly unknown[])[1], 0.73)
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
  near(values((z) => jvp((y) => mul(y, y, z))([5], [z])[1] as Wire, 3)[0], 90)
  near(values((z) => jvp((y) => mul(y, y))([5], [z])[1] as Wire, 3)[0], 30)
  near(grad((z) => vjp((y) => mul(y, y, z))(5)[1](1)[0] as Wire)(3), 10)
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
  assert.match(String(thrown(() => jvp((y) => y)([1], [1, 2]))), /ArityError in jvp: found 2 tangents, expected 1/)
  assert.match(
    String(thrown(() => jvp((y) => y)([1], [[1]]))),
    /ShapeError in jvp, argument 0: found f64\[1\], expected f64/,
  )
  assert.match(String(thrown(() => vjp((y) => y)(1)[1]())), /ArityError in vjp: found 0 cotangents, expected 1/)
  assert.match(String(thrown(() => vjp((y) => y)(1)[1]([1]))), /ValueError.*found shape \[1\], expected shape \[\]/)
  assert.match(String(thrown(() => values((z) => vjp((y) => add(y, z))(1)[1](1, 2)[0] as Wire, 1))), /ArityError/)
})

test.run()
