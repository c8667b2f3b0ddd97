// Linear maps: an additive category with an involution, checked by what maps do to vectors and by their form.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { applyLinear } from '../../lib/flow.ts'
import { kernel } from '../../lib/kernel.ts'
import { scalar, tensorType } from '../../lib/types.ts'
import type { Word } from '../../lib/words.ts'
import { cotangent, extend, graph, input, Linear, mul, slice, tensor, wireAt } from '../../modes/index.ts'
import { flat, near, outputs, slopeAt0 } from '../support.ts'

const type = tensorType([2, 3])
/** Operands: node 0 is a tensor of six entries, node 1 of two; node 2 is a slice, whose step is taken from its partial. */
const base = graph([[2, 3], [2]], (x) => [slice(x, [[1, 2]])])
const data = [
  [2, -1, 0.5, 3, -2, 1],
  [-1.5, 0.25],
] as const

const k = (hole: Word, out: Word, coef: number, ...operands: readonly (readonly [number, Word])[]): Linear =>
  Linear.ofKernel(
    type,
    type,
    kernel(
      hole,
      out,
      [2, 3, 2, 3],
      operands.map(([ref, spec]) => ({ ref, spec })),
      // Letters that stand nowhere multiply by their extent; here they should not.
      coef /
        [0, 1, 2, 3]
          .filter((l) => ![hole, out, ...operands.map(([, w]) => w)].flat().includes(l))
          .reduce((n, l) => n * [2, 3, 2, 3][l], 1),
      false,
    ),
  )

/** Cutting out the second row, and putting it back: a step that no kernel is. */
const cut = ((): Linear => {
  let map = Linear.zero(type, type)
  extend(base, () => {
    const [there] = base.nodes.get(2)!.args
    map = base.nodes.get(2)!.op.partial(0, wireAt(2), [wireAt(there)], cotangent)
    return []
  })
  return Linear.compose(map, Linear.adjoint(map))
})()

/** Endomorphisms of 2x3 tensors: scalings, diagonals, contractions, outer products, steps. */
const generators: readonly Linear[] = [
  Linear.identity(type),
  Linear.zero(type, type),
  k([0, 1], [0, 1], -2),
  k([0, 1], [0, 1], 1, [0, [0, 1]]),
  k([0, 1], [2, 1], 1, [1, [0]], [1, [2]]),
  k([0, 1], [2, 3], 3, [0, [0, 3]]),
  k([0, 1], [0, 3], 1, [0, [0, 1]]),
  cut,
  Linear.sum(cut, k([0, 1], [0, 1], 1)),
]

const applied = (l: Linear, x: readonly number[]): readonly number[] => {
  const drawn = extend(base, () => {
    const hole = input(l.from)
    return [applyLinear(l, hole) ?? mul(0, hole)]
  })
  return flat(outputs(drawn, tensor(data[0], [2, 3]), data[1], tensor(x, [2, 3]))[0])
}

const some = fc.constantFrom(...generators)
const vector = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 6, maxLength: 6 })
const plus = (a: readonly number[], b: readonly number[]): readonly number[] => a.map((y, i) => y + b[i])
const inner = (a: readonly number[], b: readonly number[]): number => a.reduce((s, y, i) => s + y * b[i], 0)
const law = (
  name: string,
  f: (l: Linear, m: Linear, n: Linear, x: readonly number[], y: readonly number[]) => void,
): void => test(name, () => fc.assert(fc.property(some, some, some, vector, vector, f), { numRuns: 60 }))

law('a map is linear', (l, _m, _n, x, y) => {
  near(applied(l, plus(x, y)), plus(applied(l, x), applied(l, y)))
  near(applied(l, [0, 0, 0, 0, 0, 0]), [0, 0, 0, 0, 0, 0], 0)
})
law('compose is one after the other', (l, m, _n, x) =>
  near(applied(Linear.compose(l, m), x), applied(m, applied(l, x))),
)
law('compose is associative, with identities and zeros', (l, m, n, x) => {
  near(applied(Linear.compose(Linear.compose(l, m), n), x), applied(Linear.compose(l, Linear.compose(m, n)), x))
  assert.equal(Linear.compose(Linear.identity(type), l), l)
  assert.equal(Linear.compose(l, Linear.identity(type)), l)
  assert.is(Linear.compose(l, Linear.zero(type, type)).paths.length, 0)
  assert.is(Linear.compose(Linear.zero(type, type), l).paths.length, 0)
})
law('sum is the sum, and compose distributes over it', (l, m, n, x) => {
  near(applied(Linear.sum(l, m), x), plus(applied(l, x), applied(m, x)))
  near(
    applied(Linear.compose(Linear.sum(l, m), n), x),
    plus(applied(Linear.compose(l, n), x), applied(Linear.compose(m, n), x)),
  )
})
law('adjoint: <l v, w> = <v, adjoint l w>, an involution', (l, _m, _n, x, y) => {
  near(inner(applied(l, x), y), inner(x, applied(Linear.adjoint(l), y)))
  near(applied(Linear.adjoint(Linear.adjoint(l)), x), applied(l, x), 0)
})
law('adjoint turns composition round', (l, m, _n, x) =>
  near(
    applied(Linear.adjoint(Linear.compose(l, m)), x),
    applied(Linear.compose(Linear.adjoint(m), Linear.adjoint(l)), x),
  ),
)

test('sums of parallel kernels are one, opposites cancel, an identity may come out', () => {
  const twice = k([0, 1], [0, 1], 2)
  assert.is(Linear.sum(twice, k([0, 1], [0, 1], 5)).paths.length, 1)
  assert.is(Linear.sum(twice, k([0, 1], [0, 1], -2)).paths.length, 0)
  assert.equal(Linear.sum(twice, k([0, 1], [0, 1], -1)), Linear.identity(type))
  assert.equal(Linear.sum(k([0, 1], [0, 1], -1), k([0, 1], [0, 1], 2)), Linear.identity(type))
  assert.is(Linear.sum(Linear.identity(type), Linear.identity(type)).paths.length, 1)
  near(applied(Linear.sum(Linear.identity(type), Linear.identity(type)), [1, 2, 3, 4, 5, 6]), [2, 4, 6, 8, 10, 12], 0)
})

test('a map is its own derivative', () => {
  const l = Linear.sum(cut, k([0, 1], [2, 3], 3, [0, [0, 3]]))
  const [x, v] = [
    [1, 2, 3, 4, 5, 6],
    [1, -1, 0, 2, 0.5, 0],
  ]
  near(
    slopeAt0((h) =>
      applied(
        l,
        plus(
          x,
          v.map((y) => h * y),
        ),
      ),
    ),
    applied(l, v),
    1e-9,
  )
})

test('multiplication by a number is the kernel with that operand, between all types of one entry', () => {
  const ones = [scalar, tensorType([1]), tensorType([1, 1])]
  for (const absorbing of [false, true])
    for (const from of ones)
      for (const to of ones) {
        const l = Linear.ofSlope(from, to, 3, absorbing)
        const given = kernel([], [], [], [{ ref: 3, spec: [] }], 1, absorbing)
        const same = Linear.ofKernel(from, to, given)
        assert.equal(l.paths, same.paths)
        assert.equal([l.from, l.to], [from, to])
        const back = Linear.adjoint(l)
        assert.equal([back.from, back.to, back.paths], [to, from, same.paths])
        assert.equal(Linear.sum(l, l).paths, [[{ ...given, coef: 2 }]])
        assert.is(Linear.sum(l, Linear.zero(from, to)), l)
        assert.equal(Linear.compose(l, back), Linear.compose(same, Linear.adjoint(same)))
      }
})

test.run()
