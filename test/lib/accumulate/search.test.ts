// Orders found for tapes: what they are predicted to take is what following them counts, and certificates hold.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  certifiedOrder,
  cos,
  countOrder,
  digraph,
  div,
  eliminableTape,
  findOrder,
  follow,
  graph,
  inputTypes,
  isTuple,
  linearize,
  matmul,
  mul,
  planTape,
  scan,
  searchOrders,
  sin,
  sizeOf,
  sum,
  tanh,
  tapeProblem,
} from '../../../modes/index.ts'
import { graphs } from '../../generators.ts'
import { thrown } from '../../support.ts'

const names = ['forward', 'reverse', 'markowitz', 'markowitzReverse'] as const

test('the count of an order is what following it takes, and the first takes least', () =>
  fc.assert(
    fc.property(graphs(['elementary', 'structural', 'reductions']), (f) => {
      const tape = linearize(f)
      const found = searchOrders(tape, { iterations: 20 })
      // Orders of numbers are counted by labels, to which constants that cancel are a constant.
      const isNumbers =
        inputTypes(f).length > 0 && f.nodes.every(({ type }) => !isTuple(type) && sizeOf(type.shape) === 1)
      for (const { order, count } of found) {
        const followed = follow(eliminableTape(tape)(), order.steps as readonly number[])
        assert.ok(isNumbers ? followed <= count : followed === count)
        if (isNumbers) assert.is(countOrder(digraph(tapeProblem(tape), 'nontrivial'), order), count)
      }
      assert.ok(found.every(({ count }) => count >= found[0]!.count))
      for (const name of names) assert.is(findOrder(tape, name).count, found.find((each) => each.name === name)!.count)
    }),
    { numRuns: 40 },
  ))

/** Widths 6, 2, 6: three dense layers with slopes between. */
const narrow = graph([[6]], (x) => {
  const weights = (m: number, n: number) =>
    Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => i - j))
  return matmul(weights(6, 6), tanh(matmul(weights(6, 2), tanh(matmul(weights(2, 6), x)))))
})

test('a bottleneck is multiplied from both sides', () => {
  const tape = linearize(narrow)
  const best = searchOrders(tape)[0]!
  // Slopes on the sides of 2 of the first, and of 6 by 2 of the second; then 6 x 6 x 2 and 6 x 2 x 6.
  assert.is(best.count, 2 * 6 + 6 * 2 + 6 * 6 * 2 + 6 * 2 * 6)
  const plan = planTape(tape)
  assert.is(plan.best.count, best.count)
  assert.is(plan.counts.forward, findOrder(tape, 'forward').count)
  assert.is(countOrder(eliminableTape(tape)(), plan.best.order), plan.best.count)
})

test('of numbers, the best order is certified: Naumann (2004), the example of 7 products', () => {
  const f = graph([[], []], (a, b) => {
    const t = mul(a!, sin(mul(a!, b!)))
    return [cos(t), div(t, b!)]
  })
  const { count, lowerBound, proven, order } = certifiedOrder(linearize(f))
  assert.ok(proven)
  assert.is(lowerBound, count)
  assert.is(countOrder(eliminableTape(linearize(f))(), order), count)
})

test('the same seed finds the same order', () => {
  const tape = linearize(narrow)
  assert.equal(searchOrders(tape, { seed: 7 }), searchOrders(tape, { seed: 7 }))
})

test('loops among the maps are counted by place alone', () => {
  const f = graph([[3], []], (xs, a) => sum(scan(([c], [x]) => ({ carry: [mul(c!, x!, a)] }), [a], [xs]).carry[0]!))
  assert.equal(
    searchOrders(linearize(f))
      .map(({ name }) => name)
      .sort(),
    ['forward', 'reverse'],
  )
})

test('a name that no order has is refused, with those that there are', () => {
  const tape = linearize(graph([[]], (x) => sin(x)))
  assert.match(
    String(thrown(() => findOrder(tape, 'shortest' as 'forward'))),
    /ValueError in findOrder, argument name: found the name "shortest", expected one of forward, reverse, .*annealed;/,
  )
})

test.run()
