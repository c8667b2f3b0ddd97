/** Kernels: the canonical einsum with a hole. They are closed under transposition and, where indices agree, composition. */
import type { Ref } from './graph.ts'
import { canonicalWords, compareWords, unify, type Word } from './words.ts'

export interface Operand {
  readonly ref: Ref
  readonly spec: Word
}

/** `out[out] += coef * product of operands[k][spec] * in[hole]`, over flat indices, whatever the shapes. */
export interface Kernel {
  readonly hole: Word
  readonly out: Word
  readonly extent: readonly number[]
  readonly operands: readonly Operand[]
  readonly coef: number
  /** A zero factor makes a product zero even against an infinity or a NaN. */
  readonly absorbing: boolean
}

const NO_LETTERS: readonly number[] = []

/** Operands by place; those of one place by where their letters stand in the hole and the output. */
const ordered = (operands: readonly Operand[], frame: Word): readonly Operand[] =>
  operands.length < 2 ? operands : [...operands].sort((a, b) => a.ref - b.ref || compareWords(a.spec, b.spec, frame))

/** A kernel in canonical form: operands in order, words as `canonicalWords` has them. */
export const kernel = (
  hole: Word,
  out: Word,
  extents: readonly number[],
  operands: readonly Operand[],
  coef: number,
  absorbing: boolean,
): Kernel => {
  if (extents.length === 0) {
    const sorted = ordered(operands, NO_LETTERS)
    return { hole: NO_LETTERS, out: NO_LETTERS, extent: NO_LETTERS, operands: sorted, coef, absorbing }
  }
  // Letters are joined before operands are put in order and numbered after.
  const joined = canonicalWords([hole, out, ...operands.map((x) => x.spec)], extents)
  const [from, to, ...specs] = joined.words
  const sorted = ordered(
    operands.map(({ ref }, k) => ({ ref, spec: specs[k]! })),
    [...from!, ...to!],
  )
  const { words, extent } = canonicalWords([from!, to!, ...sorted.map((x) => x.spec)], joined.extent)
  return {
    hole: words[0]!,
    out: words[1]!,
    extent,
    operands: sorted.map(({ ref }, k) => ({ ref, spec: words[k + 2]! })),
    coef: coef * joined.loose,
    absorbing,
  }
}

const sameWord = (a: Word, b: Word): boolean =>
  a === b || (a.length === b.length && a.every((letter, k) => letter === b[k]))
const distinct = (word: Word): boolean => new Set(word).size === word.length

/** Whether a kernel leaves every entry as it is. */
export const isIdentity = (k: Kernel): boolean =>
  k.operands.length === 0 && k.coef === 1 && sameWord(k.hole, k.out) && distinct(k.hole)

/** Equality but for the coefficient. */
export const parallel = (a: Kernel, b: Kernel): boolean =>
  a.absorbing === b.absorbing &&
  sameWord(a.hole, b.hole) &&
  sameWord(a.out, b.out) &&
  sameWord(a.extent, b.extent) &&
  a.operands.length === b.operands.length &&
  a.operands.every((x, i) => x.ref === b.operands[i]!.ref && sameWord(x.spec, b.operands[i]!.spec))

/** The adjoint: swap the hole and the output. */
export const transposeKernel = (k: Kernel): Kernel =>
  k.extent.length === 0 ? k : kernel(k.out, k.hole, k.extent, k.operands, k.coef, k.absorbing)

/** First `f`, then `g`, as one kernel; undefined where the factorisation of the index between them clashes. */
export const fuse = (f: Kernel, g: Kernel): Kernel | undefined => {
  const shift = f.extent.length
  const moved = (word: Word): Word => (shift === 0 ? word : word.map((letter) => letter + shift))
  const agreed = unify(f.out, moved(g.hole), [...f.extent, ...g.extent])
  if (!agreed) return undefined
  const { rewrite, extent } = agreed
  const operands = [
    ...f.operands.map(({ ref, spec }) => ({ ref, spec: rewrite(spec) })),
    ...g.operands.map(({ ref, spec }) => ({ ref, spec: rewrite(moved(spec)) })),
  ]
  // A letter that was rewritten stands nowhere any more and counts for nothing.
  const alive = extent.map((size, letter) => (sameWord(rewrite([letter]), [letter]) ? size : 1))
  return kernel(rewrite(f.hole), rewrite(moved(g.out)), alive, operands, f.coef * g.coef, f.absorbing || g.absorbing)
}
