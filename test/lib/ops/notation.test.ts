// NumPy's notation: dots, stretching, implicit outputs, and reshapes that leave one extent open.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cos, einsum, graph, jacobian, mul, reshape, type Shape, sum, tensor, type Wire } from '../../../modes/index.ts'
import { checkBodies, checkCounts, checkEverywhere, gist } from '../../everywhere.ts'
import { near, thrown, values } from '../../support.ts'

const counting = (shape: Shape) =>
  tensor(
    Array.from({ length: shape.reduce((n, e) => n * e, 1) }, (_, k) => ((k * 7) % 11) - 4),
    shape,
  )

/** The sum over all letters by loops: words and extents written out, an axis of extent 1 read at 0. */
const loops = (words: readonly string[], out: string, xs: readonly ReturnType<typeof counting>[]) => {
  const size = new Map<string, number>()
  for (const [k, word] of words.entries())
    for (const [axis, l] of [...word].entries()) {
      const extent = xs[k].shape[axis]
      if (extent !== 1 || !size.has(l)) size.set(l, extent)
    }
  const letters = [...size.keys()]
  const shape = [...out].map((l) => size.get(l)!)
  const data = new Array(shape.reduce((n, e) => n * e, 1)).fill(0)
  const at = new Map<string, number>()
  const visit = (depth: number): void => {
    if (depth < letters.length) {
      for (let i = 0; i < size.get(letters[depth])!; i++) {
        at.set(letters[depth], i)
        visit(depth + 1)
      }
      return
    }
    const place = (word: string, extents: Shape): number =>
      [...word].reduce((n, l, axis) => n * extents[axis] + (extents[axis] === 1 ? 0 : at.get(l)!), 0)
    data[place(out, shape)] += words.reduce((p, word, k) => p * xs[k].data[place(word, xs[k].shape)], 1)
  }
  visit(0)
  return tensor(data, shape)
}

const agrees = (spec: string, words: string, shapes: readonly Shape[]): void => {
  const xs = shapes.map(counting)
  const [left, out] = words.split('->')
  near(values((...ws) => einsum(spec, ...ws), ...xs)[0], loops(left.split(','), out, xs), 1e-12, spec)
}

test('dots stand for the axes without a letter, aligned from the last', () => {
  agrees('...ij,...jk->...ik', 'abij,abjk->abik', [
    [2, 3, 2, 4],
    [2, 3, 4, 2],
  ])
  agrees('...ij,...jk->...ik', 'abij,bjk->abik', [
    [2, 3, 2, 4],
    [3, 4, 2],
  ])
  agrees('...ij,...jk->...ik', 'abij,bjk->abik', [
    [2, 1, 2, 4],
    [3, 4, 2],
  ])
  agrees('...ij,...jk->...ik', 'ij,jk->ik', [
    [2, 4],
    [4, 3],
  ])
  agrees('i...->...', 'iab->ab', [[2, 3, 4]])
  agrees('i...j->...ji', 'iabj->abji', [[2, 3, 4, 2]])
  agrees('...,...->...', 'ab,b->ab', [[2, 3], [3]])
  agrees('i..., ... j -> i j ...'.replaceAll(' ', ''), 'iab,abj->ijab', [
    [2, 3, 2],
    [3, 2, 4],
  ])
  agrees('...i,...i->...', 'ai,ai->a', [
    [3, 2],
    [1, 2],
  ])
  agrees('...ii->...i', 'aii->ai', [[2, 3, 3]])
  agrees('...->...', 'abc->abc', [[1, 2, 3]])
})

test('without an arrow: dots first, then letters that stand once, sorted', () => {
  agrees('...ji', 'abji->abij', [[2, 2, 3, 4]])
  agrees('ij...,jk...', 'ijab,jkab->abik', [
    [2, 3, 2, 1],
    [3, 4, 1, 2],
  ])
  agrees('b...,a', 'bx,a->xab', [[2, 3], [4]])
  agrees('...i,...i', 'ai,ai->a', [
    [3, 2],
    [3, 2],
  ])
})

