// While: the steps that the condition asks for, as if they were drawn one by one; forward mode without a bound, all modes with one.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  checkGradients,
  linearInTheDirection,
  nothingAlongZero,
  symmetricSecondDerivative,
} from '../../../laws/index.ts'
import {
  add,
  checkpoint,
  cond,
  cost,
  count,
  div,
  dot,
  evaluateOrThrow,
  exp,
  forward,
  forwardVector,
  type Graph,
  grad,
  graph,
  greater,
  inputTypes,
  jacobian,
  jvp,
  less,
  mul,
  neg,
  nodeAt,
  parts,
  project,
  reverse,
  sameValue,
  scan,
  sin,
  sub,
  sum,
  tensor,
  tuple,
  type WhileOptions,
  type Wire,
  whileLoop,
  whileLoopAll,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, flat, near, thrown, values } from '../../support.ts'

type Loop = (
  condition: (...c: Wire[]) => Wire,
  step: (...c: Wire[]) => readonly Wire[],
  init: readonly Wire[],
) => readonly Wire[]
const looped =
  (options: WhileOptions): Loop =>
  (condition, step, init) =>
    whileLoopAll(condition, step, init, options)
/** A number of steps fixed as the graph is drawn: the reference. */
const steps =
  (n: number): Loop =>
  (_, step, init) =>
    Array.from({ length: n }).reduce<readonly Wire[]>((c) => step(...c), init)

interface Case {
  readonly at: readonly number[]
  readonly trips: number
  readonly f: (loop: Loop) => Drawn
}
const cases: Readonly<Record<string, Case>> = {
  // |x| = 0.81, 1.33, 2.17: about 1.6 times as much at each step, up to 2.
  'over a wire from around, in condition and step': {
    at: [0.7, -0.4],
    trips: 2,
    f: (loop) => (x) => {
      const [limit, s] = [mul(0, sum(x)), sin(x)]
      return sum(
        mul(
          x,
          loop(
            (c) => less(add(limit, sum(mul(c, c))), 4),
            (c) => [add(mul(1.6, c), mul(0.1, c, s))],
            [x],
          )[0]!,
        ),
      )
    },
  },
  'several values, handed on in another order, one of which counts': {
    at: [0.3, 0.9],
    trips: 4,
    f: (loop) => (x) => {
      const [a, b] = loop(
        (_a, _b, k) => less(k, 4),
        (a, b, k) => [b, mul(sin(add(a, x)), b), add(k, 1)],
        [x, exp(x), mul(0, sum(x))],
      )
      return sum(mul(a!, b!))
    },
  },
  'what starts without a tangent has one in the end': {
    at: [0.3, 0.9],
    trips: 3,
    f: (loop) => (x) =>
      sum(
        loop(
          (_, k) => less(k, 3),
          (c, k) => [add(mul(c, x), sin(x)), add(k, 1)],
          [tensorWire([1, 2]), tensorWire(0)],
        )[0]!,
      ),
  },
  'no step': {
    at: [0.3, 0.9],
    trips: 0,
    f: (loop) => (x) =>
      sum(
        mul(
          x,
          loop(
            () => less(x0(x), -9),
            (c) => [mul(c, 3)],
            [x],
          )[0]!,
        ),
      ),
  },
}
const tensorWire = (x: number | readonly number[]): Wire => mul(1, x)
const x0 = (x: Wire): Wire => sum(mul(x, [1, 0]))

/** Derivatives of orders 0 to 3 by forward mode alone. */
const forwardOrders = (f: Drawn, at: readonly number[]): readonly number[] => {
  const v = tensor(at.map((_, k) => Math.cos(1 + k)))
  const next =
    (g: Drawn): Drawn =>
    (x) =>
      jvp((y) => g(y))([x], [v])[1]
  return [f, next(f), next(next(f)), next(next(next(f)))].map((g) => flat(values(g, tensor(at))[0])[0]!)
}

for (const [name, { at, trips, f }] of Object.entries(cases)) {
  test(`with a bound: ${name}`, () => checkSame(f(looped({ bound: trips + 2 })), f(steps(trips)), at, 3, name))
  test(`with a bound that is just enough: ${name}`, () =>
    checkSame(f(looped({ bound: trips })), f(steps(trips)), at, 1, name))
  test(`without: ${name}`, () => {
    near(forwardOrders(f(looped({})), at), forwardOrders(f(steps(trips)), at))
    const slopes = jacobian(f(looped({})), { mode: 'forward' })(at)
    near(slopes, jacobian(f(steps(trips)), { mode: 'forward' })(at))
    checkGradients(f(looped({})), [at], { modes: ['forward'], order: 3 })
  })
}

