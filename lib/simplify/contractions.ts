/** Rules of einsums: what changes nothing goes, and neighbours are one contraction where that costs no more. */
import { einsumCost } from '../interpret/counts.ts'
import { fuse, type Kernel, kernel } from '../kernel.ts'
import { fill, fillOf } from '../ops/constant.ts'
import { contract } from '../ops/contract.ts'
import { type Einsum, einsumOp, letterRoles } from '../ops/einsum.ts'
import { negOp } from '../ops/neg.ts'
import { sameShape, type TensorType } from '../types.ts'
import { argsOf, draw, refOf, type Wire, wireAt } from '../wire.ts'
import type { Word } from '../words.ts'
import type { Rule, Site } from './rule.ts'

const einsumOf = (x: Wire): Einsum | undefined =>
  x.node.op.family.kind === 'einsum' ? (x.node.op.params as Einsum) : undefined

const isDistinct = (word: Word): boolean => new Set(word).size === word.length
const sameWord = (a: Word, b: Word): boolean => a.length === b.length && a.every((letter, k) => letter === b[k])
const sums = (e: Einsum): boolean => letterRoles(e).summed.some((letter) => e.extent[letter] !== 1)
/** Whether entries only move: to other places, to several, among zeros. */
const moves = (e: Einsum): boolean => e.words.length === 1 && !sums(e)
/** Whether all letters stand somewhere and none is empty. */
const isPlain = ({ words, out, extent }: Einsum): boolean =>
  extent.every((size, letter) => size > 0 && (out.includes(letter) || words.some((word) => word.includes(letter))))

/** Whether a factor is a number that changes no zero, no infinity and no NaN into another of them. */
const isScale = (x: Wire, word: Word): boolean => {
  const known = word.length === 0 ? fillOf(x) : undefined
  return known !== undefined && known !== 0 && Number.isFinite(known)
}

const others = (e: Einsum, args: readonly Wire[], at: number) =>
  e.words.flatMap((word, k) => (k === at || isScale(args[k]!, word) ? [] : [word]))

/** An einsum as a linear map in its argument `at`. */
const kernelAt = ({ words, out, extent }: Einsum, args: readonly Wire[], at: number, absorbing: boolean): Kernel =>
  kernel(
    words[at]!,
    out,
    extent,
    args.flatMap((x, k) => (k === at ? [] : [{ ref: refOf(x), spec: words[k]! }])),
    1,
    absorbing,
  )

const workOf = (e: Einsum): number => {
  const { multiplications, additions } = einsumCost(e)
  return multiplications + additions
}

/** The einsum of a kernel applied to a wire. */
const applied = (k: Kernel, x: Wire, shape: readonly number[]): Wire =>
  contract(
    [{ wire: x, word: k.hole }, ...k.operands.map(({ ref, spec }) => ({ wire: wireAt(ref), word: spec }))],
    k.out,
    k.extent,
    shape,
    k.coef,
    k.absorbing,
  )

/** What a kernel does as an einsum, its coefficient a further factor. */
const einsumOfKernel = (k: Kernel, shape: readonly number[]): Einsum => ({
  words: [k.hole, ...k.operands.map(({ spec }) => spec), ...(k.coef === 1 ? [] : [[]])],
  out: k.out,
  extent: k.extent,
  shape,
  absorbing: k.absorbing,
})

/**
 * Whether the sums and products of two einsums may be taken as one. At most one of them multiplies by more than a number:
 * a product of many factors costs no more than its parts, but its derivative does. No product moves out of a sum, or into
 * one, where an infinity would show that: inf (1 - 2) is not inf - 2 inf.
 */
const mayJoin = (outer: Einsum, outerOthers: readonly Word[], inner: Einsum, innerOthers: readonly Word[]): boolean => {
  if (outerOthers.length > 0 && innerOthers.length > 0) return false
  if (outerOthers.length > 0 && (sums(inner) || !isDistinct(inner.out))) return false
  const numbers = innerOthers.some((word) => word.length === 0) || inner.words[0]!.length === 0
  return !(sums(outer) && numbers && outer.words.length + inner.words.length > 2)
}

