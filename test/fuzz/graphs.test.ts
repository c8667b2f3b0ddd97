// Random graphs over all ops: a right answer or one AdError from every interpreter, and nothing given is changed.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { jacobians } from '../../laws/agree.ts'
import { absolutes, entriesOf, near, pointOf, pushforwardBound, run, type Values, valuesOf } from '../../laws/scale.ts'
import { bodiesOf } from '../../lib/graph.ts'
import { evaluateOrThrow } from '../../lib/interpret/evaluate.ts'
import { type Einsum, letterRoles } from '../../lib/ops/einsum.ts'
import {
  AdError,
  batch,
  count,
  type Graph,
  inputTypes,
  parseOrThrow,
  sameGraph,
  show,
  stringify,
  type Tensor,
} from '../../modes/index.ts'
import { drafts, everything, extreme, numbersOf, ordinary, special, unary } from './wild.ts'

type Outcome<A> = { readonly value: A } | { readonly error: string }

/** What a computation gives, or the message of the AdError that it ends with; any other exception goes on. */
const outcome = <A>(f: () => A): Outcome<A> => {
  try {
    return { value: f() }
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    assert.ok(e.message.length < 1000, 'a message of a page')
    return { error: e.message }
  }
}

const copied = (xs: Values): Values =>
  xs.map((x) => ({ shape: [...(x as Tensor).shape], data: Float64Array.from((x as Tensor).data) }))
const same = (found: Values, expected: Values, what: string): void => {
  const [a, b] = [entriesOf(found), entriesOf(expected)]
  assert.is(a.length, b.length, what)
  const at = a.findIndex((x, k) => !Object.is(x, b[k]))
  assert.ok(at < 0, `${what}: entry ${at} is ${a[at]}, not ${b[at]}`)
}

/** Values side by side along a new leading axis. */
const stacked = (lanes: readonly Values[]): Values =>
  lanes[0]!.map((first, k) => ({
    shape: [lanes.length, ...(first as Tensor).shape],
    data: Float64Array.from(lanes.flatMap((lane) => entriesOf([lane[k]!]))) as Tensor['data'],
  }))

const numRuns = 300
const cases = fc.tuple(drafts(), numbersOf(extreme), numbersOf(extreme))

test('evaluating, counting and reading back agree to the bit, or refuse alike, and change nothing', () => {
  let answered = 0
  fc.assert(
    fc.property(cases, ([{ graph: f }, p]) => {
      const x = pointOf(f, p)
      const [before, text] = [copied(x), stringify(f)]
      const plain = outcome(() => evaluateOrThrow(f, x))
      const counted = outcome(() => count(f, x).outputs)
      const back = parseOrThrow(text)
      assert.ok(sameGraph(back, f), 'JSON')
      const again = outcome(() => evaluateOrThrow(back, x))
      for (const [other, what] of [
        [counted, 'count'],
        [again, 'JSON'],
      ] as const) {
        if ('value' in plain && 'value' in other) same(other.value, plain.value, what)
        else assert.equal(other, plain, what)
      }
      same(x, before, 'the inputs')
      assert.is(stringify(f), text)
      if ('value' in plain) answered++
    }),
    { numRuns },
  )
  assert.ok(answered > numRuns / 2, `${answered} answered`)
})

/** Whether numbers multiply a sum of products after it is taken: with lanes they are vectors, which multiply each term. */
const scalesSums = (f: Graph): boolean =>
  f.nodes.some((node) => {
    const { family, params } = node.op
    if (family.kind !== 'einsum') return bodiesOf(node).some(([, body]) => scalesSums(body))
    const einsum = params as Einsum
    return einsum.words.some((word) => word.length === 0) && letterRoles(einsum).summed.length > 0
  })

