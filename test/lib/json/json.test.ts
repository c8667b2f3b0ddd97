/** Graphs as JSON: what a document says, what comes back, users' ops, and limits. */
import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cond,
  constant,
  cos,
  draw,
  elementwise,
  evaluateOrThrow,
  exp,
  fill,
  fromJson,
  fromJsonOrThrow,
  type Graph,
  graph,
  greater,
  label,
  mul,
  type Op,
  parse,
  parseOrThrow,
  reverse,
  sameGraph,
  sameValue,
  scan,
  scope,
  show,
  sin,
  stringify,
  toJson,
  type Wire,
} from '../../../modes/index.ts'
import { graphs } from '../../generators.ts'

const cube = elementwise(
  'cube',
  (x) => x ** 3,
  ([x]) => mul(3, x!, x!),
)

test('a document says what its nodes are', () => {
  const g = graph([[], [2]], (a, x) => scope('layer', () => label('y', mul(a, sin(x)))))
  assert.equal(toJson(g), {
    format: 'cotangent',
    version: 1,
    nodes: [
      { op: 'input', params: { type: [] } },
      { op: 'input', params: { type: [2] } },
      { op: 'sin', args: [1], type: [2], scope: 'layer' },
      {
        op: 'einsum',
        params: { words: [[], [0]], out: [0], extent: [2], shape: [2], absorbing: false },
        args: [0, 2],
        type: [2],
        label: 'y',
        scope: 'layer',
      },
    ],
    inputs: [0, 1],
    outputs: [3],
  })
})

/** The op of the generators that is not the library's. */
const usersOps = (g: Graph): readonly Op[] => {
  const found = g.nodes.find(({ op }) => op.family.name === 'cubic')
  return found ? [found.op] : []
}

test('graphs of every kind come back: nodes, what is known of them, and their derivatives to the bit', () => {
  fc.assert(
    fc.property(graphs(), (f) => {
      for (const g of [f, reverse(f)]) {
        const again = parseOrThrow(stringify(g), { families: usersOps(g) })
        assert.ok(sameGraph(again, g))
        assert.is(show(again), show(g))
        assert.ok(sameGraph(reverse(again), reverse(g)))
      }
    }),
    { numRuns: 40 },
  )
})

test('constants keep every bit; those of one number are written as that', () => {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324, 0.1]
  const g = graph([], () => [constant(special), ...special.map((x) => fill([1000], x))])
  const json = JSON.parse(stringify(g))
  assert.equal(
    json.nodes.slice(1).map(({ params }: { params: { fill: unknown } }) => params.fill),
    ['NaN', 'Infinity', '-0', 5e-324, 0.1],
  )
  const [found, expected] = [fromJsonOrThrow(json), g].map((each) => evaluateOrThrow(each, []))
  found!.forEach((value, k) => {
    assert.ok(sameValue(value, expected![k]!))
  })
})

test('bodies stand in the parameters and may capture', () => {
  const g = graph([[], [3]], (a, x) => [
    cond(greater(a, 0), (y) => mul(a, y), exp, a),
    ...scan(([c], [t]) => ({ carry: [add(mul(c!, a), t!)] }), [0], [x], { backward: true }).carry,
  ])
  const again = parseOrThrow(stringify(g))
  assert.ok(sameGraph(again, g))
  assert.ok(sameGraph(reverse(again), reverse(g)))
})

test('inputs stand in any order', () => {
  const g = graph([[], [2]], (a, x) => mul(a, x))
  const turned = { ...g, inputs: g.inputs.toReversed() }
  assert.equal(fromJsonOrThrow(toJson(turned)).inputs, [1, 0])
})

test('equal nodes of a document stay apart', () => {
  const [x, s] = toJson(graph([[]], sin)).nodes
  const again = fromJsonOrThrow({ format: 'cotangent', version: 1, nodes: [x, s, s], inputs: [0], outputs: [1, 2] })
  assert.is(again.nodes.size, 3)
  assert.equal(evaluateOrThrow(reverse(again), [0, 1, 1]).length, 3)
})

