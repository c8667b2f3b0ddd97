/** Factors of a contraction: views whose indices are letters. */
import type { Word } from '../words.ts'
import { type Draft, solid } from './draft.ts'
import { composed, dimsOf, sizeOfDims, type View, wholeOf } from './view.ts'

export interface Factor {
  readonly view: View
  readonly word: Word
}

export const product = (extent: readonly number[], letters: readonly number[]): number =>
  letters.reduce((n, l) => n * extent[l]!, 1)

/** A factor as a view over an order of letters; copied first where its own order does not allow it. */
export const spread = (d: Draft, { view, word }: Factor, extent: readonly number[], order: readonly number[]): View => {
  const dims = dimsOf(word, extent, order)
  return composed(0, dims, view) ?? composed(0, dims, wholeOf(solid(d, view, sizeOfDims(view.dims))))!
}
