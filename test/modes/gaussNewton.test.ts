// Gauss-Newton products: J^T H J v against the matrices, and against the Hessian where that is the same.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  exp,
  gaussNewton,
  hvp,
  jacobian,
  log,
  matmul,
  mul,
  sin,
  sub,
  sum,
  type Tensor,
  tensor,
  type Wire,
} from '../../modes/index.ts'
import { near, thrown, values } from '../support.ts'

const f = (x: Wire) =>
  sin(
    matmul(
      [
        [1, 2, 3],
        [0.5, -1, 2],
      ],
      mul(x, x),
    ),
  )
const [x, v] = [
  [0.3, -0.4, 0.5],
  [1, -2, 0.5],
]

test('without a loss, J^T J v by the matrix', () => {
  const j = tensor(jacobian(f)(x))
  const jv = [0, 1].map((i) => v.reduce((total, vk, k) => total + j.data[3 * i + k] * vk, 0))
  near(
    gaussNewton(f)(x, v),
    [0, 1, 2].map((k) => jv[0] * j.data[k] + jv[1] * j.data[3 + k]),
  )
})

test('with a loss, J^T H J v by the matrices; of a linear model it is the Hessian times v', () => {
  const loss = (y: Wire) => sum(mul(exp(y), y))
  const linear = (w: Wire) =>
    matmul(
      [
        [1, 2, 3],
        [0.5, -1, 2],
      ],
      w,
    )
  near(gaussNewton(linear, { loss })(x, v), hvp((w: Wire) => loss(linear(w)))(x, v))
})

test('where residuals vanish it is the Hessian of half the sum of squares', () => {
  const y = values(f, x)[0] as Tensor
  const half = (w: Wire) => mul(0.5, sum(mul(sub(f(w), y), sub(f(w), y))))
  near(gaussNewton(f)(x, v), hvp(half)(x, v))
})

test('trees of parameters, lists of results, and wires', () => {
  const model = ({ a, b }: { readonly a: Wire; readonly b: Wire }) => [mul(a, b), add(a, log(b))]
  const [at, along] = [
    { a: 2, b: 3 },
    { a: 1, b: -1 },
  ]
  // J = [[3, 2], [1, 1/3]], J v = [1, 2/3].
  const found = gaussNewton(model)(at, along)
  near(found.a, 3 + 2 / 3)
  near(found.b, 2 + 2 / 9)
  near(values((u) => gaussNewton((w: Wire) => mul(w, w))(u, 1), 3)[0], 36)
})

test('refuses a vector of another shape', () => {
  assert.match(String(thrown(() => gaussNewton(f)(x, [1, 2]))), /ShapeError/)
})

test.run()
