/** Linear maps as data: when two are the same, and how they read. */
import { type Kernel, parallel } from '../lib/kernel.ts'
import { type Factor, isStep, type Path, sameStep } from '../lib/linear.ts'
import { sameType } from '../lib/types.ts'
import type { Linear } from '../modes/index.ts'

/** A kernel whose operands of one place stand in order of their words: a product does not mind. */
const ordered = (k: Kernel): Kernel => ({
  ...k,
  operands: k.operands.toSorted((a, b) => a.ref - b.ref || (a.spec.join() < b.spec.join() ? -1 : 1)),
})

const sameFactor = (a: Factor, b: Factor): boolean =>
  isStep(a) ? isStep(b) && sameStep(a, b) : !isStep(b) && parallel(ordered(a), ordered(b)) && a.coef === b.coef
const samePath = (p: Path, q: Path): boolean =>
  p.length === q.length && p.every((factor, k) => sameFactor(factor, q[k]!))

/** Equality of linear maps as data: the same paths in the same order. */
export const sameLinear = (f: Linear, g: Linear): boolean =>
  sameType(f.from, g.from) &&
  sameType(f.to, g.to) &&
  f.paths.length === g.paths.length &&
  f.paths.every((path, k) => samePath(path, g.paths[k]!))

const showFactor = (factor: Factor): string =>
  isStep(factor)
    ? `${factor.op.name}(${factor.args.map((ref, k) => (k === factor.at ? '_' : `%${ref}`)).join()})`
    : `${factor.coef}[${factor.hole.join()}>${factor.out.join()}|${factor.extent.join()}]${factor.operands.map((x) => ` %${x.ref}:${x.spec.join()}`).join('')}`
export const showLinear = (l: Linear): string =>
  l.paths.map((path) => path.map(showFactor).join('; ') || 'id').join(' + ') || '0'