test('lanes side by side are the values one by one, to the bit where no sum is scaled', () =>
  fc.assert(
    fc.property(cases, ([{ graph: f }, p, q]) => {
      fc.pre(!scalesSums(f))
      const lanes = [pointOf(f, p), pointOf(f, q)]
      const one = lanes.map((x) => outcome(() => evaluateOrThrow(f, x)))
      const both = outcome(() =>
        evaluateOrThrow(batch(f, { size: 2, inputs: inputTypes(f).map(() => true) }), stacked(lanes)),
      )
      const errors = one.flatMap((y) => ('error' in y ? [y.error] : []))
      if ('error' in both) assert.ok(errors.includes(both.error), both.error)
      else {
        assert.equal(errors, [])
        same(both.value, stacked(one.map((y) => ('value' in y ? y.value : []))), 'batch')
      }
    }),
    { numRuns },
  ))

/** All Jacobians, or the one error that all end with. */
const jacobiansOf = (f: Graph, x: Values): readonly (readonly number[])[] | string => {
  const found = Object.entries(jacobians).map(([name, way]) => [name, outcome(() => way(f, x).flat())] as const)
  const before = copied(x)
  const text = stringify(f)
  const [first] = found
  for (const [name, other] of found) {
    assert.is('error' in other, 'error' in first![1], `${name}: ${JSON.stringify(other)}`)
    if ('value' in other && 'value' in first![1]) assert.is(other.value.length, first![1].value.length, name)
  }
  same(x, before, 'the point')
  assert.is(stringify(f), text)
  return 'error' in first![1] ? first![1].error : found.map(([, way]) => ('value' in way ? way.value : []))
}

/** The scales of the entries of a Jacobian, row by row. */
const scalesOf = (f: Graph, x: Values): readonly number[] => {
  const bound = pushforwardBound(f)
  const types = inputTypes(f)
  const n = entriesOf(valuesOf(types, [0])).length
  const columns = Array.from({ length: n }, (_, i) =>
    entriesOf(
      run(
        bound,
        x,
        absolutes(
          valuesOf(
            types,
            Array.from({ length: n }, (_, k) => +(k === i)),
          ),
        ),
      ),
    ),
  )
  return (columns[0] ?? []).flatMap((_, j) => columns.map((column) => column[j]!))
}

for (const [name, entry] of [
  ['ordinary', ordinary],
  ['special', special],
] as const)
  test(`Jacobians at ${name} points agree in every mode wherever their scale is finite`, () => {
    let decided = 0
    fc.assert(
      fc.property(drafts(everything, 2, 5), numbersOf(entry), ({ graph: f }, p) => {
        const x = pointOf(f, p)
        if ('error' in outcome(() => evaluateOrThrow(f, x))) return
        const found = jacobiansOf(f, x)
        if (typeof found === 'string') return
        scalesOf(f, x).forEach((scale, k) => {
          if (!Number.isFinite(scale)) return
          decided++
          for (const way of found)
            assert.ok(near(way[k]!, found[0]![k]!, scale), `entry ${k}: ${found.map((w) => w[k])}, scale ${scale}`)
        })
      }),
      { numRuns: 200 },
    )
    assert.ok(decided > 500, `${decided} entries`)
  })

const classOf = (x: number): string => (Number.isFinite(x) ? 'finite' : String(Math.abs(x)))
test('along a chain of functions, NaN and infinity are in the same places in every mode', () =>
  fc.assert(
    fc.property(drafts(unary, 1, 4), numbersOf(special), ({ graph: whole }, p) => {
      const f = { ...whole, outputs: whole.outputs.slice(-1) }
      const found = jacobiansOf(f, pointOf(f, p))
      assert.not.type(found, 'string')
      const [first, ...others] = found as readonly (readonly number[])[]
      for (const other of others) assert.equal(other.map(classOf), first!.map(classOf), show(f))
    }),
    { numRuns: 300 },
  ))

test('derivatives at extreme points are numbers or one AdError', () =>
  fc.assert(
    fc.property(drafts(), numbersOf(extreme), ({ graph: f }, p) => {
      const x = pointOf(f, p)
      const found = outcome(() => evaluateOrThrow(f, x))
      if ('value' in found) jacobiansOf(f, x)
    }),
    { numRuns: 200 },
  ))

test.run()
