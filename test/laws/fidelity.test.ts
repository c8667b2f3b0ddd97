import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { keepsItsChoices } from '../../laws/choices.ts'
import { differences, limitOfDifferences } from '../../laws/fidelity.ts'
import { pointOf, type Values } from '../../laws/scale.ts'
import {
  elementwise,
  evaluateOrThrow,
  forward,
  type Graph,
  graph,
  mul,
  sin,
  sum,
  tanh,
  tensor,
} from '../../modes/index.ts'
import { EVERYTHING, graphs, numbers, SMOOTH, singles } from '../generators.ts'
import { refuted, upheld, uphold } from './verdicts.ts'

const derivative = (f: Graph, order: number): Graph => (order === 0 ? f : derivative(forward(f), order - 1))
const half = (xs: readonly number[]): readonly number[] => xs.map((x) => x / 2)

test('Ridders: the derivative of exp at 0 is 1, that of sin at pi/2 is 0', () => {
  const [one, none] = differences((h) => [Math.exp(h), Math.sin(Math.PI / 2 + h)])
  assert.ok(Math.abs(one!.value - 1) <= 1e-11 && one!.error <= 1e-9)
  assert.ok(Math.abs(none!.value) <= 1e-11 && none!.error <= 1e-9)
})

for (const [order, kinds, size, runs] of [
  [0, EVERYTHING, 6, 80],
  [1, EVERYTHING, 5, 50],
  [2, SMOOTH, 4, 30],
] as const)
  test(`F0: the derivative of order ${order + 1} is the limit of differences of that of order ${order}`, () => {
    let decided = 0
    upheld(
      fc.tuple(graphs(kinds, size), numbers, numbers),
      ([plain, p, q]) => {
        const f = derivative(plain, order)
        const [x, v] = [pointOf(f, p), pointOf(f, half(q))]
        if (!keepsItsChoices(f, x, v)) return { holds: true }
        decided++
        return limitOfDifferences(f, x, v)
      },
      runs,
    )
    assert.ok(decided > runs / 2, `${decided} of ${runs} points were away from kinks`)
  })

for (const [order, kinds] of [
  [0, EVERYTHING],
  [1, EVERYTHING],
  [2, [...SMOOTH, 'bodies']],
] as const)
  test(`F0: every op alone, at order ${order + 1}`, () => {
    const [p, q] = [
      [0.9, -0.7, 0.4, 1.2, -0.3, 0.8, 0.6],
      [0.5, 0.3, -0.4, 0.2, -0.6],
    ]
    for (const single of singles(kinds)) {
      const f = derivative(single, order)
      const [x, v] = [pointOf(f, p), pointOf(f, q)]
      assert.ok(keepsItsChoices(f, x, v), 'the point is by a kink')
      uphold(limitOfDifferences(f, x, v))
    }
  })

test('F0: refutes slopes that are off by a factor 1.001, of the wrong sign, or of the wrong function', () => {
  const at: Values = [tensor([0.7, -0.3])]
  const along: Values = [tensor([0.5, 1])]
  for (const slope of [
    (x: Parameters<typeof sin>[0]) => mul(1.001, tanh(x)),
    (x: Parameters<typeof sin>[0]) => mul(-1, tanh(x)),
    (x: Parameters<typeof sin>[0]) => sin(x),
  ]) {
    const lncosh = elementwise(
      'lncosh',
      (x) => Math.log(Math.cosh(x)),
      ([x]) => slope(x!),
    )
    refuted(
      limitOfDifferences(
        graph([[2]], (x) => lncosh(x)),
        at,
        along,
      ),
    )
    refuted(limitOfDifferences(forward(graph([[2]], (x) => sum(mul(x, lncosh(x))))), [...at, ...at], [...along, ...at]))
  }
  const right = elementwise(
    'lncosh',
    (x) => Math.log(Math.cosh(x)),
    ([x]) => tanh(x!),
  )
  uphold(
    limitOfDifferences(
      graph([[2]], (x) => right(x)),
      at,
      along,
    ),
  )
})

test('F0: refutes a kink', () =>
  refuted(
    limitOfDifferences(
      graph([[]], (x) => elementwise('abs', Math.abs, () => 1)(x)),
      [tensor(0)],
      [tensor(1)],
    ),
  ))

test('a sum of one entry is that entry', () =>
  assert.equal(
    evaluateOrThrow(
      graph([[1]], (x) => sum(x)),
      [[2]],
    ),
    [tensor(2)],
  ))

test.run()
