/** Drafts of programs: tasks in order, and the slots that they write. */
import { isTuple, sizeOf, type Type } from '../types.ts'
import type { Place, PointOp, Slot, Task } from './program.ts'
import { type Dims, isWhole, merged, sizeOfDims, type View, wholeOf } from './view.ts'

/** What goes where in a tensor that is zero elsewhere. */
export interface Part {
  readonly from: View
  readonly base: number
  readonly dims: Dims
}

export interface Draft {
  readonly tasks: Task[]
  /** Tensors that are zero but for parts. */
  readonly padded: Map<Slot, readonly Part[]>
  /** Tensors that are parts beside one another. */
  readonly joined: Map<Slot, readonly Part[]>
  readonly numbered: { count: number }
}

export const draft = (): Draft => ({ tasks: [], padded: new Map(), joined: new Map(), numbered: { count: 0 } })
/** Tasks of their own, with slots numbered on. */
export const inside = (d: Draft): Draft => ({ ...d, tasks: [] })

export const slotOf = (d: Draft, size: number, more: Omit<Slot, 'id' | 'size'> = {}): Slot => ({
  id: d.numbered.count++,
  size,
  ...more,
})

/** A tensor full of one number. */
export const filledWith = (d: Draft, size: number, x: number): View => ({
  slot: slotOf(d, 1, { fill: x }),
  base: 0,
  dims: size === 1 ? [] : [{ extent: size, stride: 0 }],
})

/** New slots for a value of a type. */
export const placeFor = (d: Draft, type: Type): Place =>
  isTuple(type) ? type.tuple.map((t) => placeFor(d, t)) : wholeOf(slotOf(d, sizeOf(type.shape)))

/** The result of an elementwise op. */
export const point = (d: Draft, size: number, op: PointOp, args: readonly View[]): View => {
  const out = slotOf(d, size)
  if (size > 0) d.tasks.push({ tag: 'point', out, op, args })
  return wholeOf(out)
}

export const copyTo = (d: Draft, from: View, out: Slot): void => {
  if (out.size > 0) d.tasks.push({ tag: 'point', out, op: { name: 'copy' }, args: [from] })
}

/** A slot that holds the entries of a view in order, in memory. */
export const solid = (d: Draft, view: View, size: number): Slot =>
  isWhole(view) && view.slot.fill === undefined ? view.slot : point(d, size, { name: 'copy' }, [view]).slot

export const flattened = (place: Place): readonly View[] =>
  'slot' in place ? [place] : place.flatMap((part) => flattened(part))

/** The few zeros before and after a part whose entries lie one after the other; undefined for any other part. */
const zerosAround = (d: Draft, size: number, { base, dims }: Part): readonly Part[] | undefined => {
  const [run, more] = merged(dims)
  if (more || run?.stride !== 1 || size > 2 * run.extent) return undefined
  const end = base + run.extent
  const gaps = [
    { base: 0, extent: base },
    { base: end, extent: size - end },
  ]
  return gaps
    .filter(({ extent }) => extent > 0)
    .map((gap) => ({ from: filledWith(d, gap.extent, 0), base: gap.base, dims: [{ extent: gap.extent, stride: 1 }] }))
}

/** Parts of a tensor one after the other, and zeros elsewhere where there is an elsewhere. */
export const assembled = (d: Draft, size: number, parts: readonly Part[], zeros: boolean): View => {
  const out = slotOf(d, size)
  if (size === 0) return wholeOf(out)
  const around = zeros && parts.length === 1 ? zerosAround(d, size, parts[0]!) : undefined
  if (zeros) {
    d.padded.set(out, parts)
    if (!around) d.tasks.push({ tag: 'fill', out, x: 0 })
  } else d.joined.set(out, parts)
  for (const { from, base, dims } of [...(around ?? []), ...parts])
    d.tasks.push({ tag: 'fold', out, how: 'store', arg: from, base, to: merged(dims) })
  return wholeOf(out)
}

const partsOf = (d: Draft, view: View): readonly Part[] | undefined =>
  isWhole(view) ? d.padded.get(view.slot) : undefined

/**
 * A sum. Terms that are zero but for parts are added part by part, where there is not much to add: else the zeros cost
 * less than what is read again.
 */
export const sumOf = (d: Draft, size: number, terms: readonly View[]): View => {
  if (terms.length === 1) return terms[0]!
  const parts = terms.flatMap((view) => partsOf(d, view) ?? [])
  const count = parts.reduce((sum, { dims }) => sum + sizeOfDims(dims), 0)
  if (parts.length < 3 || count > 1.25 * size) return point(d, size, { name: 'add' }, terms)
  const rest = terms.filter((view) => !partsOf(d, view))
  const out = slotOf(d, size)
  if (rest.length === 0) d.tasks.push({ tag: 'fill', out, x: 0 })
  // Beside the parts stand zeros, and -0 + 0 is 0.
  else d.tasks.push({ tag: 'point', out, op: { name: 'add' }, args: [...rest, filledWith(d, size, 0)] })
  for (const { from, base, dims } of parts)
    d.tasks.push({ tag: 'fold', out, how: 'add', arg: from, base, to: merged(dims) })
  return wholeOf(out)
}
