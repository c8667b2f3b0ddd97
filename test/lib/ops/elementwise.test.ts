// A user's own ops: an elementwise one in one line, and whole records with a step of their own and its adjoint.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kernel } from '../../../lib/kernel.ts'
import { refOf } from '../../../lib/wire.ts'
import {
  add,
  checkpoint,
  cond,
  cos,
  draw,
  elementwise,
  type Family,
  graph,
  greater,
  jacobian,
  Linear,
  matmul,
  mul,
  neg,
  type Op,
  reshape,
  scan,
  sin,
  sqrt,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  type Wire,
} from '../../../modes/index.ts'
import { checkHessian, checkOrders, checkSame, type Drawn, near, thrown, values } from '../../support.ts'

const cube = elementwise(
  'cube',
  (x) => x * x * x,
  ([x]) => mul(3, x, x),
)
const recip = elementwise(
  'myRecip',
  (x) => 1 / x,
  (_, y) => neg(mul(y, y)),
)
/** One slope by the result, the other by the arguments: two ways to say the same. */
const hypotenuse = elementwise(
  'hypotenuse',
  Math.hypot,
  ([a], y) => mul(a, recip(y)),
  ([a, b]) => mul(b, recip(hypotenuse(a, b))),
)

/** The cumulative sum along the last axis, from either end: linear, and each the adjoint of the other. */
const cumulativeFamily: Family = { name: 'cumulative', kind: 'other' }
const cumulativeOp = (backward: boolean): Op<boolean> => ({
  family: cumulativeFamily,
  name: backward ? 'cumulative[backward]' : 'cumulative',
  params: backward,
  key: String(backward),
  hash: backward ? 0x5e1 : 0x5e0,
  type: (x) => x,
  eval: (x) => {
    const { shape, data } = x as Tensor
    const n = shape[shape.length - 1]
    const sums = Float64Array.from(data)
    for (let row = 0; row < data.length; row += n)
      for (let k = 1; k < n; k++) {
        const at = row + (backward ? n - 1 - k : k)
        sums[at] += sums[at + (backward ? 1 : -1)]
      }
    return tensor(sums, shape)
  },
  partial: (_, y, [x]) =>
    Linear.ofStep({ op: cumulativeOp(backward), at: 0, args: [refOf(x)], from: x.type, to: y.type }),
  adjoint: () => cumulativeOp(!backward),
})
const cumulative: Drawn = (x) => draw(cumulativeOp(false), [x])

/** The same by a matrix of ones on and below the diagonal. */
const triangular: Drawn = (x) => {
  const n = x.shape[x.shape.length - 1]
  return matmul(
    x,
    transpose(add(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (j <= i ? 1 : 0))))),
  )
}

/** The quadratic form x' m x of vectors, as one op whose partials are kernels over its arguments. */
const formOp: Op = {
  family: { name: 'form', kind: 'other' },
  name: 'form',
  params: null,
  key: '',
  hash: 0xf0,
  type: () => ({ shape: [] }),
  eval: (...xs) => {
    const [x, m] = (xs as Tensor[]).map(({ data }) => data)
    let y = 0
    x.forEach((a, i) => {
      x.forEach((b, j) => {
        y += a * m[i * x.length + j] * b
      })
    })
    return tensor(y)
  },
  partial: (at, y, [x, m]) => {
    const n = x.shape[0]
    const half = (hole: number, other: number): Linear =>
      Linear.ofKernel(
        x.type,
        y.type,
        kernel(
          [hole],
          [],
          [n, n],
          [
            { ref: refOf(m), spec: [0, 1] },
            { ref: refOf(x), spec: [other] },
          ],
          1,
          false,
        ),
      )
    if (at === 0) return Linear.sum(half(0, 1), half(1, 0))
    const twice = [0, 1].map((letter) => ({ ref: refOf(x), spec: [letter] }))
    return Linear.ofKernel(m.type, y.type, kernel([0, 1], [], [n, n], twice, 1, false))
  },
}
const form = (x: Wire, m: Wire): Wire => draw(formOp, [x, m])

const everywhere = (what: string, f: Drawn, g: Drawn, at: readonly number[], ordersInside = 3): void => {
  const whole =
    (h: Drawn): Drawn =>
    (x) =>
      sum(mul(sin(h(mul(x, x))), h(cos(x)), x))
  test(`${what}, all orders and nestings`, () => {
    checkOrders(whole(f), at, 3, what)
    checkHessian(whole(f), at, what)
    checkSame(whole(f), whole(g), at, 2, what)
  })
  test(`${what} inside scan, cond and checkpoint`, () => {
    const inside =
      (h: Drawn): Drawn =>
      (x) => {
        const { carry, out } = scan(
          ([c], [t]) => {
            const y = h(mul(sin(c), t))
            return {
              carry: [
                cond(
                  greater(t, 0),
                  (z) => checkpoint(h)(mul(z, y)),
                  (z) => h(add(z, x)),
                  y,
                ),
              ],
              out: [mul(y, c)],
            }
          },
          [x],
          [[0.7, -0.4]],
        )
        return add(sum(carry[0]), sum(sin(out[0])))
      }
    checkSame(inside(f), inside(g), at, ordersInside, what)
  })
}

