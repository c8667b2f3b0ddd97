/**
 * Linear maps on their way to a Jacobian, in the form that elimination keeps them in: between tensors one path at most,
 * and kernels with one operand at most, whose coefficient is 1 or -1 where there is one.
 */
import { fuse, isIdentity, type Kernel, kernel, type Operand, parallel } from '../kernel.ts'
import { type Factor, isStep, Linear, type Path } from '../linear.ts'
import { isTuple, sizeOf, type Type } from '../types.ts'
import type { Word } from '../words.ts'
import type { Pen, Product } from './pen.ts'
import { dependsOn, type Refinement, refine } from './refine.ts'
import { innerOf, kernelThenStep, stepThenKernel } from './steps.ts'

const sizeAt = (type: Type): number => (isTuple(type) ? 0 : sizeOf(type.shape))
const identityKernel = (type: Type): Kernel => kernel([0], [0], [sizeAt(type)], [], 1, false)
const asPath = (k: Kernel): Path => (isIdentity(k) ? [] : [k])
const lettersOf = (operands: readonly Operand[]): ReadonlySet<number> => new Set(operands.flatMap(({ spec }) => spec))

/** A coefficient as a sign and what is left of it. */
const signOf = (coef: number): readonly [sign: number, rest: number] => (coef < 0 ? [-1, -coef] : [1, coef])

const isTidy = ({ operands, coef, hole, out }: Kernel): boolean => {
  if (operands.length === 0) return true
  if (operands.length > 1 || Math.abs(coef) !== 1) return false
  const { spec } = operands[0]!
  return new Set(spec).size === spec.length && spec.every((letter) => hole.includes(letter) || out.includes(letter))
}

/** Extents without those of letters that stand in no word: they would count as repetitions. */
const standing = (extent: readonly number[], ...words: readonly Word[]): readonly number[] => {
  const own = new Set(words.flat())
  return extent.map((size, letter) => (own.has(letter) ? size : 1))
}

const productOf = (product: Product): Product => ({
  ...product,
  extent: standing(product.extent, product.word, ...product.operands.map(({ spec }) => spec)),
})

/** All operands and the coefficient multiplied into one operand, over those letters of the hole and the output that they have. */
export const tidy = (k: Kernel, pen: Pen): Kernel => {
  if (isTidy(k)) return k
  const { operands, hole, out, extent, absorbing } = k
  const own = lettersOf(operands)
  const word = [...new Set([...hole, ...out])].filter((letter) => own.has(letter))
  const [sign, coef] = signOf(k.coef)
  const ref = pen.multiply(productOf({ operands, word, extent, coef, absorbing }))
  return kernel(hole, out, standing(extent, hole, out), [{ ref, spec: word }], sign, absorbing)
}

/** What tidying a kernel would cost: every letter of its operands runs. */
const tidyCost = (k: Kernel, pen: Pen): number => {
  const { operands, extent } = k
  if (isTidy(k) || operands.every(({ ref }) => pen.known(ref))) return 0
  const letters = [...lettersOf(operands)].reduce((n, letter) => n * extent[letter]!, 1)
  return (operands.length > 1 ? (operands.length - 1) * letters : 0) + (Math.abs(k.coef) === 1 ? 0 : letters)
}

/** The kernel that two paths make where they meet, if they make one. */
const met = (p: Path, q: Path): Kernel | undefined => {
  const last = p[p.length - 1]
  const first = q[0]
  return last && first && !isStep(last) && !isStep(first) ? fuse(last, first) : undefined
}

const joined = (p: Path, q: Path, pen: Pen): Path => {
  const fused = met(p, q)
  return fused ? [...p.slice(0, -1), ...asPath(tidy(fused, pen)), ...q.slice(1)] : [...p, ...q]
}

/** What joining two maps would cost now, sums left out. */
export const joinCost = (f: Linear, g: Linear, pen: Pen): number => {
  let cost = 0
  for (const p of f.paths)
    for (const q of g.paths) {
      const fused = met(p, q)
      if (fused) cost += tidyCost(fused, pen)
    }
  return cost
}

/** One side of a sum as a tensor over some of the common letters. */
const spread = (k: Kernel, { of, spec, extent }: Refinement['left'], letters: Word, sign: number, pen: Pen) =>
  pen.multiply(
    productOf({
      operands: k.operands.map(({ ref }) => ({ ref, spec })),
      word: letters.map((letter) => of[letter]!),
      extent,
      coef: k.coef * sign,
      absorbing: k.absorbing,
    }),
  )

