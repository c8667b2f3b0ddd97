/** Booleans against numbers: no entry of a Jacobian is missed, and no dependence that a changed input shows. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  Algebra,
  type Carried,
  constant,
  cumsum,
  dependence,
  type Elements,
  evaluateOrThrow,
  forward,
  type Graph,
  gather,
  graph,
  inputTypes,
  interpret,
  mul,
  type Shape,
  select,
  sizeOf,
  slice,
  solve,
  sum,
  type Tensor,
  type TensorType,
  tanh,
} from '../../../modes/index.ts'
import { EVERYTHING, graphs, numbers } from '../../generators.ts'

const sized = (shape: Shape, entry: (k: number) => number): Tensor => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, k) => entry(k)),
})
const bits = (shape: Shape, entry: (k: number) => boolean): Carried<boolean> => ({
  shape,
  entries: Array.from({ length: sizeOf(shape) }, (_, k) => entry(k)),
})
const shapesOf = (f: Graph): readonly Shape[] => inputTypes(f).map((type) => (type as TensorType).shape)

/** For each entry of the outputs, whether a tangent in entry `at` of all inputs, numbered through, may move it. */
const moved = (f: Graph, at: number): readonly boolean[] => {
  const shapes = shapesOf(f)
  let before = 0
  const tangents = shapes.map((shape) => {
    const first = before
    before += sizeOf(shape)
    return bits(shape, (k) => first + k === at)
  })
  const points = shapes.map((shape) => bits(shape, () => true))
  const outputs = interpret(Algebra.booleans)(forward(f), [...points, ...tangents]) as readonly Elements<boolean>[]
  return outputs.slice(f.outputs.length).flatMap(({ entries }) => entries)
}

const columns = (f: Graph): readonly number[] => [...Array(shapesOf(f).reduce((n, s) => n + sizeOf(s), 0)).keys()]
const rowsOf = (f: Graph): readonly (readonly number[])[] => {
  const pattern = columns(f).map((j) => moved(f, j))
  return (pattern[0] ?? []).map((_, i) => columns(f).filter((j) => pattern[j]![i]))
}

test('the graph of forward mode in booleans is the sparsity of the Jacobian', () => {
  assert.equal(rowsOf(graph([[3]], (x) => tanh(x))), [[0], [1], [2]])
  assert.equal(rowsOf(graph([[4]], (x) => mul(slice(x, [[0, 3]]), slice(x, [[1, 4]])))), [
    [0, 1],
    [1, 2],
    [2, 3],
  ])
  assert.equal(rowsOf(graph([[3]], (x) => gather(x, [2, 0]))), [[2], [0]])
  assert.equal(rowsOf(graph([[3]], (x) => mul(x, constant([1, 0, 2])))), [[0], [], [2]])
  assert.equal(
    rowsOf(
      graph(
        [
          [2, 2],
          [2, 1],
        ],
        (a, b) => solve(a, b),
      ),
    ),
    [0, 1].map(() => [0, 1, 2, 3, 4, 5]),
  )
})

test('dependence is read off without a derivative', () => {
  assert.equal(dependence(graph([[3], []], (x, a) => [cumsum(x), mul(a, sum(x))])), [
    [[0], [0, 1], [0, 1, 2]],
    [[0, 1, 2, 3]],
  ])
})

test('a choice that is open may be either, and depends on what decides', () => {
  assert.equal(rowsOf(graph([[], [], []], (k, x, y) => select(k, x, y))), [[1, 2]])
  const chosen = (...given: readonly boolean[]): Carried<boolean> =>
    interpret(Algebra.booleans)(
      graph([[], [], []], (k, x, y) => select(k, x, y)),
      given.map((x) => bits([], () => x)),
    )[0]!
  for (const given of [true, false])
    assert.equal(
      [chosen(given, true, false), chosen(given, false, true)].map((y) => (y as Elements<boolean>).entries[0]),
      [given, true],
    )
  assert.equal(dependence(graph([[3], []], (x, k) => gather(x, k))), [[[0, 1, 2, 3]]])
  assert.equal(dependence(graph([[3]], (x) => gather(x, 1))), [[[1]]])
})

test('no entry of a Jacobian that is not zero is missed, and none that a changed input changes', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 4), numbers, (f, xs) => {
      const shapes = shapesOf(f)
      const total = columns(f).length
      fc.pre(total > 0 && total <= 9)
      const points = shapes.map((shape, k) => sized(shape, (i) => xs[5 * k + i]!))
      const depends = dependence(f).flat()
      const g = forward(f)
      const values = (evaluateOrThrow(f, points) as readonly Tensor[]).flatMap(({ data }) => [...data])
      for (const j of columns(f)) {
        const pattern = moved(f, j)
        let before = 0
        const along = (h: number) => (shape: Shape) => {
          const first = before
          before += sizeOf(shape)
          return sized(shape, (k) => (first + k === j ? h : 0))
        }
        const tangents = shapes.map(along(1))
        const column = (evaluateOrThrow(g, [...points, ...tangents]) as readonly Tensor[])
          .slice(f.outputs.length)
          .flatMap(({ data }) => [...data])
        column.forEach((y, i) => {
          assert.ok(y === 0 || pattern[i], `entry ${i} by ${j} is ${y}`)
          assert.ok(!pattern[i] || depends[i]!.includes(j), `entry ${i} by ${j} moves and does not depend`)
        })
        before = 0
        const other = shapes
          .map(along(0.371))
          .map(({ shape, data }, k) => sized(shape, (i) => points[k]!.data[i]! + data[i]!))
        const changed = (evaluateOrThrow(f, other) as readonly Tensor[]).flatMap(({ data }) => [...data])
        changed.forEach((y, i) => {
          assert.ok(Object.is(y, values[i]) || depends[i]!.includes(j), `entry ${i} changes with ${j}`)
        })
      }
    }),
    { numRuns: 50 },
  )
})

test.run()
