/**
 * Einsum: the one contraction. `out[out] += product of xs[k][words[k]]`, summed over letters missing from the output,
 * broadcast over letters missing from the arguments, along diagonals where letters repeat. Its adjoint in argument k
 * is the swap of the output with word k.
 */
import { fail, typesText } from '../error.ts'
import { kernel } from '../kernel.ts'
import { Linear } from '../linear.ts'
import { interning, type Op } from '../op.ts'
import { isTuple, type Shape, sameShape, sizeOf, type Type, tensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { argsOf, draw, refOf, type Wire } from '../wire.ts'
import { canonicalWords, showWord, stridesOf, type Word } from '../words.ts'
import { fill, fillOf } from './constant.ts'
import { negOp } from './neg.ts'

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
  for (let k = 1; k < xs.length; k++) {
    const x = xs[k]!.data[0]!
    p = absorbing && (p === 0 || x === 0) && Number.isNaN(p * x) ? 0 : p * x
  }
  return p
}

/**
 * Entry by entry: kept letters outside, summed letters inside in order of number, factors from left to right; scalar
 * factors multiply the sum. A product with no summed letter is not added to anything, so that -0 stays -0.
 */
const evaluateEinsum = (params: Einsum, xs: readonly Tensor[]): Tensor => {
  const { words, out, extent, shape, absorbing } = params
  if (words.length > 0 && extent.length === 0) return fresh(shape, Float64Array.of(numbersProduct(xs, absorbing)))
  const { kept, summed, spread } = letterRoles(params)
  const data = new Float64Array(sizeOf(shape))
  const arrays = words.flatMap((word, k) => (word.length > 0 ? [k] : []))
  const scalars = words.flatMap((word, k) => (word.length === 0 ? [xs[k]!.data[0]!] : []))
  const strides = [...arrays.map((k) => stridesOf(words[k]!, extent)), stridesOf(out, extent)]
  const inputs = arrays.map((k) => xs[k]!.data)
  const at = new Int32Array(strides.length)
  const last = inputs.length
  const times = (p: number, x: number): number => {
    const y = p * x
    return absorbing && Number.isNaN(y) && (p === 0 || x === 0) ? 0 : y
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
    if (last === 0) result = scalars.length > 0 ? scalars.reduce(times) : 1
    else {
      total = undefined
      walk(summed, extent, strides, at, accumulate)
      result = scalars.reduce(times, total ?? 0)
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
  xs.forEach((x, argument) => {
    const size = words[argument]!.reduce((n, letter) => n * extent[letter]!, 1)
    if (isTuple(x) || sizeOf(x.shape) !== size)
      fail({
        tag: 'ShapeError',
        op: 'einsum',
        argument,
        found: typesText([x]),
        expected: `${size} entries for word ${showWord(words[argument]!)} over ${showExtents(extent)}`,
        cure: 'make the extents agree',
      })
  })
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
    name: isProduct(params) ? 'mul' : `einsum[${params.words.map(showWord).join()}->${showWord(params.out)}]`,
    type: (...xs) => {
      sized(params, xs)
      return type
    },
    eval: (...xs) => evaluateEinsum(params, xs as Tensor[]),
    partial: (at, y, xs, conventions) => {
      const { words, out, extent } = params
      let coef = 1
      const operands: { ref: number; spec: Word }[] = []
      xs.forEach((x, k) => {
        if (k === at) return
        const known = fillOf(x)
        if (known === undefined || !Number.isFinite(known)) operands.push({ ref: refOf(x), spec: words[k]! })
        else coef *= known
      })
      // A letter that only a constant fill had is loose now, and counts by its extent.
      const absorbing = params.absorbing || conventions.zero === 'absorbing'
      return Linear.ofKernel(
        xs[at]!.type,
        y.type,
        kernel(words[at]!, out, extent, operands, coef, absorbing && operands.length > 0),
      )
    },
  }
})

/** Whether an einsum is the elementwise product of its arguments. */
export const isProduct = ({ words, out, extent }: Einsum): boolean =>
  words.length > 1 &&
  words.every((word) => word.length === 0 || (word.length === out.length && word.every((l, k) => l === out[k]))) &&
  words.some((word) => word.length === out.length) &&
  new Set(out).size === out.length &&
  extent.length === out.length

