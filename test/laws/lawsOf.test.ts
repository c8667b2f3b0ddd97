// The laws as properties: of an op, a mode and an interpreter, right ones and wrong ones.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Interpreter, type Law, lawsOf, type Mode, type Property, suite } from '../../laws/index.ts'
import { pushforward, run, scaled } from '../../laws/scale.ts'
import { elementwise, extend, type Graph, graph, jax, mul, neg, tuple, type Wire, wireAt } from '../../modes/index.ts'

const cube = elementwise(
  'cube',
  (x) => x ** 3,
  ([x]) => mul(3, x!, x!),
)
const wrong = elementwise(
  'cube',
  (x) => x ** 3,
  ([x]) => mul(3, x!),
)

const holds = ({ arbitrary, predicate }: Property, numRuns = 4): boolean =>
  !fc.check(fc.property(arbitrary, predicate), { numRuns }).failed
const refutedNames = (properties: readonly Property[]): readonly string[] =>
  properties.filter((each) => !holds(each)).map(({ name }) => name)
const only = (...beginnings: readonly string[]): readonly Law[] =>
  suite.filter(({ name }) => beginnings.some((text) => name.startsWith(text)))

test('a right op obeys every law, under any conventions', () => {
  assert.equal(refutedNames(lawsOf(fc, { op: cube })), [])
  assert.equal(refutedNames(lawsOf(fc, { op: cube.op, conventions: jax, laws: only('F0', 'CD', 'RD') })), [])
})

test('a wrong slope breaks fidelity and no algebraic law', () => {
  const found = refutedNames(lawsOf(fc, { op: wrong, laws: only('F0', 'CD', 'RD', 'D_R', 'the pairing') }))
  assert.ok(found.includes('F0 D f (x, v) ~ lim (f(x + h v) - f(x - h v)) / 2h'))
  assert.ok(
    found.every((name) => name.startsWith('F0')),
    found.join(),
  )
})

test('an op at a point of its own, and one whose arguments have types of their own', () => {
  const root = elementwise('root', Math.sqrt, (_, y) => mul(0.5, power(y)))
  const power = (y: Wire): Wire =>
    elementwise(
      'inverse',
      (x) => 1 / x,
      (_x, z) => neg(mul(z, z)),
    )(y)
  const laws = only('F0', 'CD2', 'the pairing')
  assert.equal(refutedNames(lawsOf(fc, { op: { op: root, at: [[2, 3]] }, laws })), [])
  assert.equal(refutedNames(lawsOf(fc, { ops: [{ op: cube, types: [[2, 2]] }, cube], laws })), [])
  const pair = graph([[2], [2]], (x, y) => tuple([x, y])).nodes.last()!.op
  assert.equal(refutedNames(lawsOf(fc, { op: { op: pair, types: [[2], [2]] }, laws })), [])
})

test('a right mode obeys its laws, a wrong one does not', () => {
  const forward: Mode = { name: 'again', D: (f, options) => pushforward(f, undefined, options), exact: true }
  const laws = only('F0 D f (x, v) ~', 'CD1', 'CD2', 'CD3', 'CD5')
  assert.equal(refutedNames(lawsOf(fc, { mode: forward, laws, size: 3 })), [])
  const twice: Mode = {
    name: 'twice',
    D: (f: Graph) => {
      const df = pushforward(f)
      return extend(df, () => df.outputs.map((ref) => mul(2, wireAt(ref))))
    },
  }
  const refuted = lawsOf(fc, { mode: twice, laws: only('F0 D f (x, v) ~') }).filter((each) => !holds(each, 60))
  assert.is(refuted.length, 1)
})

test('an interpreter is held against evaluate', () => {
  const right: Interpreter = { name: 'right', run: (f, x) => run(f, x), exact: true }
  const off: Interpreter = { name: 'off', run: (f, x) => scaled(run(f, x), 1 + 1e-6) }
  assert.equal(refutedNames(lawsOf(fc, { interpreter: right })), [])
  assert.ok(lawsOf(fc, { interpreter: off }).some((each) => !holds(each, 30)))
})

test('what refutes a law is told with the law and the graph', () => {
  const [property] = lawsOf(fc, { op: wrong, laws: only('F0 D f (x, v) ~') })
  const found = fc.check(fc.property(property!.arbitrary, property!.predicate), { numRuns: 20 })
  const message = (found.errorInstance as Error).message
  assert.match(message, /^F0 D f \(x, v\) ~ lim/)
  assert.match(message, /cube/)
  assert.match(fc.stringify(found.counterexample), /f:\n/)
})

test.run()
