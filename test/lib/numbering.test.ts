// Value numbering: equal nodes are drawn once, unequal ones never share, however many there are and whoever extends.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  add,
  checkpoint,
  cond,
  constant,
  exp,
  extend,
  fill,
  graph,
  input,
  mul,
  neg,
  pow,
  power,
  scan,
  sin,
  slice,
  sub,
  sum,
  tuple,
  type Wire,
  wireAt,
} from '../../modes/index.ts'
import { near, outputs } from '../support.ts'

/** Whether two drawings of something are one node. */
const one = (f: (x: Wire, y: Wire) => Wire, g: (x: Wire, y: Wire) => Wire): boolean => {
  let same = false
  graph(
    [
      [2, 3],
      [2, 3],
    ],
    (x, y) => {
      same = f(x, y).ref === g(x, y).ref
      return x
    },
  )
  return same
}

test('equal expressions are one node, whatever their order where that does not matter', () => {
  assert.ok(
    one(
      (x, y) => sin(mul(x, y)),
      (x, y) => sin(mul(y, x)),
    ),
  )
  assert.ok(
    one(
      (x, y) => add(x, y, x),
      (x, y) => add(y, x, x),
    ),
  )
  assert.ok(
    one(
      (x) => slice(x, [[0, 1]]),
      (x) => slice(x, [[-2, -1], null]),
    ),
  )
  assert.ok(
    one(
      () => constant([1, 2]),
      () => constant([1, 2]),
    ),
  )
  assert.ok(
    one(
      () => fill([2], 3),
      () => constant([3, 3]),
    ),
  )
  assert.ok(
    one(
      () => constant(Number.NaN),
      () => constant(Number.NaN),
    ),
  )
  assert.ok(
    one(
      (x) => checkpoint(sin as (x: Wire) => Wire)(x),
      (x) => checkpoint((z) => sin(z))(x),
    ),
  )
})

test('unlike expressions are two', () => {
  const pairs: readonly (readonly [(x: Wire, y: Wire) => Wire, (x: Wire, y: Wire) => Wire])[] = [
    [(x, y) => sub(x, y), (x, y) => sub(y, x)],
    [(x, y) => pow(exp(x), y), (x, y) => pow(exp(y), x)],
    [(x) => slice(x, [[0, 1]]), (x) => slice(x, [[1, 2]])],
    [(x) => sum(x, 0), (x) => sum(x, 1)],
    [(x) => power(x, 2), (x) => power(x, 3)],
    [() => constant(0), () => constant(-0)],
    [() => constant([1, 2]), () => constant([[1, 2]])],
    [() => fill([2], 1), () => fill([2, 1], 1)],
    [() => constant(1), () => constant([1])],
    [(x, y) => tuple([x, y]), (x, y) => tuple([y, x])],
    [(x) => checkpoint((z) => sin(z))(x), (x) => checkpoint((z) => sin(neg(z)))(x)],
    [
      (x) =>
        cond(
          1,
          (z) => sin(z),
          (z) => z,
          x,
        ),
      (x) =>
        cond(
          1,
          (z) => z,
          (z) => sin(z),
          x,
        ),
    ],
    ...[{ length: 3 }, { length: 2, backward: true }].map((options) => {
      const run = (given: { readonly length: number }) => (x: Wire) =>
        scan(([c]) => ({ carry: [sin(c)] }), [x], [], given).carry[0]
      return [run({ length: 2 }), run(options)] as const
    }),
  ]
  pairs.forEach(([f, g], k) => {
    assert.not(one(f, g), `pair ${k}`)
  })
})

test('inputs of one type are never one', () => {
  const g = graph([[], []], (x, y) => [sin(x), sin(y), add(x, y)])
  near(outputs(g, 1, 2), [Math.sin(1), Math.sin(2), 3])
  const h = extend(g, () => [sin(input({ shape: [] })), wireAt(0)])
  near(outputs(h, 1, 2, 3), [Math.sin(3), 1])
})

test('thousands of nodes keep apart, and are found again, by the newest graph and by an older one', () => {
  const terms = (x: Arg): readonly Wire[] =>
    Array.from({ length: 3000 }, (_, k) => add(mul(k + 2, x), constant([k, k + 1])))
  const g = graph([[]], (x) => terms(x))
  assert.is(new Set(g.outputs).size, 3000)
  const again = extend(g, () => terms(wireAt(0)))
  assert.is(again.nodes.size, g.nodes.size)
  const newer = extend(again, () => [sin(wireAt(5))])
  assert.is(newer.nodes.size, g.nodes.size + 1)
  const older = extend(g, () => [...terms(wireAt(0)), sin(wireAt(5)), exp(wireAt(5))])
  assert.is(older.nodes.size, g.nodes.size + 2)
  assert.equal([...older.outputs.slice(0, 3000)], [...g.outputs])
})

test('a drawing that failed half way leaves no trace in the graph that it extended', () => {
  const g = graph([[]], (x) => sin(x))
  assert.throws(() =>
    extend(g, () => {
      exp(wireAt(1))
      throw new Error('on purpose')
    }),
  )
  const h = extend(g, () => [neg(wireAt(1)), exp(wireAt(1))])
  near(outputs(h, 1), [-Math.sin(1), Math.exp(Math.sin(1))])
})

test('an extension that fails leaves nothing behind in what it was to extend', () => {
  const g = graph([[]], (x) => sin(x))
  const further = () => extend(g, () => [mul(sin(wireAt(g.inputs[0]!)), exp(wireAt(0)))])
  const whole = further()
  assert.throws(() =>
    extend(g, () => {
      exp(exp(wireAt(0)))
      throw new Error('no')
    }),
  )
  const again = further()
  assert.is(again.nodes.size, whole.nodes.size)
  assert.equal(outputs(again, 0.5), outputs(whole, 0.5))
  assert.is(extend(again, () => [exp(wireAt(0))]).nodes.size, whole.nodes.size)
})

test.run()