const scalarProduct = (count: number, absorbing: boolean): Op<Einsum> =>
  einsumOp({ words: Array.from({ length: count }, () => []), out: [], extent: [], shape: [], absorbing })
const scalarProducts = [false, true].map((absorbing) => [0, 1, 2, 3, 4].map((count) => scalarProduct(count, absorbing)))

export interface Factor {
  readonly wire: Wire
  readonly word: Word
}

/** A factor without its sign, where it stands among several: a sign is the product's. */
const unsigned = (wire: Wire, several: boolean): Wire => (several && wire.node.op === negOp ? argsOf(wire)[0]! : wire)

/**
 * The coefficient with a factor taken into it, where the factor is known as the graph is drawn: not a zero, which would
 * hide an infinity, and not where the product of two numbers would overflow or lose digits that the whole keeps.
 */
const absorbed = (coef: number, wire: Wire, absorbing: boolean): number | undefined => {
  const x = fillOf(wire)
  if (x === undefined || (x === 0 && !absorbing)) return undefined
  const product = coef * x
  const size = Math.abs(product)
  return x === 0 || !Number.isFinite(x) || (size >= SMALLEST_NORMAL && size < Number.POSITIVE_INFINITY)
    ? product
    : undefined
}
const SMALLEST_NORMAL = 2 ** -1022

const signed = (coef: number, wire: Wire): Wire => (coef === -1 ? draw(negOp, [wire]) : wire)
const byPlace = (a: Wire, b: Wire): number => refOf(a) - refOf(b)

/** `coef` times the product of numbers, drawn as `contract` does it. */
export const contractNumbers = (wires: readonly Wire[], coefficient = 1, absorbing = false): Wire => {
  let coef = coefficient
  const rest: Wire[] = []
  for (const given of wires) {
    const wire = unsigned(given, wires.length > 1)
    if (wire !== given) coef = -coef
    const product = absorbed(coef, wire, absorbing)
    if (product === undefined) rest.push(wire)
    else coef = product
  }
  if (rest.length === 0 || (coef === 0 && absorbing)) return fill([], coef)
  if (rest.length > 1) rest.sort(byPlace)
  const unit = coef === 1 || coef === -1
  if (!unit) rest.push(fill([], coef))
  if (rest.length === 1) return signed(coef, rest[0]!)
  const product = scalarProducts[absorbing ? 1 : 0]![rest.length] ?? scalarProduct(rest.length, absorbing)
  return signed(unit ? coef : 1, draw(product, rest))
}

/**
 * Draws `coef` times an einsum, as simply as it can: constants of one number join the coefficient, factors stand in
 * order of place, a sign is a negation, and what changes nothing is not drawn.
 */
export const contract = (
  factors: readonly Factor[],
  out: Word,
  extents: readonly number[],
  shape: Shape,
  coefficient = 1,
  absorbing = false,
): Wire => {
  let coef = coefficient
  const rest: Factor[] = []
  for (const factor of factors) {
    const wire = unsigned(factor.wire, factors.length > 1)
    if (wire !== factor.wire) coef = -coef
    const product = absorbed(coef, wire, absorbing)
    if (product === undefined) rest.push({ wire, word: factor.word })
    else coef = product
  }
  if (coef === 0 && absorbing) return fill(shape, 0)
  rest.sort((a, b) => byPlace(a.wire, b.wire))
  const { words, extent, loose } = canonicalWords([...rest.map((x) => x.word), out], extents)
  const to = words[rest.length]!
  const distinct = new Set(to).size === to.length
  if (loose === 0) return fill(shape, 0)
  const scale = coef * loose
  if (rest.length === 0 && distinct) return fill(shape, scale)
  const unit = scale === 1 || scale === -1
  const [only] = rest
  if (unit && rest.length === 1 && distinct && sameShape(only!.wire.shape, shape) && sameWord(words[0]!, to))
    return signed(scale, only!.wire)
  const scalars = unit ? [] : [fill([], scale)]
  const op = einsumOp({
    words: [...words.slice(0, rest.length), ...scalars.map(() => [])],
    out: to,
    extent,
    shape,
    absorbing,
  })
  return signed(unit ? scale : 1, draw(op, [...rest.map((x) => x.wire), ...scalars]))
}

const sameWord = (a: Word, b: Word): boolean => a.length === b.length && a.every((letter, k) => letter === b[k])
