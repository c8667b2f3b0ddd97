/** Einsums as views, elementwise products, folds and products of matrices. */
import type { Einsum } from '../ops/einsum.ts'
import type { Word } from '../words.ts'
import { type Draft, filledWith, point, slotOf } from './draft.ts'
import { type Factor, product, spread } from './factors.ts'
import { matrixProduct } from './matrices.ts'
import { split } from './paths.ts'
import { dimsOf, merged, type View, wholeOf } from './view.ts'

/** The product of factors over an order of letters. One factor is a view. */
const productOver = (
  d: Draft,
  factors: readonly Factor[],
  extent: readonly number[],
  order: readonly number[],
  absorbing: boolean,
): View => {
  const size = product(extent, order)
  if (size === 0) return wholeOf(slotOf(d, 0))
  const views = factors.map((factor) => spread(d, factor, extent, order))
  if (views.length === 0) return filledWith(d, size, 1)
  return views.length === 1 ? views[0]! : point(d, size, { name: absorbing ? 'absorbing' : 'mul' }, views)
}

const isDistinct = (word: Word): boolean => new Set(word).size === word.length

/** The letters in the order in which some factor has them all, else those of the result and then the rest. */
const walkOrder = (
  factors: readonly Factor[],
  extent: readonly number[],
  kept: readonly number[],
  summed: readonly number[],
): readonly number[] => {
  const all = [...kept, ...summed]
  const whole = factors.find(({ word }) => isDistinct(word) && all.every((l) => extent[l] === 1 || word.includes(l)))
  return whole ? whole.word : all
}

/** The sum over letters of a product, by a fold over all of its entries. */
const folded = (
  d: Draft,
  factors: readonly Factor[],
  extent: readonly number[],
  kept: readonly number[],
  summed: readonly number[],
  absorbing: boolean,
): View => {
  const order = walkOrder(factors, extent, kept, summed)
  const out = slotOf(d, product(extent, kept))
  const size = product(extent, order)
  if (size === 0) {
    if (out.size > 0) d.tasks.push({ tag: 'fill', out, x: 0 })
    return wholeOf(out)
  }
  const arg = productOver(d, factors, extent, order, absorbing)
  d.tasks.push({ tag: 'fold', out, how: 'sum', arg, base: 0, to: merged(dimsOf(kept, extent, order)) })
  return wholeOf(out)
}

/** The sum over `summed` of a product of factors, in the order of the letters kept. */
const summedProduct = (
  d: Draft,
  factors: readonly Factor[],
  extent: readonly number[],
  kept: readonly number[],
  absorbing: boolean,
): View => {
  const own = (l: number): boolean => factors.some(({ word }) => word.includes(l))
  const summed = extent.flatMap((e, l) => (e !== 1 && !kept.includes(l) && own(l) ? [l] : []))
  if (summed.length === 0) return productOver(d, factors, extent, kept, absorbing)
  const pair = split(factors, extent, kept)
  if (pair) {
    const [first, second, rest, word] = pair
    const part = summedProduct(d, [first, second], extent, word, absorbing)
    return summedProduct(d, [...rest, { view: part, word }], extent, kept, absorbing)
  }
  return matrixProduct(d, factors, extent, kept, absorbing) ?? folded(d, factors, extent, kept, summed, absorbing)
}

/** A tensor written on diagonals of a larger one full of zeros. */
const onDiagonals = (d: Draft, from: View, letters: readonly number[], out: Word, extent: readonly number[]): View => {
  const to = slotOf(d, product(extent, out))
  d.tasks.push({ tag: 'fill', out: to, x: 0 })
  d.tasks.push({ tag: 'fold', out: to, how: 'store', arg: from, base: 0, to: merged(dimsOf(out, extent, letters)) })
  return wholeOf(to)
}

/** An einsum: arrays multiplied and summed, then numbers multiplied with the sum, as `eval` has it. */
export const contraction = (d: Draft, { words, out, extent, absorbing }: Einsum, xs: readonly View[]): View => {
  const arrays = words.flatMap((word, k) => (word.length > 0 ? [{ view: xs[k]!, word }] : []))
  const numbers = words.flatMap((word, k) => (word.length === 0 ? [xs[k]!] : []))
  const kept = [...new Set(out)]
  const size = product(extent, kept)
  if (size === 0) return wholeOf(slotOf(d, product(extent, out)))
  const stands = (l: number): boolean => out.includes(l) || words.some((word) => word.includes(l))
  if (extent.some((e, l) => e === 0 && !stands(l))) return filledWith(d, product(extent, out), 0)
  const overSize = (x: View): View => ({ ...x, dims: size === 1 ? [] : [{ extent: size, stride: 0 }] })
  const empty = words.some((word) => product(extent, word) === 0)
  const start =
    arrays.length > 0 ? (empty ? [filledWith(d, size, 0)] : [summedProduct(d, arrays, extent, kept, absorbing)]) : []
  const factors = [...start, ...numbers.map(overSize)]
  const result = absorbing
    ? factors
        .slice(1)
        .reduce((a, b) => point(d, size, { name: 'absorbing' }, [a, b]), factors[0] ?? filledWith(d, size, 1))
    : factors.length > 1
      ? point(d, size, { name: 'mul' }, factors)
      : (factors[0] ?? filledWith(d, size, 1))
  return kept.length === out.length ? result : onDiagonals(d, result, kept, out, extent)
}
