// Runs of compiled graphs: what lies in their memory already, runs inside of runs, what users' ops are given, signs of zero.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { mulAbsorbing } from '../../../lib/ops/linalg.ts'
import {
  AdError,
  add,
  type Compiled,
  compile,
  elementwise,
  evaluateOrThrow,
  exp,
  type Graph,
  grad,
  graph,
  matmul,
  mul,
  pad,
  recip,
  reverse,
  run,
  slice,
  sum,
  type Tensor,
  tensor,
  type Value,
  type Wire,
} from '../../../modes/index.ts'

const numbers = (values: readonly Value[]): readonly (readonly number[])[] => values.map((x) => [...(x as Tensor).data])

test('results that are views may be given back as inputs, in any order', () => {
  const swap = compile(
    graph([[2], [2]], (x, y) => [y, x]),
    { views: true },
  )
  const [a, b] = swap([
    [1, 2],
    [3, 4],
  ])
  assert.equal(numbers([a!, b!]), [
    [3, 4],
    [1, 2],
  ])
  // y = [1, 2] and x = [3, 4] again: they come out the other way round.
  assert.equal(numbers(swap([a!, b!])), [
    [1, 2],
    [3, 4],
  ])
})

/** x -> 10 x by a graph that asks for itself at 10 x as long as x < 10. */
const asking = (shape: readonly number[]) => {
  let again: ((x: number) => number) | undefined
  const ten = elementwise(
    'ten',
    (x) => (x < 10 && again ? again(10 * x) / 10 : x),
    () => 1,
  )
  const f = graph([shape], (x) => [ten(x), mul(x, 3)])
  return {
    f,
    by: (run: (values: readonly Value[]) => readonly Value[]): void => {
      again = (x) => (run([tensor(new Array(shape[0] ?? 1).fill(x), shape)])[1] as Tensor).data[0]!
    },
  }
}
for (const shape of [[], [3]])
  test(`an op whose eval asks for the graph that it is in, [${shape}]`, () => {
    const { f, by } = asking(shape)
    const x = tensor(new Array(shape[0] ?? 1).fill(1), shape)
    const ways: readonly ((values: readonly Value[]) => readonly Value[])[] = [
      compile(f),
      (values) => run(f, values),
      (values) => evaluateOrThrow(f, values),
    ]
    for (const way of ways) {
      by(way)
      // 10 x times 3, a tenth of it; and 3 x, of the outer x.
      for (const y of numbers(way([x]))) assert.equal([...new Set(y)], [3])
    }
  })

test('a run inside of a run on one memory is refused', () => {
  let inner: Compiled | undefined
  const op = elementwise(
    'inside',
    (x) => {
      inner?.run()
      return x
    },
    () => 1,
  )
  inner = compile(graph([[]], (x) => op(x)))
  try {
    inner([1])
    assert.unreachable()
  } catch (e) {
    assert.ok(e instanceof AdError)
    assert.equal([e.info.op, e.info.argument], ['compile', 'run'])
  }
})

test("gradients inside of an op's eval, of a graph that is on the loop", () => {
  const steps = 300
  let depth = 0
  const f = (x: Wire): Wire => {
    let y = inside(x)
    for (let k = 0; k < steps; k++) y = add(mul(y, 0.5), x)
    return y
  }
  const slope = (): number => grad(f)(2)
  const inside = elementwise(
    'inside',
    (x) => {
      if (depth > 0) return x
      depth++
      slope()
      depth--
      return x
    },
    () => 1,
  )
  // y = x / 2^300 + x (1 + 1/2 + ...): the slope is 2 up to the last digit.
  assert.ok(Math.abs(slope() - 2) < 1e-15)
})

test("a user's op never sees a NaN that a zero takes the place of", () => {
  const strict = elementwise(
    'strict',
    (x) => {
      if (Number.isNaN(x)) throw new Error('NaN given')
      return x + 1
    },
    () => 1,
  )
  for (const shape of [[], [2]]) {
    const f = graph([shape, shape], (x, y) => strict(mulAbsorbing(x, y)))
    const at = [0, Number.POSITIVE_INFINITY].map((x) => tensor(new Array(shape[0] ?? 1).fill(x), shape))
    assert.equal(numbers(compile(f)(at)), numbers(evaluateOrThrow(f, at)))
  }
})

test('a tensor whose data do not fill its shape is refused', () => {
  const f = compile(graph([[3]], (x) => exp(x)))
  for (const size of [2, 4])
    assert.throws(
      () => f([{ shape: [3], data: new Float64Array(size) }]),
      (e: unknown) => e instanceof AdError,
    )
})

test('a product that underflows has no zero among its factors: what it meets is not absorbed', () => {
  const f = graph([[], [], []], (a, b, c) => mulAbsorbing(a, b, c))
  const at = [1e-200, 1e-200, Number.POSITIVE_INFINITY].map((x) => tensor(x))
  for (const way of [evaluateOrThrow, run, (g: Graph, xs: readonly Value[]) => compile(g)(xs)])
    assert.equal(numbers(way(f, at)), [[Number.NaN]])
  const zero = [1e-200, 0, Number.POSITIVE_INFINITY].map((x) => tensor(x))
  for (const way of [evaluateOrThrow, run, (g: Graph, xs: readonly Value[]) => compile(g)(xs)])
    assert.equal(numbers(way(f, zero)), [[0]])
})

test('signs of zero: sums of parts, and products of matrices', () => {
  const parts = graph([[8], [2]], (x, y) => recip(add(x, ...[0, 2, 4].map((k) => pad(y, [[k, 6 - k]])))))
  const zeros = tensor(new Float64Array(8).fill(-0))
  const products = graph(
    [
      [5, 9],
      [9, 8],
    ],
    (a, b) => recip(matmul(a, b)),
  )
  const cases = [
    [parts, [zeros, tensor([1, 2])]],
    [products, [tensor(new Float64Array(45).fill(-0), [5, 9]), tensor(new Float64Array(72).fill(1), [9, 8])]],
  ] as const
  for (const [f, at] of cases)
    assert.equal(
      numbers(compile(f)(at)).map((y) => [...new Set(y)].sort()),
      numbers(evaluateOrThrow(f, at)).map((y) => [...new Set(y)].sort()),
    )
})

test('gradients of what is compiled with care from the start', () => {
  const op = elementwise(
    'own',
    (x) => 2 * x,
    () => 2,
  )
  const f = reverse(graph([[3]], (x) => sum(op(mulAbsorbing(x, slice(x, [[undefined, undefined, -1]]))))))
  const at = [[1, 2, 3], 1]
  assert.equal(numbers(compile(f)(at)), numbers(evaluateOrThrow(f, at)))
})

test.run()
