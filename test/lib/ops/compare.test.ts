// Comparisons and what they choose: masks, ties, and branches that poison nothing in any mode or order.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  and,
  cotangent,
  equal,
  exp,
  grad,
  greater,
  greaterEqual,
  hessian,
  isFinite as isFiniteMask,
  isNaN as isNaNMask,
  jacobian,
  jvp,
  less,
  lessEqual,
  log,
  maximum,
  mul,
  neg,
  not,
  notEqual,
  or,
  power,
  relu,
  select,
  sin,
  sqrt,
  sum,
  type Wire,
  where,
} from '../../../modes/index.ts'
import { checkOrders, checkSame, type Drawn, near, values } from '../../support.ts'

const nan = Number.NaN

test('masks are 1 where the relation holds and 0 elsewhere, NaN included', () => {
  const a = [1, 2, 2, nan, 0]
  const b = [2, 1, 2, 1, -0]
  const masks = [greater, greaterEqual, less, lessEqual, equal, notEqual].map((f) => values((x, y) => f(x, y), a, b)[0])
  near(masks[0], [0, 1, 0, 0, 0])
  near(masks[1], [0, 1, 1, 0, 1])
  near(masks[2], [1, 0, 0, 0, 0])
  near(masks[3], [1, 0, 1, 0, 1])
  near(masks[4], [0, 0, 1, 0, 1])
  near(masks[5], [1, 1, 0, 1, 0])
  near(grad((x) => sum(mul(x, greater(x, 2))))([1, 3]), [0, 1])
})

test('logic on masks, where any number but 0 holds, NaN too', () => {
  const numbers = [0, -0, 1, -2, 1e-320, nan, Number.POSITIVE_INFINITY]
  const truth = numbers.map((x) => x !== 0)
  const bits = (holds: readonly boolean[]): readonly number[] => holds.map(Number)
  near(values((x) => not(x), numbers)[0], bits(truth.map((x) => !x)))
  near(values((x) => isNaNMask(x), numbers)[0], bits(numbers.map(Number.isNaN)))
  near(values((x) => isFiniteMask(x), numbers)[0], bits(numbers.map(Number.isFinite)))
  numbers.forEach((x, k) => {
    near(values((a, b) => and(a, b), numbers, x)[0], bits(truth.map((t) => t && truth[k])))
    near(values((a, b) => or(a, b), numbers, x)[0], bits(truth.map((t) => t || truth[k])))
  })
  near(values((a, b) => and(a, b), [[1], [0]], [1, 0, 1])[0], [
    [1, 0, 1],
    [0, 0, 0],
  ])
  near(grad((x) => sum(mul(x, and(greater(x, 0), not(greater(x, 2))))))([-1, 1, 3]), [0, 1, 0])
  assert.is(where, select)
})

test('masks, selections and their like name their op', () => {
  const ops = [greater, less, equal, and, or, not, isNaNMask, isFiniteMask, select, maximum, relu].map(
    ({ op }) => op.name,
  )
  assert.equal(ops, ['greater', 'less', 'equal', 'and', 'or', 'not', 'isNaN', 'isFinite', 'select', 'maximum', 'relu'])
})

test('select(x > 0, sqrt x, 0) and the like are finite at 0, in value and to second order, in both modes', () => {
  const roots: readonly Drawn[] = [
    (x) => select(greater(x, 0), sqrt(x), 0),
    (x) => select(lessEqual(x, 0), 0, log(x)),
    (x) => select(greater(x, 0), power(x, -3), 0),
    (x) => select(greater(x, 0), exp(mul(800, exp(neg(mul(x, 1e3))))), 0),
  ]
  for (const f of roots) {
    assert.is(values(f, 0)[0], 0)
    near(grad(f)(0), 0)
    near(jvp(f)([0], [1])[1], 0)
    near(hessian(f)(0), 0)
    near(grad((x) => jvp(f)([x], [1])[1])(0), 0)
    near(jvp((x) => jvp(f)([x], [1])[1])([0], [1])[1], 0)
    near(grad((x) => grad(f)(x))(0), 0)
  }
  near(grad((x) => sum(roots[0](x)))([0, 4, -1]), [0, 0.25, 0])
  for (const mode of ['forward', 'reverse'] as const)
    near(jacobian(roots[0], { mode })([0, 4]), [
      [0, 0],
      [0, 0.25],
    ])
})

test('a zero tangent stays zero against an infinite slope by default, and is NaN under ieee', () => {
  const f = (x: Wire): Wire => mul(0, sqrt(x))
  near(grad(f)(0), 0)
  near(jvp((x) => sqrt(x))([0], [0])[1], 0)
  near(grad((x) => select(0, sqrt(x), x), { conventions: { ...cotangent, zero: 'ieee' } })(0), nan)
  near(grad((x) => select(0, sqrt(x), x), { conventions: cotangent })(0), 1)
})

test('select: the mask may be any number, arguments broadcast, one wire in both branches', () => {
  near(values((m, x, y) => select(m, x, y), [[0], [nan]], [1, 2], -5)[0], [
    [-5, -5],
    [1, 2],
  ])
  checkSame(
    (x) => sum(mul(select(greater(x, 0), sin(x), mul(x, x)), x)),
    (x) => sum(mul(x, add(mul(greater(x, 0), sin(x)), mul(lessEqual(x, 0), x, x)))),
    [0.7, -0.4],
  )
  near(grad((x) => select(x, x, x))(3), 1)
})

test('ties are shared by the convention, equally by default', () => {
  const halves = jacobian((x) => maximum(x, [1, 2, 3]))([2, 2, 2])
  near(halves, [
    [1, 0, 0],
    [0, 0.5, 0],
    [0, 0, 0],
  ])
  for (const tie of [0, 0.25, 1]) {
    const options = { conventions: { ...cotangent, tie } }
    near(grad((x) => maximum(x, 0), options)(0), tie)
    near(grad((x) => maximum(0, x), options)(0), 1 - tie)
    near(jvp((x) => maximum(x, 0), options)([0], [1])[1], tie)
    near(grad((x) => maximum(x, x), options)(2), 1, 1e-15)
  }
  near(grad((x) => relu(x))(0), 0.5)
})

test('maximum is NaN where either is, and smooth elsewhere', () => {
  near(values((x, y) => maximum(x, y), [1, nan, 3], [2, 2, nan])[0], [2, nan, nan])
  checkOrders((x) => sum(maximum(mul(x, x), sin(x))), [0.4, -0.8, 2])
})

test.run()
