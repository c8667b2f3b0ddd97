/** The talk's hundred lines give what the library gives. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { add, exp, grad, hessian, matmul, mul, type Nested, sigmoid, sum, toNested } from '../../../modes/index.ts'
import {
  Add,
  Constant,
  demo,
  Exp,
  evaluate,
  MatMul,
  type Matrix,
  Mul,
  type Node,
  order,
  Sigmoid,
  Sum,
  grad as talkGrad,
  Variable,
} from '../../../scripts/examples/talk.ts'

const W: Matrix = [
  [1, 2],
  [3, 4],
]
const X: Matrix = [[2], [-1]]
const y: Matrix = [[-1], [0]]

const close = (found: Nested, expected: Nested): void => {
  const [a, b] = [[found].flat(3) as number[], [expected].flat(3) as number[]]
  assert.is(a.length, b.length)
  a.forEach((x, k) => {
    assert.ok(Math.abs(x - b[k]!) <= 1e-14 * Math.max(1, Math.abs(b[k]!)), `${x} is not ${b[k]}`)
  })
}

test('the gradients of the loss of a neuron are those of the library', () => {
  const [w, x] = [Variable('W'), Variable('x')]
  const miss = Add(Sigmoid(MatMul(w, x)), Constant(y))
  const given = new Map<Node, Matrix>([
    [w, W],
    [x, X],
  ])
  const found = evaluate(talkGrad(Sum(Mul(miss, miss)), [w, x]), given)
  const loss = (...[a, b]: Parameters<typeof matmul>) => {
    const difference = add(sigmoid(matmul(a, b)), y)
    return sum(mul(difference, difference))
  }
  close(found[0]!, toNested(grad(loss, { argnums: 0 })(W, X)))
  close(found[1]!, toNested(grad(loss, { argnums: 1 })(W, X)))
})

test('second derivatives come from the same fold', () => {
  const t = Variable('t')
  const [first] = talkGrad(Exp(Mul(t, t)), [t])
  const [second] = talkGrad(first!, [t])
  const f = (x: Parameters<typeof exp>[0]) => exp(mul(x, x))
  close(evaluate([second!], new Map([[t, [[0.7]]]]))[0]!, [[hessian(f)(0.7)]])
})

test('sum(x @ x) at [[1, 2], [3, 4]] has gradient [[7, 11], [9, 13]]', () => {
  const found = demo().find(({ what }) => what.includes('W @ W'))!
  assert.equal(found.values[0], [
    [7, 11],
    [9, 13],
  ])
})

test('the fold evaluates nothing, and draws a shared node once', () => {
  const t = Variable('t')
  const doubled = Array.from({ length: 60 }).reduce<Node>((x) => Add(x, x), t)
  const [slope] = talkGrad(doubled, [t])
  assert.ok(order([slope!]).length < 200)
  assert.equal(evaluate([slope!], new Map([[t, [[1]]]]))[0], [[2 ** 60]])
})

test.run()
