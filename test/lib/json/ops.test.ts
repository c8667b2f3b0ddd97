/** Every op that the library draws comes back from JSON, in its derivatives too: one small graph for each public function. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { absolute } from '../../../lib/absolute.ts'
import { codecsOf } from '../../../lib/json/codecs.ts'
import { graphCodec } from '../../../lib/json/graph.ts'
import * as ops from '../../../lib/ops/index.ts'
import {
  type Arg,
  cotangent,
  evaluateOrThrow,
  fromJsonOrThrow,
  type Graph,
  graph,
  inputTypes,
  isTuple,
  jax,
  type Kind,
  linearize,
  type Op,
  parseOrThrow,
  push,
  reverse,
  type Shape,
  sameGraph,
  sameValue,
  sizeOf,
  stringify,
  type Type,
  tfjs,
  toJson,
  torch,
  type Value,
  type Wire,
} from '../../../modes/index.ts'

type Case = readonly [shapes: readonly Shape[], f: (...xs: Wire[]) => Arg | readonly Arg[]]
const matrix: readonly Shape[] = [[2, 2]]
const vector: readonly Shape[] = [[4]]
const two: readonly Shape[] = [
  [2, 2],
  [2, 2],
]
const on = (shapes: readonly Shape[], f: Case[1]): Case => [shapes, f]
const { add, mul, sin, less, greater } = ops

const cases: Readonly<Record<string, Case>> = {
  add: on(two, (a, b) => add(a!, b!)),
  argmax: on(matrix, (x) => mul(x!, ops.argmax(x!))),
  argmin: on(matrix, (x) => mul(x!, ops.argmin(x!))),
  broadcastTo: on(vector, (x) => ops.broadcastTo(x!, [3, 4])),
  checkpoint: on(vector, (x) => ops.checkpoint((y) => sin(mul(y, y)))(x!)),
  checkpointAll: on(vector, (x) => ops.checkpointAll((y) => [sin(y!), ops.exp(y!)])(x!)),
  concat: on(two, (a, b) => ops.concat([a!, b!], 1)),
  cond: on(vector, (x) =>
    ops.cond(
      greater(ops.sum(x!), 0),
      (y) => mul(y, y),
      (y) => sin(y),
      x!,
    ),
  ),
  condAll: on(vector, (x) =>
    ops.condAll(
      greater(ops.sum(x!), 0),
      (y) => [y!, sin(y!)],
      (y) => [sin(y!), y!],
      x!,
    ),
  ),
  constant: on(vector, (x) => mul(x!, ops.constant([1, -0, Number.NaN, Number.POSITIVE_INFINITY]))),
  cumprod: on(vector, (x) => ops.cumprod(x!)),
  cumsum: on(vector, (x) => ops.cumsum(x!, 0, { backward: true })),
  customDerivative: on(vector, (x) =>
    ops.customDerivative(
      (y) => sin(y),
      ([y], _, [dy]) => mul(ops.cos(y!), dy!),
    )(x!),
  ),
  customDerivativeAll: on(vector, (x) =>
    ops.customDerivativeAll(
      (y) => [sin(y!)],
      ([y], _, [dy]) => [mul(ops.cos(y!), dy!)],
    )(x!),
  ),
  diag: on(matrix, (x) => ops.diag(x!)),
  div: on(two, (a, b) => ops.div(a!, b!)),
  dot: on(two, (a, b) => ops.dot(a!, b!)),
  einsum: on(two, (a, b) => ops.einsum('ij,kj->ik', a!, b!)),
  elementwise: on(vector, (x) => ops.sin(x!)),
  expandDims: on(vector, (x) => ops.expandDims(x!, 0)),
  eye: on(matrix, (x) => ops.matmul(x!, ops.eye(2))),
  fill: on(vector, (x) => add(x!, ops.fill([4], -0))),
  flip: on(vector, (x) => ops.flip(x!)),
  foldl: on(vector, (x) => ops.foldl((c, t) => add(mul(c, 2), t), 0, x!)),
  fori: on(vector, (x) => ops.fori(3, (i, c) => mul(c, add(i, 1)), x!)),
  frobeniusNorm: on(matrix, (x) => ops.frobeniusNorm(x!)),
  gather: on(vector, (x) => ops.gather(x!, [2, 0, 2])),
  identity: on(vector, (x) => ops.identity(x!)),
  logSoftmax: on(matrix, (x) => ops.logSoftmax(x!)),
  logsumexp: on(matrix, (x) => ops.logsumexp(x!)),
  map: on(matrix, (x) => ops.map((row) => ops.dot(row, row), x!)),
  matmul: on(two, (a, b) => ops.matmul(a!, b!)),
  max: on(matrix, (x) => ops.max(x!, 0)),
  mean: on(matrix, (x) => ops.mean(x!)),
  min: on(matrix, (x) => ops.min(x!, 0)),
  mul: on(two, (a, b) => mul(a!, b!)),
  neg: on(vector, (x) => ops.neg(x!)),
  norm: on(vector, (x) => ops.norm(x!)),
  normalDensity: on(vector, (x) => ops.normalDensity(x!)),
  oneHot: on(vector, (x) => mul(ops.oneHot(x!, 4), x!)),
  ones: on(vector, (x) => add(x!, ops.ones(x!.type))),
  outer: on([[2], [3]], (a, b) => ops.outer(a!, b!)),
  pad: on(vector, (x) => ops.pad(x!, [[1, 2]])),
  parts: on(two, (a, b) => ops.parts(ops.tuple([a!, b!]))),
  power: on(vector, (x) => [ops.power(x!, 3), ops.power(x!, -2)]),
  prod: on(vector, (x) => ops.prod(x!)),
  project: on(two, (a, b) => ops.project(1, ops.tuple([a!, b!]))),
  reshape: on(vector, (x) => ops.reshape(x!, [2, 2])),
  scan: on(vector, (x) => ops.scan(([c], [t]) => ({ carry: [mul(c!, t!)], out: [sin(c!)] }), [1], [x!]).out),
  scatterAdd: on(vector, (x) => ops.scatterAdd(x!, [2, 0, 2, 1], 3)),
  sigmoidCrossEntropy: on(two, (a, b) => ops.sigmoidCrossEntropy(a!, b!)),
  slice: on(matrix, (x) => ops.slice(x!, [null, [1, 2]])),
  softmax: on(matrix, (x) => ops.softmax(x!)),
  softmaxCrossEntropy: on(two, (a, b) => ops.softmaxCrossEntropy(a!, b!)),
  solve: on(two, (a, b) => ops.solve(a!, b!)),
  square: on(vector, (x) => ops.square(x!)),
  squaredDifference: on(two, (a, b) => ops.squaredDifference(a!, b!)),
  squeeze: on([[1, 3]], (x) => ops.squeeze(x!)),
  stack: on(two, (a, b) => ops.stack([a!, b!])),
  stopGradient: on(vector, (x) => mul(ops.stopGradient(x!), x!)),
  sub: on(two, (a, b) => ops.sub(a!, b!)),
  sum: on(matrix, (x) => ops.sum(x!, 0)),
  tile: on(vector, (x) => ops.tile(x!, [2])),
  trace: on(matrix, (x) => ops.trace(x!)),
  transpose: on(matrix, (x) => ops.transpose(x!)),
  tuple: on(two, (a, b) => ops.tuple([a!, b!])),
  variance: on(vector, (x) => ops.variance(x!)),
  whileLoop: on([[]], (x) =>
    ops.whileLoop(
      (c) => less(c, 9),
      (c) => mul(c, 2),
      x!,
      { bound: 8 },
    ),
  ),
  whileLoopAll: on([[]], (x) =>
    ops.whileLoopAll(
      (c) => less(c!, 9),
      (c, n) => [mul(c!, 2), add(n!, 1)],
      [x!, 0],
    ),
  ),
  zeros: on(vector, (x) => add(x!, ops.zeros(x!.type))),
}

const hasOp = (f: unknown): f is ((...xs: Arg[]) => Wire) & { readonly op: Op } => typeof f === 'function' && 'op' in f

/** How many arguments an elementwise op takes. */
const arityOf = (op: Op): number =>
  [1, 2, 3].find((n) => {
    try {
      op.type(...Array.from({ length: n }, () => ({ shape: [] })))
      return true
    } catch {
      return false
    }
  })!

