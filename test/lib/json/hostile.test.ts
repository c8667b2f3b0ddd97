/** Documents that are no graphs: each is refused with its place, nothing throws, hangs or is changed. */
import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AdError,
  add,
  checkpoint,
  concat,
  cond,
  constant,
  evaluate,
  fromJson,
  fromJsonOrThrow,
  type Graph,
  graph,
  greater,
  mul,
  parse,
  power,
  sameGraph,
  scan,
  sin,
  slice,
  stringify,
  sum,
  toJson,
  tuple,
} from '../../../modes/index.ts'

const scalarInput = { op: 'input', params: { type: [] } }
const documentOf = (nodes: readonly unknown[], more: object = {}): unknown => ({
  format: 'cotangent',
  version: 1,
  nodes,
  inputs: nodes.flatMap((node, k) => ((node as { op?: unknown } | null)?.op === 'input' ? [k] : [])),
  outputs: [nodes.length - 1],
  ...more,
})
const after = (...nodes: readonly unknown[]): unknown => documentOf([scalarInput, ...nodes])
const bodyOf = (nodes: readonly unknown[], outputs: readonly number[]) => ({
  nodes: [scalarInput, ...nodes],
  inputs: [0],
  outputs,
})
const einsum = (params: object, args: readonly number[] = [0]) =>
  after({
    op: 'einsum',
    params: { words: [[]], out: [], extent: [], shape: [], absorbing: false, ...params },
    args,
  })
const constantOf = (params: object) => documentOf([{ op: 'constant', params }])
const window = { start: 0, size: 1, step: 1, extent: 1 }
const vectorInput = { op: 'input', params: { type: [3] } }
const windows = (...list: readonly object[]) =>
  documentOf([vectorInput, { op: 'slice', params: { windows: list }, args: [0] }])
const nestedBodies = (depth: number): unknown => {
  let body: object = bodyOf([], [0])
  for (let k = 0; k < depth; k++)
    body = bodyOf(
      [
        { op: 'tuple', args: [0] },
        { op: 'call', params: { body }, args: [1] },
        { op: 'project', params: { at: 0 }, args: [2] },
      ],
      [3],
    )
  return { format: 'cotangent', version: 1, ...body }
}
const doubledTuples = (count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, k) => ({ op: 'tuple', args: [k, k] }))
const cyclic: { body?: unknown } = {}
cyclic.body = { nodes: [{ op: 'call', params: cyclic, args: [] }], inputs: [], outputs: [] }