test('in a checkpoint, a branch and a scan, each with a loop in a loop', () => {
  const nested =
    (inner: Loop, outer: Loop): Drawn =>
    (x) =>
      outer(
        (c) => less(sum(mul(c, c)), 4),
        (c) => [
          add(
            c,
            inner(
              (d) => less(sum(d), 3),
              (d) => [add(1, d, mul(0.1, sin(mul(d, x))))],
              [mul(0.2, c)],
            )[0]!,
          ),
        ],
        [x],
      )[0]!
  const places: readonly ((f: Drawn) => Drawn)[] = [
    (f) => (x) => sum(checkpoint(f)(x)),
    (f) => (x) => sum(cond(greater(sum(x), -100), f, (y) => y, x)),
    (f) => (x) => scan(([c], [t]) => ({ carry: [add(c!, sum(f(mul(t!, x))))] }), [0], [[1, 1.01]]).carry[0]!,
  ]
  for (const place of places) {
    const expected = place(nested(steps(2), steps(1)))
    const at = [0.9, 0.8]
    checkSame(place(nested(looped({ bound: 2 }), looped({ bound: 2 }))), expected, at, 2)
    near(forwardOrders(place(nested(looped({}), looped({}))), at), forwardOrders(expected, at))
  }
})

test("Newton's square root: the derivative of the limit", () => {
  const root = (x: Wire): Wire =>
    whileLoop(
      (y) => greater(mul(sub(mul(y, y), x), sub(mul(y, y), x)), 1e-28),
      (y) => div(add(y, div(x, y)), 2),
      x,
      { bound: 20 },
    )
  near(values(root, 3)[0], Math.sqrt(3), 1e-14)
  near(grad(root)(3), 0.5 / Math.sqrt(3), 1e-12)
})

test('more steps than the bound are an error, in value and derivative, also where only the derivative is needed', () => {
  const f = (x: Wire): Wire =>
    whileLoop(
      (c) => less(c, 100),
      (c) => mul(c, 2),
      x,
      { bound: 4 },
    )
  assert.is(values(f, 7)[0], 112)
  assert.is(grad(f)(7), 16)
  const alone = (g: Graph): Graph => ({ ...g, outputs: g.outputs.slice(1) })
  const g = graph([[]], f)
  for (const run of [
    () => values(f, 3),
    () => grad(f)(3),
    () => evaluateOrThrow(alone(reverse(g)), [3, 1]),
    () => evaluateOrThrow(alone(forward(g)), [3, 1]),
    () => evaluateOrThrow(alone(forwardVector(g, 2)), [3, [1, 2]]),
    () => count(g, [3]),
  ])
    assert.match(String(thrown(run)), /ValueError in while: found a condition that still holds after 4 steps, .*bound/)
  assert.is(
    values(
      (x) =>
        whileLoop(
          (c) => less(c, 0),
          (c) => c,
          x,
          { bound: 0 },
        ),
      3,
    )[0],
    3,
  )
})

test('nothing hangs: a loop without end is stopped at its limit, in derivatives and counting runs too', () => {
  const forever = graph([[]], (x) =>
    whileLoop(
      () => 1,
      (c) => mul(c, 1),
      x,
      { limit: 500 },
    ),
  )
  const unordered = graph([[]], (x) =>
    whileLoop(
      () => Number.NaN,
      (c) => c,
      x,
      { limit: 500 },
    ),
  )
  for (const run of [
    () => evaluateOrThrow(forever, [2]),
    () => evaluateOrThrow(unordered, [2]),
    () => evaluateOrThrow({ ...forward(forever), outputs: forward(forever).outputs.slice(1) }, [2, 1]),
    () => count(forever, [2]),
  ])
    assert.match(
      String(thrown(run)),
      /ValueError in while: found a condition that still holds after 500 steps, .*limit/,
    )
  // 2^9 = 512 needs nine steps.
  const f = (limit: number): Graph =>
    graph([[]], (x) =>
      whileLoop(
        (c) => less(c, 500),
        (c) => mul(c, 2),
        x,
        { limit },
      ),
    )
  assert.equal(evaluateOrThrow(f(9), [1]), [tensor(512)])
  assert.match(String(thrown(() => evaluateOrThrow(f(8), [1]))), /after 8 steps/)
})

test('reverse mode refuses a loop without a bound, and names the cure', () => {
  const f = (x: Wire): Wire =>
    whileLoop(
      (c) => less(c, 100),
      (c) => mul(c, 2),
      x,
    )
  assert.match(String(thrown(() => grad(f)(3))), /LawError in while: .*reverse.*give whileLoop a bound/)
  assert.is(jvp(f)([3], [1])[1], 64)
  assert.is(grad((x) => add(mul(3, x), f(tensorWire(5))))(3), 3, 'no derivative runs through it')
})

