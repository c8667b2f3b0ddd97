// Values: nested arrays and tensors are one to the other, data are copied, and what is no tensor is refused.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { conform, typeOfValue } from '../../lib/value.ts'
import {
  type AdError,
  evaluate,
  evaluateOrThrow,
  graph,
  mul,
  sameValue,
  tensor,
  toNested,
  tuple,
} from '../../modes/index.ts'
import { near, thrown } from '../support.ts'

test('toNested is the inverse of tensor', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), fc.double(), (shape, x) => {
      const size = shape.reduce((n, e) => n * e, 1)
      const value = tensor(
        Array.from({ length: size }, (_, k) => x + k),
        shape,
      )
      assert.ok(sameValue(tensor(toNested(value)), value))
    }),
  ))

test('shapes of nested arrays, empty ones too', () => {
  const shape = (x: Parameters<typeof tensor>[0]): readonly number[] => tensor(x).shape
  assert.equal(shape(3), [])
  assert.equal(shape([]), [0])
  assert.equal(shape([[], []]), [2, 0])
  assert.equal(shape([[[1], [2]]]), [1, 2, 1])
})

test('what goes in is copied, and what comes out', () => {
  const data = Float64Array.of(1, 2)
  const value = tensor(data, [2])
  const given = tensor(value)
  data[0] = 9
  assert.equal([...value.data], [1, 2])
  const g = graph([[2]], (x) => [x, mul(2, x)])
  const [x] = evaluateOrThrow(g, [given])
  ;(given.data as Float64Array)[0] = 7
  near(x, [1, 2])
  ;(
    evaluateOrThrow(
      graph([], () => [[1, 2]]),
      [],
    )[0] as { data: Float64Array }
  ).data[0] = 5
})

test('a constant of a graph does not change when a result is written to', () => {
  const g = graph([], () => [[1, 2]])
  const [y] = evaluateOrThrow(g, []) as unknown as { data: Float64Array }[]
  y.data[0] = 5
  near(evaluateOrThrow(g, [])[0], [1, 2])
})

test('equality is to the bit', () => {
  assert.ok(sameValue(tensor([Number.NaN, 0]), tensor([Number.NaN, 0])))
  assert.not(sameValue(tensor(0), tensor(-0)))
  assert.not(sameValue(tensor([1]), tensor(1)))
  assert.not(sameValue(tensor([1, 2]), tensor([[1, 2]])))
  assert.ok(sameValue({ tuple: [tensor(1)] }, { tuple: [tensor(1)] }))
  assert.not(sameValue({ tuple: [tensor(1)] }, { tuple: [] }))
  assert.not(sameValue({ tuple: [] }, tensor(1)))
})

test('ragged rows, wrong depths and entries that are no numbers are refused with their place', () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [[[1, 2], [3]], /ragged row at \[1\]/],
    [[[1], 2], /ragged row at \[1\]/],
    [[1, [2]], /an array at \[1\]/],
    [
      [
        [1, 2],
        [3, 'x'],
      ],
      /x at \[1\]\[1\]/,
    ],
    ['3', /string/],
    [undefined, /undefined/],
    [null, /null|object/],
    [[null], /null at \[0\]/],
    [{ shape: [1] }, /object/],
  ]
  for (const [x, found] of wrong) {
    const error = thrown(() => tensor(x as never)) as AdError
    assert.is(error.info?.tag, 'ValueError', `${JSON.stringify(x)} gives ${error}`)
    assert.match(error.message, found)
  }
  assert.match(String(thrown(() => tensor([1, 2, 3], [2, 2]))), /3 numbers, expected 4 for shape \[2,2\]/)
})

test('values that do not fit inputs come back as a left, or throw', () => {
  const g = graph([[2], []], (x, y) => mul(x, y))
  const left = (...xs: readonly unknown[]): string => {
    const result = evaluate(g, xs as never)
    return result._tag === 'Left' ? result.left.message : 'fits'
  }
  assert.is(left([1, 2], 3), 'fits')
  assert.match(left([1, 2]), /ArityError in evaluate: found 1 values, expected 2/)
  assert.match(left([1, 2, 3], 3), /ValueError in evaluate, argument input 0: found shape \[3\], expected shape \[2\]/)
  assert.match(left([1, 2], [3]), /argument input 1: found shape \[1\], expected shape \[\]/)
  assert.match(left([1, 2], { tuple: [] }), /argument input 1: found a tuple, expected f64/)
  assert.match(left([1, 2], null), /ValueError/)
})

test('tuples conform part by part', () => {
  const type = { tuple: [{ shape: [] }, { tuple: [{ shape: [2] }] }] }
  const value = { tuple: [tensor(1), { tuple: [tensor([1, 2])] }] }
  assert.ok(sameValue(conform(value, type, 'x'), value))
  assert.equal(typeOfValue(value), type)
  assert.match(String(thrown(() => conform({ tuple: [tensor(1)] }, type, 'x'))), /argument x: found no such tuple/)
  assert.match(
    String(thrown(() => conform({ tuple: [tensor(1), { tuple: [tensor(1)] }] }, type, 'x'))),
    /argument x\.1\.0/,
  )
  assert.ok(
    'tuple' in
      evaluateOrThrow(
        graph([[]], (x) => tuple([x, x])),
        [1],
      )[0],
  )
})

test.run()
