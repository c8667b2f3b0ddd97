import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sameUpToNumbering } from '../../laws/canonical.ts'
import {
  absolutes,
  agree,
  entriesOf,
  near,
  pointOf,
  pullback,
  pullbackBound,
  pushforward,
  pushforwardBound,
  run,
  valuesOf,
} from '../../laws/scale.ts'
import { claim, every, type Verdict } from '../../laws/verdict.ts'
import { absolute } from '../../lib/absolute.ts'
import {
  add,
  type Graph,
  graph,
  inputTypes,
  linearize,
  mul,
  neg,
  outputTypes,
  push,
  reverse,
  sin,
  solve,
  sub,
  sum,
  Tape,
  tensor,
} from '../../modes/index.ts'
import { graphs, numbers } from '../generators.ts'
import { refuted, upheld, uphold } from './verdicts.ts'

test('a scale of 0 demands equality, NaN is NaN, equal infinities agree', () => {
  assert.ok(near(1, 1, 0) && near(0, -0, 0) && near(Number.NaN, Number.NaN, 0))
  assert.not(near(1e-300, 0, 0))
  assert.ok(near(1, 1 + 1e-9, 1) && near(1e-9, 0, 1))
  assert.not(near(1, 1 + 1e-7, 1))
  const inf = Number.POSITIVE_INFINITY
  assert.ok(near(inf, inf, inf) && near(inf, inf, Number.NaN))
  assert.not(near(inf, -inf, inf) || near(Number.NaN, 0, 1) || near(Number.NaN, 0, Number.NaN) || near(1, 2, inf))
})

test('the scale of what cancels is what it was before', () => {
  // D(xy - sin(y)x) along (v, 0) is (y - sin y) v; its scale is (|y| + |sin y|) |v|.
  const f = graph([[], []], (x, y) => sub(mul(x, y), mul(sin(y), x)))
  const [x, v] = [
    [tensor(3), tensor(-2)],
    [tensor(-1), tensor(0)],
  ]
  assert.equal(entriesOf(run(pushforwardBound(f), x, absolutes(v))), [2 + Math.sin(2)])
})

test('the scale of a solve is the absolute inverse', () => {
  // The inverse of [[2, 1], [1, 1]] is [[1, -1], [-1, 2]].
  const f = graph([[2]], (b) =>
    solve(
      [
        [2, 1],
        [1, 1],
      ],
      b,
    ),
  )
  const bound = run(pushforwardBound(f), [tensor([5, 7])], [tensor([1, 1])])
  uphold(agree(bound, [tensor([2, 3])], [tensor([2, 3])], [f], 1e-14))
  const back = run(pullbackBound(f), [tensor([5, 7])], [tensor([1, 0])])
  uphold(agree(back, [tensor([1, 1])], [tensor([1, 1])], [f], 1e-14))
})

const bounds = (f: Graph, found: readonly number[], scale: readonly number[]): Verdict =>
  claim(
    found.every((x, i) => Math.abs(x) <= scale[i]! * (1 + 1e-12)),
    `${found} is not within ${scale}`,
    f,
  )

test('the scale bounds what it is the scale of, in both modes', () =>
  upheld(fc.tuple(graphs(), numbers, numbers), ([f, p, q]) => {
    const [x, v, w] = [pointOf(f, p), pointOf(f, q), valuesOf(outputTypes(f), q)]
    return every(
      () => bounds(f, entriesOf(run(pushforward(f), x, v)), entriesOf(run(pushforwardBound(f), x, absolutes(v)))),
      () => bounds(f, entriesOf(run(pullback(f), x, w)), entriesOf(run(pullbackBound(f), x, absolutes(w)))),
    )
  }))

test('absolute values commute with transposition and are their own', () =>
  upheld(graphs(), (f) => {
    const tape = linearize(f)
    return every(
      () => sameUpToNumbering(push(Tape.transpose(absolute(tape))), push(absolute(Tape.transpose(tape)))),
      () => claim(absolute(tape).edges === absolute({ ...tape }).edges, 'equal edges have other absolute edges', f),
    )
  }))

test('graphs are the same up to numbering, bracketing, equal terms and known zeros', () => {
  const types = [[2], [2], [2]]
  const same: readonly (readonly [Graph, Graph])[] = [
    [graph(types, (x, y, z) => add(add(x, y), z)), graph(types, (x, y, z) => add(z, add(y, x)))],
    [graph(types, (x, y) => add(x, y, x)), graph(types, (x, y) => add(y, mul(2, x)))],
    [graph(types, (x) => neg(neg(sin(x)))), graph(types, (x) => sin(x))],
    [graph(types, (x) => add(x, mul(0.5, x), mul(-1.5, x))), graph(types, () => tensor([0, 0]))],
    [graph(types, (x, y) => mul(neg(x), mul(3, y))), graph(types, (x, y) => mul(-3, mul(y, x)))],
  ]
  for (const [f, g] of same) uphold(sameUpToNumbering(f, g))
  const others: readonly (readonly [Graph, Graph])[] = [
    [graph(types, (x, y) => add(x, y)), graph(types, (x, _, z) => add(x, z))],
    [graph(types, (x, y) => [x, y]), graph(types, (x, y) => [y, x])],
    [graph(types, (x, y) => mul(x, y)), graph(types, (x, y) => neg(mul(x, y)))],
    [graph(types, (x) => sum(x)), graph([[2]], (x) => sum(x))],
    [graph(types, (x) => [x, x]), graph(types, (x) => x)],
  ]
  for (const [f, g] of others) refuted(sameUpToNumbering(f, g))
})

test('a graph is the same as itself replayed, and derivatives are not each other', () =>
  upheld(graphs(), (f) =>
    every(
      () => sameUpToNumbering(f, f),
      () =>
        claim(
          !sameUpToNumbering(f, reverse(f)).holds && inputTypes(f).length > 0,
          'a derivative is the same as its function',
          f,
        ),
    ),
  ))

test.run()
