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
  type Strided,
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

/** The entry of a strided array at an index, by the definition of strides. */
const entryAt = (x: Strided, index: readonly number[]): number =>
  x.data[index.reduce((at, i, k) => at + i * (x.stride as readonly number[])[k], x.offset as number)]

test('strided arrays are read by their strides, negative and zero ones too, from any kind of data', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
      fc.infiniteStream(fc.integer({ min: -4, max: 4 })),
      fc.constantFrom<(xs: readonly number[]) => ArrayLike<number>>(
        (xs) => xs,
        (xs) => Float64Array.from(xs),
        (xs) => Float32Array.from(xs),
        (xs) => Int8Array.from(xs),
        (xs) => Uint8ClampedArray.from(xs),
      ),
      (shape, strides, dataOf) => {
        const stride = shape.map(() => strides.next().value as number)
        const reach = (sign: number): number =>
          shape.reduce((sum, extent, k) => sum + Math.max(0, sign * stride[k]) * Math.max(0, extent - 1), 0)
        const data = dataOf(Array.from({ length: reach(-1) + reach(1) + 3 }, (_, k) => k))
        const x: Strided = { data, shape, stride, offset: reach(-1) + 1 }
        const found = tensor(x)
        assert.equal(found.shape, shape)
        const size = shape.reduce((n, extent) => n * extent, 1)
        const indices = Array.from({ length: size }, (_, flatIndex) => {
          let rest = flatIndex
          return shape.map((_, k) => {
            const below = shape.slice(k + 1).reduce((n, extent) => n * extent, 1)
            const i = Math.floor(rest / below)
            rest -= i * below
            return i
          })
        })
        assert.equal(
          [...found.data],
          indices.map((index) => entryAt(x, index)),
        )
        assert.ok(sameValue(tensor({ data, shape, strides: stride, offset: x.offset as number }), found))
      },
    ),
  ))

test('strided arrays as other libraries build them: classes, views, a dtype', () => {
  class View {
    readonly data = Float32Array.of(1, 2, 3, 4, 5, 6)
    readonly stride = [1, 2]
    readonly offset = 0
    readonly dtype = 'float32'
    get shape(): readonly number[] {
      return [2, 3]
    }
  }
  near(tensor(new View()), [
    [1, 3, 5],
    [2, 4, 6],
  ])
  near(tensor({ data: Float64Array.of(1, 2, 3, 4), shape: [2], stride: [-1], offset: 3 }), [4, 3])
  near(tensor({ data: [1, 2, 3], shape: [2], offset: 1 }), [2, 3])
  near(tensor({ data: [1, 2, 3, 4], shape: [2, 2] }), [
    [1, 2],
    [3, 4],
  ])
  near(tensor({ data: [7], shape: [2, 3], stride: [0, 0], offset: 0 }), [
    [7, 7, 7],
    [7, 7, 7],
  ])
  near(tensor({ data: new Int16Array(0), shape: [0, 2], stride: [2, 1], offset: 0 }), tensor([], [0, 2]))
  near(tensor(Uint8Array.of(1, 2)), [1, 2])
  near(tensor(Int32Array.of(1, 2, 3, 4), [2, 2]), [
    [1, 2],
    [3, 4],
  ])
  near(tensor({ data: [1, 2, 3, 4], shape: [2, 2], stride: [1, 2], offset: 0 }, [4]), [1, 3, 2, 4])
  near(tensor({ length: 2, 0: 5, 1: 6 }, [2]), [5, 6])
  const g = graph([[2]], (x) => mul(x, { data: Float64Array.of(1, 2), shape: [2], stride: [-1], offset: 1 }))
  near(evaluateOrThrow(g, [Float32Array.of(10, 100)])[0], [20, 100])
})

test('views are copied', () => {
  const data = Float64Array.of(1, 2)
  const values = [tensor(data), tensor({ data, shape: [2], stride: [1], offset: 0 }), tensor({ data, shape: [2] })]
  data[0] = 9
  for (const value of values) near(value, [1, 2])
})

