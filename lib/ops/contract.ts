/** Drawing contractions: einsums as simple as what is known of their factors lets them be. */
import type { Op } from '../op.ts'
import { type Shape, sameShape } from '../types.ts'
import { argsOf, draw, inOrder, refOf, type Wire } from '../wire.ts'
import { axesWord, canonicalWords, compareWords, type Word } from '../words.ts'
import { fill, fillOf } from './constant.ts'
import { type Einsum, einsumOp } from './einsum.ts'
import { negOp } from './neg.ts'

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
 * The coefficient with a factor taken into it, where the factor is known as the graph is drawn: not a zero beside
 * factors in which it would hide an infinity, and not where the product of two numbers would overflow or lose digits that the whole keeps.
 */
const absorbed = (coef: number, wire: Wire, mayVanish: boolean): number | undefined => {
  const x = fillOf(wire)
  if (x === undefined || (x === 0 && !mayVanish)) return undefined
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
  let free = wires
  if (!wires.every(isPlain)) {
    const rest: Wire[] = []
    for (const given of wires) {
      const wire = unsigned(given, wires.length > 1)
      if (wire !== given) coef = -coef
      const product = absorbed(coef, wire, absorbing)
      if (product === undefined) rest.push(wire)
      else coef = product
    }
    free = rest
  }
  if (free.length === 0 || (coef === 0 && absorbing)) return fill([], coef)
  const sorted = inOrder(free)
  const unit = coef === 1 || coef === -1
  const factors = unit ? sorted : [...sorted, fill([], coef)]
  if (factors.length === 1) return signed(coef, factors[0]!)
  const product = scalarProducts[absorbing ? 1 : 0]![factors.length] ?? scalarProduct(factors.length, absorbing)
  return signed(unit ? coef : 1, draw(product, factors))
}
/** Whether nothing is known of a factor that would change how a product is drawn. */
const isPlain = (wire: Wire): boolean => wire.node.op !== negOp && fillOf(wire) === undefined

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
    const product = absorbed(coef, wire, absorbing || factors.length === 1)
    if (product === undefined) rest.push({ wire, word: factor.word })
    else coef = product
  }
  if (coef === 0 && absorbing) return fill(shape, 0)
  // Letters are joined before factors are put in order and numbered after.
  const joined = canonicalWords([...rest.map((x) => x.word), out], extents)
  const frame = joined.words[rest.length]!
  const sorted = rest
    .map(({ wire }, k) => ({ wire, word: joined.words[k]! }))
    .sort((a, b) => byPlace(a.wire, b.wire) || compareWords(a.word, b.word, frame))
  const { words, extent } = canonicalWords([...sorted.map((x) => x.word), frame], joined.extent)
  const { loose } = joined
  const to = words[rest.length]!
  const distinct = new Set(to).size === to.length
  if (loose === 0) return fill(shape, 0)
  const scale = coef * loose
  if (rest.length === 0 && distinct) return fill(shape, scale)
  const unit = scale === 1 || scale === -1
  const [only] = sorted
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
  return signed(unit ? scale : 1, draw(op, [...sorted.map((x) => x.wire), ...scalars]))
}

const sameWord = (a: Word, b: Word): boolean => a.length === b.length && a.every((letter, k) => letter === b[k])

/** `coef` times a tensor. */
export const scaled = (wire: Wire, coef: number): Wire => {
  const word = axesWord(wire.shape.length)
  return contract([{ wire, word }], word, wire.shape, wire.shape, coef)
}
