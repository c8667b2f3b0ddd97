/** The rows of the comparison: what each mode finds and counts, which one is recommended, and how it is shown. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  compile,
  cos,
  cost,
  div,
  einsum,
  exp,
  forward,
  matmul,
  mul,
  parseOrderOrThrow,
  reverse,
  sin,
  sqrt,
  sum,
  type Wire,
} from '../../modes/index.ts'
import { rosenbrockOf } from '../../scripts/compare/builtin.ts'
import { type ComparedRow, comparedRows, compiledTimes } from '../../scripts/compare/compiled.ts'
import { documentOf } from '../../scripts/compare/document.ts'
import { bytes, count, duration, range, readable } from '../../scripts/compare/format.ts'
import { methodsOf } from '../../scripts/compare/methods.ts'
import { type Problem, problemOf } from '../../scripts/compare/problem.ts'
import { recommend } from '../../scripts/compare/recommend.ts'
import { disagreementOf, type Row, rowsOf } from '../../scripts/compare/rows.ts'
import { coloured, tableOf } from '../../scripts/compare/table.ts'
import { networkProblem } from '../../scripts/problems/perceptron.ts'

const BUDGET = 5
const rowsAt = (problem: Problem): readonly Row[] => rowsOf(methodsOf(problem), BUDGET)
/** As if nothing had been compiled. */
const uncompiled = (rows: readonly Row[]): readonly ComparedRow[] => rows.map((row) => ({ ...row, compiled: null }))
const modes = (rows: readonly Row[]): readonly string[] => rows.map(({ mode }) => mode)

/** x^T A x + 7 y z: whole numbers only, so that exact modes are exact. */
const A = [
  [1, 2],
  [5, -3],
]
const quadratic = problemOf(
  'quadratic',
  'a quadratic form and a product',
  (x, y) => add(einsum('i,ij,j->', x!, A, x!), mul(7, y!, y!)),
  [
    ['x', [1, 2]],
    ['y', 3],
  ],
)
// A + A^T = [[2, 7], [7, -6]].
const gradient = [2 + 14, 7 - 12, 42]
const along = [9, 1, 14]

test('every way to a gradient finds it, and every way to a Hessian times ones', () => {
  const rows = rowsAt(quadratic)
  assert.equal(modes(rows), [
    'forward',
    'forward-vector',
    'reverse',
    'central-differences',
    'mixed-markowitz',
    'mixed-best',
    'coloured',
    'forward-over-reverse',
    'reverse-over-forward',
  ])
  for (const row of rows) {
    assert.equal([...row.value], [1 + 14 - 12 + 63])
    if (row.exact) {
      assert.equal([...row.derivative], row.quantity === 'hvp' ? along : gradient, row.mode)
      assert.is(row.disagreement, 0)
    } else assert.ok(row.disagreement < 1e-9, `${row.disagreement}`)
    const { min, median, max } = row.milliseconds
    assert.ok(min <= median && median <= max && min > 0)
  }
})

/** (u, v) -> (u v, exp(u) [1, 2]): the Jacobian is [[v, u], [e^u, 0], [2 e^u, 0]]. */
const several = problemOf('several', 'two results', (u, v) => [mul(u!, v!), mul(exp(u!), [1, 2])], [
  ['u', 0],
  ['v', 5],
])

test('a function with several results has a Jacobian by every mode, and no Hessian', () => {
  const rows = rowsAt(several)
  assert.equal(modes(rows), [
    'forward',
    'forward-vector',
    'reverse',
    'central-differences',
    'mixed-markowitz',
    'mixed-best',
    'coloured',
  ])
  for (const row of rows)
    if (row.exact) assert.equal([...row.derivative], [5, 0, 1, 0, 2, 0], row.mode)
    else assert.ok(row.disagreement < 1e-9, `${row.disagreement}`)
})

test('counts are those of all sweeps, bytes those of one', () => {
  const rows = rowsAt(several)
  const one = cost(forward(several.graph))
  const back = cost(reverse(several.graph))
  const row = (mode: string): Row => rows.find((r) => r.mode === mode)!
  assert.is(row('forward').multiplications, 2 * one.multiplications) // two entries of the inputs
  assert.is(row('forward').nonlinear, 2 * one.nonlinear)
  assert.is(row('forward').peakBytes, one.peakBytes)
  assert.is(row('reverse').multiplications, 3 * back.multiplications) // three entries of the results
  assert.is(row('reverse').additions, 3 * back.additions)
  assert.is(row('central-differences').nonlinear, 5) // the value, and two sides an entry
})

test('a disagreement is relative to the largest entry, and sees NaN', () => {
  const of = (a: readonly number[], b: readonly number[]) => disagreementOf(Float64Array.from(a), Float64Array.from(b))
  assert.is(of([1, 8], [1, 10]), 0.2)
  assert.is(of([0.5], [0.25]), 0.25)
  assert.is(of([Number.NaN, Infinity, -0], [Number.NaN, Infinity, 0]), 0)
  assert.is(of([Number.NaN], [1]), Infinity)
  assert.is(of([1], [Number.NaN]), Infinity)
  assert.is(of([Infinity], [-Infinity]), Infinity)
})