test('sparse, big, mismatched and out of reach: what is wrong is said', () => {
  const loop: unknown[] = []
  loop.push(loop)
  const data = [1, 2, 3, 4]
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [Object.assign([1], { 2: 3 }), /a hole at \[1\]/],
    [new Array(3), /a hole at \[0\]/],
    [[[1, 2], Object.assign([], { 1: 3 })], /a hole at \[1\]\[0\]/],
    [[1, 2n], /a BigInt at \[1\]/],
    [[1, undefined], /undefined at \[1\]/],
    [[true], /true at \[0\]/],
    [[[1], Float64Array.of(2)], /an instance of Float64Array at \[1\]/],
    [loop, /an array that contains itself/],
    [3n, /a BigInt/],
    [new Map(), /an instance of Map/],
    [BigInt64Array.of(1n), /an instance of BigInt64Array/],
    [new BigUint64Array(0), /an instance of BigUint64Array/],
    [new DataView(new ArrayBuffer(8)), /an instance of DataView/],
    [{ data: BigInt64Array.of(1n), shape: [1] }, /an instance of BigInt64Array/],
    [{ data: BigInt64Array.of(1n), shape: [1], offset: 0 }, /an instance of BigInt64Array/],
    [{ data, shape: [3] }, /4 numbers, expected 3 for shape \[3\]/],
    [{ data: Float64Array.from(data), shape: [2, 3] }, /4 numbers, expected 6/],
    [{ data, shape: [-2, -2] }, /extent -2 on axis 0, expected a whole number from 0/],
    [{ data, shape: [2, 1.5] }, /extent 1.5 on axis 1/],
    [{ data, shape: ['4'] }, /extent the string 4 on axis 0/],
    [{ data, shape: [Number.NaN], stride: [1] }, /extent NaN on axis 0/],
    [{ data, shape: [3], stride: [2], offset: 0 }, /entries from 0 to 4, expected places of the 4 data/],
    [{ data, shape: [2], stride: [-1], offset: 0 }, /entries from -1 to 0/],
    [{ data, shape: [2], stride: [1], offset: -1 }, /entries from -1 to 0/],
    [{ data, shape: [], stride: [], offset: 4 }, /entries from 4 to 4/],
    [{ data, shape: [2], stride: [1, 1], offset: 0 }, /strides \[1,1\] and offset 0, expected 1 whole numbers/],
    [{ data, shape: [2], stride: [0.5], offset: 0 }, /strides \[0.5\]/],
    [{ data, shape: [2], stride: [1], offset: 0.5 }, /offset 0.5/],
    [{ data, shape: [4], dtype: 'complex128' }, /dtype complex128, expected a dtype of real numbers/],
    [{ data, shape: [4], dtype: 'bigint64' }, /dtype bigint64/],
    [{ data: [1, '2'], shape: [2] }, /the string 2 at \[1\]/],
    [{ data: [1, null], shape: [2], stride: [1], offset: 0 }, /null at \.data\[1\]/],
    [{ data: Object.assign([1], { 2: 3 }), shape: [2], stride: [1] }, /a hole at \.data\[1\]/],
  ]
  for (const [x, found] of wrong) {
    const error = thrown(() => tensor(x as never)) as AdError
    assert.is(error.info?.tag, 'ValueError', `${found} gives ${error}`)
    assert.match(error.message, found)
  }
  const shaped = (x: unknown, shape: unknown): string => String(thrown(() => tensor(x as never, shape as never)))
  assert.match(shaped(['1', 2], [2]), /the string 1 at \[0\], expected a number/)
  assert.match(shaped([[1, 2]], [1]), /an array at \[0\]/)
  assert.match(shaped('12', [2]), /the string 12/)
  assert.match(shaped(3, [1]), /found 3, expected an array of numbers/)
  assert.match(shaped(new Map(), [0]), /an instance of Map/)
  assert.match(shaped([1], [-1]), /extent -1 on axis 0/)
  assert.match(shaped([1], 1), /1 as the shape/)
})

test('inputs that do not fit name the input', () => {
  const g = graph([[2]], (x) => x)
  const left = (x: unknown): string => String(thrown(() => evaluateOrThrow(g, [x as never])))
  assert.match(left([1, 'x']), /ValueError in evaluate, argument input 0: found the string x at \[1\]/)
  assert.match(left({ data: [1, 2], shape: [2], offset: 1 }), /argument input 0: found entries from 1 to 2/)
})

test.run()
