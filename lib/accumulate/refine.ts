/** Kernels side by side: two factorisations of the same indices made one, fine enough for both. */
import type { Kernel } from '../kernel.ts'
import type { Letter, Word } from '../words.ts'

/** A kernel's words with some letters split in two. */
interface Side {
  readonly hole: Word
  readonly out: Word
  readonly spec: Word
  readonly extent: readonly number[]
}

/**
 * The structure that two kernels between the same types share. A common letter is a pair of letters that stand at one
 * place; `left` and `right` read common letters as letters of one side.
 */
export interface Refinement {
  readonly hole: Word
  readonly out: Word
  readonly extent: readonly number[]
  readonly left: Side & { readonly of: readonly Letter[] }
  readonly right: Side & { readonly of: readonly Letter[] }
}

const sideOf = ({ hole, out, extent, operands }: Kernel): Side => ({
  hole,
  out,
  spec: operands[0]?.spec ?? [],
  extent,
})

/** A letter split into one that counts in steps of `lower`, and one below. */
const split = ({ hole, out, spec, extent }: Side, letter: Letter, lower: number): Side => {
  const [upper, below] = [extent.length, extent.length + 1]
  const rewrite = (word: Word): Word => word.flatMap((l) => (l === letter ? [upper, below] : [l]))
  return {
    hole: rewrite(hole),
    out: rewrite(out),
    spec: rewrite(spec),
    extent: [...extent, extent[letter]! / lower, lower],
  }
}

/** The letters at the first place from the end where two words differ in extent. */
const clash = (a: Word, b: Word, left: Side, right: Side): readonly [Letter, Letter] | undefined => {
  for (let k = 1; k <= Math.min(a.length, b.length); k++) {
    const [l, r] = [a[a.length - k]!, b[b.length - k]!]
    if (left.extent[l] !== right.extent[r]) return [l, r]
  }
  return undefined
}

/** The common refinement; undefined where extents meet of which neither divides the other. */
export const refine = (a: Kernel, b: Kernel): Refinement | undefined => {
  let [left, right] = [sideOf(a), sideOf(b)]
  for (;;) {
    const found = clash(left.hole, right.hole, left, right) ?? clash(left.out, right.out, left, right)
    if (!found) break
    const [l, r] = [left.extent[found[0]]!, right.extent[found[1]]!]
    if (r > 0 && l % r === 0) left = split(left, found[0], r)
    else if (l > 0 && r % l === 0) right = split(right, found[1], l)
    else return undefined
  }
  if (left.hole.length !== right.hole.length || left.out.length !== right.out.length) return undefined
  const pairs: (readonly [Letter, Letter])[] = []
  const common = (l: Letter, r: Letter): Letter => {
    const known = pairs.findIndex(([x, y]) => x === l && y === r)
    return known >= 0 ? known : pairs.push([l, r]) - 1
  }
  const hole = left.hole.map((l, k) => common(l, right.hole[k]!))
  const out = left.out.map((l, k) => common(l, right.out[k]!))
  return {
    hole,
    out,
    extent: pairs.map(([l]) => left.extent[l]!),
    left: { ...left, of: pairs.map(([l]) => l) },
    right: { ...right, of: pairs.map(([, r]) => r) },
  }
}

/** The common letters that a side's values depend on: those of its operand, and those that it holds equal. */
export const dependsOn = ({ spec, of }: Refinement['left']): readonly boolean[] =>
  of.map((letter, k) => spec.includes(letter) || of.some((other, j) => j !== k && other === letter))
