// The parts of the benchmark that measure nothing: the works, the statistics, the table, the counts.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
} from '../../modes/index.ts'
import { compileC, compilerAtHand } from '../../scripts/bench/compiler.ts'
import { byHand } from '../../scripts/bench/js/index.ts'
import { disagreement, kernelRow, TOLERANCE } from '../../scripts/bench/kernelRows.ts'
import { kernelTable, timeText } from '../../scripts/bench/kernelTable.ts'
import { median } from '../../scripts/bench/median.ts'
import { entriesIn } from '../../scripts/bench/serve.ts'
import { disagreements, type Row, rowOf } from '../../scripts/bench/spine/rows.ts'
import { tableOf, tanhText } from '../../scripts/bench/spine/table.ts'
import { chain, type Ops, random, type Work } from '../../scripts/bench/spine/works.ts'
import { tanhNodes } from '../../scripts/bench/tanh.ts'
import { joined } from '../../scripts/bench/work.ts'
import { kernels } from '../../scripts/bench/works/index.ts'

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

test('the median is the middle one, or between the two in the middle', () => {
  assert.is(median([5, 1, 3]), 3)
  assert.is(median([10, 1, 3, 5]), 4)
})

const measured = { work: 'chain', who: 'cotangent', precision: 'f64', nodes: 1000, repetitions: 3 } as const
const times = {
  draw: [3, 1, 2],
  differentiate: [9, 8, 700],
  firstResult: [20, 30, 25],
  primal: [0.5],
  derivative: [1, 2],
}
const own = rowOf(measured, { ...times, bytesPerNode: 278.7, derivativeNodes: 1.334, slope: 0.25 })
const peer = rowOf(
  { ...measured, who: 'tfjs', precision: 'f32' },
  { firstResult: [40], primal: [4], derivative: [40], slope: 0.2501 },
)
const broken: Row = rowOf({ ...measured, who: 'jax-js', nodes: 16_000 }, { error: 'RangeError: too deep' })

test('a row has medians, minima, and null for what there is not', () => {
  assert.equal([own.draw, own.min.draw, own.differentiate, own.min.differentiate], [2, 1, 9, 8])
  assert.equal([own.bytesPerNode, own.derivativeNodes, own.derivative, own.unit], [279, 1.334, 1.5, 'us/node'])
  assert.equal([peer.draw, peer.min.compile, peer.bytesPerNode, peer.derivativeNodes], [null, null, null, null])
  assert.equal([broken.error, broken.firstResult, broken.slope], ['RangeError: too deep', null, null])
})

test('slopes of one work must agree', () => {
  assert.equal(disagreements([own, peer, broken]), [])
  assert.match(disagreements([own, { ...peer, slope: 0.26 }])[0]!, 'cotangent finds the slope 0.25, tfjs 0.26')
  assert.is(disagreements([own, { ...peer, slope: Number.NaN }]).length, 1)
  assert.equal(disagreements([own, { ...peer, nodes: 10, slope: 1 }]), [])
  const large = [own, { ...peer, slope: 1 }].map((row) => ({ ...row, nodes: 10_000 }))
  assert.equal(disagreements(large), [])
})

test('the table tells minima and medians, and why a row is empty', () => {
  const [head, first, second, third] = tableOf([own, peer, broken]).split('\n') as [string, string, string, string]
  assert.is(head.length, first.length)
  assert.match(
    first,
    /^chain\s+1,000\s+cotangent f64\s+1\.0 \/ 2\.0\s+8\.0 \/ 9\.0\s+-\s+20\.0 \/ 25\.0\s.*279\s+1\.33$/,
  )
  assert.match(second, /^chain\s+1,000\s+tfjs f32\s+-\s+-\s+-\s+40\.0 \/ 40\.0\s.*-\s+-$/)
  assert.match(third, /^chain\s+16,000\s+jax-js f64\s+RangeError: too deep$/)
})

test('tanh has ten derivatives, the first of x, tanh x, its square, that negated, 1, and the difference', () => {
  const { forward, reverse } = tanhNodes()
  assert.equal([forward.length, forward[0], reverse.length, reverse[0]], [10, 6, 10, 6])
  assert.is(tanhText({ forward: [6, 9] }), 'nested forward   6 9')
})

/** Entry k of the derivative of a work by central differences of the value by hand: of one parameter, moved in place. */
const byDifferences = (name: string, size: Readonly<Record<string, number>>): void => {
  const data = kernels[name]!.data(size).map(({ data: entries }) => Float64Array.from(entries))
  const { value, derivative, entries } = byHand[name]!(data, size)
  derivative()
  const found = Float64Array.from(entries())
  let at = 0
  for (const parameter of data)
    for (let k = 0; k < parameter.length && at < found.length; k++, at++) {
      const x = parameter[k]!
      const step = 1e-5 * Math.max(1, Math.abs(x))
      const [right, left] = [x + step, x - step].map((moved) => {
        parameter[k] = moved
        return value() as number
      })
      parameter[k] = x
      const slope = (right! - left!) / (2 * step)
      assert.ok(
        Math.abs(found[at]! - slope) <= 1e-5 * Math.max(1, Math.abs(slope)),
        `${name} ${at}: ${found[at]}, ${slope}`,
      )
    }
  assert.is(at, found.length)
}

