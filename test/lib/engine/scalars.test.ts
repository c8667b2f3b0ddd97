// Graphs of numbers compiled: functions of a thousand nodes, what passes between them, sums whose terms come one by one.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { columnsOf, NODES } from '../../../lib/engine/scalarColumns.ts'
import {
  add,
  compile,
  cos,
  evaluateOrThrow,
  exp,
  type Graph,
  graph,
  greater,
  mul,
  neg,
  recip,
  reverse,
  select,
  sigmoid,
  sqrt,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'

const numbersOf = (values: readonly unknown[]): number[] => (values as Tensor[]).map(({ data }) => data[0]!)
const agrees = (f: Graph, xs: readonly number[], within = 0): void => {
  const expected = numbersOf(evaluateOrThrow(f, xs))
  numbersOf(compile(f)(xs)).forEach((y, k) => {
    const close = Object.is(y, expected[k]) || Math.abs(y - expected[k]!) <= within * Math.abs(expected[k]!)
    assert.ok(close, `output ${k}: ${y}, not ${expected[k]}`)
  })
}

/** Ops that are correctly rounded on every machine, so that both ways of running agree in every bit. */
const exact: readonly ((a: Wire, b: Wire, c: Wire) => Wire)[] = [
  (a, b) => add(a, b),
  (a, b) => mul(a, b),
  (a, b, c) => add(a, b, c),
  (a, b, c) => mul(a, b, c, 0.5),
  (a) => neg(a),
  (a) => mul(a, a),
  (a, b) => recip(add(mul(a, a), mul(b, b), 1)),
  (a) => sqrt(add(mul(a, a), 0.25)),
  (a, b, c) => select(greater(a, b), b, c),
]

test('random graphs of numbers over several functions are evaluated bit for bit', () => {
  const choice = fc.tuple(fc.nat(exact.length - 1), fc.nat(1500), fc.nat(40), fc.nat(3))
  const graphs = fc.array(choice, { minLength: 1, maxLength: 1200, size: 'max' })
  fc.assert(
    fc.property(
      graphs,
      fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2 })),
      (ops, xs) => {
        const f = graph([[], []], (x, y) => {
          const all = [x, y]
          for (const [which, far, near, own] of ops) {
            const back = (n: number): Wire => all[Math.max(0, all.length - 1 - (n % all.length))]!
            // Slopes and values stay finite: each is drawn back to a bounded range.
            all.push(mul(exact[which]!(back(own), back(near), back(far)), recip(add(1, mul(back(own), back(own))))))
          }
          return [...all.slice(-3), all[all.length >> 1]!]
        })
        agrees(f, xs)
      },
    ),
    { numRuns: 15 },
  )
})

test('a sum of terms from many functions is the sum', () => {
  const count = 3 * NODES
  const f = graph([[], []], (x, y) => {
    const terms: Wire[] = []
    let a = x
    for (let k = 0; k < count; k++) {
      a = add(mul(a, 0.5), y)
      if (k % 5 === 0) terms.push(mul(a, a))
    }
    const whole = add(...terms)
    return [whole, mul(whole, a), add(whole, neg(terms[0]!))]
  })
  const columns = columnsOf(f)!
  assert.ok(columns.summed.some((x) => x === 1))
  // By hand: a_k = a_0 / 2^k + 2 y (1 - 1 / 2^k), and the terms are their squares.
  let [a, sum, first] = [0.75, 0, 0]
  for (let k = 0; k < count; k++) {
    a = 0.5 * a + 0.3
    if (k === 0) first = a * a
    if (k % 5 === 0) sum += a * a
  }
  const found = numbersOf(compile(f)([0.75, 0.3]))
  for (const [k, y] of [sum, sum * a, sum - first].entries()) assert.ok(Math.abs(found[k]! - y) <= 1e-12 * Math.abs(y))
})

test('the gradient of a long chain is that of its recurrence', () => {
  const steps = 4000
  const m = 5
  const f = graph(
    Array.from({ length: m }, () => []),
    (...xs) => {
      let a = xs[0]!
      for (let k = 0; k < steps; k++) a = add(mul(a, xs[k % m]!), xs[(k + 1) % m]!)
      return a
    },
  )
  const x = Array.from({ length: m }, (_, k) => 0.4 + 0.1 * k)
  const before: number[] = []
  let a = x[0]!
  for (let k = 0; k < steps; k++) {
    before.push(a)
    a = a * x[k % m]! + x[(k + 1) % m]!
  }
  const slope = new Array<number>(m).fill(0)
  let b = 1
  for (let k = steps - 1; k >= 0; k--) {
    slope[(k + 1) % m]! += b
    slope[k % m]! += b * before[k]!
    b *= x[k % m]!
  }
  slope[0]! += b
  const [value, ...found] = numbersOf(compile(reverse(f))([...x, 1]))
  assert.is(value, a)
  found.forEach((y, k) => {
    assert.ok(Math.abs(y - slope[k]!) <= 1e-12 * Math.abs(slope[k]!))
  })
})

test('functions of numbers are called with what is on the stack, and a careful run gives what evaluating does', () => {
  const f = graph([[]], (x) => {
    let a = x
    for (let k = 0; k < 2 * NODES; k++) a = k % 3 === 0 ? sigmoid(a) : k % 3 === 1 ? cos(a) : exp(neg(a))
    return a
  })
  agrees(f, [0.3], 1e-12)
  const root = graph([[]], (x) => mul(sqrt(x), select(greater(x, 0), x, 0)))
  for (const x of [0, 1, 4, Number.NaN]) agrees(reverse(root), [x, 1])
})

test.run()
