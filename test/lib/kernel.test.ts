// Kernels: every operation on them is held against the sum over all values of all letters, written out.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fuse, isIdentity, type Kernel, kernel, parallel, transposeKernel } from '../../lib/kernel.ts'
import type { Letter, Word } from '../../lib/words.ts'

const sizeOf = (word: Word, extent: readonly number[]): number => word.reduce((n, l) => n * extent[l], 1)

/** The data of the operand at `ref`: small whole numbers, so that sums are exact in any order. */
const operandAt = (ref: number, index: number): number => ((7 * ref + 5 * index + ref * index) % 7) - 3

/** The definition: out[out] += coef * product of operands * in[hole], over all values of all letters. */
const applied = (k: Kernel, x: readonly number[], outSize = sizeOf(k.out, k.extent)): readonly number[] => {
  const result = new Array<number>(outSize).fill(0)
  const values: number[] = []
  const index = (word: Word): number => word.reduce((at, l) => at * k.extent[l] + values[l], 0)
  const visit = (letter: Letter): void => {
    if (letter === k.extent.length) {
      const slope = k.operands.reduce((p, { ref, spec }) => p * operandAt(ref, index(spec)), k.coef)
      result[index(k.out)] += slope * x[index(k.hole)]
    } else for (values[letter] = 0; values[letter] < k.extent[letter]; values[letter]++) visit(letter + 1)
  }
  visit(0)
  return result
}

const testVector = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => ((3 * i + 1) % 11) - 4)

interface Written {
  readonly hole: Word
  readonly out: Word
  readonly extents: readonly number[]
  readonly operands: readonly { readonly ref: number; readonly spec: Word }[]
}

/** A kernel whose hole or out has exactly `size` entries, written as random factors with diagonals and loose letters. */
const written = (sizes: readonly number[], place: 'hole' | 'out'): fc.Arbitrary<Written> =>
  fc
    .record({
      more: fc.array(fc.constantFrom(0, 1, 2, 2, 3, 3, 4), { maxLength: 2 }),
      other: fc.array(fc.nat(9), { maxLength: 3 }),
      specs: fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 2 }),
      refs: fc.array(fc.nat(3), { minLength: 2, maxLength: 2 }),
    })
    .map(({ more, other, specs, refs }) => {
      const extents = [...sizes, ...more]
      const fixed = sizes.map((_, l) => l)
      const pick = (letters: readonly number[]): Word =>
        extents.length === 0 ? [] : letters.map((l) => l % extents.length)
      return {
        extents,
        hole: place === 'hole' ? fixed : pick(other),
        out: place === 'hole' ? pick(other) : fixed,
        operands: specs.map((spec, k) => ({ ref: refs[k], spec: pick(spec) })),
      }
    })

/** Factorisations of one flat index, some of which clash. */
const factorisations: readonly (readonly (readonly number[])[])[] = [
  [[12], [3, 4], [4, 3], [2, 6], [6, 2], [2, 2, 3], [2, 3, 2], [1, 12]],
  [[4], [2, 2], [1, 4], [4, 1]],
  [[8], [2, 4], [4, 2], [2, 2, 2]],
  [[0], [0, 3], [2, 0]],
  [[1], [], [1, 1]],
]

const pairs = fc.constantFrom(...factorisations).chain((ways) =>
  fc.tuple(
    fc.constantFrom(...ways).chain((sizes) => written(sizes, 'out')),
    fc.constantFrom(...ways).chain((sizes) => written(sizes, 'hole')),
  ),
)

const made = ({ hole, out, extents, operands }: Written, coef = 1): Kernel =>
  kernel(hole, out, extents, operands, coef, false)
const raw = ({ hole, out, extents, operands }: Written, coef = 1): Kernel => ({
  hole,
  out,
  extent: extents,
  operands,
  coef,
  absorbing: false,
})
const small = ({ extents }: Written): boolean => extents.reduce((n, e) => n * Math.max(1, e), 1) <= 600

test('a canonical kernel does what the written one did', () =>
  fc.assert(
    fc.property(pairs, ([f, g]) => {
      for (const k of [f, g].filter(small)) {
        const x = testVector(sizeOf(k.hole, k.extents))
        assert.equal(applied(made(k, 3), x), applied(raw(k, 3), x))
      }
    }),
    { numRuns: 1000 },
  ))

/** Factorises the diagonal of the flat index between the two, so that both sides meet repeated letters too. */
const diagonals = fc.constantFrom<Word>([0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]).chain((word) =>
  fc.tuple(
    fc.constant<Written>({ hole: [0, 1], out: word, extents: [2, 3], operands: [{ ref: 1, spec: [1, 0] }] }),
    fc
      .constantFrom<readonly number[]>([4], [2, 2], [12], [2, 3, 2], [2, 6], [6, 2])
      .chain((sizes) => written(sizes, 'hole')),
    fc.boolean(),
  ),
)

const turned = (k: Written): Written => ({ ...k, hole: k.out, out: k.hole })