test("users' ops are brought as ops", () => {
  const g = graph([[2]], (x) => add(cube(x), sin(x)))
  const text = stringify(g)
  const again = parseOrThrow(text, { families: [cube.op] })
  assert.ok(sameGraph(again, g))
  assert.ok(sameGraph(reverse(again), reverse(g)))
  assert.throws(() => parseOrThrow(text), /\$\.nodes\[1\]\.op: found the unknown op "cube"/)
})

const scaleFamily = { name: 'scale', kind: 'other' } as const
/** An op with a parameter, of plain data. */
const scale = (by: { readonly factors: readonly number[] }): Op => {
  const { type, eval: run } = cube.op
  return { ...cube.op, family: scaleFamily, name: 'scale', params: by, key: by.factors.join(), type, eval: run }
}
const drawScaled = (...factors: readonly number[]) => graph([[]], (x) => draw(scale({ factors }), [x]))

test("users' ops with parameters are brought as families", () => {
  const g = drawScaled(2, Number.NaN)
  const params = toJson(g).nodes[1]!.params
  assert.equal(params, { factors: [2, 'NaN'] })
  const seen: unknown[] = []
  const decode = (given: unknown): Op => {
    seen.push(given)
    return scale({ factors: [2, Number.NaN] })
  }
  assert.ok(sameGraph(fromJsonOrThrow(toJson(g), { families: [{ name: 'scale', decode }] }), g))
  assert.equal(seen, [params])
  assert.ok(sameGraph(fromJsonOrThrow(toJson(g), { families: [scale({ factors: [2, Number.NaN] })] }), g))
  assert.throws(() => fromJsonOrThrow(toJson(g), { families: [scale({ factors: [3] })] }), /found other parameters/)
  const wrong = { name: 'scale', decode: () => sin.op }
  assert.throws(() => fromJsonOrThrow(toJson(g), { families: [wrong] }), /found "sin" from decode/)
  const broken = {
    name: 'scale',
    decode: () => {
      throw new TypeError('no')
    },
  }
  assert.throws(() => fromJsonOrThrow(toJson(g), { families: [broken] }), /"scale" throws "TypeError: no"/)
})

test('a name that is taken is refused, in reading and in writing', () => {
  const sine = elementwise('sin', Math.sin, ([x]) => cos(x!))
  const json = toJson(graph([[]], sin))
  assert.throws(() => fromJsonOrThrow(json, { families: [sine.op] }), /families: found "sin", expected a name that no/)
  const twice = { families: [cube.op, elementwise('cube', Math.abs, null).op] }
  assert.throws(() => fromJsonOrThrow(json, twice), /families: found "cube" twice/)
  assert.throws(() => toJson(graph([[]], (x) => sine(x))), /JsonError in toJson, argument \$\.nodes\[1\]/)
  const other = elementwise('cube', (x) => x, null)
  assert.throws(() => toJson(graph([[]], (x) => cube(other(x)))), /two ops "cube"/)
  const params = { factors: [1], f: Math.sin } as { readonly factors: readonly number[] }
  assert.throws(
    () => toJson(graph([[]], (x) => draw(scale(params), [x]))),
    /params\.f: found a function, expected plain/,
  )
})

test('texts and constants beyond the limit are refused before they are read', () => {
  const text = stringify(graph([], () => fill([1000], 1)))
  assert.ok(isRight(parse(text, { limit: 8000 })))
  assert.throws(
    () => parseOrThrow(text, { limit: 7999 }),
    /params: found a record, expected constants within the limit/,
  )
  assert.throws(() => parseOrThrow('{'.repeat(101), { limit: 100 }), /found 101 characters, expected at most 100/)
})

test('a graph of 100,000 nodes in a row comes back', () => {
  const g = graph([[]], (x) => {
    let y: Wire = x
    for (let k = 0; k < 100_000; k++) y = k % 2 === 0 ? sin(y) : add(y, x)
    return y
  })
  assert.ok(sameGraph(parseOrThrow(stringify(g)), g))
})

test('tuples go in and out', () => {
  const pair = { tuple: [{ shape: [2] }, { tuple: [] }] }
  const g = graph([pair], (x) => x)
  assert.equal(toJson(g).nodes, [{ op: 'input', params: { type: { tuple: [[2], { tuple: [] }] } } }])
  assert.ok(sameGraph(fromJsonOrThrow(toJson(g)), g))
  assert.ok(isRight(fromJson(toJson(graph([], () => [])))))
})

test.run()