const refused: readonly (readonly [name: string, json: unknown, message: RegExp])[] = [
  ['nothing', undefined, /\$: found nothing, expected a document/],
  ['a list', [], /\$: found a list of 0/],
  ['a number too large for texts', 1n, /\$: found 1/],
  ['another format', { format: 'onnx' }, /\$\.format: found "onnx", expected "cotangent"/],
  ['a later version', { format: 'cotangent', version: 2 }, /\$\.version: found 2, expected 1/],
  ['no nodes', { format: 'cotangent', version: 1 }, /\$\.nodes: found nothing, expected a list of nodes/],
  ['an extra field', documentOf([], { outputs: [], comment: 'hi' }), /\$\.comment: found "comment", expected one of/],
  ['an extra field of a node', after({ op: 'sin', args: [0], lable: 'x' }), /nodes\[1\]\.lable: found "lable"/],
  [
    'a text as a reference',
    after({ op: 'sin', args: ['x'] }),
    /argument \$\.nodes\[1\]\.args\[0\]: found "x", expected a whole number/,
  ],
  [
    'a fraction as a reference',
    after({ op: 'sin', args: [0.5] }),
    /\$\.nodes\[1\]\.args\[0\]: found 0\.5, expected a whole number/,
  ],
  ['a negative reference', after({ op: 'sin', args: [-1] }), /args\[0\]: found -1, expected a whole number/],
  ['a huge reference', after({ op: 'sin', args: [1e300] }), /args\[0\]: found 1e\+300, expected a whole number/],
  [
    'a later node',
    after({ op: 'sin', args: [2] }, { op: 'cos', args: [0] }),
    /args\[0\]: found 2, expected an earlier node, 0 to 0/,
  ],
  ['a cycle', after({ op: 'sin', args: [1] }), /args\[0\]: found 1, expected an earlier node/],
  [
    'an unknown op',
    after({ op: 'sine', args: [0] }),
    /\.op: found the unknown op "sine", expected a known one, as sin/,
  ],
  ['a nameless op', after({ args: [0] }), /nodes\[1\]\.op: found nothing, expected a text/],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''].map(
    (op) => [`the op ${op}`, after({ op, args: [0] }), /\.op: found the unknown op/] as const,
  ),
  ['too many arguments', after({ op: 'sin', args: [0, 0] }), /\$\.nodes\[1\]: found 2 arguments, expected 1/],
  ['too few arguments', after({ op: 'sin' }), /found 0 arguments, expected 1/],
  ['an argument of an input', after({ ...scalarInput, args: [0] }), /args: found 1 arguments of input, expected 0/],
  [
    'two arguments of project',
    after({ op: 'tuple', args: [0] }, { op: 'project', params: { at: 0 }, args: [1, 0] }),
    /2 arguments of project/,
  ],
  [
    'an array longer than the stack',
    after({ op: 'tuple', args: new Array(1e6).fill(0) }),
    /found a list of 1000000, expected at most/,
  ],
  [
    'another type',
    after({ op: 'sin', args: [0], type: [2] }),
    /\.type: found f64\[2\], expected f64, which the op gives/,
  ],
  [
    'shapes that differ',
    documentOf([scalarInput, vectorInput, { op: 'add', args: [0, 1] }]),
    /nodes\[2\]\.args\[1\]: found f64\[3\], expected f64/,
  ],
  [
    'parameters where none are',
    after({ op: 'sin', args: [0], params: { x: 1 } }),
    /params\.x: found "x", expected no field/,
  ],
  ['no parameters', after({ op: 'power', args: [0] }), /params: found nothing/],
  ['a power that is no whole number', after({ op: 'power', args: [0], params: { n: 0.5 } }), /params\.n: found 0\.5/],
  [
    'a power 0',
    after({ op: 'power', args: [0], params: { n: 0 } }),
    /params\.n: found 0, expected a whole number but 0/,
  ],
  [
    'a primal node that is later',
    after({ op: 'sin', args: [0], primal: 1 }),
    /primal: found 1, expected an earlier node/,
  ],
  ['a label that is no text', after({ op: 'sin', args: [0], label: 3 }), /label: found 3, expected a text/],
  [
    'an input twice',
    documentOf([scalarInput], { inputs: [0, 0] }),
    /inputs\[1\]: found 0, expected an input node, each once/,
  ],
  [
    'an input that is none',
    documentOf([scalarInput, { op: 'sin', args: [0] }], { inputs: [1] }),
    /inputs\[0\]: found 1/,
  ],
  [
    'an input that is not listed',
    documentOf([scalarInput], { inputs: [] }),
    /inputs: found no 0, expected every input/,
  ],
  [
    'an output that is not there',
    documentOf([scalarInput], { outputs: [1] }),
    /outputs\[0\]: found 1, expected a node, below 1/,
  ],
  ['an extent below 0', documentOf([{ op: 'input', params: { type: [-1] } }]), /params\.type\[0\]: found -1/],
  [
    'too many entries',
    documentOf([{ op: 'input', params: { type: [2 ** 30, 2 ** 30] } }]),
    /type: found a list of 2, expected fewer than 2\^53/,
  ],
  ['too many axes', documentOf([{ op: 'input', params: { type: new Array(2000).fill(1) } }]), /expected at most 1024/],
  [
    'a type that passes for one',
    documentOf([{ op: 'input', params: { type: { shape: [2] } } }]),
    /params\.type\.tuple: found nothing/,
  ],
  [
    'a word with a letter that has no extent',
    einsum({ words: [[0]], out: [0] }),
    /params: found a record, expected letters/,
  ],
  ['a letter in no word', einsum({ extent: [3] }), /expected letters/],
  ['a shape that the word does not fill', einsum({ shape: [2] }), /expected letters/],
  ['an einsum of other arguments', einsum({}, [0, 0]), /nodes\[1\]: found 2 arguments, expected 1/],
  [
    'a window beyond the extent',
    windows({ ...window, start: 3, extent: 3 }),
    /windows\[0\]: found a record, expected a window/,
  ],
  ['a window that steps out', windows({ ...window, size: 2, step: 3, extent: 3 }), /expected a window/],
  ['a window of another tensor', windows({ ...window, extent: 4 }), /nodes\[1\]\.args\[0\]: found \[3\]/],
  ['a huge constant', constantOf({ shape: [1e9], fill: 1 }), /expected constants within the limit/],
  ['a huge constant without data', constantOf({ shape: [1e9], data: '' }), /expected constants within the limit/],
  [
    'constants that are huge together',
    documentOf(new Array(20).fill({ op: 'constant', params: { shape: [2 ** 20], fill: 1 } })),
    /nodes\[8\]\.params: found a record, expected constants within/,
  ],
  [
    'data of another length',
    constantOf({ shape: [2], data: 'AAAAAAAA8D8=' }),
    /params\.data: found "AAAAAAAA8D8=", expected base64 of 2 numbers, 24/,
  ],
  ['data that are no base64', constantOf({ shape: [], data: 'AAAAAAAA8D8*' }), /params\.data: found "AAAAAAAA8D8\*"/],
  ['data of another kind', constantOf({ shape: [1], data: [1] }), /params\.data: found a list of 1, expected a text/],
  ['fill and data', constantOf({ shape: [], fill: 1, data: 'AAAAAAAA8D8=' }), /expected either fill or data/],
  ['a number as another text', constantOf({ shape: [], fill: 'nan' }), /params\.fill: found "nan", expected a number/],
  [
    'a body that is not closed',
    after(
      { op: 'tuple', args: [0] },
      { op: 'call', params: { body: bodyOf([{ op: 'sin', args: [5] }], [1]) }, args: [1] },
    ),
    /nodes\[2\]\.params\.body\.nodes\[1\]\.args\[0\]: found 5/,
  ],
  [
    'a body of other inputs',
    after({ op: 'tuple', args: [0, 0] }, { op: 'call', params: { body: bodyOf([], [0]) }, args: [1] }),
    /nodes\[2\]: found \(f64, f64\), expected \(f64\)/,
  ],
  [
    'branches of different types',
    after(
      { op: 'tuple', args: [0, 0] },
      { op: 'cond', params: { onTrue: bodyOf([], [0]), onFalse: bodyOf([], [0, 0]) }, args: [1] },
    ),
    /params: found a record, expected branches of one type/,
  ],
  [
    'a scan that carries nothing on',
    after(
      { op: 'tuple', args: [0] },
      { op: 'scan', params: { body: bodyOf([], []), carries: 1, xs: 0, length: 2, backward: false }, args: [1] },
    ),
    /expected a body from carries/,
  ],
  [
    'a body with a format',
    after({ op: 'call', params: { body: { ...bodyOf([], [0]), format: 'cotangent' } }, args: [0] }),
    /params\.body\.format/,
  ],
  ['a body that is in itself', documentOf([{ op: 'call', params: cyclic, args: [] }]), /at most 256|found 0 arguments/],
  ['bodies 300 deep', nestedBodies(300), /found graphs 257 deep in one another, expected at most 256/],
  ['bodies 100,000 deep', nestedBodies(100_000), /found graphs 257 deep/],
  [
    'tuples 65 deep',
    after(...Array.from({ length: 70 }, (_, k) => ({ op: 'tuple', args: [k] }))),
    /nodes\[65\]: found tuples 65 deep, expected at most 64/,
  ],
  ['types of 2^40 tensors', after(...doubledTuples(40)), /nodes\[20\]: found 2097151 tensors in a type/],
]

