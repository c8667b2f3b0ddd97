// Composition of graphs: the laws of a cartesian category, prefixes kept, and what functions that draw may return.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  exp,
  forward,
  Graph,
  graph,
  inputTypes,
  label,
  matmul,
  mul,
  nodeAt,
  outputTypes,
  replay,
  sameGraph,
  scope,
  sin,
  sum,
} from '../../modes/index.ts'
import { near, outputs, thrown } from '../support.ts'

const f = graph([[2], []], (x, y) => [mul(x, y), sum(x)])
const g = graph([[2], []], (x, y) => [sin(mul(x, y))])
const at = [[1, 2], 3] as const

test('compose is one after the other, associative, with identities; the first is a prefix', () => {
  const fg = Graph.compose(f, g)
  near(outputs(fg, ...at)[0], outputs(g, ...(outputs(f, ...at) as never[]))[0])
  f.nodes.forEach((node, ref) => {
    assert.is(nodeAt(fg, ref), node)
  })
  const h = graph([[2]], (x) => [x, exp(sum(x))])
  assert.ok(sameGraph(Graph.compose(Graph.compose(f, g), h), Graph.compose(f, Graph.compose(g, h))))
  assert.ok(sameGraph(Graph.compose(f, Graph.identity(outputTypes(f))), f))
  assert.ok(sameGraph(Graph.compose(Graph.identity(inputTypes(f)), f), f))
})

test('par is side by side, pair on the same inputs, dup twice, project and swap choose', () => {
  near(outputs(Graph.par(f, g), ...at, [5, 6], 7)[2], outputs(g, [5, 6], 7)[0])
  near(outputs(Graph.par(f, g), ...at, [5, 6], 7)[0], outputs(f, ...at)[0])
  near(outputs(Graph.pair(f, g), ...at)[2], outputs(g, ...at)[0])
  near(outputs(Graph.pair(f, g), ...at)[1], outputs(f, ...at)[1])
  assert.equal(outputs(Graph.dup([[], []]), 1, 2), [1, 2, 1, 2])
  assert.equal(outputs(Graph.project([[], []], 1), 1, 2), [2])
  assert.equal(outputs(Graph.swap([[], []], [[]]), 1, 2, 3), [3, 1, 2])
  const paired = Graph.compose(Graph.dup(inputTypes(f)), Graph.par(f, g))
  near(outputs(paired, ...at)[2], outputs(Graph.pair(f, g), ...at)[2])
})

test('trim leaves out what the outputs do not need and keeps the inputs', () => {
  const both = graph([[], []], (x, y) => [sin(x), exp(exp(y))])
  const trimmed = Graph.trim(both, both.outputs.slice(0, 1))
  assert.is(trimmed.nodes.size, 3)
  assert.is(trimmed.inputs.length, 2)
  near(outputs(trimmed, 1, 2), [Math.sin(1)])
})

test('replay draws a graph with sharing; a name is a scope, labels stay', () => {
  const inner = graph([[]], (x) => label('result', sin(mul(x, x))))
  const outer = graph([[]], (x) => {
    const [a] = replay(inner, [x], 'module')
    const [b] = replay(inner, [x])
    assert.is(a.ref, b.ref)
    return scope('then', () => add(a, 1))
  })
  const about = outer.nodes.toArray().flatMap((node) => (node.op.name === 'sin' ? [node.about] : []))
  assert.equal(about, [{ scope: 'module', label: 'result' }])
  near(outputs(forward(outer), 2, 1)[1], 4 * Math.cos(4))
})

test('what does not fit is refused', () => {
  assert.match(String(thrown(() => Graph.compose(g, f))), /ArityError in compose: found 1 wires: f64\[2\], expected 2/)
  assert.match(
    String(
      thrown(() =>
        Graph.compose(
          f,
          graph([[3], []], (x, y) => mul(x, y)),
        ),
      ),
    ),
    /ShapeError in compose, argument 0: found f64\[2\], expected f64\[3\]/,
  )
  assert.match(String(thrown(() => Graph.pair(f, graph([[]], sin)))), /in pair/)
  assert.match(String(thrown(() => graph([[2]], (x) => [...replay(f, [x])]))), /ArityError in replay/)
  assert.match(String(thrown(() => graph([[2]], (x) => [...replay(f, [x, x])]))), /ShapeError in replay, argument 1/)
})

test('a function that draws may return a wire, a list of them, numbers and arrays', () => {
  assert.is(graph([[]], (x) => x).outputs.length, 1)
  assert.is(graph([[]], (x) => [x, 2, [3, 4]]).outputs.length, 3)
  assert.is(graph([[]], () => 7).outputs.length, 1)
  assert.is(graph([[]], () => []).outputs.length, 0)
  near(
    outputs(
      graph([[2, 2]], (x) =>
        matmul(x, [
          [0, 1],
          [1, 0],
        ]),
      ),
      [
        [1, 2],
        [3, 4],
      ],
    )[0],
    [
      [2, 1],
      [4, 3],
    ],
  )
})

test.run()
