/** Every op that the library draws comes back from JSON, in its derivatives too: one small graph for each public function. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { absolute } from '../../../lib/absolute.ts'
import { codecsOf } from '../../../lib/json/codecs.ts'
import { graphCodec } from '../../../lib/json/graph.ts'
import {
  add,
  constant,
  cotangent,
  evaluateOrThrow,
  exp,
  fill,
  fromJsonOrThrow,
  type Graph,
  graph,
  inputTypes,
  isTuple,
  jax,
  type Kind,
  less,
  linearize,
  mul,
  parseOrThrow,
  push,
  reverse,
  sameGraph,
  sameValue,
  sin,
  sizeOf,
  stringify,
  sum,
  type Type,
  tfjs,
  toJson,
  torch,
  type Value,
  whileLoopAll,
} from '../../../modes/index.ts'
import { samples } from '../../../scripts/ops/samples.ts'

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

samples.forEach(({ graph: g }, name) => {
  test(`${name} comes back, with its derivatives`, () => {
    const again = comesBack(g, name)
    const [own, others] = [derivatives(again), derivatives(g)]
    others.forEach((derivative, k) => {
      see(derivative)
      assert.ok(sameGraph(own[k]!, derivative), `derivative ${k} of ${name} is another graph`)
      comesBack(derivative, `derivative ${k} of ${name}`)
    })
  })
})

test('constants come back to the bit', () => {
  comesBack(
    graph([[4]], (x) => [mul(x, constant([1, -0, Number.NaN, Number.POSITIVE_INFINITY])), add(x, fill([4], -0))]),
    'constants',
  )
})

test('a loop without a bound comes back, with its derivatives', () => {
  const g = graph([[]], (x) =>
    whileLoopAll(
      (c) => less(c!, 9),
      (c, n) => [mul(c!, 2), add(n!, 1)],
      [x, 0],
    ),
  )
  derivatives(comesBack(g, 'loop')).forEach((derivative, k) => {
    see(derivative)
    comesBack(derivative, `derivative ${k} of a loop`)
  })
})

const table = codecsOf(graphCodec({ families: [], limit: 0 }), () => true)

test('what bounds rounding errors comes back', () => {
  const g = push(absolute(linearize(graph([[4]], (x) => sum(mul(sin(x), x))))))
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
  const again = fromJsonOrThrow(toJson(graph([[]], (x) => [sin(x), exp(sin(x))])))
  const more = push(linearize(again))
  const sines = more.nodes.filter(({ op }) => op === sin.op)
  assert.is(sines.size, 1)
})

test.run()