refused.forEach(([name, json, message]) => {
  test(`refused: ${name}`, () => {
    const made = fromJson(json)
    assert.ok(isLeft(made), 'it is taken for a graph')
    assert.instance(made.left, AdError)
    assert.is(made.left.info.tag, 'JsonError')
    assert.match(made.left.message, message)
    assert.ok(made.left.message.length < 500)
  })
})

test('bodies as deep as may be are read', () => assert.ok(isRight(fromJson(nestedBodies(200)))))

const keys = ['__proto__', 'constructor', 'toString']
test('keys that mean something to the host are fields that no document has', () => {
  for (const key of keys)
    for (const text of [
      `{"format":"cotangent","version":1,"nodes":[],"inputs":[],"outputs":[],"${key}":{"format":"x"}}`,
      `{"format":"cotangent","version":1,"nodes":[{"op":"input","params":{"type":[],"${key}":{}}}],"inputs":[0],"outputs":[0]}`,
      `{"format":"cotangent","version":1,"nodes":[{"op":"input","${key}":{"type":[]}}],"inputs":[0],"outputs":[0]}`,
      `{"${key}":{"format":"cotangent","version":1,"nodes":[],"inputs":[],"outputs":[]}}`,
    ])
      assert.ok(isLeft(parse(text)), text)
  assert.is(({} as { format?: unknown }).format, undefined)
})