/** The sum of two tidy kernels between the same types, as one; undefined where their factorisations clash. */
const added = (a: Kernel, b: Kernel, pen: Pen): Kernel | undefined => {
  const common = refine(a, b)
  if (!common) return undefined
  const { hole, out, extent, left, right } = common
  const [inLeft, inRight] = [dependsOn(left), dependsOn(right)]
  const letters = [...extent.keys()].filter((letter) => inLeft[letter] || inRight[letter])
  const bare = a.operands.length === 0 && b.operands.length === 0
  if (bare && letters.length === 0) return kernel(hole, out, extent, [], a.coef + b.coef, false)
  const sign = a.coef < 0 && b.coef < 0 ? -1 : 1
  const ref = pen.add(
    spread(a, left, letters, sign, pen),
    spread(b, right, letters, sign, pen),
    letters.map((letter) => extent[letter]!),
  )
  // Off the diagonals that one side holds equal there are zeros, which stay zero against an infinity.
  const diagonals = [left, right].some(({ of }) => new Set(letters.map((l) => of[l])).size < letters.length)
  return kernel(hole, out, extent, [{ ref, spec: letters }], sign, a.absorbing || b.absorbing || diagonals)
}

/** A kernel over flat indices. */
const flattened = (k: Kernel, from: Type, to: Type, pen: Pen): Kernel => {
  const ref = pen.multiply(productOf({ ...k, word: [...k.hole, ...k.out] }))
  return kernel([0], [1], [sizeAt(from), sizeAt(to)], [{ ref, spec: [0, 1] }], 1, true)
}

const sumOfKernels = (a: Kernel, b: Kernel, from: Type, to: Type, pen: Pen): Kernel | undefined => {
  if (parallel(a, b) && a.coef === -b.coef) return undefined
  return added(a, b, pen) ?? added(flattened(a, from, to, pen), flattened(b, from, to, pen), pen)!
}

/** A path as one kernel, its steps taken up by what stands beside them; undefined where one of them may multiply. */
export const takenUp = (path: Path, from: Type, to: Type, pen: Pen): Kernel | undefined => {
  const cheap = path.every(
    (factor) => !isStep(factor) || (innerOf(factor) && !isTuple(factor.from) && !isTuple(factor.to)),
  )
  if (!cheap || (path.length > 1 && sizeAt(from) * sizeAt(to) === 0)) return undefined
  const first = path.findIndex((factor) => !isStep(factor) && factor.operands.length > 0)
  let k: Kernel | undefined = first < 0 ? identityKernel(from) : (path[first] as Kernel)
  for (const factor of path.slice(first + 1)) {
    if (!k) return undefined
    if (isStep(factor)) k = kernelThenStep(k, factor, innerOf(factor)!, pen)
    else {
      const fused: Kernel | undefined = fuse(k, factor)
      k = fused && tidy(fused, pen)
    }
  }
  for (const factor of path.slice(0, Math.max(0, first)).reverse()) {
    if (!k) return undefined
    if (isStep(factor)) k = stepThenKernel(factor, k, pen)
    else {
      const fused: Kernel | undefined = fuse(factor, k)
      k = fused && tidy(fused, pen)
    }
  }
  return k
}

const vanishes = (factor: Factor): boolean => !isStep(factor) && factor.coef === 0 && factor.operands.length === 0

/** A map in the form that elimination keeps. Between tensors, several paths become one kernel. */
export const settled = (map: Linear, pen: Pen): Linear => {
  const { from, to } = map
  const paths = map.paths.filter((path) => !path.some(vanishes))
  const tidied: Linear = {
    from,
    to,
    paths: paths.map((path) => path.map((factor) => (isStep(factor) ? factor : tidy(factor, pen)))),
  }
  if (tidied.paths.length < 2 || isTuple(from) || isTuple(to)) return tidied
  const plain: Kernel[] = []
  const opaque: Path[] = []
  for (const path of tidied.paths) {
    const k = takenUp(path, from, to, pen)
    if (k) plain.push(k)
    else opaque.push(path)
  }
  const kernels = opaque.length === 0 ? plain : [...plain, pen.solid({ from, to, paths: opaque })]
  const [first, ...rest] = kernels
  const total = rest.reduce<Kernel | undefined>((sum, k) => (sum ? sumOfKernels(sum, k, from, to, pen) : k), first)
  return total && !vanishes(total) ? { from, to, paths: [asPath(total)] } : Linear.zero(from, to)
}

/** First `f`, then `g`, in the form that elimination keeps. */
export const join = (f: Linear, g: Linear, pen: Pen): Linear =>
  settled({ from: f.from, to: g.to, paths: f.paths.flatMap((p) => g.paths.map((q) => joined(p, q, pen))) }, pen)

/** The sum of two maps, in the form that elimination keeps. */
export const meet = (f: Linear | undefined, g: Linear, pen: Pen): Linear =>
  f ? settled({ from: f.from, to: f.to, paths: [...f.paths, ...g.paths] }, pen) : g
