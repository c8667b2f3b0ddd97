/** Contraction paths: which two of many factors to multiply first. */
import type { Factor } from './factors.ts'

/** Fewer products than this are not worth a path. */
const SMALL = 512

type Pair = readonly [first: Factor, second: Factor, rest: readonly Factor[], word: readonly number[]]

const sizeOver = (extent: readonly number[], letters: ReadonlySet<number>): number => {
  let n = 1
  for (const l of letters) n *= extent[l]!
  return n
}

/** What is kept of two factors: the letters of the result and of the other factors. */
const keptOf = (a: Factor, b: Factor, rest: readonly Factor[], kept: readonly number[]): readonly number[] => {
  const wanted = new Set([...kept, ...rest.flatMap(({ word }) => [...word])])
  return [...new Set([...a.word, ...b.word])].filter((l) => wanted.has(l))
}

/** The products of the cheapest order from here on: all orders for few factors, the cheapest next pair for more. */
const costOf = (
  factors: readonly Factor[],
  extent: readonly number[],
  kept: readonly number[],
  depth: number,
): number =>
  factors.length < 2
    ? 0
    : factors.length === 2 || depth === 0
      ? sizeOver(extent, new Set(factors.flatMap(({ word }) => [...word])))
      : best(factors, extent, kept, depth)!.cost

const best = (factors: readonly Factor[], extent: readonly number[], kept: readonly number[], depth: number) => {
  let found: { readonly cost: number; readonly pair: Pair } | undefined
  for (let i = 0; i < factors.length; i++)
    for (let k = i + 1; k < factors.length; k++) {
      const [a, b] = [factors[i]!, factors[k]!]
      const rest = factors.filter((_, at) => at !== i && at !== k)
      const word = keptOf(a, b, rest, kept)
      const own = sizeOver(extent, new Set([...a.word, ...b.word]))
      const cost = own + costOf([...rest, { view: a.view, word }], extent, kept, depth - 1)
      if (!found || cost < found.cost) found = { cost, pair: [a, b, rest, word] }
    }
  return found
}

/** The pair of three or more factors to multiply first, and its letters kept; undefined where one loop over all is as good. */
export const split = (
  factors: readonly Factor[],
  extent: readonly number[],
  kept: readonly number[],
): Pair | undefined => {
  if (factors.length < 3) return undefined
  const atOnce = sizeOver(extent, new Set(factors.flatMap(({ word }) => [...word])))
  if (atOnce <= SMALL) return undefined
  const found = best(factors, extent, kept, factors.length <= 6 ? factors.length : 1)!
  return found.cost < atOnce * (factors.length - 1) ? found.pair : undefined
}
