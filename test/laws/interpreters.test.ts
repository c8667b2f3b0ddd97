// Agreement but for rounding: the last digits may differ, and what is more is refuted.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { interpretersAgree, interpretersAreIdentical, interpretersRoundAlike } from '../../laws/interpreters.ts'
import { scaled, type Values } from '../../laws/scale.ts'
import { callGraph } from '../../lib/ops/call.ts'
import { evaluateOrThrow, exp, type Graph, graph, mul, sub, sum, tensor } from '../../modes/index.ts'

const off =
  (relative: number) =>
  (f: Graph, x: Values): Values =>
    scaled(evaluateOrThrow(f, x), 1 + relative)

const wave = graph([[3]], (x) => mul(x, exp(x)))
const at = [tensor([0.5, -1, 2])]

test('an ulp is rounding, a thousand are not, though values agree', () => {
  assert.ok(interpretersRoundAlike(wave, at, off(Number.EPSILON)).holds)
  assert.not.ok(interpretersAreIdentical(wave, at, off(Number.EPSILON)).holds)
  assert.not.ok(interpretersRoundAlike(wave, at, off(1000 * Number.EPSILON)).holds)
  assert.ok(interpretersAgree(wave, at, off(1000 * Number.EPSILON)).holds)
})

test('a sum may be taken in any order, however much of it cancels', () => {
  const total = graph([[3]], (x) => sum(x))
  const given = [tensor([1, 1e16, -1e16])]
  const fromTheRight = (): Values => [tensor(-1e16 + 1e16 + 1)]
  assert.not.ok(interpretersAreIdentical(total, given, fromTheRight).holds)
  assert.ok(interpretersRoundAlike(total, given, fromTheRight).holds)
})

test('in a body what rounds is measured by the largest number met', () => {
  const body = graph([[], []], (x, y) => sub(mul(x, x), y))
  const f = graph([[], []], (x, y) => callGraph(body, [x, y]))
  assert.ok(interpretersRoundAlike(f, [tensor(3), tensor(8)], off(Number.EPSILON)).holds)
  assert.not.ok(interpretersRoundAlike(f, [tensor(3), tensor(8)], off(1e-12)).holds)
})

test('several results are compared one by one', () => {
  const two = graph([[]], (x) => [x, mul(x, x)])
  assert.ok(interpretersRoundAlike(two, [tensor(3)], off(0)).holds)
  assert.not.ok(interpretersRoundAlike(two, [tensor(3)], () => [tensor(3), tensor(9 + 1e-12)]).holds)
})

test.run()