const exported = Object.entries<unknown>(ops)
const all = new Map<string, Case>([
  ...exported.flatMap(([name, f]): [string, Case][] =>
    hasOp(f) ? [[name, [Array.from({ length: arityOf(f.op) }, () => [4]), (...xs) => f(...xs)]]] : [],
  ),
  ...Object.entries(cases),
])

/** Values that are the same in every run, around 1. */
const pointOf = (g: Graph): readonly Value[] => inputTypes(g).map(valueOf)
const valueOf = (type: Type, k: number): Value =>
  isTuple(type)
    ? { tuple: type.tuple.map((part, i) => valueOf(part, k + i)) }
    : {
        shape: type.shape,
        data: Float64Array.from({ length: sizeOf(type.shape) }, (_, i) => 0.4 + 0.3 * Math.sin(i + 3 * k + 1)),
      }

const aboutsOf = (g: Graph): readonly unknown[] => g.nodes.map(({ about }) => about).toArray()

const comesBack = (g: Graph, what: string): Graph => {
  const text = stringify(g)
  const again = parseOrThrow(text)
  assert.ok(sameGraph(again, g), `${what} is another graph`)
  assert.equal(aboutsOf(again), aboutsOf(g), what)
  assert.is(stringify(again), text, what)
  const [found, expected] = [evaluateOrThrow(again, pointOf(g)), evaluateOrThrow(g, pointOf(g))]
  found.forEach((value, k) => {
    assert.ok(sameValue(value, expected[k]!), `${what} has other values`)
  })
  return again
}

