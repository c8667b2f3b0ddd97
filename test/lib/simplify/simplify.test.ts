// Simplify as a whole: what becomes of graphs drawn by hand, what it must leave alone, and graphs a million nodes deep.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { interpretersAgree, rewritingKeepsDerivatives } from '../../../laws/interpreters.ts'
import { entriesOf, valuesOf } from '../../../laws/scale.ts'
import {
  exactRulesKeepBits,
  simplifyingCommutesWithReverse,
  simplifyingCostsNoMore,
  simplifyingIsIdempotent,
} from '../../../laws/simplify.ts'
import { negOp } from '../../../lib/ops/neg.ts'
import {
  AdError,
  add,
  bodiesOf,
  broadcastTo,
  checkpoint,
  cond,
  constant,
  cos,
  cost,
  customDerivative,
  draw,
  drawnBy,
  elementwise,
  evaluateOrThrow,
  exp,
  floor,
  type Graph,
  graph,
  greater,
  inputTypes,
  label,
  less,
  matmul,
  mul,
  neg,
  nodeAt,
  outputTypes,
  type Rule,
  reshape,
  reverse,
  rewriteRules,
  sameGraph,
  scan,
  show,
  simplify,
  sin,
  slice,
  sub,
  sum,
  type Tensor,
  transpose,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'
import { graphs, numbers } from '../../generators.ts'
import { small } from '../../scripts/problems/small.ts'

const shape = (f: Graph): string => show(f).replace(/ : [^\n=]*/g, '')
const becomes = (f: Graph, expected: Graph): void => assert.is(shape(simplify(f)), shape(expected))
const stays = (f: Graph): void => assert.is(simplify(f), f)
const kinds = (f: Graph): readonly string[] => f.nodes.map(({ op }) => op.name).toArray()

const all = (f: Graph, x: readonly number[], v: readonly number[]): void => {
  const [at, along, against] = [valuesOf(inputTypes(f), x), valuesOf(inputTypes(f), v), valuesOf(outputTypes(f), v)]
  const [R, point] = [reverse(f), [...at, ...against]]
  for (const verdict of [
    simplifyingIsIdempotent(f),
    simplifyingCostsNoMore(f),
    exactRulesKeepBits(f, at),
    interpretersAgree(f, at, (g, y) => evaluateOrThrow(simplify(g), y)),
    rewritingKeepsDerivatives(f, at, along, against, simplify),
    simplifyingCommutesWithReverse(f, at, against),
    simplifyingIsIdempotent(R),
    simplifyingCostsNoMore(R),
    exactRulesKeepBits(R, point),
  ])
    assert.ok(verdict.holds, verdict.holds ? '' : verdict.why)
}

test('all laws, on random graphs and their gradients', () => {
  fc.assert(fc.property(graphs(), numbers, numbers, all), { numRuns: 30 })
})

for (const [name, of] of Object.entries(small))
  test(`costs no more and is simple: ${name}`, () => {
    for (const f of [of().graph, reverse(of().graph)])
      for (const verdict of [simplifyingIsIdempotent(f), simplifyingCostsNoMore(f)])
        assert.ok(verdict.holds, verdict.holds ? '' : verdict.why)
  })

test('transposes, reshapes and broadcasts cancel or are one', () => {
  becomes(
    graph([[2, 3]], (x) => transpose(transpose(x))),
    graph([[2, 3]], (x) => x),
  )
  becomes(
    graph([[2, 3]], (x) => reshape(reshape(sin(x), [6]), [2, 3])),
    graph([[2, 3]], sin),
  )
  const spread = graph([[3]], (x) => sin(transpose(broadcastTo(reshape(x, [1, 3]), [2, 3]))))
  assert.equal(kinds(simplify(spread)), ['input', 'einsum[i->ij]', 'sin'])
})

test('moves and sums join the products beside them, also moves that others use', () => {
  const f = graph(
    [
      [3, 4],
      [5, 4],
    ],
    (a, b) => sum(transpose(matmul(a, transpose(b))), 0),
  )
  assert.equal(kinds(simplify(f)), ['input', 'input', 'einsum[ij,kj->i]'])
  const g = graph([[3, 4]], (a) => {
    const b = transpose(a)
    return [matmul(a, b), sin(b)]
  })
  assert.equal(kinds(simplify(g)), ['input', 'einsum[ij->ji]', 'einsum[ij,kj->ik]', 'sin'])
})

test('a contraction that would cost more as one stays two', () => {
  stays(
    graph(
      [
        [9, 9],
        [9, 9],
        [9, 9],
      ],
      (a, b, c) => matmul(matmul(a, b), c),
    ),
  )
  stays(graph([[9, 9], [9]], (a, x) => mul(sum(a, 1), x)))
  // Shared, the product would be computed twice.
  stays(
    graph([[9], [9]], (a, b) => {
      const c = mul(a, b)
      return [sum(c), c]
    }),
  )
  // A product of three has a dearer derivative than two products of two.
  stays(graph([[9], [9], [9]], (a, b, c) => mul(mul(a, b), c)))
})

test('no product moves into a sum or out of it where an infinity shows that', () => {
  const at = (f: Graph, ...x: number[][]): readonly number[] => entriesOf(evaluateOrThrow(simplify(f), x))
  const f = graph([[2], [1]], (a, c) => mul(sum(a, 0, { keep: true }), c))
  assert.equal(at(f, [1, -2], [Number.POSITIVE_INFINITY]), [Number.NEGATIVE_INFINITY])
  const g = graph([[2], [1]], (a, c) => sum(mul(broadcastTo(c, [2]), a)))
  assert.equal(at(g, [1, -2], [Number.POSITIVE_INFINITY]), [Number.NaN])
  // 0 times what may be infinite is no zero.
  const h = graph([[1]], (x) => mul(0, x))
  assert.equal(at(h, [Number.POSITIVE_INFINITY]), [Number.NaN])
})

test('dead nodes go and inputs stay', () => {
  const f = graph([[2], [2]], (x) => {
    sin(x)
    return cos(x)
  })
  assert.equal(kinds(simplify(f)), ['input', 'input', 'cos'])
})

test('a rule that draws and declines leaves nothing behind, and does not go on for ever', () => {
  // The zeros are drawn after exp x, and folded to a constant that stands before it.
  const f = graph([[2]], (x) => {
    const half = floor(broadcastTo(constant(0.5), [2]))
    const y = exp(x)
    return [add(half, x), mul(y, constant([0, 0]))]
  })
  const simple = simplify(f)
  assert.is(simple.nodes.size, 4)
  assert.equal(
    evaluateOrThrow(simple, [[1, 2]]).map((y) => [...(y as Tensor).data]),
    [
      [1, 2],
      [0, 0],
    ],
  )
})

test('an op that throws on constants throws where it is evaluated, not where it is simplified', () => {
  const never = elementwise(
    'never',
    () => {
      throw new Error('never to be evaluated')
    },
    () => 1,
  )
  const f = graph([[]], (x) =>
    cond(
      greater(x, 0),
      (y) => sin(y),
      (y) => add(y, never(2)),
      x,
    ),
  )
  assert.equal([...(evaluateOrThrow(simplify(f), [1])[0] as Tensor).data], [Math.sin(1)])
  assert.throws(() => evaluateOrThrow(simplify(f), [-1]), /never to be evaluated/)
})

test('bodies are simplified inside; a checkpoint stays a region', () => {
  const idle = (x: Wire): Wire => transpose(transpose(sin(x)))
  const type = [2, 2]
  const f = graph([type], (x) => {
    const y = checkpoint(idle)(x)
    const z = scan(([c]) => ({ carry: [idle(c!)], out: [idle(c!)] }), [y], [], { length: 2 }).out[0]!
    const u = cond(greater(sum(x), 0), idle, (v) => neg(draw(negOp, [neg(v)])), slice(z, [[0, 1]]))
    const w = whileLoop((c) => less(sum(neg(draw(negOp, [c]))), 1), idle, u)
    return customDerivative(
      (v) => idle(v),
      ([v], _, [dv]) => mul(cos(v!), transpose(transpose(dv!))),
    )(w)
  })
  const inner = (g: Graph): readonly (readonly string[])[] =>
    g.nodes.toArray().flatMap((node) => bodiesOf(node).map(([, body]) => kinds(body)))
  assert.equal(inner(simplify(f)).length, inner(f).length)
  for (const names of inner(simplify(f))) assert.not(names.some((name) => name.startsWith('einsum[ij->ji]')))
  assert.ok(kinds(simplify(f)).includes('call'))
  assert.ok(cost(simplify(f), { trips: 1 }).bytes < cost(f, { trips: 1 }).bytes)
  assert.ok(simplifyingIsIdempotent(f).holds)
  stays(simplify(f))
})

test('labels stay on the nodes that do, and on what takes the place of one', () => {
  const f = graph([[2, 3], [3]], (a, x) => {
    label('a', a)
    return label('s', sum(label('ax', mul(a, x))))
  })
  const g = simplify(f)
  assert.equal(g.nodes.map(({ about }) => about?.label).toArray(), ['a', undefined, 's'])
  const of = reverse(graph([[2]], (x) => sin(transpose(reshape(x, [1, 2])))))
  const primals = simplify(of).nodes.map(({ about }) => about?.primal)
  assert.ok(primals.some((ref) => ref !== undefined && ref < simplify(of).nodes.size))
})

test('other rules: fewer, more, and one that draws another type', () => {
  const f = graph([[]], (x) => sub(x, draw(negOp, [neg(mul(x, 2))])))
  assert.ok(sameGraph(simplify(f, { rules: [] }), f))
  const rewrite: Rule['rewrite'] = ({ op, args: [x] }) =>
    op === sin.op && drawnBy(x!).op === negOp ? neg(draw(sin.op, [drawnBy(x!).args[0]!])) : undefined
  const odd: Rule = { name: 'odd sine', law: 'sin(-x) = -sin x', keeps: 'bits', on: ['elementwise'], rewrite }
  becomesBy(
    [odd],
    graph([[]], (x) => neg(sin(neg(x)))),
    graph([[]], sin),
  )
  const wrong: Rule = { ...odd, name: 'wrong', rewrite: ({ args: [x] }) => sum(x!) }
  assert.throws(
    () => simplify(graph([[2]], sin), { rules: [wrong] }),
    (e: unknown) => e instanceof AdError && e.info.tag === 'ShapeError' && e.info.argument === 'rule wrong',
  )
})

const becomesBy = (more: readonly Rule[], f: Graph, expected: Graph): void =>
  assert.is(shape(simplify(f, { rules: [...rewriteRules, ...more] })), shape(expected))

test('a million nodes deep', () => {
  const chain = (step: (x: Wire) => Wire, length: number): Graph =>
    graph([[2, 2]], (x) => {
      let y = x
      for (let k = 0; k < length; k++) y = step(y)
      return y
    })
  assert.is(simplify(chain((x) => draw(negOp, [x]), 1e6)).nodes.size, 1)
  assert.is(simplify(chain((x) => add(sin(x), x), 1e5)).nodes.size, 2e5 + 1)
  assert.is(simplify(chain(transpose, 1e4)).nodes.size, 1)
})

test('the graph given stays as it was', () => {
  const f = graph([[2, 3]], (x) => transpose(transpose(x)))
  const before = show(f)
  const node = nodeAt(f, 1)
  simplify(f)
  assert.is(show(f), before)
  assert.is(nodeAt(f, 1), node)
})

test.run()
