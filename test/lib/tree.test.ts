// Trees: leaves and structure are told apart and put together again, in order of keys; what is no tree is refused.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { leavesAs, pathAt, pathText } from '../../lib/tree.ts'
import {
  type AdError,
  add,
  drawAt,
  graph,
  mul,
  type Points,
  prepare,
  runAt,
  sum,
  unflatten,
  type Wire,
} from '../../modes/index.ts'
import { flat, thrown } from '../support.ts'

const at = (x: unknown) => drawAt(() => 0, [x])
const structure = (x: unknown) => at(x).takes[0]
const refused = (x: unknown): string => {
  const error = thrown(() => at(x)) as AdError
  assert.is(error.info?.tag, 'ValueError', String(error))
  assert.is(error.info.argument, 0)
  return error.message
}
const leaves = (x: unknown): readonly (readonly number[])[] => at(x).leaves.map(flat)

test('a nested array of numbers is one leaf, a list that holds a tensor or a record is a tree', () => {
  assert.equal(leaves([1, 2]), [[1, 2]])
  assert.equal(leaves([[[1], [2]]]), [[1, 2]])
  assert.equal(leaves([]), [[]])
  assert.equal(leaves([1, { a: 2 }, [3, 4]]), [[1], [2], [3, 4]])
  assert.equal(
    leaves([
      [1, 2],
      [Float32Array.of(3), 4],
    ]),
    [[1, 2], [3], [4]],
  )
  assert.equal(leaves([{ shape: [1], data: [3] }, 4]), [[3], [4]])
  assert.equal(leaves({}), [])
})

test('keys are in order of their code units, whatever order they were given in', () => {
  const x = JSON.parse('{"b": 1, "a": 2, "B": 3, "10": 4, "9": 5, "\u00e9": 6, "z": 7}')
  assert.equal(leaves(x).flat(), [4, 5, 3, 2, 1, 7, 6])
  assert.equal(structure({ b: 1, a: [2, {}] }), structure({ a: [5, {}], b: 3 }))
})

const tree: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 3 }), fc.constant('__proto__')), tie('tree'), { maxKeys: 3 }),
  ),
})).tree

test('leaves put back into their structure are the tree; a tree of this structure has its leaves again', () =>
  fc.assert(
    fc.property(tree, (x) => {
      let own: ReturnType<typeof at>
      try {
        own = at(x)
      } catch (e) {
        // Lists of numbers of different depths or lengths are ragged tensors.
        assert.match(String(e), /ragged|expected a (row of )?number/)
        return
      }
      const [shape] = own.takes
      const again = unflatten(shape, own.leaves)
      assert.equal(at(again).takes[0], shape)
      assert.equal(at(again).leaves, own.leaves)
      assert.is(leavesAs(shape, again, { op: 'x' }).length, own.leaves.length)
      assert.is(shape.size, own.leaves.length)
    }),
  ))

test('paths name leaves', () => {
  const x = { params: [{ w: 1, 'a b': 2 }, Float64Array.of(3)], z: { __proto__: null, '1': 4 } }
  const shape = structure(x)
  assert.equal(
    [0, 1, 2, 3].map((k) => pathText(pathAt(shape, k))),
    ['.params[0]["a b"]', '.params[0].w', '.params[1]', '.z["1"]'],
  )
})

test('__proto__ is a key like others and touches no prototype', () => {
  const x = JSON.parse('{"__proto__": {"w": 1}, "constructor": 2}')
  const back = unflatten(structure(x), [10, 20]) as object
  assert.is(Object.getPrototypeOf(back), Object.prototype)
  assert.equal(Object.getOwnPropertyNames(back).sort(), ['__proto__', 'constructor'])
  assert.is(JSON.stringify(back), '{"__proto__":{"w":10},"constructor":20}')
  assert.is(({} as { w?: number }).w, undefined)
})

test('what is no leaf is refused by name, with its path', () => {
  class Model {
    readonly w = 1
  }
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [{ a: new Map() }, /found an instance of Map at \.a, expected/],
    [[{ b: new Date(0) }], /an instance of Date at \[0\]\.b/],
    [{ a: [new Model()] }, /an instance of Model at \.a\[0\]/],
    [{ f: Math.sin }, /the function sin at \.f/],
    [{ a: 'text' }, /the string text at \.a/],
    [{ a: null }, /null at \.a/],
    [{ a: undefined }, /undefined at \.a/],
    [{ a: true }, /true at \.a/],
    [{ a: [1, 2n] }, /a BigInt at \.a\[1\]/],
    [{ [Symbol('s')]: 1 }, /a symbol as a key/],
    [Object.create({ inherited: 1 }), /an instance of Object/],
    [new Promise(() => {}), /an instance of Promise/],
    ['x'.repeat(99), /the string x{24}\.\.\./],
    [Object.assign([1], { 2: 3 }), /a hole at \[1\]/],
  ]
  for (const [x, found] of wrong) assert.match(refused(x), found)
})