type Size = Readonly<Record<string, number>>

/** The entries of the derivative that is drawn, interpreted. */
const drawnEntries = (name: string, size: Size): ArrayLike<number> => {
  const { primal, derivative, inputs, read, from } = kernels[name]!.drawn(kernels[name]!.data(size), size)
  const outputs = evaluateOrThrow(derivative, inputs).map((y) => (y as Tensor).data as Float64Array)
  return read ? read(outputs) : joined(outputs.slice(from ?? primal.outputs.length))
}

const gradients: Readonly<Record<string, Size>> = {
  blackScholes: { n: 3 },
  rosenbrock: { n: 7 },
  multiplyAdds: { nodes: 40, m: 3 },
  mixture: { d: 3, k: 2, n: 5 },
}
const others: Readonly<Record<string, Size>> = {
  stencil: { n: 6 },
  logisticHvp: { d: 3, n: 5 },
  logisticHessian: { d: 3, n: 5 },
}

Object.entries(gradients).forEach(([name, size]) => {
  test(`${name} by hand has the slopes that differences of its value have`, () => byDifferences(name, size))
})

Object.entries({ ...gradients, ...others }).forEach(([name, size]) => {
  test(`${name} as it is drawn has the derivative that it has by hand`, () => {
    const hand = byHand[name]!(
      kernels[name]!.data(size).map(({ data }) => data),
      size,
    )
    hand.derivative()
    assert.is(disagreement(drawnEntries(name, size), hand.entries(), TOLERANCE.f64), undefined)
  })
})

test('states kept or checkpointed, the gradient of a recurrence is the same', () => {
  const size = { steps: 12, n: 3 }
  const [kept, checkpointed] = ['recurrence', 'checkpointed'].map((name) => drawnEntries(name, size))
  assert.is(disagreement(checkpointed!, kept!, TOLERANCE.f64), undefined)
})

const withC: Readonly<Record<string, Size>> = {
  bundle: { cameras: 2, points: 3, observations: 5 },
  perceptron: { d0: 5, d1: 4, d2: 3, d3: 2, batch: 3 },
  lstm: { layers: 2, characters: 5, bits: 3 },
  brusselator: { n: 3 },
  matmul: { n: 5 },
  recurrence: { steps: 6, n: 3 },
}

if (compilerAtHand())
  Object.entries(withC).forEach(([name, size]) => {
    test(`${name} in C has the derivative that is drawn`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'cotangent-bench-test-'))
      try {
        const [data, result] = [join(folder, 'data'), join(folder, 'result')] as const
        writeFileSync(data, joined(kernels[name]!.data(size).map((x) => x.data)))
        const program = compileC(name, 'f64', folder, ['-O0'])
        execFileSync(program, [data, result, ...Object.values(size).map(String)], { input: '' })
        assert.is(disagreement(entriesIn(result), drawnEntries(name, size), TOLERANCE.f64), undefined)
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
  })

test('derivatives disagree where an entry is off by more than the precision allows, or is missing', () => {
  assert.is(disagreement([1, 1000], [1.000001, 1000], TOLERANCE.f64), undefined)
  assert.is(disagreement([1, 1001], [1, 1000], TOLERANCE.f32), undefined)
  assert.is(disagreement([1, 1001], [1, 1000], TOLERANCE.f64), 'has 1001 at 1, not 1000')
  assert.is(disagreement([1, Number.NaN], [1, 1], TOLERANCE.f32), 'has NaN at 1, not 1')
  assert.is(disagreement([1], [1, 1], TOLERANCE.f64), 'has 1 entries, not 2')
})

test('a row of a work tells minima, medians and ratios', () => {
  const of = (who: string, value: readonly number[], derivative: readonly number[]) =>
    kernelRow({ work: 'w', size: { n: 3 }, who, precision: 'f64', value, derivative, operations: [7, 21] })
  const rows = [of('cotangent', [2, 1, 3], [6, 3, 9]), of('c', [1], [2])]
  assert.equal([rows[0]!.primal, rows[0]!.derivative, rows[0]!.ratio, rows[0]!.unit], [1, 3, 3, 'us'])
  assert.equal(rows[0]!.median, { primal: 2, derivative: 6 })
  const [, first, second] = kernelTable(rows).split('\n') as [string, string, string]
  assert.match(first, /^w\s+n=3\s+cotangent f64\s+1\.0 us \/ 2\.0 us\s+3\.0 us \/ 6\.0 us\s+3\.00\s+1\.50\s+7 \/ 21$/)
  assert.match(second, /1\.00\s+-$/)
})

test('a time is told in the unit that suits it', () => {
  assert.equal([0.0123, 5, 4321, 2.5e6].map(timeText), ['12.3 ns', '5.0 us', '4.3 ms', '2.5 s'])
})

test.run()
