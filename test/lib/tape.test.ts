// Tapes: with respect to inner nodes, of inner nodes, turned and turned back, and what is not connected.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  exp,
  forward,
  forwardVector,
  type Graph,
  grad,
  graph,
  label,
  linearize,
  mul,
  project,
  type Ref,
  reverse,
  reverseVector,
  sin,
  solve,
  sum,
  Tape,
  tensor,
  tuple,
  type Wire,
} from '../../modes/index.ts'
import { near, outputs, spied } from '../support.ts'

const places: { h: Ref; z: Ref } = { h: 0, z: 0 }
/** y = sin(h) x with h = x^2, and z = h + exp(u). */
const g = graph([[], []], (x, u) => {
  const h = label('h', mul(x, x))
  const z = add(h, exp(u))
  places.h = h.ref
  places.z = z.ref
  return [mul(sin(h), x), z]
})
const [x, u] = [0.7, -0.3]

test('with respect to an inner node, which is then free', () => {
  const wrt = [places.h]
  near(outputs(forward(g, { wrt }), x, u, 1).slice(2), [Math.cos(x * x) * x, 1])
  near(outputs(reverse(g, { wrt }), x, u, 1, 10).slice(2), [Math.cos(x * x) * x + 10])
})

test('with respect to an inner node and an input before it: tangents add', () => {
  const wrt = [places.h, g.inputs[0]]
  const [byX, byH] = [Math.sin(x * x) + 2 * x * x * Math.cos(x * x), Math.cos(x * x) * x]
  near(outputs(forward(g, { wrt }), x, u, 10, 1).slice(2), [byX + 10 * byH, 2 * x + 10])
  near(outputs(reverse(g, { wrt }), x, u, 1, 0).slice(2), [byH, byX])
})

test('of an inner node', () => {
  near(outputs(forward(g, { of: [places.h] }), x, u, 1, 1).slice(2), [2 * x])
  near(outputs(reverse(g, { of: [places.h, g.outputs[0]] }), x, u, 1, 0).slice(2), [2 * x, 0])
})

test('a node by itself has the derivative 1, an input twice gets it twice', () => {
  near(outputs(forward(g, { wrt: [places.z], of: [places.z] }), x, u, 3).slice(2), [3])
  near(outputs(reverse(g, { wrt: [0, 0], of: [places.h] }), x, u, 1).slice(2), [2 * x, 2 * x])
  near(outputs(forward(g, { wrt: [0, 0], of: [places.h] }), x, u, 1, 10).slice(2), [22 * x])
})

test('nothing to differentiate, nothing to differentiate by', () => {
  assert.is(outputs(forward(g, { wrt: [] }), x, u).length, 4)
  near(outputs(forward(g, { wrt: [] }), x, u).slice(2), [0, 0])
  assert.is(outputs(reverse(g, { of: [] }), x, u).length, 4)
  near(outputs(reverse(g, { of: [] }), x, u).slice(2), [0, 0])
})

test('transpose is an involution', () => {
  const tape = linearize(g)
  assert.equal(Tape.transpose(Tape.transpose(tape)), tape)
})

test('disconnected names the sources that nothing depends on and the sinks that depend on nothing, both ways', () => {
  const loose = graph([[], [], []], (a, b) => [mul(a, 2), 5, sin(mul(a, b)), b])
  const tape = linearize(loose, { wrt: [0, 2], of: loose.outputs })
  assert.equal(Tape.disconnected(tape), { sources: [2], sinks: [loose.outputs[1], loose.outputs[3]] })
  assert.equal(Tape.disconnected(Tape.transpose(tape)), { sources: [loose.outputs[1], loose.outputs[3]], sinks: [2] })
  assert.equal(Tape.disconnected(linearize(g)), { sources: [], sinks: [] })
  const stepped = graph([[]], (a) => [mul(a, 0), a])
  assert.equal(Tape.disconnected(linearize(stepped, { of: [stepped.outputs[1]] })), { sources: [], sinks: [] })
})

test('what no source reaches or no sink needs is not differentiated', () => {
  const { apply, seen } = spied(Math.sin, cos)
  const h = graph([[], []], (a, b) => [mul(a, apply(b)), apply(mul(a, a))])
  seen.drawn = 0
  linearize(h, { wrt: [0], of: [h.outputs[0]] })
  assert.is(seen.drawn, 0)
  linearize(h, { wrt: [1] })
  assert.is(seen.drawn, 1)
  linearize(h)
  assert.is(seen.drawn, 3)
})

test('lanes are that many sweeps side by side', () => {
  const f = graph([[2]], (a) => [mul(sin(a), sum(a)), sum(mul(a, a))])
  const at = [0.3, -0.8]
  const tangents = [
    [1, 2],
    [0, -1],
    [0.5, 0.25],
  ]
  const wide = outputs(forwardVector(f, 3), at, tangents)
  tangents.forEach((v, k) => {
    const one = outputs(forward(f), at, v)
    near(tensor(tensor(wide[2]).data.slice(2 * k, 2 * k + 2), [2]), one[2])
    near(tensor(wide[3]).data[k], one[3])
  })
  const cotangents = [
    [1, 2],
    [0, -1],
  ]
  const back = outputs(reverseVector(f, 2), at, cotangents, [3, -4])
  cotangents.forEach((w, k) => {
    near(tensor(tensor(back[2]).data.slice(2 * k, 2 * k + 2), [2]), outputs(reverse(f), at, w, [3, -4][k])[2])
  })
})

test('tuples pass tangents and cotangents part by part', () => {
  const f = graph([[2], []], (a, b) => {
    const t = tuple([a, tuple([mul(b, b), a]), b])
    const inner = project(1, t)
    return [mul(project(1, inner), project(0, inner)), project(2, t)]
  })
  const [dy, db] = outputs(forward(f), [1, 2], 3, [1, 0], 1).slice(2)
  near(dy, [9 + 6, 12])
  near(db, 1)
  const [da, back] = outputs(reverse(f), [1, 2], 3, [1, 10], 100).slice(2)
  near(da, [9, 90])
  near(back, 6 * (1 + 20) + 100)
})

const solves = (g: Graph): number => g.nodes.count(({ op }) => op.family.kind === 'solve')

test('paths that end with the same step are summed first: the derivative of a solve costs one solve, in both modes', () => {
  const f = graph(
    [
      [2, 2],
      [2, 1],
    ],
    (a, b) => solve(a, b),
  )
  assert.is(solves(f), 1)
  assert.is(solves(forward(f)), 2)
  assert.is(solves(reverse(f)), 2)
})

test('very many arrivals, equal ones among them, are summed in time linear in their number', () => {
  const f = (x: Wire): Wire => {
    const terms = Array.from({ length: 20_000 }, (_, k) => (k % 2 === 0 ? x : sin(mul(x, k))))
    return terms.reduce((sum, term) => add(sum, term))
  }
  const slope = Array.from({ length: 20_000 }, (_, k) => (k % 2 === 0 ? 1 : k)).reduce((a, b) => a + b)
  assert.is(grad(f)(0), slope)
})

test.run()
