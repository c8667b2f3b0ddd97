// The graphs of the spine: as many nodes as asked, and the value and slope that dual numbers give.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  constant,
  evaluateOrThrow,
  type Graph,
  graph,
  linearize,
  mul,
  sigmoid,
  sin,
  Tape,
  type Tensor,
  tanh,
  unit,
  type Wire,
} from '../../../../modes/index.ts'
import { chain, type Ops, random, type Work } from '../../../../scripts/bench/spine/works.ts'

const wires: Ops<Wire> = { number: constant, again: (x) => x, add, mul, sin, tanh, sigmoid }

/** A number and its derivative: forward mode by hand, with the rules of a calculus table. */
type Dual = readonly [x: number, dx: number]
const unary =
  (f: (x: number) => number, slope: (x: number, y: number) => number) =>
  ([x, dx]: Dual): Dual => [f(x), slope(x, f(x)) * dx]
const duals: Ops<Dual> = {
  number: (x) => [x, 0],
  again: (x) => x,
  add: ([a, da], [b, db]) => [a + b, da + db],
  mul: ([a, da], [b, db]) => [a * b, da * b + a * db],
  sin: unary(Math.sin, Math.cos),
  tanh: unary(Math.tanh, (_, y) => 1 - y * y),
  sigmoid: unary(
    (x) => 1 / (1 + Math.exp(-x)),
    (_, y) => y * (1 - y),
  ),
}

const drawn = (work: Work, nodes: number): Graph => graph([[]], (x) => work(wires, nodes)(x!))
const numberOf = (g: Graph): number => (evaluateOrThrow(g, [0.5])[0] as Tensor).data[0]!
const gradientOf = (g: Graph): Graph => {
  const tape = Tape.transpose(linearize(g))
  return Tape.read(tape, () => Tape.fullFlow(tape, [unit({ shape: [] })]))
}

const near = (found: number, expected: number): void =>
  assert.ok(Math.abs(found - expected) <= 1e-10 * Math.max(1, Math.abs(expected)), `${found} for ${expected}`)

Object.entries({ chain, random }).forEach(([name, work]) => {
  test(`${name} draws as many nodes as asked, beside its input and its number`, () =>
    [1000, 3000].forEach((nodes) => {
      assert.is(drawn(work, nodes).nodes.size, nodes + 2)
    }))

  test(`${name} has the value and the slope that dual numbers give`, () =>
    [1, 2, 3, 100, 1000].forEach((nodes) => {
      const [y, dy] = work(duals, nodes)([0.5, 1])
      const primal = drawn(work, nodes)
      near(numberOf(primal), y)
      near(numberOf(gradientOf(primal)), dy)
    }))
})

test('random stays finite, and so does its slope', () => {
  const [y, dy] = random(duals, 1e5)([0.5, 1])
  assert.ok(Number.isFinite(y) && Number.isFinite(dy) && dy !== 0, `${y}, ${dy}`)
})

test('a number that is used 150,000 times has a gradient: x^n has the slope n at 1', () => {
  const n = 150_000
  const power = graph([[]], (x) => {
    let a = x!
    for (let k = 1; k < n; k++) a = mul(a, x!)
    return a
  })
  assert.is((evaluateOrThrow(gradientOf(power), [1])[0] as Tensor).data[0], n)
})

test.run()
