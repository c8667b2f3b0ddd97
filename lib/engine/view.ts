/** Views: the entries of a buffer in some order, told by a base and strides. Transposes, broadcasts, slices and diagonals are views. */
import { stridesOf, type Word } from '../words.ts'
import type { Slot } from './program.ts'

/** `extent` steps of `stride` entries each. */
export interface Dim {
  readonly extent: number
  readonly stride: number
}
export type Dims = readonly Dim[]

/** Entry `base + sum of stride * index` of a buffer, for all indices, the last dimension fastest. */
export interface View {
  readonly slot: Slot
  readonly base: number
  readonly dims: Dims
}

export const sizeOfDims = (dims: Dims): number => dims.reduce((n, { extent }) => n * extent, 1)

/** The same order of places without dimensions of extent 1, and neighbours that are one made one. */
export const merged = (dims: Dims): Dims => {
  const result: Dim[] = []
  for (const dim of dims) {
    if (dim.extent === 1) continue
    const last = result[result.length - 1]
    if (last && last.stride === dim.stride * dim.extent)
      result[result.length - 1] = { extent: last.extent * dim.extent, stride: dim.stride }
    else result.push(dim)
  }
  return result
}

export const wholeOf = (slot: Slot): View => ({
  slot,
  base: 0,
  dims: slot.size === 1 ? [] : [{ extent: slot.size, stride: 1 }],
})

/** Whether a view is all of its buffer in order. */
export const isWhole = ({ slot, base, dims }: View): boolean =>
  base === 0 &&
  (dims.length === 0 ? slot.size === 1 : dims.length === 1 && dims[0]!.stride === 1 && dims[0]!.extent === slot.size)

/** The dimensions of a word's letters, one each, in an order of letters: 0 where the word does not have the letter. */
export const dimsOf = (word: Word, extent: readonly number[], order: readonly number[]): Dims => {
  const strides = stridesOf(word, extent)
  return order.map((l) => ({ extent: extent[l]!, stride: strides[l]! }))
}

/** The place of a step in the flat index of some dimensions: which dimension, and how many of its own steps. */
const placeOf = (stride: number, dims: Dims, weights: readonly number[]) => {
  const size = Math.abs(stride)
  for (let d = dims.length - 1; d >= 0; d--)
    if (size < weights[d]! * dims[d]!.extent || d === 0)
      return size % weights[d]! === 0 ? { at: d, steps: stride / weights[d]! } : undefined
  return undefined
}

/**
 * A view of a view: `dims` from `base` on in the flat index of `through`, as a view of its buffer. Undefined where a step
 * is not a step of `through`.
 */
export const composed = (base: number, dims: Dims, through: View): View | undefined => {
  if (isWhole(through)) return { slot: through.slot, base, dims: merged(dims) }
  const to = through.dims
  const weights = new Array<number>(to.length)
  for (let d = to.length - 1, w = 1; d >= 0; d--) {
    weights[d] = w
    w *= to[d]!.extent
  }
  const least = to.map(({ extent }, d) => Math.floor(base / weights[d]!) % extent)
  const most = [...least]
  const result: Dim[] = []
  const pending = [...dims].reverse()
  while (pending.length > 0) {
    const dim = pending.pop()!
    if (dim.extent === 1) continue
    if (dim.stride === 0) {
      result.push(dim)
      continue
    }
    const place = placeOf(dim.stride, to, weights)
    if (!place) return undefined
    const { at, steps } = place
    const room = to[at]!.extent
    const reach = Math.abs(steps) * (dim.extent - 1)
    if (reach < room) {
      if (steps > 0) most[at]! += reach
      else least[at]! -= reach
      result.push({ extent: dim.extent, stride: steps * to[at]!.stride })
      continue
    }
    const inner = room / steps
    if (!(steps > 0 && Number.isInteger(inner) && dim.extent % inner === 0) || at === 0) return undefined
    pending.push({ extent: inner, stride: dim.stride }, { extent: dim.extent / inner, stride: weights[at - 1]! })
  }
  if (to.some(({ extent }, d) => least[d]! < 0 || most[d]! >= extent)) return undefined
  const start = to.reduce((sum, { extent, stride }, d) => {
    return sum + stride * (Math.floor(base / weights[d]!) % extent)
  }, through.base)
  return { slot: through.slot, base: start, dims: merged(result) }
}

/** Where between dimensions the flat index is cut: the products of the extents after each cut, largest first. */
export const cutsOf = (dims: Dims): readonly number[] => {
  const cuts: number[] = []
  let weight = 1
  for (let d = dims.length - 1; d > 0; d--) {
    weight *= dims[d]!.extent
    cuts.unshift(weight)
  }
  return cuts
}

/** Both cuts together; undefined where they are no factorisation of one index. */
export const joinedCuts = (a: readonly number[], b: readonly number[], size: number): readonly number[] | undefined => {
  if (b.length === 0) return a
  const all = [...new Set([...a, ...b])].sort((x, y) => y - x)
  let before = size
  for (const cut of all) {
    if (before % cut !== 0) return undefined
    before = cut
  }
  return all
}

/** The strides of dimensions, finer cuts made, outermost first: one for each letter between cuts. */
export const stridesAt = (dims: Dims, cuts: readonly number[], size: number): readonly number[] => {
  const letters = extentsAt(cuts, size)
  const strides = new Array<number>(letters.length).fill(0)
  let d = dims.length - 1
  let used = 1
  for (let k = letters.length - 1; k >= 0; k--) {
    if (letters[k] === 1) continue
    const dim = dims[d]!
    strides[k] = dim.stride * used
    used *= letters[k]!
    if (used === dim.extent) {
      d--
      used = 1
    }
  }
  return strides
}

/** The extents of the letters between cuts, outermost first. */
export const extentsAt = (cuts: readonly number[], size: number): readonly number[] =>
  [...cuts, 1].map((cut, k) => (k === 0 ? size : cuts[k - 1]!) / cut)
