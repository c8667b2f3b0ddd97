// Contractions by name: against nested loops, with broadcast axes, vectors on either side, and derivatives.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  broadcastTo,
  diag,
  dot,
  eye,
  grad,
  graph,
  jacobian,
  matmul,
  mul,
  outer,
  reshape,
  sin,
  sum,
  type Tensor,
  tensor,
  trace,
  transpose,
  type Wire,
} from '../../../modes/index.ts'
import { checkHessian, checkOrders, flat, near, thrown, values } from '../../support.ts'

const ints = (shape: readonly number[], seed = 0): Tensor => {
  const size = shape.reduce((n, e) => n * e, 1)
  return tensor(
    Array.from({ length: size }, (_, k) => ((k * 5 + seed) % 7) - 3),
    shape,
  )
}

/** The entry at an index, an axis of extent 1 stretched. */
const at = (x: Tensor, index: readonly number[]): number => {
  const own = index.slice(index.length - x.shape.length).map((i, axis) => (x.shape[axis] === 1 ? 0 : i))
  return x.data[own.reduce((k, i, axis) => k * x.shape[axis] + i, 0)]
}
const indices = (shape: readonly number[]): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (sofar, e) => sofar.flatMap((index) => Array.from({ length: e }, (_, i) => [...index, i])),
    [[]],
  )

const pairs = fc
  .record({
    whole: fc.array(fc.constantFrom(0, 1, 2, 3), { maxLength: 3 }),
    ones: fc.array(fc.constantFrom('none', 'left', 'right', 'both'), { minLength: 3, maxLength: 3 }),
    cut: fc.nat(3),
  })
  .map(({ whole, ones, cut }) => {
    const side = (name: string): readonly number[] =>
      whole.map((e, k) => (ones[k] === name || ones[k] === 'both' ? 1 : e))
    const both = whole.map((e, k) => (ones[k] === 'both' ? 1 : e))
    return { left: side('left'), right: side('right').slice(Math.min(cut, whole.length)), both }
  })

test('products broadcast as in NumPy', () =>
  fc.assert(
    fc.property(pairs, ({ left, right }) => {
      const [a, b] = [ints(left), ints(right, 3)]
      const rank = left.length
      const shape = left.map((e, k) => (e === 1 ? (right[k - rank + right.length] ?? 1) : e))
      const expected = indices(shape).map((index) => at(a, index) * at(b, index))
      near(values((x, y) => mul(x, y), a, b)[0], tensor(expected, shape), 0)
      const [dx, dy] = [0, 1].map((argnums) => tensor(grad((x, y) => sum(mul(x, y)), { argnums })(a, b)))
      assert.equal([...dx.shape], [...left])
      assert.equal(
        flat(dy).reduce((s, y, k) => s + y * b.data[k], 0),
        expected.reduce((s, y) => s + y, 0),
      )
    }),
    { numRuns: 200 },
  ))

test('matrix products over leading axes, and with a vector on either side', () => {
  const cases: readonly (readonly [readonly number[], readonly number[], readonly number[]])[] = [
    [
      [2, 3],
      [3, 4],
      [2, 4],
    ],
    [[3], [3, 4], [4]],
    [[2, 3], [3], [2]],
    [[3], [3], []],
    [
      [5, 2, 3],
      [3, 4],
      [5, 2, 4],
    ],
    [
      [5, 1, 2, 3],
      [2, 3, 4],
      [5, 2, 2, 4],
    ],
    [
      [2, 0],
      [0, 3],
      [2, 3],
    ],
    [[1, 2, 3], [3], [1, 2]],
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  ]
  for (const [left, right, shape] of cases) {
    const [a, b] = [ints(left), ints(right, 2)]
    const rows = left.length > 1
    const columns = right.length > 1
    const inner = left[left.length - 1]
    const expected = indices(shape).map((index) => {
      const i = rows ? [index[index.length - (columns ? 2 : 1)]] : []
      const k = columns ? [index[index.length - 1]] : []
      const batch = index.slice(0, index.length - i.length - k.length)
      let total = 0
      for (let j = 0; j < inner; j++) {
        const x = at(a, [...(left.length > 2 ? batch : []), ...i, j])
        const y = at(b, [...(right.length > 2 ? batch : []), j, ...k])
        total += x * y
      }
      return total
    })
    near(values((x, y) => matmul(x, y), a, b)[0], tensor(expected, shape), 0, `[${left}] @ [${right}]`)
  }
})

test('sums over any axes, kept or not', () => {
  const x = ints([2, 3, 4])
  for (const axes of [undefined, 0, -1, [0, 2], [1, -1], [], [2, 0, 1]] as const) {
    const gone = (axes === undefined ? [0, 1, 2] : [axes].flat()).map((axis) => (axis < 0 ? axis + 3 : axis))
    const kept = x.shape.map((e, axis) => (gone.includes(axis) ? 1 : e))
    const expected = indices(kept).map((index) =>
      indices(x.shape)
        .filter((own) => own.every((i, axis) => gone.includes(axis) || i === index[axis]))
        .reduce((s, own) => s + at(x, own), 0),
    )
    near(values((w) => sum(w, axes, { keep: true }), x)[0], tensor(expected, kept), 0)
    near(
      values((w) => sum(w, axes), x)[0],
      tensor(
        expected,
        x.shape.filter((_, axis) => !gone.includes(axis)),
      ),
      0,
    )
  }
})

