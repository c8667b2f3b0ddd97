/** Where NaN and infinities arise: the node that the run of all nodes shows, in primals, derivatives and bodies. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  checkpoint,
  constant,
  div,
  environment,
  exp,
  firstNonFinite,
  type Graph,
  gather,
  graph,
  inputTypes,
  label,
  log,
  mul,
  nonFinites,
  recip,
  reverse,
  scan,
  scope,
  select,
  solve,
  sqrt,
  sub,
  sum,
  type Tensor,
  type TensorType,
  type Value,
} from '../../../modes/index.ts'
import { FLAT, graphs } from '../../generators.ts'

const sentenceOf = (g: Graph, ...xs: readonly (number | readonly number[])[]): string | undefined =>
  firstNonFinite(g, xs as never)?.sentence

test('the node, its label and scope, and the operation on numbers are named', () => {
  const f = graph([[3]], (x) => scope('loss', () => sum(mul(x, label('entropy', log(x))))))
  assert.is(sentenceOf(f, [1, 0, 2]), '-Infinity arose in %1 log "entropy" in loss at [1]: log(0) = -Infinity')
  const all = nonFinites(f, [[1, 0, -2]])
  assert.equal(
    all.map(({ op, entry, count, operation, of }) => ({ op, entry, count, operation, of })),
    [
      { op: 'log', entry: [1], count: 2, operation: 'log', of: [0] },
      { op: 'mul', entry: [1], count: 1, operation: 'product', of: [0, Number.NEGATIVE_INFINITY] },
    ],
  )
  assert.is(sentenceOf(f, [1, 2, 3]), undefined)
})

test('infinity minus infinity is a NaN of its own, and an overflow a sum or a product', () => {
  const difference = graph([[]], (x) => sub(exp(x), exp(add(x, 1))))
  assert.equal(
    nonFinites(difference, [1000]).map(({ operation }) => operation),
    ['exp', 'exp', 'sum'],
  )
  assert.is(
    sentenceOf(
      graph([[]], (x) => mul(x, x)),
      1e200,
    ),
    'Infinity arose in %1 mul: product(1e+200, 1e+200) = Infinity',
  )
  assert.is(
    sentenceOf(
      graph([[]], (x) => add(x, x)),
      1e308,
    ),
    'Infinity arose in %1 add: sum(1e+308, 1e+308) = Infinity',
  )
})

test('in a derivative the primal node is named', () => {
  const f = graph([[]], (x) => sqrt(x))
  const first = firstNonFinite(reverse(f), [0, 1])!
  assert.is(first.op, 'recip')
  assert.is(first.primal, 1)
  assert.match(first.sentence, /^Infinity arose in %2 recip, in the derivative of %1 sqrt: recip\(0\) = Infinity$/)
})

test('inputs, constants, indices and systems are origins; bodies are looked into, step by step', () => {
  assert.match(
    sentenceOf(
      graph([[]], (x) => exp(x)),
      Number.NaN,
    )!,
    /NaN arose in %0 input: it was given/,
  )
  assert.match(
    sentenceOf(
      graph([[]], (x) => add(x, Number.POSITIVE_INFINITY)),
      1,
    )!,
    /constant: it was given/,
  )
  assert.match(
    sentenceOf(
      graph([[2], [2]], (x, k) => gather(x, k)),
      [1, 2],
      [0, 2],
    )!,
    /gather.* at \[1\]: an index names no entry/,
  )
  const system = graph(
    [
      [1, 1],
      [1, 1],
    ],
    (a, b) => solve(a, b),
  )
  assert.match(
    firstNonFinite(system, [[[0]], [[1]]])!.sentence,
    /NaN arose in %2 solve at \[0,0\]: solve\(0, 1\) = NaN/,
  )
  const steps = graph([[3]], (x) => scan(([c], [t]) => ({ carry: [div(c!, t!)] }), [1], [x]).carry[0]!)
  assert.match(sentenceOf(steps, [1, 2, 0])!, /Infinity arose in %\d recip inside scan\[3\], step 2: recip\(0\)/)
  const inner = graph([[]], (x) => checkpoint((y) => log(y))(x))
  assert.match(sentenceOf(inner, -1)!, /NaN arose in %1 log inside call: log\(-1\) = NaN/)
  const masked = graph([[]], (x) => select(0, recip(x), constant(3)))
  assert.is(firstNonFinite(masked, [0])!.op, 'recip')
})

const odd = fc.array(fc.constantFrom(0, 1, -1.5, 1e200, -1e300, Number.NaN, Number.POSITIVE_INFINITY, 0.3), {
  minLength: 5,
  maxLength: 5,
})
const finite = (x: Value | undefined): boolean => !x || (x as Tensor).data.every(Number.isFinite)

test('the first record is the first node whose value is not finite, for all graphs and numbers', () => {
  fc.assert(
    fc.property(graphs(FLAT, 5), odd, (f, xs) => {
      for (const g of [f, reverse(f)]) {
        const at = (inputTypes(g) as readonly TensorType[]).map(({ shape }, k) => ({
          shape,
          data: Float64Array.from({ length: shape.reduce((n, e) => n * e, 1) }, (_, i) => xs[(k + i) % xs.length]!),
        }))
        const { values } = environment(g, at)
        const inputs = g.inputs.filter((ref) => !finite(values[ref]))
        const others = [...values.keys()].filter((ref) => !finite(values[ref]))
        assert.is(firstNonFinite(g, at)?.ref, [...inputs, ...others][0])
      }
    }),
    { numRuns: 100 },
  )
})

test.run()
