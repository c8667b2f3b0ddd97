// Solve: against explicit inverses and finite differences, with matrices and batches on the right, to third order.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  evaluateOrThrow,
  type Graph,
  grad,
  graph,
  greater,
  jacobian,
  jvp,
  matmul,
  mul,
  reshape,
  select,
  sin,
  slice,
  solve,
  sub,
  sum,
  tensor,
  transpose,
  type Wire,
} from '../../../modes/index.ts'
import { checkHessian, checkJacobian, checkOrders, checkSame, flat, near, thrown, values } from '../../support.ts'

const entry = (a: Wire, i: number, j: number): Wire =>
  reshape(
    slice(a, [
      [i, i + 1],
      [j, j + 1],
    ]),
    [],
  )
const recip = (x: Wire): Wire => solve(reshape(x, [1, 1]), [[1]])

/** Cramer's rule for two unknowns: the inverse [[d, -b], [-c, a]] / (a d - b c). */
const inverse = (m: Wire): Wire => {
  const [a, b, c, d] = [entry(m, 0, 0), entry(m, 0, 1), entry(m, 1, 0), entry(m, 1, 1)]
  const adjugate = add(
    mul(d, [
      [1, 0],
      [0, 0],
    ]),
    mul(b, [
      [0, -1],
      [0, 0],
    ]),
    mul(c, [
      [0, 0],
      [-1, 0],
    ]),
    mul(a, [
      [0, 0],
      [0, 1],
    ]),
  )
  const determinant = sub(mul(a, d), mul(b, c))
  return mul(adjugate, recip(determinant))
}

const a2 = [
  [2, 1],
  [-0.5, 3],
]
const a3 = [
  [0, 2, 1],
  [1, -1, 0.5],
  [3, 0.4, 1],
]

test('one unknown is division', () => {
  near(values((x) => solve([[4]], x), [2])[0], [0.5])
  checkOrders((x) => sum(solve(reshape(x, [1, 1]), [3])), 2)
})

test('two unknowns: Cramer, in value and every nesting of three orders', () => {
  const b = [
    [1, -2, 0.5],
    [3, 0.2, -1],
  ]
  near(values((a) => solve(a, b), a2)[0], values((a) => matmul(inverse(a), b), a2)[0])
  checkSame(
    (a) => sum(mul(sin(solve(a, b)), b)),
    (a) => sum(mul(sin(matmul(inverse(a), b)), b)),
    a2,
  )
})

test('three unknowns, a zero in the corner: rows are exchanged', () => {
  const [x] = values((a) => solve(a, [1, 2, 3]), a3)
  near(values((a, y) => matmul(a, y), a3, tensor(x as never))[0], [1, 2, 3])
})

test('matrix and right-hand side from the same wire', () => {
  checkOrders((a) => sum(mul(solve(a, sin(a)), transpose(a))), a2)
  checkHessian((a) => sum(mul(solve(a, sin(a)), transpose(a))), a2)
})

test('the Hessian of a vector right-hand side, and the Jacobian by both arguments', () => {
  checkHessian((a) => sum(sin(solve(a, [1, 2, 3]))), a3)
  checkJacobian((a) => solve(a, [1, 2, 3]), a3)
  checkJacobian(
    (b) => solve(a3, b),
    [
      [1, 2],
      [3, 4],
      [5, -6],
    ],
  )
})

test('batches of systems, and one matrix for a batch of right-hand sides', () => {
  const as = [
    a2,
    [
      [1, 4],
      [2, -1],
    ],
  ]
  const bs = [
    [[1], [2]],
    [[3], [-4]],
  ]
  const [x] = values((a, b) => solve(a, b), as, bs)
  const single = as.map((a, k) => flat(values((w) => solve(w, bs[k]), a)[0]))
  near(x, tensor(single.flat(), [2, 2, 1]))
  near(
    values((a, b) => solve(a, b), a2, bs)[0],
    tensor(
      bs.flatMap((b) => flat(values((w) => solve(w, b), a2)[0])),
      [2, 2, 1],
    ),
  )
  checkOrders((a) => sum(sin(solve(a, bs))), as, 2)
  checkHessian((a) => sum(sin(solve(a, bs))), a2)
  checkJacobian((a) => solve(a, bs), as)
})

test('no columns and no unknowns', () => {
  near(values((b) => solve(a2, b), tensor([], [2, 0]))[0], tensor([], [2, 0]))
  near(values((a) => solve(a, tensor([], [0, 3])), tensor([], [0, 0]))[0], tensor([], [0, 3]))
})

test('a singular matrix gives NaN throughout, in value and derivative', () => {
  const nan = Number.NaN
  const singular = [
    [1, 2],
    [2, 4],
  ]
  near(values((a) => solve(a, [1, 2]), singular)[0], [nan, nan])
  near(
    values(
      (a) => solve(a, [1, 2]),
      [
        [0, 0],
        [0, 0],
      ],
    )[0],
    [nan, nan],
  )
  near(grad((a) => sum(solve(a, [1, 2])))(singular), [
    [nan, nan],
    [nan, nan],
  ])
})

test('the derivative costs one more solve, whatever the order of the gradient', () => {
  const solves = (g: Graph): number => g.nodes.filter((node) => node.op.family.kind === 'solve').size
  const f = (a: Wire): Wire => sum(solve(a, [1, 2]))
  assert.is(solves(graph([[2, 2]], f)), 1)
  assert.is(solves(graph([[2, 2]], (a) => grad(f)(a))), 2)
  const jacobians = (['forward', 'reverse'] as const).map((mode) => jacobian((a) => solve(a, [1, 2]), { mode })(a2))
  near(jacobians[0], jacobians[1])
  assert.is(evaluateOrThrow(graph([[2, 2]], f), [a2]).length, 1)
})

test('what is no system is refused', () => {
  const refused = (a: readonly number[], b: readonly number[]): string =>
    String(thrown(() => graph([a, b], (x, y) => solve(x, y))))
  assert.match(refused([2, 3], [2]), /ShapeError in solve, argument 0: found \[2,3\], expected a square matrix/)
  assert.match(refused([2, 2], [3]), /ShapeError in solve, argument 1: found \[3,1\], expected 2 rows/)
  assert.match(refused([2], [2]), /argument 0.*square/)
  assert.match(refused([3, 2, 2], [2, 2, 1]), /argument 0.*leading axes/)
  assert.match(refused([2, 2], []), /argument 1/)
})

test('a singular solve that is not taken poisons nothing, in either mode', () => {
  const f = (x: Wire): Wire => select(greater(x, 0), sum(solve(reshape(x, [1, 1]), [[1]])), x)
  assert.is(grad(f)(0), 1)
  assert.equal(jvp(f)([0], [1]), [0, 1])
})

test.run()