test('transposes, reshapes, diagonals, traces, outer and inner products', () => {
  const x = ints([2, 3, 4])
  near(
    values((w) => transpose(w, [2, 0, 1]), x)[0],
    tensor(
      indices([4, 2, 3]).map(([i, j, k]) => at(x, [j, k, i])),
      [4, 2, 3],
    ),
  )
  near(
    values((w) => transpose(w), x)[0],
    tensor(
      indices([4, 3, 2]).map(([i, j, k]) => at(x, [k, j, i])),
      [4, 3, 2],
    ),
  )
  near(values((w) => reshape(w, [4, 3, 2]), x)[0], tensor(x.data, [4, 3, 2]))
  near(values((w) => reshape(w, [1]), 5)[0], [5])
  near(values((w) => reshape(w, []), [[5]])[0], 5)
  near(values((w) => sum(w), [5])[0], 5)
  near(
    values(
      (w) => diag(w),
      [
        [1, 2],
        [3, 4],
      ],
    )[0],
    [1, 4],
  )
  near(values((w) => diag(w), [1, 2])[0], [
    [1, 0],
    [0, 2],
  ])
  near(values((w) => diag(w), [7])[0], [[7]])
  near(values((w) => diag(broadcastTo(w, [2])), 7)[0], [
    [7, 0],
    [0, 7],
  ])
  near(
    values(
      (w) => trace(w),
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    )[0],
    [5, 13],
  )
  near(values((a, b) => outer(a, b), [1, 2], [[3], [4]])[0], [
    [[3], [4]],
    [[6], [8]],
  ])
  near(values((a, b) => dot(a, b), [[1, 2]], [[3, 4]])[0], 11)
  for (const n of [0, 1, 2, 3])
    near(
      values(() => eye(n))[0],
      tensor(
        indices([n, n]).map(([i, j]) => (i === j ? 1 : 0)),
        [n, n],
      ),
    )
  near(values((w) => broadcastTo(w, [2, 3, 2]), [[1], [2], [3]])[0], [
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  ])
})

test('tensors of one entry of any rank', () => {
  near(values((w) => sum(mul(reshape(w, [1, 1]), [[[2]]])), [3])[0], 6)
  near(grad((w) => sum(w))([3]), [1])
  near(grad((w) => (sum(mul(w, w), 0, { keep: true }).shape.length === 2 ? sum(mul(w, w)) : 0))([[3]]), [[6]])
  for (const mode of ['forward', 'reverse'] as const) near(jacobian((w) => reshape(w, []), { mode })([[3]]), [[1]])
})

test('derivatives of them all together', () => {
  const f = (x: Wire): Wire => {
    const y = matmul(x, transpose(sin(x)))
    return sum(mul(trace(y), diag(diag(y)), outer(diag(x), [1, 2]), reshape(broadcastTo(sum(x, 0), [2, 2]), [2, 2])))
  }
  checkOrders(f, [
    [0.3, -0.8],
    [1.1, 0.6],
  ])
  checkHessian(f, [
    [0.3, -0.8],
    [1.1, 0.6],
  ])
})

test('what does not fit is refused with op, argument, found, expected and cure', () => {
  const refused = (shapes: readonly (readonly number[])[], f: (...xs: Wire[]) => Wire): string =>
    String(thrown(() => graph(shapes, f)))
  assert.match(
    refused(
      [
        [2, 3],
        [2, 3],
      ],
      matmul,
    ),
    /ShapeError in matmul, argument 1: found \[2,3\], expected extent 3 where 2 is.*; transpose or reshape/,
  )
  assert.match(refused([[], [2]], matmul), /matmul, argument 0: found a scalar.*; multiply with mul/)
  assert.match(refused([[2], []], matmul), /matmul, argument 1: found a scalar/)
  assert.match(
    refused([[2], [3]], mul),
    /ShapeError in mul, argument 1: found extent 3 on axis -1 of \[3\], expected 2 or 1.*; reshape/,
  )
  assert.match(refused([[2, 3]], diag), /ShapeError in diag, argument 0: found \[2,3\], expected a square matrix/)
  assert.match(
    refused([[2, 3]], (x) => reshape(x, [5])),
    /reshape, argument 0: found \[2,3\], expected 5 entries/,
  )
  assert.match(
    refused([[2, 3]], (x) => broadcastTo(x, [3])),
    /broadcastTo/,
  )
  assert.match(
    refused([[2, 3]], (x) => broadcastTo(x, [4, 3])),
    /broadcastTo/,
  )
  assert.match(
    refused([[2, 3]], (x) => sum(x, 2)),
    /AxisError in sum, argument axis: found axis 2 of shape \[2,3\], expected a whole number from -2 to 1/,
  )
  assert.match(
    refused([[2, 3]], (x) => sum(x, [0, -2])),
    /each axis once/,
  )
  assert.match(
    refused([[2, 3]], (x) => transpose(x, [0])),
    /found 1 axes, expected 2/,
  )
})

test.run()
