// Types are immutable: whoever holds a shape, of a graph, a value or his own, changes no graph with it.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ownType, scalar, tupleType } from '../../lib/types.ts'
import {
  compile,
  evaluateOrThrow,
  grad,
  graph,
  mul,
  nodeAt,
  run,
  type Shape,
  showType,
  sum,
  type Tensor,
  type Value,
} from '../../modes/index.ts'

/** What somebody does who knows nothing of readonly. */
const grown = (shape: Shape): void => {
  ;(shape as number[]).push(7)
}
const shapesOf = (values: readonly Value[]): readonly Shape[] => values.map((x) => (x as Tensor).shape)

test('shapes of results are those of the graph, and cannot be changed', () => {
  const f = graph([[2]], (x) => [mul(x, x), sum(x)])
  const compiled = compile(f)
  for (const results of [evaluateOrThrow(f, [[1, 2]]), compiled([[1, 2]]), run(f, [[1, 2]])])
    for (const shape of shapesOf(results)) assert.throws(() => grown(shape), TypeError)
  const slope = grad((x) => sum(mul(x, x)))([1, 2])
  assert.throws(() => grown(slope.shape), TypeError)
  assert.equal(grad((x) => sum(mul(x, x)))([1, 2]).shape, [2])
  assert.throws(() => grown(scalar.shape), TypeError)
})

test('a graph keeps the shapes that it was drawn for', () => {
  const mine = [2]
  const type = { shape: [3] }
  const f = graph([mine, type, tupleType([type])], (x) => x)
  mine[0] = 5
  type.shape[0] = 5
  assert.equal(
    f.inputs.map((ref) => showType(nodeAt(f, ref).type)),
    ['f64[2]', 'f64[3]', '(f64[3])'],
  )
  const own = ownType(type)
  type.shape[0] = 6
  assert.is(showType(own), 'f64[5]')
})

test('a value that is changed later changes no result', () => {
  const x = { shape: [2], data: Float64Array.of(1, 2) }
  const [y] = evaluateOrThrow(
    graph([[2]], (a) => a),
    [x],
  ) as readonly [Tensor]
  x.shape[0] = 9
  x.data[0] = 9
  assert.equal([[...y.shape], [...y.data]], [[2], [1, 2]])
})

test.run()
