// Runs are counted through an op of a user's own: by its eval a graph is evaluated, and one that is compiled gives the same.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { coldRun, gradientInGear, runInGear, worthwhileAfter } from '../../../lib/engine/gear.ts'
import {
  add,
  cotangent,
  evaluateOrThrow,
  exp,
  type Graph,
  graph,
  matmul,
  mul,
  replay,
  run,
  sin,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  type Wire,
} from '../../../modes/index.ts'

test('a graph that does much is compiled sooner than one that does little, and at once where a run costs as much', () => {
  const little = graph([[]], (x) => add(x, 1))
  const more = graph([[32, 32]], (x) => matmul(x, x))
  const much = graph([[64, 64]], (x) => matmul(matmul(x, x), x))
  assert.ok(worthwhileAfter(more) < worthwhileAfter(little))
  assert.ok(worthwhileAfter(more) > 0)
  assert.is(worthwhileAfter(much), 0)
})

test('what a graph of numbers calls counts', () => {
  const after = (n: number): number =>
    worthwhileAfter(
      graph([[], [n, n]], (x, a) => {
        let y = x
        for (let k = 0; k < 20; k++) y = sin(mul(x, y))
        return add(y, sum(matmul(a, a)))
      }),
    )
  assert.ok(after(64) < 10)
  assert.ok(after(2) > 1000)
})

test('run is evaluate on what fits, and refuses what does not', () => {
  const f = graph([[2], []], (x, a) => mul(a, x))
  for (let k = 0; k < 3; k++)
    assert.equal(
      run(f, [[1, 2], 3]).map((y) => [...(y as Tensor).data]),
      [[3, 6]],
    )
  assert.throws(() => run(f, [[1, 2]]), /ArityError in evaluate/)
  assert.throws(() => run(f, [[1, 2, 3], 3]), /ValueError in evaluate, argument input 0/)
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

test('a graph of numbers, which runs on the loop, is compiled later than one of tensors', () => {
  const numbers = graph([[]], (x) => sin(mul(sin(x), x)))
  const tensors = graph([[40, 40]], (x) => sum(exp(matmul(x, x))))
  assert.ok(worthwhileAfter(numbers) > worthwhileAfter(tensors))
  assert.equal(
    coldRun(numbers)([tensor(0.5)]).map((y) => [...(y as Tensor).data]),
    [[Math.sin(Math.sin(0.5) * 0.5)]],
  )
})

/** x -> x sin(x sin(... x)) with so many sines, by hand the value and the slope. */
const nested = (depth: number) => ({
  f: graph([[]], (x) => {
    let y = x
    for (let k = 0; k < depth; k++) y = sin(mul(x, y))
    return y
  }),
  at: (x: number): readonly [number, number] => {
    let [y, dy] = [x, 1]
    for (let k = 0; k < depth; k++) [y, dy] = [Math.sin(x * y), Math.cos(x * y) * (y + x * dy)]
    return [y, dy]
  },
})

const gradientOf = (f: Graph, x: number, drawn: () => Graph): readonly number[] =>
  gradientInGear(f, { wrt: f.inputs, of: f.outputs[0], conventions: cotangent }, [tensor(x)], drawn).map(
    (y) => (y as Tensor).data[0],
  )

test('gradients of large graphs of numbers are drawn once they have been asked for often, and stay what they were', () => {
  const { f, at } = nested(300)
  const [y, dy] = at(1.1)
  let drawings = 0
  const gradient = graph([[]], (x) => {
    const [value, slope] = valueAndGrad((z: Wire) => replay(f, [z])[0])(x)
    return [value, slope] as Wire[]
  })
  let runs = 0
  while (drawings === 0 && runs < 1e5) {
    const [value, slope] = gradientOf(f, 1.1, () => {
      drawings++
      return gradient
    })
    runs++
    assert.ok(Math.abs(value - y) <= 1e-13 && Math.abs(slope - dy) <= 1e-12 * Math.abs(dy), `run ${runs}`)
  }
  assert.is(drawings, 1)
  assert.ok(runs > 1)
})

test('gradients of small graphs are drawn at once', () => {
  const { f, at } = nested(3)
  let drawings = 0
  const [value, slope] = gradientOf(f, 0.7, () => {
    drawings++
    return graph([[]], (x) => valueAndGrad((z: Wire) => replay(f, [z])[0])(x) as unknown as Wire[])
  })
  assert.is(drawings, 1)
  assert.ok(Math.abs(value - at(0.7)[0]) < 1e-15 && Math.abs(slope - at(0.7)[1]) < 1e-15)
})

test.run()