test('what a record inherits does not count', () => {
  const inherited = Object.create(documentOf([scalarInput]) as object)
  assert.ok(isLeft(fromJson(inherited)))
})

test('texts nested 100,000 deep are refused', () => {
  const arrays = '['.repeat(1e5) + ']'.repeat(1e5)
  const head = '{"format":"cotangent","version":1,"inputs":[],"outputs":[],"nodes":'
  const tuples = `{"op":"input","params":{"type":${'{"tuple":['.repeat(1e5)}${']}'.repeat(1e5)}}}`
  for (const text of [arrays, `${head}${arrays}}`, `${head}[${tuples}]}`]) {
    const made = parse(text)
    assert.ok(isLeft(made))
    assert.ok(made.left.message.length < 500)
  }
})

/** A graph with most kinds of parameters in it. */
const sample: Graph = graph([[], [3]], (a, x) => [
  sum(mul(a, sin(x), constant([1, Number.NaN, -0]))),
  cond(
    greater(a, 0),
    (y) => power(y, 3),
    (y) => add(y, 1),
    a,
  ),
  checkpoint((y) => concat([y, slice(y, [[1, 3]])]))(x),
  ...scan(([c], [t]) => ({ carry: [mul(c!, t!)], out: [t!] }), [1], [x]).out,
  tuple([a, x]),
])
const text = stringify(sample)

test('cut anywhere, a text is refused', () => {
  for (let k = 0; k < text.length; k += 7) {
    const made = parse(text.slice(0, k))
    assert.ok(isLeft(made))
    assert.match(made.left.message, /^JsonError in parse, argument \$: found .*, expected JSON/)
  }
})

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0.5, 1e9, 2 ** 53, 1e308, '', 'NaN', '__proto__', 'sin', 'constant', [], {}),
  fc.integer({ min: 0, max: 30 }),
  fc.constantFrom('sin', 'add', 'einsum', 'tuple', 'project', 'call', 'scan', 'cond', 'input', 'pad', 'concat'),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Every place of a JSON value: the record or list that it is in, and its key there. */
const placesOf = (json: unknown): readonly (readonly [owner: Record<string, unknown>, key: string])[] =>
  typeof json !== 'object' || json === null
    ? []
    : Object.keys(json).flatMap((key) => [
        [json as Record<string, unknown>, key] as const,
        ...placesOf((json as Record<string, unknown>)[key]),
      ])

const mutations = fc.array(fc.tuple(fc.nat(), fc.constantFrom('put', 'drop', 'copy', 'key'), fc.nat(), junk), {
  minLength: 1,
  maxLength: 2,
})

test('documents changed at random are graphs or are refused; the input stays as it was', () => {
  const outcomes = { graphs: 0, refused: 0 }
  fc.assert(
    fc.property(mutations, (changes) => {
      const json: unknown = JSON.parse(text)
      for (const [where, change, from, value] of changes) {
        const places = placesOf(json)
        const [owner, key] = places[where % places.length]!
        const [other, otherKey] = places[from % places.length]!
        if (change === 'put') owner[key] = value
        else if (change === 'copy') owner[key] = JSON.parse(JSON.stringify(other[otherKey]) ?? 'null')
        else if (change === 'key' && !Array.isArray(owner)) owner[String(value)] = owner[key]
        else if (Array.isArray(owner)) owner.splice(Number(key), 1)
        else delete owner[key]
      }
      const before = JSON.stringify(json)
      const made = fromJson(json, { limit: 1e6 })
      assert.is(JSON.stringify(json), before)
      if (isLeft(made)) {
        outcomes.refused++
        assert.is(made.left.info.tag, 'JsonError')
      } else {
        outcomes.graphs++
        assert.ok(sameGraph(fromJsonOrThrow(toJson(made.right), { limit: 1e6 }), made.right))
        if (isSmall(made.right)) evaluate(made.right, [0.5, [1, 2, 3]])
      }
    }),
    { numRuns: 400 },
  )
  assert.ok(outcomes.graphs > 0 && outcomes.refused > 200, JSON.stringify(outcomes))
})

/** Whether a run of the graph is short: no extent of it, nor of a graph inside, is large. */
const isSmall = (g: Graph): boolean => !/\d{4}/.test(JSON.stringify(toJson(g).nodes))

test.run()
