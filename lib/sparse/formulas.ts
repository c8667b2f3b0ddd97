/** Formulas: of ops that move entries of their arguments or add up products of them, which entries those are. */
import type { Node } from '../graph.ts'
import { concatOp } from '../ops/concat.ts'
import type { Constant } from '../ops/constant.ts'
import { type Einsum, letterRoles } from '../ops/einsum.ts'
import { gatherOp, type Indexing } from '../ops/indexing.ts'
import { padOp, sliceOp, type Window } from '../ops/slice.ts'
import { isTuple, type Shape, sizeOf, type Type } from '../types.ts'
import { stridesOf } from '../words.ts'

/** Argument `arg`, of which entry e of the result takes entry `at[e]`, or entry e where there is no table. */
export interface Factor {
  readonly arg: number
  readonly at: Int32Array | undefined
}

/** A product that is added to the entries of a result. */
export interface Term {
  readonly factors: readonly Factor[]
  readonly negative: boolean
  /** Whether a zero counts more than an infinity or a NaN. */
  readonly absorbing: boolean
}

/** Entries `from` of argument `arg` as entries `to` of a result, in order: all of them where there is no table. */
export interface Piece {
  readonly arg: number
  readonly to: Int32Array | undefined
  readonly from: Int32Array | undefined
}

/** A result as a sum of products, or as pieces that are zero elsewhere. */
export type Formula =
  | { readonly tag: 'sum'; readonly terms: readonly Term[] }
  | { readonly tag: 'pieces'; readonly pieces: readonly Piece[] }

/** As many products as one entry may be the sum of by an einsum that sums. */
const SUMMED = 16
const WHOLE = { start: 0, size: 1, step: 1, extent: 1 }
const families = {
  slice: sliceOp([WHOLE]).family,
  pad: padOp([WHOLE]).family,
  concat: concatOp(-1).family,
  gather: gatherOp({ tail: 0, extent: 1, indices: [], strict: true }).family,
}
const shapeOf = (type: Type): Shape => (isTuple(type) ? [] : type.shape)

/** `base` and steps of these strides for all indices, the last fastest. */
const places = (extents: readonly number[], strides: readonly number[], base: number): Int32Array => {
  const at = new Int32Array(sizeOf(extents))
  if (at.length === 0) return at
  at[0] = base
  let count = 1
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    const extent = extents[axis]!
    for (let i = 1; i < extent; i++) for (let k = 0; k < count; k++) at[i * count + k] = at[k]! + i * strides[axis]!
    count *= extent
  }
  return at
}

const rowMajor = (shape: Shape): readonly number[] => {
  const strides = shape.map(() => 1)
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!
  return strides
}

/** Where in a large tensor the entries of windows of its last axes are. */
const windowPlaces = (large: Shape, windows: readonly Window[]): Int32Array => {
  const strides = rowMajor(large)
  const lead = large.length - windows.length
  return places(
    large.map((extent, axis) => windows[axis - lead]?.size ?? extent),
    strides.map((stride, axis) => stride * (windows[axis - lead]?.step ?? 1)),
    windows.reduce((sum, { start }, k) => sum + start * strides[lead + k]!, 0),
  )
}

const one = (arg: number, at: Int32Array | undefined): Term => ({
  factors: [{ arg, at }],
  negative: false,
  absorbing: false,
})

const ofEinsum = (params: Einsum): readonly Term[] | undefined => {
  const { words, out, extent, absorbing } = params
  const { summed } = letterRoles(params)
  const combinations = summed.reduce((n, l) => n * extent[l]!, 1)
  if (new Set(out).size < out.length || words.length === 0 || combinations > SUMMED) return undefined
  const own = rowMajor(out.map((l) => extent[l]!))
  const strides = words.map((word) => stridesOf(word, extent))
  const offsets = strides.map((stride) =>
    places(
      summed.map((l) => extent[l]!),
      summed.map((l) => stride[l]!),
      0,
    ),
  )
  return Array.from({ length: combinations }, (_, t) => ({
    negative: false,
    absorbing,
    factors: words.map((_word, arg) => {
      const [base, steps] = [offsets[arg]![t]!, out.map((l) => strides[arg]![l]!)]
      const same = base === 0 && steps.every((step, k) => step === own[k] || extent[out[k]!] === 1)
      const extents = out.map((l) => extent[l]!)
      return { arg, at: same ? undefined : places(extents, steps, base) }
    }),
  }))
}

const ofCopy = ({ op, type }: Node, args: readonly Node[]): readonly Piece[] | undefined => {
  const shape = shapeOf(type)
  const [first] = args
  if (op.family === families.slice)
    return [{ arg: 0, to: undefined, from: windowPlaces(shapeOf(first!.type), op.params as readonly Window[]) }]
  if (op.family === families.pad)
    return [{ arg: 0, to: windowPlaces(shape, op.params as readonly Window[]), from: undefined }]
  if (op.family === families.concat) {
    const own = shape.length + (op.params as number)
    let start = 0
    return args.map(({ type: part }, arg) => {
      const base = start * rowMajor(shape)[own]!
      start += shapeOf(part)[own]!
      return { arg, to: places(shapeOf(part), rowMajor(shape), base), from: undefined }
    })
  }
  const { fill, value } = (args[1]?.op.params ?? {}) as Constant
  if (op.family !== families.gather || args[1]!.op.family.kind !== 'constant') return undefined
  const { tail, extent } = op.params as Indexing
  const from = shapeOf(first!.type)
  const end = from.length - tail
  const [width, rows] = [sizeOf(from.slice(end)), sizeOf(from.slice(0, end - 1))]
  const table = fill === undefined ? value.data : value.data.map(() => fill)
  if (!table.every((k) => Number.isInteger(k) && k >= 0 && k < extent)) return undefined
  const at = new Int32Array(sizeOf(shape))
  let e = 0
  for (let row = 0; row < rows; row++)
    for (let t = 0; t < table.length; t++)
      for (let i = 0; i < width; i++) at[e++] = (row * extent + table[t]!) * width + i
  return [{ arg: 0, to: undefined, from: at }]
}

const summed = (terms: readonly Term[] | undefined): Formula | undefined => terms && { tag: 'sum', terms }

/** What the entries of a node's result are; undefined for ops that neither move entries nor add up products of them. */
export const formulaOf = (node: Node, args: readonly Node[]): Formula | undefined => {
  switch (node.op.family.kind) {
    case 'add':
      return summed(args.map((_, k) => one(k, undefined)))
    case 'neg':
      return summed([{ ...one(0, undefined), negative: true }])
    case 'einsum':
      return summed(ofEinsum(node.op.params as Einsum))
    case 'copy': {
      const pieces = ofCopy(node, args)
      return pieces && { tag: 'pieces', pieces }
    }
    default:
      return undefined
  }
}