everywhere('an elementwise op', cube as Drawn, (x) => mul(x, x, x), [0.4, -0.9])
everywhere(
  'an elementwise op of two arguments, one wire in both',
  (x) => hypotenuse(x, add(2, x)),
  (x) => sqrt(add(mul(x, x), mul(add(2, x), add(2, x)))),
  [0.4, -0.9],
  2,
)
everywhere('a step with an adjoint of its own', cumulative, triangular, [0.4, -0.9, 0.7])

/** A matrix that depends on a vector, with no symmetry. */
const matrixOf: Drawn = (x) => sin(mul(reshape(x, [x.shape[0], 1]), add(x, triangular(x))))
everywhere(
  'an op whose partials are kernels',
  (x) => mul(x, form(x, matrixOf(x))),
  (x) => mul(x, sum(mul(reshape(x, [x.shape[0], 1]), matrixOf(x), x))),
  [0.4, -0.9],
  2,
)

test('the step is its own derivative, its adjoint the reverse, with lanes', () => {
  near(
    values(cumulative, [
      [1, 2, 3],
      [4, 5, 6],
    ])[0],
    [
      [1, 3, 6],
      [4, 9, 15],
    ],
  )
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian(cumulative, { mode })([5, 6, 7]), [
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ])
})

test('several arguments are broadcast to one shape, and their derivatives summed back', () => {
  const f = (x: Wire): Wire =>
    sum(
      hypotenuse(x, [
        [3, 4],
        [12, 5],
      ]),
    )
  near(values((x) => hypotenuse(x, [[3], [12]]), [4, 5])[0], [
    [5, Math.hypot(3, 5)],
    [Math.hypot(12, 4), 13],
  ])
  checkOrders(f, [4, 12])
})

test('a slope that is a number, that is 0, that is null', () => {
  const affine = elementwise(
    'affine',
    (a, b) => 2 * a + Math.sign(b),
    () => 2,
    null,
  )
  const flat = elementwise(
    'flat',
    () => 7,
    () => 0,
  )
  near(jacobian((x) => affine(x, x))([1, 2]), [
    [2, 0],
    [0, 2],
  ])
  near(jacobian((x) => flat(x))([1, 2]), [
    [0, 0],
    [0, 0],
  ])
  checkOrders((x) => sum(mul(affine(x, cube(x)), flat(x), x)), [1, 2])
})

test('more than three arguments', () => {
  const product: (...xs: Wire[]) => Wire = elementwise(
    'product',
    (...xs) => xs.reduce((a, b) => a * b),
    ...[0, 1, 2, 3].map((at) => (xs: readonly Wire[]) => mul(...xs.filter((_, k) => k !== at))),
  )
  const f = (x: Wire): Wire => sum(product(x, sin(x), sub(x, 2), x))
  checkSame(f, (x) => sum(mul(x, sin(x), sub(x, 2), x)), [0.4, -0.9])
})

test('two ops of one name are two ops', () => {
  const double = elementwise(
    'scale',
    (x) => 2 * x,
    () => 2,
  )
  const triple = elementwise(
    'scale',
    (x) => 3 * x,
    () => 3,
  )
  assert.equal(
    values((x) => [double(x), triple(x)], 1),
    [2, 3],
  )
})

test('too few arguments and unlike shapes are refused', () => {
  assert.match(
    String(thrown(() => graph([[2], [3]], (a, b) => hypotenuse(a, b)))),
    /ShapeError in hypotenuse, argument 1.*extent 3/,
  )
  assert.match(
    String(thrown(() => graph([[2]], (a) => hypotenuse(a)))),
    /ArityError in hypotenuse: found 1 argument, expected 2/,
  )
})

test('an op with fewer slopes than arguments, or with a slope that is none, is refused as it is made', () => {
  assert.match(
    String(thrown(() => elementwise('half', (x) => x / 2))),
    /ArityError in elementwise, argument slopes: found no slope of half, expected 1, one for each argument/,
  )
  assert.match(
    String(thrown(() => elementwise('ratio', (a, b) => a / b, null))),
    /found 1 slope of ratio, expected 2, one for each argument/,
  )
  assert.match(
    String(thrown(() => elementwise('half', (x) => x / 2, 0.5 as never))),
    /ValueError in elementwise, argument slope 0: found 0.5, expected a function/,
  )
})

test.run()
