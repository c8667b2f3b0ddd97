// Readings: random matrices come back from their products with the groups of every kind of colouring.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AdError,
  type Colouring,
  colouring,
  decompress,
  Pattern,
  readingOf,
  SparseMatrix,
} from '../../../modes/index.ts'
import { near, thrown } from '../../support.ts'
import { band, entriesOf, patterns, symmetricPatterns } from './patterns.ts'

type Dense = readonly (readonly number[])[]

const dense = ({ shape: [m, n] }: Pattern, at: (i: number, j: number) => number): Dense =>
  Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_unused, j) => at(i, j)))

/** The products of a matrix with every group, by the definition of a product. */
const productsOf = (a: Dense, { shape: [m, n], columns, rows, columnPasses, rowPasses }: Colouring): Float64Array => {
  const all: number[] = []
  for (let g = 0; g < columnPasses; g++)
    for (let i = 0; i < m; i++) all.push(a[i].reduce((sum, x, j) => (columns[j] === g ? sum + x : sum), 0))
  for (let g = 0; g < rowPasses; g++)
    for (let j = 0; j < n; j++) all.push(a.reduce((sum, row, i) => (rows[i] === g ? sum + row[j] : sum), 0))
  return Float64Array.from(all)
}

const sampled = (p: Pattern, symmetric: boolean): Dense => {
  const there = Pattern.toDense(p)
  const number = (i: number, j: number): number => 1 + Math.sin(3 + 7 * i + 1.3 * j)
  return dense(p, (i, j) => (there[i][j] ? (symmetric ? number(Math.min(i, j), Math.max(i, j)) : number(i, j)) : 0))
}

const comesBack = (p: Pattern, kind: Colouring['kind'], symmetric: boolean): void => {
  const a = sampled(p, symmetric)
  const c = colouring(p, kind)
  const matrix = decompress(readingOf(p, c), productsOf(a, c))
  // Where nothing is substituted the entries are those given, to the bit.
  const tolerance = kind === 'acyclic' ? 1e-13 : 0
  near(
    [...matrix.values],
    entriesOf(p).map(([i, j]) => a[i][j]),
    tolerance,
    kind,
  )
  assert.equal(
    [...matrix.rows].map((i, k) => [i, matrix.columns[k]]),
    entriesOf(p),
  )
}

test('by columns, rows and both', () => {
  fc.assert(
    fc.property(patterns(9), (p) => {
      for (const kind of ['columns', 'rows', 'both'] as const) comesBack(p, kind, false)
    }),
  )
})

test('symmetric ones by stars and by substitution', () => {
  for (const whole of [true, false])
    fc.assert(
      fc.property(symmetricPatterns(9, whole), (p) => {
        for (const kind of ['star', 'acyclic'] as const) comesBack(p, kind, true)
      }),
    )
  for (const side of [1, 3])
    for (const kind of ['star', 'acyclic'] as const) comesBack(band(50, side, side), kind, true)
})

test('dense rows of a sparse matrix, and numbers that are too few', () => {
  const p = Pattern.ofRows([[1], [], [0, 1]], 2)
  near(SparseMatrix.toDense(SparseMatrix.of(p, Float64Array.of(3, 5, 7))), [
    [0, 3],
    [0, 0],
    [5, 7],
  ])
  const error = thrown(() => SparseMatrix.of(p, Float64Array.of(3)))
  assert.instance(error, AdError)
  assert.match((error as AdError).message, /ShapeError in SparseMatrix.of.*found 1 numbers, expected 3/)
})

test.run()
