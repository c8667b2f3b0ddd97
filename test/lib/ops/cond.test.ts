// Cond: the branch taken is the function, in value and all derivatives, and the other one is not run at all.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  add,
  cond,
  condAll,
  cos,
  evaluateOrThrow,
  exp,
  grad,
  graph,
  greater,
  hessian,
  jacobian,
  jvp,
  log,
  mul,
  neg,
  sin,
  slice,
  sqrt,
  sub,
  sum,
  tensor,
  vjp,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, near, spied, thrown, values } from '../../support.ts'

type Choice = (mask: Arg, then: Drawn, otherwise: Drawn, x: Wire) => Wire

/** A choice made as the graph is drawn: the reference. */
const fixed =
  (takeThen: boolean): Choice =>
  (_, then, otherwise, x) =>
    takeThen ? then(x) : otherwise(x)

/** The same function with `cond`, at points on either side, and with the branch fixed there. */
const same = (what: string, f: (choice: Choice) => Drawn, orders = 3): void => {
  for (const [at, takeThen] of [
    [[0.7, -0.4], true],
    [[-0.7, 0.9], false],
  ] as const)
    test(`${what}, ${takeThen ? 'then' : 'else'}`, () => checkSame(f(cond), f(fixed(takeThen)), at, orders, what))
}

const first = (x: Wire): Wire => sum(slice(x, [[0, 1]]))

same(
  'both branches use their argument',
  (choice) => (x) =>
    sum(
      choice(
        greater(first(x), 0),
        (y) => sin(mul(y, y, x)),
        (y) => exp(sub(y, cos(x))),
        mul(x, 2),
      ),
    ),
)

same('branches capture different wires, of two levels up, several times', (choice) => (x) => {
  const [a, b, c] = [sin(x), exp(x), sum(mul(x, x))]
  return sum(
    choice(
      greater(first(x), 0),
      (y) =>
        choice(
          greater(first(x), -100),
          (z) => mul(z, a, y, a),
          (z) => mul(z, b, c),
          mul(y, c),
        ),
      (y) => add(mul(b, y, x), mul(b, b), c),
      cos(x),
    ),
  )
})

same(
  'one branch does not depend on anything',
  (choice) => (x) =>
    mul(
      first(x),
      sum(
        choice(
          greater(first(x), 0),
          () => add([1, 2]),
          (y) => sin(y),
          x,
        ),
      ),
    ),
  2,
)
same(
  'neither branch depends on anything',
  (choice) => (x) =>
    mul(
      first(x),
      sum(
        choice(
          greater(first(x), 0),
          () => add([1, 2]),
          () => add([3, 4]),
          x,
        ),
      ),
    ),
  2,
)
same(
  'a branch that returns its argument, and one that returns what it captures',
  (choice) => (x) => {
    const a = sin(x)
    return sum(
      mul(
        x,
        choice(
          greater(first(x), 0),
          (y) => y,
          () => a,
          exp(x),
        ),
      ),
    )
  },
  2,
)

test('branches that are numbers are numbers', () => {
  const f = (x: Wire): Wire =>
    cond(
      greater(x, 0),
      (y) => mul(y, y),
      () => 0,
      x,
    )
  assert.equal([values(f, 3)[0], values(f, -3)[0]], [9, 0])
  assert.equal([grad(f)(3), grad(f)(-3), hessian(f)(3), hessian(f)(-3)], [6, 0, 2, 0])
  near(
    values(
      (x) => [
        ...condAll(
          x,
          () => [1, 2],
          () => [3, 4],
        ),
      ],
      1,
    )[1],
    2,
  )
})

