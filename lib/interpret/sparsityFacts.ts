/** Facts: what is known of the values of a graph as a pattern is asked for: numbers, or which entries may differ from 0. */
import { isTuple, type Type } from '../types.ts'
import { fresh, sameValue, type Tensor, type Value } from '../value.ts'

/** 1 where an entry may differ from zero, 0 where it is zero; undefined where every entry may. */
export interface Marks {
  readonly marks: Uint8Array | undefined
}
/** A known tensor, marks, or facts part by part. A value is a fact. */
export type Facts = Tensor | Marks | FactsTuple
export interface FactsTuple {
  readonly tuple: readonly Facts[]
}

export const ANY: Marks = { marks: undefined }

const isKnown = (x: Facts): x is Tensor => 'data' in x

export const unknown = (type: Type): Facts => (isTuple(type) ? { tuple: type.tuple.map(unknown) } : ANY)
export const partsOf = (x: Facts): readonly Facts[] => (x as FactsTuple).tuple

/** The value, where all of it is known. */
export const valueOf = (x: Facts): Value | undefined =>
  'tuple' in x ? (x.tuple.every((part) => valueOf(part)) ? (x as Value) : undefined) : isKnown(x) ? x : undefined

const compact = (marks: Uint8Array): Uint8Array | undefined => (marks.includes(0) ? marks : undefined)

/** Marks of the numbers that are not 0; NaN is not. */
const marksOfData = (data: Readonly<Float64Array>): Uint8Array | undefined =>
  compact(Uint8Array.from(data, (x) => (x === 0 ? 0 : 1)))

export const marksOf = (x: Facts): Uint8Array | undefined =>
  isKnown(x) ? marksOfData(x.data) : 'marks' in x ? x.marks : undefined

/** A tensor that is 1 wherever an entry may differ from zero, and 0 elsewhere. */
export const onesOf = (x: Facts, type: Type): Tensor => {
  const marks = marksOf(x)
  const { shape } = type as Tensor
  const data = marks ? Float64Array.from(marks) : new Float64Array(shape.reduce((n, e) => n * e, 1)).fill(1)
  return fresh(shape, data)
}
export const markedBy = ({ data }: Tensor): Marks => ({ marks: marksOfData(data) })

export const sameFacts = (a: Facts, b: Facts): boolean => {
  if (a === b) return true
  if ('tuple' in a) return 'tuple' in b && a.tuple.every((part, k) => sameFacts(part, b.tuple[k]!))
  if (isKnown(a)) return isKnown(b) && sameValue(a, b)
  if (!('marks' in b) || !a.marks || !b.marks) return 'marks' in b && a.marks === b.marks
  const { marks } = b
  return a.marks.every((mark, k) => mark === marks[k])
}
export const allSame = (a: readonly Facts[], b: readonly Facts[] | undefined): boolean =>
  b !== undefined && a.every((x, k) => sameFacts(x, b[k]!))

const either = (a: Uint8Array | undefined, b: Uint8Array | undefined): Marks =>
  a && b ? { marks: compact(a.map((mark, k) => mark | b[k]!)) } : ANY

/** What holds in either case. */
export const joined = (a: Facts, b: Facts): Facts => {
  if ('tuple' in a) return { tuple: a.tuple.map((part, k) => joined(part, partsOf(b)[k]!)) }
  return sameFacts(a, b) ? a : either(marksOf(a), marksOf(b))
}

/** Entry k along the leading axis of a tensor. */
export const sliceFacts = (x: Facts, type: Type, k: number): Facts => {
  const shape = (type as Tensor).shape.slice(1)
  const size = shape.reduce((n, extent) => n * extent, 1)
  if (isKnown(x)) return fresh(shape, x.data.slice(k * size, (k + 1) * size))
  const marks = marksOf(x)
  return marks ? { marks: compact(marks.slice(k * size, (k + 1) * size)) } : ANY
}

/** Facts of one type stacked along a new leading axis, as facts of a tensor of `type`. */
export const stackFacts = (xs: readonly Facts[], type: Type): Facts => {
  const { shape } = type as Tensor
  const size = shape.slice(1).reduce((n, extent) => n * extent, 1)
  if (xs.every(isKnown)) {
    const data = new Float64Array(shape[0]! * size)
    xs.forEach((x, k) => {
      data.set(x.data, k * size)
    })
    return fresh(shape, data)
  }
  const all = xs.map(marksOf)
  if (all.every((marks) => marks === undefined)) return ANY
  const marks = new Uint8Array(shape[0]! * size).fill(1)
  all.forEach((own, k) => {
    if (own) marks.set(own, k * size)
  })
  return { marks }
}
