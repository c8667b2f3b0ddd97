// Einsum: random contractions against nested loops that multiply entry by entry, their derivatives too.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { contract } from '../../../lib/ops/contract.ts'
import { type Einsum, einsumOp } from '../../../lib/ops/einsum.ts'
import { mulAbsorbing } from '../../../lib/ops/linalg.ts'
import type { Word } from '../../../lib/words.ts'
import {
  add,
  draw,
  einsum,
  eye,
  fill,
  grad,
  graph,
  jvp,
  mul,
  neg,
  nodeAt,
  sum,
  type Tensor,
  tensor,
  vjp,
  type Wire,
} from '../../../modes/index.ts'
import { checkHessian, checkOrders, flat, near, outputs, thrown, values } from '../../support.ts'

interface Spec {
  readonly words: readonly Word[]
  readonly out: Word
  readonly extent: readonly number[]
}

const shapeOf = (word: Word, extent: readonly number[]): readonly number[] => word.map((l) => extent[l])
const sizeOf = (word: Word, extent: readonly number[]): number => word.reduce((n, l) => n * extent[l], 1)

/** out[out] += product of xs[k][words[k]], by loops over all letters; a factor 0 absorbs where asked to. */
const naive = (
  { words, out, extent }: Spec,
  xs: readonly (readonly number[])[],
  absorbing = false,
): readonly number[] => {
  const result = new Array<number>(sizeOf(out, extent)).fill(0)
  // A letter that only the result has spreads what is there: it is looped over outside, not summed.
  const values: number[] = []
  const index = (word: Word): number => word.reduce((at, l) => at * extent[l] + values[l], 0)
  const visit = (letter: number): void => {
    if (letter < extent.length)
      for (values[letter] = 0; values[letter] < extent[letter]; values[letter]++) visit(letter + 1)
    else {
      const factors = xs.map((x, k) => x[index(words[k])])
      const product = absorbing && factors.includes(0) ? 0 : factors.reduce((a, b) => a * b, 1)
      result[index(out)] += product
    }
  }
  visit(0)
  return result
}

const specs: fc.Arbitrary<Spec> = fc
  .record({
    extent: fc.array(fc.constantFrom(0, 1, 2, 2, 3, 3, 4), { minLength: 1, maxLength: 4 }),
    words: fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    out: fc.array(fc.nat(9), { maxLength: 3 }),
  })
  .map(({ extent, words, out }) => {
    const pick = (letters: readonly number[]): Word => letters.map((l) => l % extent.length)
    // Loose letters would multiply by their extent; einsum itself knows only letters of some word.
    const all = [...words, out].map(pick)
    return {
      words: all.slice(0, -1),
      out: all[all.length - 1],
      extent: extent.map((e, l) => (all.some((word) => word.includes(l)) ? e : 1)),
    }
  })

const ints = (size: number, seed: number): readonly number[] =>
  Array.from({ length: size }, (_, i) => ((5 * i * (seed + 1) + 3 * seed + (i % 3)) % 7) - 3)

const operandsOf = ({ words, extent }: Spec): readonly Tensor[] =>
  words.map((word, k) => tensor(ints(sizeOf(word, extent), k), shapeOf(word, extent)))

const drawn =
  ({ words, out, extent }: Spec) =>
  (...xs: readonly Wire[]): Wire =>
    contract(
      xs.map((wire, k) => ({ wire, word: words[k] })),
      out,
      extent,
      shapeOf(out, extent),
    )

test('300 random contractions, zero extents, diagonals and spread letters among them', () =>
  fc.assert(
    fc.property(specs, (spec) => {
      const xs = operandsOf(spec)
      near(values(drawn(spec), ...xs)[0], tensor(naive(spec, xs.map(flat)), shapeOf(spec.out, spec.extent)), 0)
    }),
    { numRuns: 300 },
  ))

test('einsum in its own notation is the same contraction', () =>
  fc.assert(
    fc.property(specs, (spec) => {
      const name = (word: Word): string => word.map((l) => 'kzaB'[l]).join('')
      const out = [...new Set(spec.out)].filter((l) => spec.words.flat().includes(l))
      const xs = operandsOf(spec)
      const text = `${spec.words.map(name).join(' , ')} -> ${name(out)}`
      const expected = naive(
        { ...spec, out, extent: spec.extent.map((e, l) => (spec.words.flat().includes(l) ? e : 1)) },
        xs.map(flat),
      )
      near(values((...wires) => einsum(text, ...wires), ...xs)[0], tensor(expected, shapeOf(out, spec.extent)), 0)
    }),
    { numRuns: 300 },
  ))

