/**
 * Einsum: the one contraction. `out[out] += product of xs[k][words[k]]`, summed over letters missing from the output,
 * broadcast over letters missing from the arguments, along diagonals where letters repeat. Its adjoint in argument k
 * is the swap of the output with word k.
 */
import { fail, typesText } from '../error.ts'
import { kernel, type Operand } from '../kernel.ts'
import { Linear } from '../linear.ts'
import { interning, type Op } from '../op.ts'
import { roomFor } from '../room.ts'
import { isTuple, type Shape, sizeOf, type Type, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { refOf } from '../wire.ts'
import { showWord, stridesOf, type Word } from '../words.ts'
import { fillOf } from './constant.ts'

/** Words factor flat indices, so an argument may have any shape of the right size; `shape` is the result's. */
export interface Einsum {
  readonly words: readonly Word[]
  readonly out: Word
  readonly extent: readonly number[]
  readonly shape: Shape
  /** A zero factor makes a product zero even against an infinity or a NaN: what linear maps do to a zero tangent. */
  readonly absorbing: boolean
}

const family = { name: 'einsum', kind: 'einsum' } as const

/** Where each letter stands: in results and arguments, in arguments only (summed), in results only (spread). */
export const letterRoles = ({ words, out, extent }: Einsum) => {
  const kept: number[] = []
  const summed: number[] = []
  const spread: number[] = []
  extent.forEach((_, l) => {
    const given = words.some((word) => word.includes(l))
    ;(given && out.includes(l) ? kept : given ? summed : spread).push(l)
  })
  return { kept, summed, spread }
}

/** Calls `visit` for all values of these letters, the last letter fastest, having set `at` to the index of each word. */
const walk = (
  letters: readonly number[],
  extent: readonly number[],
  strides: readonly number[][],
  at: Int32Array,
  visit: () => void,
): void => {
  const step = (depth: number): void => {
    if (depth === letters.length) {
      visit()
      return
    }
    const letter = letters[depth]!
    const size = extent[letter]!
    for (let i = 0; i < size; i++) {
      step(depth + 1)
      for (let k = 0; k < at.length; k++) at[k]! += strides[k]![letter]!
    }
    for (let k = 0; k < at.length; k++) at[k]! -= strides[k]![letter]! * size
  }
  step(0)
}

const numbersProduct = (xs: readonly Tensor[], absorbing: boolean): number => {
  let p = xs[0]!.data[0]!
  for (let k = 1; k < xs.length; k++) p *= xs[k]!.data[0]!
  return absorbing && Number.isNaN(p) && xs.some(({ data }) => data[0] === 0) ? 0 : p
}

/**
 * Entry by entry: kept letters outside, summed letters inside in order of number, factors from left to right; scalar
 * factors multiply the sum. A product with no summed letter is not added to anything, so that -0 stays -0.
 */
const evaluateEinsum = (params: Einsum, xs: readonly Tensor[]): Tensor => {
  const { words, out, extent, shape, absorbing } = params
  if (words.length > 0 && extent.length === 0) return fresh(shape, Float64Array.of(numbersProduct(xs, absorbing)))
  const { kept, summed, spread } = letterRoles(params)
  const data = roomFor('einsum', shape)
  const arrays = words.flatMap((word, k) => (word.length > 0 ? [k] : []))
  const scalars = words.flatMap((word, k) => (word.length === 0 ? [xs[k]!.data[0]!] : []))
  const strides = [...arrays.map((k) => stridesOf(words[k]!, extent)), stridesOf(out, extent)]
  const inputs = arrays.map((k) => xs[k]!.data)
  const at = new Int32Array(strides.length)
  const last = inputs.length
  /** A sum times the scalar factors. */
  const scaled = (sum: number): number => {
    const p = scalars.reduce((product, x) => product * x, sum)
    return absorbing && Number.isNaN(p) && (sum === 0 || scalars.includes(0)) ? 0 : p
  }
  let total: number | undefined
  const product = (): number => {
    let p = inputs[0]![at[0]!]!
    for (let k = 1; k < last; k++) p *= inputs[k]![at[k]!]!
    if (absorbing && Number.isNaN(p)) for (let k = 0; k < last; k++) if (inputs[k]![at[k]!] === 0) return 0
    return p
  }
  const accumulate = (): void => {
    const p = product()
    total = total === undefined ? p : total + p
  }
  walk(kept, extent, strides, at, () => {
    let result: number
    if (last === 0) result = scaled(1)
    else {
      total = undefined
      walk(summed, extent, strides, at, accumulate)
      result = scaled(total ?? 0)
    }
    walk(spread, extent, strides, at, () => {
      data[at[last]!] = result
    })
  })
  return fresh(shape, data)
}

const showExtents = (extent: readonly number[]): string => extent.map((e, l) => `${showWord([l])}=${e}`).join(' ')

const sized = (params: Einsum, xs: readonly Type[]): void => {
  const { words, extent } = params
  if (xs.length !== words.length)
    fail({
      tag: 'ArityError',
      op: 'einsum',
      found: `${xs.length} arguments`,
      expected: `${words.length}`,
      cure: 'give one argument per word',
    })
  for (let argument = 0; argument < xs.length; argument++) {
    const x = xs[argument]!
    let size = 1
    for (const letter of words[argument]!) size *= extent[letter]!
    if (isTuple(x) || sizeOf(x.shape) !== size)
      fail({
        tag: 'ShapeError',
        op: 'einsum',
        argument,
        found: typesText([x]),
        expected: `${size} entries for word ${showWord(words[argument]!)} over ${showExtents(extent)}`,
        cure: 'make the extents agree',
      })
  }
}

const keyOf = ({ words, out, extent, shape, absorbing }: Einsum): string =>
  `${words.length}:${words.map((word) => word.join(',')).join(';')}>${out.join(',')}|${extent.join(',')}|${shape.join(',')}${absorbing ? '|0' : ''}`

export const einsumOp = interning<Einsum>(keyOf, (params, key, hash): Op<Einsum> => {
  const type = tensorType(params.shape)
  return {
    family,
    params,
    key,
    hash,
    name: nameOf(params),
    type: (...xs) => {
      sized(params, xs)
      return type
    },
    eval: (...xs) => evaluateEinsum(params, xs as Tensor[]),
    partial: (at, y, xs, conventions) => {
      const { words, out, extent } = params
      let coef = 1
      let operands: readonly Operand[] = []
      for (let k = 0; k < xs.length; k++) {
        if (k === at) continue
        const known = fillOf(xs[k]!)
        if (known === undefined || !Number.isFinite(known))
          operands = [...operands, { ref: refOf(xs[k]!), spec: words[k]! }]
        else coef *= known
      }
      // A letter that only a constant fill had is loose now, and counts by its extent.
      const absorbing = params.absorbing || conventions.zero === 'absorbing'
      if (coef === 0 && absorbing) return Linear.zero(xs[at]!.type, y.type)
      if (extent.length === 0 && coef === 1 && operands.length === 1)
        return Linear.ofSlope(xs[at]!.type, y.type, operands[0]!.ref, absorbing)
      return Linear.ofKernel(
        xs[at]!.type,
        y.type,
        kernel(words[at]!, out, extent, operands, coef, absorbing && operands.length > 0),
      )
    },
  }
})

/** What an einsum that is a common op is called: `mul` for the product entry by entry, `reshape` for a change of shape. */
const nameOf = (params: Einsum): string => {
  const { words, out } = params
  if (isProduct(params)) return 'mul'
  const word = words.map(showWord).join()
  return words.length === 1 && word === showWord(out) ? 'reshape' : `einsum[${word}->${showWord(out)}]`
}

/** Whether an einsum is the elementwise product of its arguments. */
export const isProduct = ({ words, out, extent }: Einsum): boolean =>
  words.length > 1 &&
  words.every((word) => word.length === 0 || (word.length === out.length && word.every((l, k) => l === out[k]))) &&
  words.some((word) => word.length === out.length) &&
  new Set(out).size === out.length &&
  extent.length === out.length