const [proto] = rowsAt(quadratic)
const rowWith = (mode: Row['mode'], multiplications: number, peakBytes: number, min = 1): Row => ({
  ...proto!,
  mode,
  exact: mode !== 'central-differences',
  multiplications,
  additions: 0,
  nonlinear: 0,
  peakBytes,
  milliseconds: { min, median: min, max: min },
})

test('the recommendation follows counted operations, whatever the clock says', () => {
  const { recommended, why } = recommend([
    rowWith('forward', 3000, 8, 1),
    rowWith('forward-vector', 2000, 8, 2),
    rowWith('reverse', 1000, 8, 9),
    rowWith('central-differences', 10, 8, 1),
  ])
  assert.is(recommended, 'reverse')
  assert.match(why, 'reverse takes 1,000 operations, 2.00 times fewer than the 2,000 of forward-vector')
})

test('of equals the one that holds the fewest bytes is recommended', () => {
  const { recommended, why } = recommend([
    rowWith('forward', 5, 80),
    rowWith('forward-vector', 5, 72),
    rowWith('reverse', 5, 96),
  ])
  assert.is(recommended, 'forward-vector')
  assert.match(why, 'holds 72 bytes at once where that holds 80')
})

test('a function of one number into many is for forward mode, of many into one for reverse', () => {
  const wide = problemOf(
    'wide',
    '',
    (t) =>
      mul(
        exp(t!),
        Array.from({ length: 50 }, (_, i) => i),
      ),
    [['t', 1]],
  )
  assert.match(recommend(rowsAt(wide)).recommended, /^forward/)
  assert.is(recommend(rowsAt(rosenbrockOf(20))).recommended, 'reverse')
})

test('mixed mode wins by count where a function is narrow, and not where it gives one number', () => {
  const problem = networkProblem({ widths: [6, 5, 1, 5, 6] })
  const narrow = rowsAt(problem)
  assert.is(recommend(narrow).recommended, 'mixed-best')
  const row = (mode: string): Row => narrow.find((r) => r.mode === mode)!
  assert.ok(2 * row('mixed-best').multiplications < row('forward-vector').multiplications)
  const told = JSON.parse(JSON.stringify(documentOf(problem, uncompiled(narrow)))).rows
  const { order, certificate } = told.find((r: { mode: string }) => r.mode === 'mixed-best')
  assert.is(parseOrderOrThrow(order).steps.length, order.split(' ').length)
  assert.is(certificate.kind, 'vertex')
  assert.is(recommend(rowsAt(rosenbrockOf(5))).recommended, 'reverse')
})

test('of a small graph of numbers the best order is certified', () => {
  const f = (a?: Wire, b?: Wire) => {
    const t = mul(a!, sin(mul(a!, b!)))
    return [cos(t), div(t, b!)]
  }
  const point = [
    ['a', 2],
    ['b', 3],
  ] as const
  const row = rowsAt(problemOf('naumann', '', f, point)).find(({ mode }) => mode === 'mixed-best')!
  assert.ok(row.certificate!.proven)
  assert.is(row.certificate!.lowerBound, row.certificate!.count)
})

test('the document has a shape for everything', () => {
  const rows = rowsAt(several)
  const { rows: told, ...about } = JSON.parse(JSON.stringify(documentOf(several, uncompiled(rows))))
  assert.equal(about.problem, 'several')
  assert.equal(about.inputs, [
    { name: 'u', shape: [] },
    { name: 'v', shape: [] },
  ])
  assert.equal(about.outputs, [[], [2]])
  assert.equal(about.point, { u: 0, v: 5 })
  assert.equal([about.recommended, about.why], Object.values(recommend(rows)))
  const { milliseconds, ...first } = told[2]
  assert.equal(first, {
    mode: 'reverse',
    quantity: 'jacobian',
    direction: null,
    value: [0, [1, 2]],
    derivative: { u: [5, [1, 2]], v: [0, [0, 0]] },
    disagreement: 0,
    multiplications: rows[2]!.multiplications,
    additions: rows[2]!.additions,
    nonlinear: rows[2]!.nonlinear,
    peakBytes: rows[2]!.peakBytes,
    compiled: null,
  })
  assert.equal(Object.keys(milliseconds), ['min', 'median', 'max'])
})