test('absorbing: a zero factor makes a product zero against infinities and NaN', () =>
  fc.assert(
    fc.property(specs, fc.nat(4), (spec, seed) => {
      const words = spec.words.filter((word) => sizeOf(word, spec.extent) > 1)
      if (words.length === 0) return
      const used = {
        ...spec,
        words,
        extent: spec.extent.map((e, l) => ([...words, spec.out].some((w) => w.includes(l)) ? e : 1)),
      }
      const strange = [0, Number.POSITIVE_INFINITY, 1, Number.NaN, 0, 2, 0]
      const xs = words.map((word, k) =>
        tensor(
          ints(sizeOf(word, used.extent), k + seed).map((x) => strange[x + 3]),
          shapeOf(word, used.extent),
        ),
      )
      for (const absorbing of [true, false]) {
        const params: Einsum = { ...used, shape: shapeOf(used.out, used.extent), absorbing }
        const found = values((...wires) => draw(einsumOp(params), wires), ...xs)[0]
        near(found, tensor(naive(used, xs.map(flat), absorbing), params.shape), 0)
      }
    }),
    { numRuns: 300 },
  ))

test('the derivative of a contraction is the sum over its places, and the reverse is its adjoint', () =>
  fc.assert(
    fc.property(specs, fc.boolean(), (spec, same) => {
      const xs = operandsOf(spec)
      // With `same`, all operands of the first one's word are one wire.
      const isFirst = (k: number): boolean => k === 0 || (same && `${spec.words[k]}` === `${spec.words[0]}`)
      const f = (...wires: readonly Wire[]): Wire => drawn(spec)(...wires.map((x, k) => (isFirst(k) ? wires[0] : x)))
      const at = xs.map((x, k) => (isFirst(k) ? xs[0] : x))
      const vs = xs.map((x, k) => tensor(ints(x.data.length, k + 5), x.shape))
      const tangents = vs.map((v, k) => (isFirst(k) ? vs[0] : v))
      const expected = naive(spec, at.map(flat)).map(() => 0)
      for (let k = 0; k < at.length; k++)
        naive(
          spec,
          at.map((x, j) => flat(j === k ? tangents[k] : x)),
        ).forEach((y, i) => {
          expected[i] += y
        })
      const shape = shapeOf(spec.out, spec.extent)
      near(jvp(f)(xs, vs)[1], tensor(expected, shape), 0, 'forward')
      const w = tensor(ints(expected.length, 9), shape)
      const pulled = vjp(f)(...xs)[1](w)
      const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, x, i) => s + x * b[i], 0)
      const inner = pulled.reduce<number>((s, dx, k) => s + dot(flat(dx), flat(vs[k])), 0)
      assert.is(inner, dot(expected, flat(w)))
    }),
    { numRuns: 300 },
  ))

test('one wire in several places: all orders, all nestings, Hessians in lanes', () => {
  const c = [
    [1, -2],
    [0.5, 3],
  ]
  checkOrders((x) => einsum('ij,jk,ki->', x, x, x), c, 3, 'trace of the cube')
  checkHessian((x) => einsum('ij,jk,ki->', x, x, x), c, 'trace of the cube')
  checkOrders((x) => einsum('ii,ij,jj->', x, x, x), c, 3, 'diagonals')
  checkHessian((x) => einsum('ii,ij,jj->', x, x, x), c, 'diagonals')
  checkOrders((x) => sum(mul(x, einsum('ji,ij->ij', x, x), x)), c, 3, 'transposes')
})

test('constants of one number join the coefficient, and nothing else changes', () => {
  const x = [
    [1, 2, 3],
    [4, 5, 6],
  ]
  near(values((a) => einsum('ij,jk->ik', a, fill([3, 2], 2)), x)[0], [
    [12, 12],
    [30, 30],
  ])
  near(values((a) => einsum('ij,kl->i', a, fill([2, 5], -1)), x)[0], [-60, -150])
  near(values(() => einsum('ij,j->', fill([2, 3], 2), fill([3], 5)))[0], 60)
  near(values(() => sum(eye(3), 0))[0], [1, 1, 1])
  near(
    values(
      (a) => einsum('ij,ji->', a, eye(2)),
      [
        [1, 2],
        [3, 4],
      ],
    )[0],
    5,
  )
  near(values((a) => einsum('ij,jj->i', a, fill([3, 3], 2)), x)[0], [12, 30])
})

