/** Drafts of programs: tasks in order, and the slots that they write. */
import { isTuple, sizeOf, type Type } from '../types.ts'
import type { Place, PointOp, Slot, Task } from './program.ts'
import { isWhole, type View, wholeOf } from './view.ts'

export interface Draft {
  readonly tasks: Task[]
  readonly numbered: { count: number }
}

export const draft = (): Draft => ({ tasks: [], numbered: { count: 0 } })
/** Tasks of their own, with slots numbered on. */
export const inside = ({ numbered }: Draft): Draft => ({ tasks: [], numbered })

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