test('what is wrong inside a leaf is named with the path to the leaf and on', () => {
  assert.match(refused({ params: { w: [1, 'x', {}] } }), /the string x at \.params\.w\[1\]/)
  assert.match(refused({ params: { w: [[1], [2, 3]] } }), /a ragged row at \.params\.w\[1\]/)
  assert.match(refused([{ w: new BigInt64Array(2) }]), /an instance of BigInt64Array at \[0\]\.w/)
  assert.match(refused([0, { w: { shape: [3], data: [1, 2] } }]), /2 numbers at \[1\]\.w, expected 3 for shape \[3\]/)
})

test('a tree that contains itself is refused, one that holds something twice is not', () => {
  const list: unknown[] = [{}]
  list.push({ again: list })
  assert.match(refused(list), /a tree that contains itself at \[1\]\.again/)
  const record: Record<string, unknown> = {}
  record['self'] = record
  assert.match(refused(record), /a tree that contains itself at \.self/)
  const numbers: unknown[] = [1]
  numbers.push(numbers)
  assert.match(refused(numbers), /a tree that contains itself at \[1\]/)
  const shared = { w: [1, 2] }
  assert.equal(leaves([shared, shared, { shared }]).length, 3)
})

test('trees from elsewhere: without a prototype, frozen, with getters', () => {
  const bare = Object.assign(Object.create(null), { b: 2, a: 1 })
  assert.equal(leaves(Object.freeze([bare, Object.freeze({ c: 3 })])), [[1], [2], [3]])
  assert.equal(leaves({ get a() { return 7 } }), [[7]]) // biome-ignore format: one line says it
})

test('a tree that should mirror another is refused with the path of the first difference', () => {
  const shape = structure({ w: [{ a: 1 }, { a: 2 }], b: 0 })
  const other = (x: unknown): string => String(thrown(() => leavesAs(shape, x, { op: 'jvp', argument: 1 })))
  assert.match(other({ w: [{ a: 1 }], b: 0 }), /jvp, argument 1: found a list of 1 at \.w, expected a list of 2/)
  assert.match(other({ w: [{ a: 1 }, { c: 1 }], b: 0 }), /found a record of c at \.w\[1\], expected a record of a/)
  assert.match(other({ w: 3, b: 0 }), /found 3 at \.w, expected a list of 2/)
  assert.match(other([]), /found an array, expected a record of b, w/)
  assert.match(other({ w: [{ a: 1 }, { a: 1 }] }), /found a record of w, expected a record of b, w/)
  assert.match(other({ w: [{ a: 1 }, new Map()], b: 0 }), /an instance of Map at \.w\[1\]/)
})

test('a function sees wires in the structure of its points, and gives any tree', () => {
  type Wires = { readonly w: readonly [Wire, { readonly v: Wire }] }
  const x = { w: [[1, 2], { v: 3 }] }
  const own = drawAt(({ w }: Wires) => ({ z: mul(w[0], w[1].v), list: [sum(w[0]), 7], none: [] }), [x])
  assert.equal(runAt(own.graph, own.leaves).map(flat), [[3], [7], [], [3, 6]])
  assert.equal(own.gives.kind === 'record' && own.gives.keys, ['list', 'none', 'z'])
  assert.match(
    String(thrown(() => drawAt((a) => ({ a, when: new Date(0) }) as never, [1]))),
    /ValueError in drawAt: found an instance of Date at the result\.when/,
  )
  assert.match(String(thrown(() => drawAt((() => undefined) as never, [1]))), /undefined at the result/)
})

test('prepared functions take trees of shapes', () => {
  type P = { readonly w: Wire; readonly b: Wire }
  const f = ({ w, b }: P, x: Wire) => add(sum(mul(w, x)), b)
  const { graph: own, takes, gives } = prepare(f, [{ w: [2], b: [] }, [2]])
  assert.equal(own.inputs.length, 3)
  assert.equal(takes, [structure({ w: 1, b: 1 }), structure(1)])
  assert.is(gives.size, 1)
  const types = prepare(f, [{ w: { shape: [2] }, b: { shape: [] } }, [2]])
  assert.equal(types.takes, takes)
  const lists = prepare((x: readonly Wire[]) => x[0], [[[2], [3, 1]]])
  assert.equal(lists.graph.inputs.length, 2)
  assert.match(String(thrown(() => prepare((x) => x, [{ w: [-1] }] as never))), /the number -1 at \.w\[0\]/)
  assert.match(String(thrown(() => prepare((x) => x, [{ w: [1.5] }] as never))), /the number 1.5 at \.w\[0\]/)
  assert.match(String(thrown(() => prepare((x) => x, ['2'] as never))), /the string 2/)
  graph([[]], (a) => {
    assert.match(String(thrown(() => prepare((x) => add(a, x), [[]]))), /WireError/)
    return a
  })
})

test('structure is linear in the number of leaves: a list of 20000 records nests no work', () => {
  const many = Array.from({ length: 20000 }, (_, k) => ({ w: k, v: [k] })) as Points
  let deep: unknown = 1
  for (let k = 0; k < 1000; k++) deep = [deep, { k }]
  assert.is(at(many).leaves.length, 40000)
  assert.is(at(deep).leaves.length, 1001)
})

test.run()