const fusesRight = (f: Written, g: Written): 'fused' | 'clash' => {
  const [a, b] = [made(f, 2), made(g, -3)]
  const fused = fuse(a, b)
  if (!fused) return 'clash'
  const x = testVector(sizeOf(f.hole, f.extents))
  const [between, out] = [sizeOf(f.out, f.extents), sizeOf(g.out, g.extents)]
  assert.equal(applied(fused, x, out), applied(raw(g, -3), applied(raw(f, 2), x, between), out))
  return 'fused'
}

test('2,000 random pairs: the fused kernel is one after the other', () => {
  const seen = { fused: 0, clash: 0 }
  fc.assert(
    fc.property(
      pairs.filter(([f, g]) => small(f) && small(g)),
      ([f, g]) => {
        seen[fusesRight(f, g)]++
      },
    ),
    { numRuns: 2000 },
  )
  assert.ok(seen.fused > 1000 && seen.clash > 50, JSON.stringify(seen))
})

test('diagonals on either side of the index between fuse right', () => {
  let fused = 0
  fc.assert(
    fc.property(diagonals, ([f, g, swap]) => {
      const between = sizeOf(f.out, f.extents)
      if (between !== sizeOf(g.hole, g.extents) || !small(g)) return
      if ((swap ? fusesRight(turned(g), turned(f)) : fusesRight(f, g)) === 'fused') fused++
    }),
    { numRuns: 1000 },
  )
  assert.ok(fused > 100, `${fused} fused`)
})

test('the adjoint of the fused is the fused adjoints', () =>
  fc.assert(
    fc.property(pairs, ([f, g]) => {
      const [a, b] = [made(f, 2), made(g, -3)]
      const forth = fuse(a, b)
      const back = fuse(transposeKernel(b), transposeKernel(a))
      assert.is(forth === undefined, back === undefined)
      if (!forth || !back || !small(f) || !small(g)) return
      const y = testVector(sizeOf(g.out, g.extents))
      const size = sizeOf(f.hole, f.extents)
      assert.equal(applied(back, y, size), applied(transposeKernel(forth), y, size))
    }),
    { numRuns: 500 },
  ))

test('transposeKernel is an involution, and the adjoint', () =>
  fc.assert(
    fc.property(pairs, ([f, g]) => {
      for (const k of [f, g].filter(small)) {
        const one = made(k, 5)
        assert.equal(transposeKernel(transposeKernel(one)), one)
        const [x, w] = [testVector(sizeOf(k.hole, k.extents)), testVector(sizeOf(k.out, k.extents)).map((y) => y * y)]
        const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, y, i) => s + y * b[i], 0)
        assert.is(dot(applied(one, x), w), dot(x, applied(transposeKernel(one), w)))
      }
    }),
    { numRuns: 500 },
  ))

test('the order in which operands are written does not matter', () => {
  const [x, y] = [
    { ref: 4, spec: [0] },
    { ref: 2, spec: [0, 1] },
  ]
  assert.equal(kernel([0], [1], [2, 3], [x, y], 1, false), kernel([0], [1], [2, 3], [y, x], 1, false))
})

test('the identity is known, under any factorisation, and nothing else is', () => {
  assert.ok(isIdentity(kernel([0, 1], [0, 1], [2, 3], [], 1, false)))
  assert.ok(isIdentity(kernel([0, 1, 2], [0, 2, 1], [4, 1, 1], [], 1, false)))
  assert.ok(isIdentity(kernel([], [], [], [], 1, false)))
  assert.not(isIdentity(kernel([0, 1], [1, 0], [2, 3], [], 1, false)))
  assert.not(isIdentity(kernel([0, 0], [0, 0], [2], [], 1, false)), 'the mask of a diagonal')
  assert.not(isIdentity(kernel([0], [0], [2], [], 2, false)))
  assert.not(isIdentity(kernel([0], [0], [2, 3], [], 1, false)), 'a loose letter is a factor')
  assert.not(isIdentity(kernel([0], [0], [2], [{ ref: 0, spec: [] }], 1, false)))
})

test('parallel kernels differ at most by the coefficient', () => {
  const k = (ref: number, out: Word, coef: number, absorbing = false): Kernel =>
    kernel([0, 1], out, [2, 3], [{ ref, spec: [1] }], coef, absorbing)
  assert.ok(parallel(k(1, [0, 1], 1), k(1, [0, 1], -4)))
  assert.not(parallel(k(1, [0, 1], 1), k(2, [0, 1], 1)))
  assert.not(parallel(k(1, [0, 1], 1), k(1, [1, 0], 1)))
  assert.not(parallel(k(1, [0, 1], 1), k(1, [0, 1], 1, true)))
})

test('what absorbs goes on absorbing when fused', () => {
  const k = (absorbing: boolean): Kernel => kernel([0], [0], [2], [{ ref: 0, spec: [0] }], 1, absorbing)
  assert.equal(
    [fuse(k(false), k(false)), fuse(k(true), k(false)), fuse(k(false), k(true))].map((f) => f?.absorbing),
    [false, true, true],
  )
})

test.run()