test('values of any type: a tuple is carried whole', () => {
  const f = (x: Wire): Wire => {
    const after = whileLoopAll(
      (p) => less(project(0, p!), 10),
      (p) => [tuple([mul(2, project(0, p!)), mul(x, project(1, p!))])],
      [tuple([x, sin(x)])],
    )
    return sum(mul(...parts(after[0]!)))
  }
  // 2, 4, 8, 16 and sin 2 * 2^3
  near(values(f, 2)[0], 16 * 8 * Math.sin(2))
  // 8 x * x^3 sin x, differentiated
  near(jvp(f)([2], [1])[1], 8 * (4 * 8 * Math.sin(2) + 16 * Math.cos(2)))
})

test('count = cost for the trips that were taken, in derivatives too; without trips there is no cost', () => {
  const f = graph([[3]], (x) =>
    whileLoop(
      (c) => less(sum(c), 20),
      (c) => mul(c, add(1, neg(mul(-1, x)))),
      x,
    ),
  )
  for (const g of [f, forward(f), forward(forward(f))]) {
    const xs = inputTypes(g).map((_, k) => tensor(k === 0 ? [1, 1, 1.5] : [0.1, 0.2, 0.3]))
    const counted = count(g, xs)
    // 3.5, 7.75, 17.375, 40.4...
    assert.equal(counted.cost, cost(g, { trips: 3 }))
    evaluateOrThrow(g, xs).forEach((y, k) => {
      assert.ok(sameValue(y, counted.outputs[k]!))
    })
  }
  const swap = graph([[], []], (a, b) =>
    whileLoopAll(
      (c) => less(c!, 5),
      (c, d) => [d!, add(c!, 2)],
      [a, b],
    ),
  )
  assert.equal(count(swap, [1, 2]).outputs, evaluateOrThrow(swap, [1, 2]))
  // 1 2, 2 3, 3 4, 4 5, 5 6: four sums and five comparisons.
  const { additions, nonlinear } = count(swap, [1, 2]).cost
  assert.equal([additions, nonlinear], [4, 5])
  assert.equal(count(swap, [1, 2]).cost, cost(swap, { trips: 4 }))
  assert.match(String(thrown(() => cost(f))), /ValueError in cost: .*give trips/)
})

test('without a bound, the laws of forward derivatives hold', () => {
  const f = graph([[2]], (x) =>
    whileLoop(
      (c) => less(sum(mul(c, c)), 9),
      (c) => add(mul(1.5, c), mul(sin(c), x)),
      exp(x),
    ),
  )
  const [x, u, v, w] = [
    [0.3, -0.2],
    [1, -2],
    [0.5, 3],
    [-1, 0.25],
  ].map((point) => [tensor(point)])
  for (const verdict of [
    nothingAlongZero(f, x!),
    linearInTheDirection(f, x!, u!, v!),
    symmetricSecondDerivative(f, x!, u!, v!, w!),
  ])
    assert.ok(verdict.holds, JSON.stringify(verdict))
})

test('equal loops are drawn once, of other limits twice', () => {
  const f = (limit: number) => (x: Wire) =>
    whileLoop(
      (c) => less(c, 5),
      (c) => mul(c, 2),
      x,
      { limit },
    )
  const g = graph([[]], (x) => [f(10)(x), f(10)(x), f(11)(x)])
  assert.is(g.nodes.filter(({ op }) => op.family.kind === 'while').size, 2)
  assert.is(nodeAt(g, g.outputs[0]!), nodeAt(g, g.outputs[1]!))
})

test('what is no loop is refused', () => {
  const refused = (f: (x: Wire) => Wire): string => String(thrown(() => graph([[2]], f)))
  assert.match(
    refused((x) =>
      whileLoop(
        (c) => less(c, 1),
        (c) => c,
        x,
      ),
    ),
    /ShapeError in while, argument condition: .*one number/,
  )
  assert.match(
    refused((x) =>
      whileLoop(
        (c) => sum(c),
        (c) => sum(c),
        x,
      ),
    ),
    /ShapeError in while, argument step/,
  )
  assert.match(
    refused((x) =>
      whileLoop(
        (c) => sum(c),
        (c) => c,
        x,
        { bound: -1 },
      ),
    ),
    /ValueError in while, argument bound/,
  )
  assert.match(
    refused((x) =>
      whileLoop(
        (c) => sum(c),
        (c) => c,
        x,
        { limit: 0.5 },
      ),
    ),
    /ValueError in while, argument limit/,
  )
  assert.match(
    refused((x) =>
      dot(
        x,
        whileLoop(
          (c) => sum(c),
          (c) => c,
          1,
          { bound: 1.5 },
        ),
      ),
    ),
    /argument bound/,
  )
})

test.run()