test('derivatives by name, Jacobians with the axes of the result first, directions of ones', () => {
  const told = (problem: Problem) => JSON.parse(JSON.stringify(documentOf(problem, uncompiled(rowsAt(problem))))).rows
  assert.equal(told(quadratic)[2].derivative, { x: [16, -5], y: 42 })
  assert.equal(told(quadratic)[7].derivative, { x: [9, 1], y: 14 })
  assert.equal(told(quadratic)[7].direction, { x: [1, 1], y: 1 })
  const linear = problemOf('linear', '', (x) => matmul([[1, 2], [3, 4], [5, 6]], x!), [['x', [1, 1]]]) // biome-ignore format: a matrix
  assert.equal(told(linear)[0].derivative, [
    [1, 2],
    [3, 4],
    [5, 6],
  ])
})

test('what is no finite number is a text', () => {
  const edge = problemOf('edge', '', (x) => sum(sqrt(x!)), [['x', [0, -1]]])
  const [row] = JSON.parse(JSON.stringify(documentOf(edge, uncompiled(rowsAt(edge))))).rows
  assert.is(row.value, 'NaN')
  assert.equal(row.derivative, ['Infinity', 'NaN'])
})

test('the table fits 128 columns, is aligned, and has no colour of its own', () => {
  const rows = comparedRows(methodsOf(quadratic))
  const table = tableOf(quadratic, rows)
  const body = table
    .split('\n')
    .slice(2)
    .filter((line) => /^(mode |forward|reverse|central|mixed-\w+ +-?\|?\d|coloured +-?\|?\d)/.test(line))
  assert.is(new Set(body.slice(0, rows.length + 1).map((line) => line.length)).size, 1)
  assert.not.match(table, '\u001b')
  assert.match(tableOf(quadratic, rows, coloured), '\u001b[1m')
  const huge = rows.map((row) => ({
    ...row,
    value: Float64Array.of(-1.23456789e-100),
    derivative: Float64Array.of(1.5e-100, 2e-100, 0),
    disagreement: 1.23e-16,
    multiplications: 987_654_321,
    additions: 123_456_789_012,
    nonlinear: 9_999_999,
    peakBytes: 999_000_000,
    milliseconds: { min: 0.123, median: 123, max: 456 },
    compiled: { milliseconds: 123, compiling: 456 },
  }))
  for (const lines of [table, tableOf(quadratic, huge), tableOf(several, uncompiled(rowsAt(several)))].map((t) =>
    t.split('\n'),
  ))
    for (const line of lines) assert.ok(line.length <= 128 && line === line.trimEnd(), line)
})

test('compiled, every way finds what it finds interpreted', () => {
  for (const { mode, graph, run } of [...methodsOf(several), ...methodsOf(networkProblem({ widths: [3, 2, 3] }))]) {
    const [found, expected] = [run(compile(graph)), run()]
    assert.ok(disagreementOf(found.value, expected.value) < 1e-14, mode)
    // A difference quotient divides rounding by a step of 6e-6.
    const allowed = mode === 'central-differences' ? 1e-8 : 1e-14
    assert.ok(disagreementOf(found.derivative, expected.derivative) < allowed, mode)
  }
})

test('compiled times stand in the table and the document, a dash and null where compiling would take too long', () => {
  const rows = comparedRows(methodsOf(several))
  for (const { compiled } of rows) assert.ok(compiled && compiled.milliseconds > 0 && compiled.compiling > 0)
  const [{ compiled }] = JSON.parse(JSON.stringify(documentOf(several, rows))).rows
  assert.equal(compiled, rows[0]!.compiled)
  assert.equal(
    compiledTimes(methodsOf(several), 0),
    rows.map(() => null),
  )
  const told = (all: readonly ComparedRow[]) =>
    tableOf(several, all)
      .split('\n')
      .find((line) => line.startsWith('reverse '))!
  assert.match(told(rows), /(us|ms) +[\d.]+ (us|ms|s) +[\d.]+ (us|ms|s)$/)
  assert.match(told(uncompiled(rows)), /(us|ms) +- +-$/)
})

test('numbers are readable', () => {
  assert.equal(
    [1234, 0.5, -12.345678, 1.23456789e-9, 0, Number.NaN, 1234567, 12345678].map((x) => readable(x)),
    ['1,234', '0.5', '-12.3457', '1.23457e-9', '0', 'NaN', '1,234,567', '1.23457e7'],
  )
  assert.equal([7, 9_999_999, 12_345_678, 1.5e9, 2e12].map(count), ['7', '9,999,999', '12.35 M', '1.500 G', '2.000 T'])
  assert.equal([range(1.2, 3.4), range(0.34, 1.2), range(1200, 1300)], ['1.2..3.4 ms', '340 us..1.2 ms', '1.2..1.3 s'])
  assert.equal([8, 999, 3400, 120_000, 1_999_999].map(bytes), ['8 B', '999 B', '3.4 kB', '120 kB', '2.0 MB'])
  assert.equal([0.0123, 1.2, 340, 3400, 0.9999, 99.99].map(duration), [
    '12 us',
    '1.2 ms',
    '340 ms',
    '3.4 s',
    '1.0 ms',
    '100 ms',
  ])
})

test.run()