test('an empty sum is 0, whatever its terms would be', () => {
  const none = tensor([], [0])
  near(values((x) => sum(x), none)[0], 0)
  near(values((x) => einsum('ij,jk->ik', x, fill([0, 2], 1)), tensor([], [2, 0]))[0], tensor([0, 0, 0, 0], [2, 2]))
  near(values(() => sum(fill([0], Number.POSITIVE_INFINITY)))[0], 0)
  near(values((x) => sum(mul(x, Number.NaN)), none)[0], 0)
})

test('a product of numbers keeps its size when constants alone would overflow', () => {
  near(values((x) => mul(x, 1e300, 1e300), 1e-300)[0], 1e300, 1e-14)
  near(values((x) => mul(x, 1e-200, 1e-200), 1e300)[0], 1e-100, 0)
})

test('signs and zeros are exact', () => {
  const [a, b, c, d] = values((x) => [neg(x), mul(-1, x), neg(neg(x)), mul(x, neg(x))], 0) as number[]
  assert.ok(Object.is(a, -0) && Object.is(b, -0) && Object.is(c, 0) && Object.is(d, -0))
  assert.ok(Number.isNaN(values((x) => mul(0, x), Number.POSITIVE_INFINITY)[0] as number), '0 infinity is NaN')
  assert.is(values((x) => mulAbsorbing(0, x), Number.POSITIVE_INFINITY)[0], 0)
  assert.is(values((x, y) => mulAbsorbing(x, y), 0, Number.NaN)[0], 0)
  near(values((x, y) => mulAbsorbing(x, y), [0, 1], Number.POSITIVE_INFINITY)[0], [0, Number.POSITIVE_INFINITY])
})

test('what changes nothing is not drawn', () => {
  const g = graph([[2, 3]], (x) => [einsum('ij->ij', x), mul(x, 1), einsum('ij,->ij', x, 1), mul(x, fill([2, 3], 1))])
  assert.equal([...g.outputs], [0, 0, 0, 0])
  const minus = graph([[2]], (x) => mul(-1, x))
  assert.is(nodeAt(minus, minus.outputs[0]).op.name, 'neg')
  const swapped = graph([[2], [2]], (x, y) => [mul(x, y), mul(y, x)])
  assert.is(swapped.outputs[0], swapped.outputs[1], 'a product is drawn once, in either order')
})

test('sum(x @ x) has the gradient [[7, 11], [9, 13]] at [[1, 2], [3, 4]]', () => {
  near(
    grad((x) => sum(einsum('ij,jk', x, x)))([
      [1, 2],
      [3, 4],
    ]),
    [
      [7, 11],
      [9, 13],
    ],
    0,
  )
})

test('a specification that does not fit is refused with the argument and the cure', () => {
  const refused = (spec: string, shapes: readonly (readonly number[])[]): string =>
    String(thrown(() => graph(shapes, (...xs) => einsum(spec, ...xs))))
  assert.match(
    refused('ij,jk->ik', [
      [2, 3],
      [2, 3],
    ]),
    /EinsumError in einsum, argument 1.*extent 2 for j.*expected 3/,
  )
  assert.match(refused('ij', [[2]]), /argument 0.*word ij.*\[2\].*1 letters/)
  assert.match(refused('i,j', [[2]]), /2 words, expected 1/)
  assert.match(refused('i->k', [[2]]), /letter k in the output only/)
  assert.match(refused('i->j->k', [[2]]), /words of letters/)
  assert.match(refused('i1->i', [[2, 2]]), /words of letters/)
  assert.match(
    String(
      thrown(() =>
        graph([[2]], (x) => draw(einsumOp({ words: [[0]], out: [0], extent: [3], shape: [3], absorbing: false }), [x])),
      ),
    ),
    /ShapeError in einsum, argument 0.*3 entries/,
  )
})

test('the implicit output is the letters that stand once, sorted', () => {
  const x = [
    [1, 2],
    [3, 4],
  ]
  near(
    outputs(
      graph([[2, 2]], (a) => einsum('ba', a)),
      x,
    )[0],
    [
      [1, 3],
      [2, 4],
    ],
  )
  near(
    outputs(
      graph([[2, 2]], (a) => [einsum('ii', a), add(einsum('ij,jk', a, a), 0)]),
      x,
    )[0],
    5,
  )
})

test.run()
