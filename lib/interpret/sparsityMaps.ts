/** Rows through linear maps: what kernels and steps do to which columns each entry depends on. */
import { type Kernel, transposeKernel } from '../kernel.ts'
import { type Factor, isStep, type Path } from '../linear.ts'
import { stridesOf, type Word } from '../words.ts'
import { marksOf } from './sparsityFacts.ts'
import { EMPTY, type Row, type Rows } from './sparsityRows.ts'
import { dense, type Reading, throughStep, turnedStep } from './sparsitySteps.ts'

/** For each assignment of numbers to some letters, the last letter fastest, the place in a word. */
const placesIn = (letters: Word, strides: readonly number[], extent: readonly number[]): Int32Array => {
  const places = new Int32Array(letters.reduce((n, letter) => n * extent[letter]!, 1))
  let count = 1
  for (const letter of letters.toReversed()) {
    for (let i = 1; i < extent[letter]!; i++)
      for (let k = 0; k < count; k++) places[i * count + k] = places[k]! + i * strides[letter]!
    count *= extent[letter]!
  }
  return places
}

/** Letters that only the output has are left for the end: all entries along them share a row. */
const throughKernel = (k: Kernel, rows: Rows, { facts, union }: Reading): Rows => {
  const { hole, out, extent } = k
  if (extent.length === 0 && k.coef !== 0 && k.operands.every(({ ref }) => !marksOf(facts[ref]!))) return rows
  const result = new Array<Row>(out.reduce((n, letter) => n * extent[letter]!, 1)).fill(EMPTY)
  const operands = k.operands.flatMap(({ ref, spec }) => {
    const marks = marksOf(facts[ref]!)
    return marks ? [{ marks, spec }] : []
  })
  if (extent.includes(0) || k.coef === 0) return result
  const plain = operands.length === 0 && hole.length === out.length && new Set(hole).size === hole.length
  if (plain && hole.every((letter, at) => letter === out[at])) return rows
  const words = [hole, ...operands.map(({ spec }) => spec)]
  const letters = [...extent.keys()]
  const inTerm = (letter: number): boolean => words.some((word) => word.includes(letter))
  const kept = letters.filter((letter) => out.includes(letter) && inTerm(letter))
  const summed = letters.filter((letter) => !out.includes(letter) && inTerm(letter))
  const spread = letters.filter((letter) => out.includes(letter) && !inTerm(letter))
  const along = (some: Word, word: Word): Int32Array => placesIn(some, stridesOf(word, extent), extent)
  const [outer, inner] = [along(kept, hole), along(summed, hole)]
  const factors = operands.map(({ marks, spec }) => ({ marks, outer: along(kept, spec), inner: along(summed, spec) }))
  const [starts, copies] = [along(kept, out), along(spread, out)]
  const alive = (a: number, s: number): boolean =>
    factors.every((factor) => factor.marks[factor.outer[a]! + factor.inner[s]!])
  for (let a = 0; a < outer.length; a++) {
    const terms: Row[] = []
    for (let s = 0; s < inner.length; s++) if (alive(a, s)) terms.push(rows[outer[a]! + inner[s]!]!)
    const row = union(terms)
    if (row.length > 0) for (const copy of copies) result[starts[a]! + copy] = row
  }
  return result
}

const throughFactor = (factor: Factor, turned: boolean, rows: Rows, reading: Reading): Rows => {
  if (!isStep(factor)) return throughKernel(turned ? transposeKernel(factor) : factor, rows, reading)
  const step = turned ? turnedStep(factor) : factor
  return step ? throughStep(step, rows, reading) : dense(rows, factor.from, reading.union)
}

/** Rows through one factor after the other, or through their adjoints from the last one on. */
export const throughPath = (path: Path, turned: boolean, rows: Rows, reading: Reading): Rows =>
  path[turned ? 'reduceRight' : 'reduce']((sofar: Rows, factor) => throughFactor(factor, turned, sofar, reading), rows)
