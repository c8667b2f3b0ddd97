/** Orders as texts, and what is said of orders that cannot be followed. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { countOrder, digraph, type Order, parseOrderOrThrow, showOrder } from '../../../modes/index.ts'

const vertex = fc.nat()
const orders: fc.Arbitrary<Order> = fc.oneof(
  fc.array(vertex).map((steps): Order => ({ kind: 'vertex', steps })),
  fc
    .array(fc.record({ side: fc.constantFrom('F' as const, 'B' as const), from: vertex, to: vertex }), { minLength: 1 })
    .map((steps): Order => ({ kind: 'edge', steps })),
)

test('an order is read as it is written', () =>
  fc.assert(
    fc.property(orders, (order) => {
      assert.equal(JSON.parse(JSON.stringify(parseOrderOrThrow(showOrder(order)))), JSON.parse(JSON.stringify(order)))
    }),
  ))

test('commas and spaces are free', () => {
  assert.equal(parseOrderOrThrow(' 3,1 ,  2 '), { kind: 'vertex', steps: [3, 1, 2] })
  assert.is(showOrder(parseOrderOrThrow('F( 1 ,3 ), B (3,5)')), 'F(1,3) B(3,5)')
})

const misread: readonly (readonly [text: string, message: RegExp])[] = [
  ['3 x 2', /found "x" as step 2, expected a vertex like 3/],
  ['3 -1', /found "-1" as step 2/],
  ['F(1,3) G(3,5)', /found "G\(3" as step 2/],
  ['F(1,3', /found "F\(1,3" as step 1/],
  ['F(1,2,3)', /found "F\(1,2,3\)" as step 1/],
  ['F(1,3) 4', /found "4" as step 2, expected an edge like the steps before/],
  ['4 F(1,3)', /found "F\(1,3\)" as step 2, expected a vertex like the steps before/],
  ['99999999999999999999', /found "99999999999999999999", expected a vertex below/],
]
misread.forEach(([text, message]) => {
  test(`refused: ${text}`, () => {
    assert.throws(() => parseOrderOrThrow(text), message)
  })
})

/** Two vertices in a row between an input and an output. */
const row = {
  name: 'row',
  inputs: [0],
  outputs: [3],
  edges: [[0, 1, 'variable'] as const, [1, 2, 'variable'] as const, [2, 3, 'variable'] as const],
}
const replayed = (text: string): number => countOrder(digraph(row), parseOrderOrThrow(text))

test('orders are followed, and what is impossible or missing is named', () => {
  assert.is(replayed('1 2'), 2)
  assert.is(replayed('F(1,2) F(0,1)'), 2)
  assert.is(replayed('B(1,2) F(0,2)'), 2)
  assert.throws(() => replayed('1 1'), /found 1 as step 2/)
  assert.throws(() => replayed('3'), /found 3 as step 1, expected an intermediate vertex/)
  assert.throws(() => replayed('1'), /found 1 of the vertices left over: 2/)
  assert.throws(() => replayed('B(1,2)'), /left over: 2/)
  assert.throws(() => replayed('F(0,2)'), /found F\(0,2\) as step 1, expected an edge that is there/)
  assert.throws(() => replayed('F(2,3)'), /found F\(2,3\) as step 1, expected an edge into an intermediate vertex/)
  assert.throws(() => replayed('B(0,1)'), /found B\(0,1\) as step 1, expected an edge out of an intermediate vertex/)
  assert.throws(() => replayed(''), /left over: 1 2/)
})

test.run()
