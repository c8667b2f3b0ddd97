// Carries that are written in place: no step reads one that is the next step's already, and nothing is moved needlessly.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { lower } from '../../../lib/engine/lower.ts'
import { innerLists, type Step, stepsOfProgram, tasksOf } from '../../../lib/engine/steps.ts'
import {
  add,
  compile,
  einsum,
  evaluateOrThrow,
  flip,
  type Graph,
  graph,
  greater,
  mul,
  reverse,
  scan,
  sum,
  type Tensor,
  tanh,
  type Wire,
  whileLoopAll,
} from '../../../modes/index.ts'
import { near } from '../../support.ts'

const [N, STEPS] = [5, 4]

type Row = readonly [op: number, a: number, b: number]
const ops: readonly ((a: Wire, b: Wire) => Wire)[] = [
  (a, b) => add(a, b),
  (a, b) => mul(a, tanh(b)),
  (a) => flip(a, 0),
  (a, b) => add(a, mul(0.25, sum(b))),
  (a, b) => einsum('i,j->i', a, tanh(b)),
  (a) => scan(([c], [x]) => ({ carry: [tanh(add(c!, x!))] }), [0.5], [a]).carry[0]!,
]

/** Three carries, each of them a random value of the body or another carry. */
const looped = (rows: readonly Row[], next: readonly number[]): Graph =>
  graph([[N], [N], [N], [STEPS, N]], (a0, b0, c0, xs) => {
    const { carry, trajectory } = scan(
      ([a, b, c], [x]) => {
        const values = [a!, b!, c!, x!]
        for (const [op, i, k] of rows) {
          const y = ops[op % ops.length]!(values[i % values.length]!, values[k % values.length]!)
          values.push(add(y, mul(0, x!)))
        }
        return { carry: next.map((k) => values[values.length - 1 - (k % values.length)]!) }
      },
      [a0!, b0!, c0!],
      [xs!],
    )
    return [...carry, ...trajectory]
  })

const entries = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => Math.sin(from + k))
const inputs = [
  entries(1, N),
  entries(2, N),
  entries(5, N),
  Array.from({ length: STEPS }, (_, k) => entries(7 + 3 * k, N)),
]

const agrees = (f: Graph, at: Parameters<typeof evaluateOrThrow>[1]): void => {
  const expected = evaluateOrThrow(f, at) as readonly Tensor[]
  const found = compile(f)
  for (let run = 0; run < 2; run++)
    (found(at) as readonly Tensor[]).forEach((y, k) => {
      near(y, expected[k], 1e-12)
    })
}

test('random bodies give what they give by the interpreter, run after run', () => {
  const rows = fc.array(fc.tuple(fc.nat(5), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(rows, fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }), (body, next) =>
      agrees(looped(body, next), inputs),
    ),
    { numRuns: 60 },
  )
})

test('carries that swap, that turn round and that are one value', () => {
  agrees(
    looped(
      [
        [2, 0, 0],
        [0, 1, 3],
      ],
      [4, 5, 0],
    ),
    inputs,
  )
  agrees(looped([[0, 0, 1]], [0, 0, 0]), inputs)
  agrees(looped([[3, 0, 0]], [0, 1, 4]), inputs)
})

/** How many values steps move after bodies of loops. */
const moves = (steps: readonly Step[]): number =>
  steps.reduce((count, step) => {
    const inner = innerLists(step).reduce((sum, list) => sum + moves(list), 0)
    return count + inner + ('after' in step ? step.after.flatMap(tasksOf).length : 0)
  }, 0)

test('sums over steps are added to where they are', () => {
  const f = graph([[N, N], [N], [STEPS, N]], (w, h, xs) =>
    sum(scan(([c], [x]) => ({ carry: [tanh(add(einsum('ij,j->i', w!, c!), x!))] }), [h!], [xs!]).carry[0]!),
  )
  assert.is(moves(stepsOfProgram(lower(reverse(f)))), 0)
})

test('a carry that is read late is moved to', () => {
  const f = graph(
    [[N], [STEPS, N]],
    (h, xs) =>
      scan(
        ([a, b], [x]) => {
          const next = add(a!, x!)
          return { carry: [next, add(b!, mul(sum(next), flip(a!, 0)))] }
        },
        [h!, h!],
        [xs!],
      ).carry,
  )
  assert.ok(moves(stepsOfProgram(lower(f))) > 0)
  agrees(f, [inputs[0]!, inputs[3]!])
})

test('loops of unknown length', () => {
  const f = graph([[N]], (x) =>
    whileLoopAll(
      (c) => greater(30, sum(mul(c, c))),
      (c, d) => [add(d, c), mul(2, c)],
      [x, flip(x, 0)],
      { limit: 50 },
    ),
  )
  agrees(f, [inputs[0]!])
})

test.run()
