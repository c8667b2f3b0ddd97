/** The table of what each algebra answers, held against samples of each kind of op in each algebra. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { projectOp, tupleOp } from '../../../lib/ops/tuple.ts'
import {
  AdError,
  Algebra,
  add,
  argmax,
  type Carried,
  checkpoint,
  cond,
  constant,
  coverage,
  cumsum,
  customDerivative,
  draw,
  exp,
  formulas,
  type Graph,
  gather,
  graph,
  greater,
  type Interval,
  interpret,
  Linear,
  mul,
  neg,
  type Op,
  type Shape,
  scan,
  scatterAdd,
  solve,
  sum,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'

const reversed: Op = {
  family: { name: 'reversed', kind: 'other' },
  name: 'reversed',
  params: null,
  key: '',
  hash: 7,
  type: (x) => x!,
  eval: (x) => x!,
  partial: (_, y) => Linear.identity(y.type),
}

/** For each kind a graph of one matrix in which what there is to decide depends on the input. */
const samples: Readonly<Record<keyof typeof coverage, (x: Wire) => Wire>> = {
  input: (x) => x,
  constant: (x) => mul(x, 2),
  elementwise: (x) => exp(x),
  neg: (x) => neg(x),
  add: (x) => add(x, x),
  einsum: (x) => sum(mul(x, x)),
  copy: (x) => gather(constant([5, 6, 7]), x),
  extremum: (x) => argmax(x),
  cumsum: (x) => cumsum(x),
  scatter: (x) => scatterAdd(x, x, 3),
  tuple: (x) => draw(projectOp(1), [draw(tupleOp, [x, x])]),
  project: (x) => draw(projectOp(0), [draw(tupleOp, [x, x])]),
  solve: (x) => solve(x, [[1], [2]]),
  call: (x) => checkpoint((y) => mul(y, y))(x),
  cond: (x) =>
    cond(
      greater(sum(x), 2.5),
      (y) => y,
      (y) => neg(y),
      x,
    ),
  scan: (x) => scan(([c], [t]) => ({ carry: [add(c!, t!)] }), [constant([0, 0])], [x]).carry[0]!,
  while: (x) =>
    whileLoop(
      (c) => greater(1000, sum(c)),
      (c) => mul(c, 3),
      x,
    ),
  custom: (x) =>
    customDerivative(
      (y) => mul(y, y),
      ([y], _, [dy]) => mul(2, y!, dy!),
    )(x),
  other: (x) => draw(reversed, [x]),
}
const KINDS = Object.keys(samples) as readonly (keyof typeof coverage)[]
const SHAPE: Shape = [2, 2]
const drawn = (kind: keyof typeof coverage): Graph => graph([SHAPE], samples[kind])

const refuses = (f: () => unknown): boolean => {
  try {
    f()
    return false
  } catch (e) {
    if (e instanceof AdError) return true
    throw e
  }
}

test('polynomials refuse what the table says, and nothing else', () => {
  for (const kind of KINDS) {
    const answer = coverage[kind].polynomials
    if (kind !== 'constant')
      assert.is(
        refuses(() => formulas(drawn(kind))),
        /refused/.test(answer),
        kind,
      )
  }
  assert.ok(refuses(() => formulas(graph([[]], (x) => mul(x, Number.NaN)))))
})

/** The widths of the results on a wide box and on a point. */
const widths = (g: Graph, box: Interval): readonly number[] => {
  const input: Carried<Interval> = { shape: SHAPE, entries: [1, 2, 3, 4].map(() => ({ ...box })) }
  return (interpret(Algebra.intervals)(g, [input]) as readonly { readonly entries: readonly Interval[] }[]).flatMap(
    ({ entries }) => entries.map(({ lo, hi }) => hi - lo),
  )
}

test('intervals know a point exactly where the table says so, and are wider where nothing is decided', () => {
  for (const kind of KINDS) {
    const answer = coverage[kind].intervals
    const point = widths(drawn(kind), { lo: 1, hi: 1 })
    if (answer === 'safe')
      assert.ok(
        point.every((w) => w === Number.POSITIVE_INFINITY),
        `${kind} on a point`,
      )
    else
      assert.ok(
        point.every((w) => w < 1e-14),
        `${kind} on a point`,
      )
    assert.ok(
      widths(drawn(kind), { lo: 0.5, hi: 1 }).every((w) => w > 0),
      `${kind} on a box`,
    )
  }
})

test('booleans, dependencies, paths and numbers refuse nothing', () => {
  const ones = <A>(one: A): Carried<A> => ({ shape: SHAPE, entries: [one, one, one, one] })
  for (const kind of KINDS) {
    for (const name of ['booleans', 'dependencies', 'paths', 'numbers'] as const)
      assert.ok(!/refused/.test(coverage[kind][name]), `${name}, ${kind}`)
    interpret(Algebra.numbers)(drawn(kind), [ones(1)])
    interpret(Algebra.booleans)(drawn(kind), [ones(true)])
    interpret(Algebra.dependencies)(drawn(kind), [ones(1n)])
    interpret(Algebra.paths)(drawn(kind), [ones(Algebra.paths.constant(1))])
  }
})

test.run()