test('an extent 1 stretches to that of its letter elsewhere', () => {
  agrees('ij,jk->ik', 'ij,jk->ik', [
    [2, 1],
    [3, 4],
  ])
  agrees('ij,jk->ik', 'ij,jk->ik', [
    [2, 3],
    [1, 4],
  ])
  agrees('ij,ij->ij', 'ij,ij->ij', [
    [1, 3],
    [2, 1],
  ])
  agrees('ij,ij->', 'ij,ij->', [
    [1, 3],
    [2, 1],
  ])
  agrees('i,i,i->i', 'i,i,i->i', [[1], [4], [1]])
  agrees('ij->ji', 'ij->ji', [[1, 3]])
  agrees('i,i->i', 'i,i->i', [[1], [0]])
})

test('any number of operands', () => {
  agrees('ij,jk,kl,lm->im', 'ij,jk,kl,lm->im', [
    [2, 3],
    [3, 2],
    [2, 2],
    [2, 3],
  ])
  agrees('i,i,i,i,i->i', 'i,i,i,i,i->i', [[3], [3], [3], [3], [3]])
  near(values(() => einsum('->'))[0], 1)
})

test('batched products are those of loops, whatever the leading axes', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(1, 2, 3), { maxLength: 2 }),
      fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
      fc.nat(2),
      (lead, ones, drop) => {
        const other = lead.map((e, k) => (ones[k] ? 1 : e)).slice(Math.min(drop, lead.length))
        const names = 'ab'.slice(0, lead.length)
        agrees('...ij,...jk->...ik', `${names}ij,${names.slice(lead.length - other.length)}jk->${names}ik`, [
          [...lead, 2, 3],
          [...other, 3, 2],
        ])
      },
    ),
    { numRuns: 60 },
  ))

test('derivatives to third order, in lanes and in bodies', () => {
  const x = [
    [0.3, -0.8, 0.5],
    [1.1, 0.6, -0.2],
  ]
  const f = (w: Wire): Wire => gist(einsum('...ij,...kj->...ik', mul(w, w), reshape(cos(w), [2, 1, -1])))
  checkEverywhere(f, x)
  checkEverywhere((w) => gist(einsum('ij,kj', sum(w, 1, { keep: true }), w)), x)
  checkBodies(f, x)
  checkCounts(f, x)
  near(jacobian((w) => einsum('i,i->i', w, [1, 2, 3]))([5]), [[1], [2], [3]], 0)
})

test('reshape finds one extent', () => {
  const shapeOf = (from: Shape, to: Shape): Shape => {
    let found: Shape = []
    graph([from], (w) => {
      const y = reshape(w, to)
      found = y.shape
      return y
    })
    return found
  }
  assert.equal(shapeOf([2, 3], [-1]), [6])
  assert.equal(shapeOf([2, 3], [3, -1]), [3, 2])
  assert.equal(shapeOf([2, 3], [1, -1, 6]), [1, 1, 6])
  assert.equal(shapeOf([], [-1]), [1])
  assert.equal(shapeOf([2, 0], [-1]), [0])
  assert.equal(shapeOf([2, 0], [-1, 2]), [0, 2])
  const refused = (from: Shape, to: Shape): string => String(thrown(() => shapeOf(from, to)))
  for (const to of [
    [-1, -1],
    [4, -1],
    [-1, 0],
    [-2, -3],
    [2, -3],
  ])
    assert.match(refused([2, 3], to), /ShapeError in reshape, argument 0: found \[2,3\]/, String(to))
  assert.match(refused([2, 0], [-1, 0]), /ShapeError in reshape/)
})

test('what does not parse or fit is refused', () => {
  const refused = (spec: string, ...shapes: readonly Shape[]): string =>
    String(thrown(() => graph(shapes, (...ws) => einsum(spec, ...ws))))
  assert.match(refused('..i', [2]), /EinsumError in einsum: found "..i"/)
  assert.match(refused('...i...', [2]), /EinsumError/)
  assert.match(refused('i...->i', [2, 3]), /EinsumError.*output i without \.\.\..*write \.\.\. in the output/)
  assert.match(refused('...ij', [2]), /argument 0.*word \.\.\.ij for shape \[2\]/)
  assert.match(refused('...i,...i', [2, 3], [4, 3]), /argument 1.*extent 4 for \.\.\..*expected 2/)
  assert.match(refused('i,i', [2], [3]), /argument 1.*extent 3 for i.*expected 2/)
  assert.match(refused('i->ij', [2]), /letter j in the output only/)
  assert.match(refused('...ii->...i', [3, 4]), /extent 4 for i.*expected 3/)
})

test.run()