/** The graph, its tangents and, where there is a reverse mode, its cotangents and the tangents of these. */
const derivatives = (g: Graph): readonly Graph[] => {
  const tangents = push(linearize(g, { conventions: cotangent }))
  const others = [jax, torch, tfjs].map((conventions) => push(linearize(g, { conventions })))
  try {
    const cotangents = reverse(g)
    return [tangents, ...others, cotangents, push(linearize(cotangents))]
  } catch (e) {
    assert.match((e as Error).message, /LawError in while/)
    return [tangents, ...others, push(linearize(tangents))]
  }
}

const kindsSeen = new Set<string>()
const see = (g: Graph): void => {
  g.nodes.forEach(({ op }) => {
    kindsSeen.add(op.family.name)
    if (typeof op.params === 'object' && op.params !== null)
      for (const body of Object.values(op.params))
        if (typeof body === 'object' && body !== null && 'nodes' in body) see(body as Graph)
  })
}

all.forEach(([shapes, f], name) => {
  test(`${name} comes back, with its derivatives`, () => {
    const g = graph(shapes, f)
    const again = comesBack(g, name)
    const [own, others] = [derivatives(again), derivatives(g)]
    others.forEach((derivative, k) => {
      see(derivative)
      assert.ok(sameGraph(own[k]!, derivative), `derivative ${k} of ${name} is another graph`)
      comesBack(derivative, `derivative ${k} of ${name}`)
    })
  })
})

test('every public function is in the list', () => {
  const missing = exported.filter(([name, f]) => typeof f === 'function' && !all.has(name)).map(([name]) => name)
  assert.equal(missing, [])
})

const table = codecsOf(graphCodec({ families: [], limit: 0 }), () => true)

test('what bounds rounding errors comes back', () => {
  const g = push(absolute(linearize(graph([[4]], (x) => ops.sum(mul(sin(x), x))))))
  comesBack(g, 'absolute')
  see(g)
})

test('every family of the table is drawn by some of these', () => {
  const names = Object.values(table).flatMap((codecs) => codecs.map(({ family }) => family.name))
  assert.is(new Set(names).size, names.length, 'names are given once')
  assert.equal(
    names.filter((name) => !kindsSeen.has(name)),
    [],
  )
})

test('families stand under their kind', () => {
  for (const [kind, codecs] of Object.entries(table))
    for (const { family } of codecs) if (kind !== 'elementwise') assert.is(family.kind, kind as Kind, family.name)
})

test('a decoded graph is numbered: what is drawn on it is found there', () => {
  const again = fromJsonOrThrow(toJson(graph([[]], (x) => [sin(x), ops.exp(sin(x))])))
  const more = push(linearize(again))
  const sines = more.nodes.filter(({ op }) => op === ops.sin.op)
  assert.is(sines.size, 1)
})

test.run()
