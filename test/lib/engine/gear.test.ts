// Runs are counted through an op of a user's own: by its eval a graph is evaluated, and one that is compiled gives the same.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runInGear, worthwhileAfter } from '../../../lib/engine/gear.ts'
import { add, evaluateOrThrow, exp, graph, matmul, sum, type Tensor, tensor } from '../../../modes/index.ts'

test('a graph that does much is compiled sooner than one that does little', () => {
  const little = graph([[]], (x) => add(x, 1))
  const much = graph([[64, 64]], (x) => matmul(matmul(x, x), x))
  assert.ok(worthwhileAfter(much) < worthwhileAfter(little))
  assert.ok(worthwhileAfter(much) >= 1)
})

test('results are those of evaluate before and after the change', () => {
  const f = graph([[40, 40]], (x) => sum(exp(matmul(x, x)), 0))
  const x = tensor(
    Array.from({ length: 1600 }, (_, k) => Math.sin(k) / 9),
    [40, 40],
  )
  const [expected] = evaluateOrThrow(f, [x]) as readonly [Tensor]
  for (let k = 0; k < worthwhileAfter(f) + 3; k++) {
    const [found] = runInGear(f, [x]) as readonly [Tensor]
    assert.equal(found.shape, expected.shape)
    expected.data.forEach((y, i) => {
      assert.ok(Math.abs(found.data[i]! - y) <= 1e-13 * Math.abs(y), `run ${k} entry ${i}`)
    })
  }
})

test.run()
