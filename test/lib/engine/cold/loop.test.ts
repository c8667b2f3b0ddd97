// The loop is held to `evaluate` to the bit, on random graphs and at the edges of the numbers.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runProgram, valueProgram } from '../../../../lib/engine/cold/loop.ts'
import { isMostlyNumbers, rowsOf } from '../../../../lib/engine/cold/read.ts'
import { evaluateOrThrow } from '../../../../lib/interpret/evaluate.ts'
import { sameValue } from '../../../../lib/value.ts'
import {
  add,
  elementwise,
  type Graph,
  graph,
  inputTypes,
  matmul,
  mul,
  scan,
  sin,
  slice,
  squeeze,
  stack,
  sum,
  type Tensor,
  type TensorType,
  tensor,
  type Wire,
} from '../../../../modes/index.ts'
import { drawRecipe, graphs, recipes } from '../../../generators.ts'
import { EDGES, tensorsFor } from './points.ts'

const sameAsEvaluate = (f: Graph, xs: readonly Tensor[]): void => {
  const expected = evaluateOrThrow(f, xs)
  runProgram(valueProgram(f), xs).forEach((y, k) => {
    assert.ok(sameValue(y, expected[k]), `output ${k}`)
  })
}

test('graphs of numbers run to the bit as they are evaluated, at NaN, infinities, zeros and tiny numbers too', () => {
  fc.assert(
    fc.property(recipes(30), fc.array(fc.constantFrom(...EDGES), { minLength: 8, maxLength: 8 }), (recipe, numbers) => {
      const f = drawRecipe({ ...recipe, shapes: recipe.shapes.map(() => []) }, ['elementary', 'chosen'])
      sameAsEvaluate(f, tensorsFor(f, numbers))
    }),
    { numRuns: 300 },
  )
})

test('so do graphs of any kind, tensors, loops and branches among them', () => {
  fc.assert(
    fc.property(graphs(), fc.array(fc.constantFrom(...EDGES), { minLength: 8, maxLength: 8 }), (f, numbers) => {
      sameAsEvaluate(f, tensorsFor(f, numbers))
    }),
    { numRuns: 300 },
  )
})

test('a program runs again on other inputs, and what it gave before stays', () => {
  const f = graph([[2], []], (x, a) => [mul(sum(x), a), x])
  const program = valueProgram(f)
  const first = runProgram(program, [tensor([1, 2]), tensor(3)]) as readonly Tensor[]
  const second = runProgram(program, [tensor([5, 6]), tensor(2)]) as readonly Tensor[]
  assert.equal([...first[0]!.data, ...first[1]!.data], [9, 1, 2])
  assert.equal([...second[0]!.data, ...second[1]!.data], [22, 5, 6])
})

test('functions of four numbers, sums and products of many', () => {
  const f = elementwise('mix', (a, b, c, d) => a! * 1000 + b! * 100 + c! * 10 + d!, null, null, null, null)
  const g = graph([[], []], (x, y) => [f(x, y, 3, 4), add(x, y, x, y), mul(x, y, 5, y)])
  const [a, b, c] = runProgram(valueProgram(g), [tensor(1), tensor(2)]) as readonly Tensor[]
  assert.equal([a!.data[0], b!.data[0], c!.data[0]], [1234, 6, 20])
})

test('what is mostly numbers is told from what is mostly tensors', () => {
  const entries = (x: Wire): readonly Wire[] => [0, 1, 2].map((k) => squeeze(slice(x, [[k, k + 1]]), 0))
  const numbers = graph([[3]], (x) => {
    const [a, b, c] = entries(x)
    return sum(stack([sin(mul(a!, b!)), sin(mul(b!, c!)), add(a!, b!, c!), mul(sin(a!), sin(b!)), sin(sin(c!))]))
  })
  assert.ok(isMostlyNumbers(rowsOf(numbers)))
  assert.not(isMostlyNumbers(rowsOf(graph([[3, 3]], (x) => sum(matmul(matmul(x, x), x))))))
  assert.not(
    isMostlyNumbers(rowsOf(graph([[]], (x) => scan((c) => ({ carry: [sin(c[0]!)] }), [x], [], { length: 3 }).carry))),
  )
})

test('a chain of 300,000 runs without recursion', () => {
  const f = graph([[]], (x) => {
    let y = x!
    for (let k = 0; k < 150_000; k++) y = add(sin(y), x!)
    return y
  })
  let expected = 0.25
  for (let k = 0; k < 150_000; k++) expected = 0.25 + Math.sin(expected)
  assert.is((runProgram(valueProgram(f), [tensor(0.25)])[0] as Tensor).data[0], expected)
  assert.equal(inputTypes(f) as readonly TensorType[], [{ shape: [] }])
})

test.run()
