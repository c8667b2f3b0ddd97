/**
 * Steps taken up by kernels: what moves or adds up entries along some axes is done to a kernel's operand, once, and the
 * axes before these keep their letters.
 */
import { type Kernel, kernel, transposeKernel } from '../kernel.ts'
import { isDrawn, Linear, type Step } from '../linear.ts'
import type { Kind, Op } from '../op.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Indexing } from '../ops/indexing.ts'
import { padOp, sliceOp, type Window } from '../ops/slice.ts'
import { type Shape, sizeOf, type TensorType } from '../types.ts'
import type { Letter, Word } from '../words.ts'
import type { Pen } from './pen.ts'

/** A step without the leading axes that it treats all alike: so many of them, and the op for the rest. */
export interface Inner {
  readonly batch: number
  readonly op: Op
}

const rankOf = ({ from }: Step): number => (from as TensorType).shape.length

const whole = ({ start, size, step, extent }: Window): boolean => start === 0 && size === extent && step === 1

/** A slice or a pad without the leading axes that it leaves whole. */
const windowed = (step: Step, op: Op, ofWindows: (windows: readonly Window[]) => Op): Inner => {
  const windows = op.params as readonly Window[]
  const first = windows.findIndex((w) => !whole(w))
  const left = first < 0 ? windows.length : first
  return { batch: rankOf(step) - windows.length + left, op: ofWindows(windows.slice(left)) }
}

const copies: Readonly<Record<string, (step: Step, op: Op) => Inner>> = {
  slice: (step, op) => windowed(step, op, sliceOp),
  pad: (step, op) => windowed(step, op, padOp),
  gather: (step, op) => ({ batch: rankOf(step) - 1 - (op.params as Indexing).tail, op }),
}

/** What is cheap on any number of lanes, by kind; the rest is drawn for all paths at once. */
const inner: Partial<Record<Kind, (step: Step, op: Op) => Inner | undefined>> = {
  copy: (step, op) => copies[op.family.name]?.(step, op),
  cumsum: (step, op) => ({ batch: rankOf(step) + (op.params as Cumsum).axis, op }),
  scatter: (step, op) => {
    const { tail, indices } = op.params as Indexing
    return { batch: rankOf(step) - indices.length - tail, op }
  },
}

/** What of a step there is besides leading axes; undefined where it may multiply. */
export const innerOf = (step: Step): Inner | undefined =>
  step.at !== 0 || isDrawn(step.op) ? undefined : inner[step.op.family.kind]?.(step, step.op)

/** A kernel whose out word has a border before the last `size` entries; undefined where no letter can be split so. */
const bordered = (k: Kernel, size: number): { readonly k: Kernel; readonly at: number } | undefined => {
  let rest = size
  for (let at = k.out.length; at >= 0; at--) {
    if (rest === 1) return { k, at }
    const letter = k.out[at - 1]
    if (letter === undefined) return undefined
    const extent = k.extent[letter]!
    if (extent > 0 && rest % extent === 0) rest /= extent
    else return rest > 1 && extent % rest === 0 ? split(k, letter, rest, at) : undefined
  }
  return undefined
}

const split = (k: Kernel, letter: Letter, lower: number, at: number): { readonly k: Kernel; readonly at: number } => {
  const [upper, below] = [k.extent.length, k.extent.length + 1]
  const rewrite = (word: Word): Word => word.flatMap((l) => (l === letter ? [upper, below] : [l]))
  const before = rewrite(k.out.slice(0, at - 1)).length
  return {
    k: {
      ...k,
      hole: rewrite(k.hole),
      out: rewrite(k.out),
      extent: [...k.extent, k.extent[letter]! / lower, lower],
      operands: k.operands.map(({ ref, spec }) => ({ ref, spec: rewrite(spec) })),
    },
    at: before + 1,
  }
}

const extentsOf = (word: Word, extent: readonly number[]): Shape => word.map((letter) => extent[letter]!)

/** First a tidy kernel, then a step, as one kernel; undefined where the index between them clashes. */
export const kernelThenStep = (given: Kernel, step: Step, { batch, op }: Inner, pen: Pen): Kernel | undefined => {
  const [from, to] = [(step.from as TensorType).shape, (step.to as TensorType).shape]
  const [moved, result] = [from.slice(batch), to.slice(batch)]
  const found = sizeOf(moved) === 0 ? undefined : bordered(given, sizeOf(moved))
  if (!found) return undefined
  const { k, at } = found
  const [lead, trail] = [k.out.slice(0, at), k.out.slice(at)]
  const around = new Set([...k.hole, ...lead])
  const own = new Set(k.operands.flatMap(({ spec }) => spec))
  // A letter on both sides of the step stands twice in what it is done to, on a diagonal.
  const kept = [...around].filter((letter) => (own.has(letter) ? true : trail.includes(letter)))
  const sign = k.coef < 0 ? -1 : 1
  const word = [...kept, ...trail]
  const counted = new Set([...word, ...own])
  const ref = pen.multiply({
    operands: k.operands,
    word,
    extent: k.extent.map((extent, letter) => (counted.has(letter) ? extent : 1)),
    coef: k.coef * sign,
    absorbing: k.absorbing,
    shape: [...extentsOf(kept, k.extent), ...moved],
  })
  const fresh = k.extent.length
  const passed = pen.pass(op, step.args, ref, [...extentsOf(kept, k.extent), ...result])
  const stands = new Set([...k.hole, ...lead])
  const extent = [...k.extent.map((size, letter) => (stands.has(letter) ? size : 1)), sizeOf(result)]
  return kernel(k.hole, [...lead, fresh], extent, [{ ref: passed, spec: [...kept, fresh] }], sign, true)
}

const adjointStep = (step: Step): Step =>
  Linear.adjoint({ from: step.from, to: step.to, paths: [[step]] }).paths[0]![0] as Step

/** First a step, then a tidy kernel, as one kernel; undefined where the index between them clashes. */
export const stepThenKernel = (step: Step, given: Kernel, pen: Pen): Kernel | undefined => {
  const turned = adjointStep(step)
  const own = innerOf(turned)
  const made = own && kernelThenStep(transposeKernel(given), turned, own, pen)
  return made && transposeKernel(made)
}
