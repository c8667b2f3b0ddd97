// Tuples: parts in and out, nested, through every mode and order, and refused where a tensor is wanted.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  checkpointAll,
  evaluateOrThrow,
  exp,
  forward,
  grad,
  graph,
  isTuple,
  mul,
  ones,
  parts,
  project,
  reverse,
  sameValue,
  sin,
  sum,
  tensor,
  tuple,
  type Wire,
  zeros,
} from '../../../modes/index.ts'
import { checkHessian, checkOrders, near, outputs, thrown, values } from '../../support.ts'

test('a part of a tuple just made is the wire that went in', () => {
  graph([[], [2]], (x, y) => {
    const t = tuple([x, tuple([y, x])])
    assert.equal(
      parts(t).map((part) => part.ref),
      [x.ref, t.ref - 1],
    )
    assert.is(project(1, project(1, t)).ref, x.ref)
    return x
  })
})

test('a graph with tuples for inputs and outputs', () => {
  const type = { tuple: [{ shape: [] }, { tuple: [{ shape: [2] }] }] }
  const g = graph([type], (t) => {
    const [a, inner] = parts(t)
    return tuple([project(0, inner), mul(a, a), t])
  })
  assert.ok(isTuple(g.nodes.get(g.outputs[0])!.type))
  const at = { tuple: [tensor(3), { tuple: [tensor([1, 2])] }] }
  const [y] = evaluateOrThrow(g, [at])
  assert.ok(sameValue(y, { tuple: [tensor([1, 2]), tensor(9), at] }))
})

test('tangents and cotangents of tuples are tuples', () => {
  const type = { tuple: [{ shape: [] }, { shape: [2] }] }
  const f = graph([type], (t) => [mul(project(0, t), project(1, t)), project(0, t)])
  const [at, v] = [{ tuple: [tensor(3), tensor([1, 2])] }, { tuple: [tensor(10), tensor([100, 0])] }]
  const [, , dy, da] = outputs(forward(f), at, v)
  near(dy, [310, 20])
  near(da, 10)
  const [, , dt] = evaluateOrThrow(reverse(f), [at, [1, 10], 100])
  assert.ok(sameValue(dt, { tuple: [tensor(21 + 100), tensor([3, 30])] }))
})

test('tuples through bodies, all orders and nestings', () => {
  const f = (x: Wire): Wire => {
    const t = tuple([sin(x), tuple([x, exp(x)])])
    const [a, b] = checkpointAll((u) => [mul(project(0, u), project(0, project(1, u))), project(1, u)])(t)
    return sum(mul(a, add(project(1, b), project(0, b)), project(0, t)))
  }
  checkOrders(f, [0.4, -0.8])
  checkHessian(f, [0.4, -0.8])
})

test('zeros and ones of any type', () => {
  const type = { tuple: [{ shape: [] }, { tuple: [{ shape: [2] }] }] }
  const [a, b] = values(() => [project(0, ones(type)), project(0, project(1, zeros(type)))])
  near(a, 1)
  near(b, [0, 0])
})

test('a tuple where a tensor is wanted, and the other way round, is refused with the cure', () => {
  const refused = (f: (x: Wire) => Wire): string => String(thrown(() => graph([[]], f)))
  assert.match(
    refused((x) => sin(tuple([x]))),
    /ShapeError in sin, argument 0: found \(f64\), expected a tensor; take a part with project/,
  )
  assert.match(
    refused((x) => add(tuple([x]), x)),
    /found \(f64\), expected a tensor.*project/,
  )
  assert.match(
    refused((x) => project(0, x)),
    /ShapeError in project: found f64, expected a tuple with a part 0/,
  )
  assert.match(
    refused((x) => project(2, tuple([x]))),
    /ShapeError in project.*a tuple with a part 2/,
  )
  assert.match(
    refused((x) => parts(x)[0]),
    /ShapeError in parts: found f64, expected a tuple/,
  )
  assert.match(String(thrown(() => grad((x) => tuple([x]))(1))), /ShapeError in grad: found \(f64\), expected a tensor/)
})

test.run()