test('several results, one of them twice and one an argument', () => {
  const f = (x: Wire): readonly Wire[] => {
    const s = sin(x)
    return condAll(
      greater(x, 0),
      (y) => [y, mul(y, s), y, 5],
      (y) => [s, s, exp(y), x],
      mul(x, x),
    )
  }
  near(values(f, 2), [4, 4 * Math.sin(2), 4, 5])
  near(values(f, -2), [Math.sin(-2), Math.sin(-2), Math.exp(4), -2])
  near(jvp(f)([2], [1])[1], [4, 4 * Math.sin(2) + 4 * Math.cos(2), 4, 0])
  near(jvp(f)([-2], [1])[1], [Math.cos(-2), Math.cos(-2), -4 * Math.exp(4), 1])
  near(vjp(f)(2)[1](1, 10, 100, 1000), [4 + 10 * (4 * Math.sin(2) + 4 * Math.cos(2)) + 400])
  near(vjp(f)(-2)[1](1, 10, 100, 1000), [11 * Math.cos(-2) - 400 * Math.exp(4) + 1000])
})

test('only the branch taken is run, in derivatives of any order', () => {
  const [taken, other] = [spied(Math.sin, cos), spied(Math.sin, cos)]
  const f = (x: Wire): Wire => cond(greater(x, 0), taken.apply, other.apply, x)
  for (const g of [f, grad(f), grad(grad(f)), (x: Wire) => jvp(grad(f))([x], [1])[1]])
    evaluateOrThrow(graph([[]], g as Drawn), [0.5])
  assert.ok(taken.seen.count > 0)
  assert.is(other.seen.count, 0)
})

test('a branch not taken poisons nothing', () => {
  const f = (x: Wire): Wire =>
    cond(
      greater(x, 0),
      (y) => sqrt(y),
      () => neg(0),
      x,
    )
  const g = (x: Wire): Wire =>
    cond(
      greater(x, 0),
      (y) => log(y),
      (y) => mul(3, y),
      x,
    )
  for (const h of [f, g]) {
    const slope = h === f ? 0 : 3
    assert.equal(
      [values(h, 0)[0], grad(h)(0), hessian(h)(0)].map((y) => y),
      [h === f ? -0 : 0, slope, 0],
    )
    assert.is(jvp(h)([0], [1])[1], slope)
  }
})

test('the mask: 0 is else, anything else is then, NaN too; one number of any shape; no derivative', () => {
  const f =
    (mask: Arg) =>
    (x: Wire): Wire =>
      cond(
        mask,
        (y) => y,
        (y) => neg(y),
        x,
      )
  for (const [mask, sign] of [
    [0, -1],
    [-0, -1],
    [1, 1],
    [-2, 1],
    [Number.NaN, 1],
    [[[1]], 1],
    [[0], -1],
  ] as const)
    assert.is(values(f(mask), 3)[0], sign * 3)
  assert.is(
    grad((x) =>
      cond(
        x,
        (y) => y,
        (y) => y,
        4,
      ),
    )(2),
    0,
  )
  assert.match(
    String(
      thrown(() =>
        values(
          (x) =>
            cond(
              x,
              () => 1,
              () => 2,
            ),
          [1, 2],
        ),
      ),
    ),
    /cond, argument 0.*f64\[2\].*one number.*select/,
  )
})

test('Jacobians have lanes in both modes', () => {
  const f = (x: Wire): Wire =>
    cond(
      greater(first(x), 0),
      (y) => mul(y, x, first(y)),
      (y) => sin(y),
      x,
    )
  for (const mode of ['forward', 'reverse'] as const) {
    near(jacobian(f, { mode })([2, 3]), [
      [12, 0],
      [9, 12],
    ])
    near(jacobian(f, { mode })([-2, 3]), [
      [Math.cos(-2), 0],
      [0, Math.cos(3)],
    ])
  }
})

test('branches of different types are refused', () => {
  const wrong = thrown(() =>
    graph([[2]], (x) =>
      cond(
        1,
        () => x,
        () => sum(x),
      ),
    ),
  )
  assert.match(
    String(wrong),
    /ShapeError in cond, argument else: found f64, expected f64\[2\], as then gives; make both/,
  )
  near(
    values(
      (x) =>
        cond(
          1,
          () => x,
          () => tensor([0, 0]),
        ),
      [1, 2],
    )[0],
    [1, 2],
  )
})

test.run()
