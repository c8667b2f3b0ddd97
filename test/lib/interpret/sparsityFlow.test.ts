// Patterns of drawn graphs: they hold every entry of the dense matrices that modes compute, and no other where none cancels.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { entriesOf, nothing, pointOf, pullback, pushforward, run, type Values } from '../../../laws/scale.ts'
import { absolute } from '../../../lib/absolute.ts'
import {
  type Conventions,
  cotangent,
  type Graph,
  graph,
  hessianSparsity,
  inputTypes,
  jacobianSparsity,
  jax,
  Pattern,
  replay,
  reshape,
  show,
  sizeOf,
  slice,
  sum,
  tfjs,
} from '../../../modes/index.ts'
import { EVERYTHING, graphs, numbers, SMOOTH, singles, type Table } from '../../generators.ts'

type Matrix = readonly (readonly number[])[]

const turned = (matrix: Matrix, columns: number): Matrix =>
  Array.from({ length: columns }, (_, j) => matrix.map((row) => row[j]))

/** The values as many as there are entries, each 1 in one entry and 0 elsewhere. */
const units = (xs: Values): readonly Values[] => {
  const zeros = nothing(xs)
  return xs.flatMap((x, k) =>
    Array.from((x as { data: Float64Array }).data, (_, i) => {
      const data = new Float64Array((x as { data: Float64Array }).data.length)
      data[i] = 1
      return zeros.map((zero, at) => (at === k ? { ...zero, data } : zero))
    }),
  )
}

/** The Jacobian column by column, of a graph whose last inputs may be held fixed. */
const byColumns = (derivative: Graph, x: Values, more: Values = [], rows: number): Matrix =>
  turned(
    units(x).map((e) => entriesOf(run(derivative, [...x, ...more], e, nothing(more)))),
    rows,
  )
const heights = (f: Graph, x: Values): number => entriesOf(run(f, x)).length
const jacobianBy = {
  forward: (f: Graph, x: Values, conventions: Conventions): Matrix =>
    byColumns(
      pushforward(f, (tape) => tape, { conventions }),
      x,
      [],
      heights(f, x),
    ),
  reverse: (f: Graph, x: Values, conventions: Conventions): Matrix =>
    units(run(f, x)).map((e) => entriesOf(run(pullback(f, { conventions }), x, e))),
  absolute: (f: Graph, x: Values, conventions: Conventions): Matrix =>
    byColumns(pushforward(f, absolute, { conventions }), x, [], heights(f, x)),
}

const total = (f: Graph): Graph => graph(inputTypes(f), (...xs) => replay(f, xs).map((y) => sum(y)))
const ones = (f: Graph): Values => f.outputs.map(() => ({ shape: [], data: Float64Array.of(1) }))
/** Columns of the Hessian of the sum of all outputs, by forward over reverse mode. */
const hessianOf = (f: Graph, x: Values, of = (tape: Parameters<typeof absolute>[0]) => tape): Matrix =>
  byColumns(pushforward(pullback(total(f)), of), x, ones(f), entriesOf(x).length)

const patternOf = (matrix: Matrix, [rows, columns]: readonly [number, number]): Pattern =>
  Pattern.ofEntries(
    [rows, columns],
    matrix.flatMap((row, i) => row.flatMap((x, j): [number, number][] => (x === 0 ? [] : [[i, j]]))),
  )
const text = (p: Pattern): string =>
  Pattern.toDense(p)
    .map((row) => row.map((on) => (on ? 'x' : '.')).join(''))
    .join('\n')

const holds = (p: Pattern, matrix: Matrix, what: string, f: Graph): void => {
  const found = patternOf(matrix, p.shape)
  assert.ok(
    Pattern.equals(Pattern.union(p, found), p),
    `${what} of\n${show(f)}\nhas\n${text(found)}\nand the pattern is\n${text(p)}`,
  )
}
const is = (p: Pattern, q: Pattern, what: string, f: Graph): void =>
  assert.ok(Pattern.equals(p, q), `${what} of\n${show(f)}\nis\n${text(q)}\nand the pattern is\n${text(p)}`)