/** The node with the einsum that is its argument `at` taken into it. */
const joined = ({ op, args, once }: Site, at: number): Wire | undefined => {
  const outer = op.params as Einsum
  const x = args[at]!
  const inner = einsumOf(x)
  if (!inner || inner.words.length === 0 || !isPlain(inner)) return undefined
  const given = argsOf(x)
  const [outerOthers, innerOthers] = [others(outer, args, at), others(inner, given, 0)]
  if (!mayJoin(outer, outerOthers, inner, innerOthers)) return undefined
  const absorbing = outerOthers.length > 0 ? outer.absorbing : innerOthers.length > 0 && inner.absorbing
  const whole = fuse(kernelAt(inner, given, 0, absorbing), kernelAt(outer, args, at, absorbing))
  if (!whole) return undefined
  const alone = once(x)
  if (!alone && !(moves(inner) && whole.coef === 1)) return undefined
  const before = workOf(outer) + (alone ? workOf(inner) : 0)
  return workOf(einsumOfKernel(whole, outer.shape)) <= before ? applied(whole, given[0]!, outer.shape) : undefined
}

const merged = (site: Site): Wire | undefined => {
  if (!isPlain(site.op.params as Einsum)) return undefined
  for (let at = 0; at < site.args.length; at++) {
    const found = joined(site, at)
    if (found) return found
  }
  return undefined
}

/** The product without one of its scalar factors. */
const withoutFactor = (e: Einsum, args: readonly Wire[], at: number): Wire => {
  const words = e.words.filter((_, k) => k !== at)
  return draw(
    einsumOp({ ...e, words, absorbing: e.absorbing && words.length > 1 }),
    args.filter((_, k) => k !== at),
  )
}

/** The product with its constant factors as one, where they are several or have letters. */
const collected = ({ op, args, type }: Site): Wire | undefined => {
  const { words, out, extent, absorbing } = op.params as Einsum
  const known = words.filter((_, k) => fillOf(args[k]!) !== undefined)
  if (known.length === 0 || (known.length === 1 && known[0]!.length === 0) || !isPlain(op.params as Einsum))
    return undefined
  const factors = args.map((wire, k) => ({ wire, word: words[k]! }))
  const found = contract(factors, out, extent, (type as TensorType).shape, 1, absorbing)
  return found.node.args.length < args.length ? found : undefined
}

export const contractions: readonly Rule[] = [
  {
    name: 'copy',
    law: 'an einsum that leaves every entry in its place is its argument',
    keeps: 'bits',
    on: ['einsum'],
    rewrite: ({ op, args: [x] }) => {
      const { words, out, shape } = op.params as Einsum
      const copies = words.length === 1 && sameWord(words[0]!, out) && isDistinct(out) && sameShape(x!.shape, shape)
      return copies ? x : undefined
    },
  },
  {
    name: 'factor 1',
    law: '1 x = x',
    keeps: 'bits',
    on: ['einsum'],
    rewrite: ({ op, args }) => {
      const { words } = op.params as Einsum
      const at = words.findIndex((word, k) => word.length === 0 && fillOf(args[k]!) === 1)
      return at < 0 || words.length === 1 ? undefined : withoutFactor(op.params as Einsum, args, at)
    },
  },
  {
    name: 'two signs',
    law: '(-x) (-y) = x y',
    keeps: 'bits',
    on: ['einsum'],
    rewrite: ({ op, args }) => {
      const [a, b] = args.flatMap((x, k) => (x.node.op === negOp ? [k] : []))
      return b === undefined
        ? undefined
        : draw(
            op,
            args.map((x, k) => (k === a || k === b ? argsOf(x)[0]! : x)),
          )
    },
  },
  {
    // A zero that does not absorb stays: 0 x is NaN where x is infinite.
    name: 'absorbing zero',
    law: '0 x = 0 in a product in which zeros absorb',
    keeps: 'numbers',
    on: ['einsum'],
    rewrite: ({ op, args }) => {
      const { absorbing, shape } = op.params as Einsum
      return absorbing && args.some((x) => fillOf(x) === 0) ? fill(shape, 0) : undefined
    },
  },
  {
    name: 'moves of moves',
    law: 'transposes, reshapes, broadcasts and diagonals one after the other are one, or none',
    keeps: 'bits',
    on: ['einsum'],
    rewrite: (site) => {
      if (!moves(site.op.params as Einsum)) return undefined
      const inner = einsumOf(site.args[0]!)
      return inner && moves(inner) ? merged(site) : undefined
    },
  },
  {
    name: 'one contraction',
    law: 'an einsum of an einsum is an einsum',
    keeps: 'reals',
    on: ['einsum'],
    rewrite: merged,
  },
  {
    name: 'one constant factor',
    law: 'c (d x) = (c d) x, and the sum of n equal terms x is n x',
    keeps: 'reals',
    on: ['einsum'],
    rewrite: collected,
  },
]