const check = (runs: number, kinds: readonly Table[], claim: (f: Graph, x: Values) => void): void =>
  fc.assert(
    fc.property(graphs(kinds), numbers, (f, x) => claim(f, pointOf(f, x))),
    { numRuns: runs },
  )

test('the Jacobian in both modes has no entry outside the pattern, everywhere or at the point', () => {
  check(120, EVERYTHING, (f, x) => {
    const [global, local] = [jacobianSparsity(f), jacobianSparsity(f, { at: x })]
    for (const mode of ['forward', 'reverse'] as const) {
      const matrix = jacobianBy[mode](f, x, cotangent)
      holds(local, matrix, `Jacobian at a point by ${mode}`, f)
      holds(global, matrix, `Jacobian by ${mode}`, f)
    }
    is(Pattern.union(global, local), global, 'pattern with the one at a point', f)
  })
})

test('where nothing cancels, the pattern at a point has no other entry: it is that of the slopes made positive', () => {
  check(
    120,
    EVERYTHING.filter((kind) => kind !== 'systems'),
    (f, x) => {
      const local = jacobianSparsity(f, { at: x })
      is(local, patternOf(jacobianBy.absolute(f, x, cotangent), local.shape), 'bound of the Jacobian', f)
    },
  )
})

/** Every entry of every output as an output of its own. */
const entrywise = (f: Graph): Graph =>
  graph(inputTypes(f), (...xs) =>
    replay(f, xs).flatMap((y) => {
      const row = reshape(y, [sizeOf(y.shape)])
      return Array.from({ length: sizeOf(y.shape) }, (_, k) => reshape(slice(row, [[k, k + 1]]), []))
    }),
  )

test('row by row, from the outputs on, the pattern is that of all rows', () => {
  check(50, EVERYTHING, (f, x) => {
    const apart = entrywise(f)
    for (const options of [{}, { at: x }]) {
      const rows = apart.outputs.map((ref) => jacobianSparsity(apart, { ...options, of: [ref] }))
      const whole = jacobianSparsity(f, options)
      is(
        Pattern.ofRows(
          rows.map((row) => row.columns),
          whole.shape[1],
        ),
        whole,
        'pattern row by row',
        f,
      )
    }
  })
})

test('under other conventions, the pattern at a point holds what slopes that are chosen there let through', () => {
  for (const conventions of [jax, tfjs])
    check(60, ['chosen', 'structural', 'reductions'], (f, x) =>
      holds(jacobianSparsity(f, { at: x, conventions }), jacobianBy.forward(f, x, conventions), 'Jacobian', f),
    )
})

test('every op alone: the pattern everywhere is that at a point without zeros, ties or singular systems', () => {
  for (const f of singles(SMOOTH.filter((kind) => kind !== 'systems'))) {
    const x = pointOf(f, [0.31, 0.83, 1.27, 0.59, 1.13, 0.47, 0.71, 1.01, 0.37, 0.93, 1.21, 0.53])
    is(jacobianSparsity(f), jacobianSparsity(f, { at: x }), 'pattern at a point', f)
    is(hessianSparsity(f), hessianSparsity(f, { at: x }), 'second pattern at a point', f)
  }
})

test('the Hessian has no entry outside the pattern, everywhere or at the point', () => {
  check(80, EVERYTHING, (f, x) => {
    const [global, local] = [hessianSparsity(f), hessianSparsity(f, { at: x })]
    const matrix = hessianOf(f, x)
    holds(local, matrix, 'Hessian at a point', f)
    holds(global, matrix, 'Hessian', f)
    is(global, Pattern.transpose(global), 'transposed pattern', f)
  })
})

test('the pattern of the Hessian at a point has no other entry than its bound', () => {
  check(
    60,
    EVERYTHING.filter((kind) => kind !== 'systems'),
    (f, x) => {
      const local = hessianSparsity(f, { at: x })
      const bound = patternOf(hessianOf(f, x, absolute), local.shape)
      is(local, Pattern.union(bound, Pattern.transpose(bound)), 'bound of the Hessian', f)
    },
  )
})

test.run()
