/** Carries in place: the result of a step that is the next carry is written where the carry is, if nothing reads that any more. */
import type { Step } from './fuse.ts'
import type { Slot, Task } from './program.ts'
import { eachRead, eachWritten, homeOf } from './slots.ts'
import { isWhole } from './view.ts'

/** Results of a body with the carries whose places they have, and what else is to be moved after the body. */
export interface Shared {
  readonly places: ReadonlyMap<Slot, Slot>
  readonly after: readonly Task[]
}

/** The result that a task moves to a carry as it is. */
const movedBy = (task: Task): Slot | undefined => {
  if (task.tag !== 'point' || task.op.name !== 'copy') return undefined
  const [view] = task.args
  const { slot } = view!
  return isWhole(view!) && !slot.slice && slot !== task.out && slot.size === task.out.size ? slot : undefined
}

/** Whether a step reads a slot otherwise than entry by entry, each before the entry of another is written. */
const readsApart = (step: Step, slot: Slot, written: Slot): boolean => {
  if (step.tag !== 'nest') return true
  const byEntry = step.members.some((task) => task.tag === 'point' && task.out === written)
  return (
    !byEntry ||
    step.members.some((task) => {
      const views = task.tag === 'point' ? task.args : [task.arg]
      return views.some((view) => view.slot === slot && !isWhole(view))
    })
  )
}

/** Finds the results of a body that can be written in the places of carries. */
export const inPlace = (body: readonly Step[], after: readonly Task[]): Shared => {
  const firstWritten = new Map<Slot, number>()
  const lastRead = new Map<Slot, number>()
  body.forEach((step, k) => {
    for (const task of step.tag === 'nest' ? step.members : [step]) {
      eachRead(task, (slot) => lastRead.set(homeOf(slot), k))
      eachWritten(task, (slot) => {
        if (!firstWritten.has(homeOf(slot))) firstWritten.set(homeOf(slot), k)
      })
    }
  })
  const readAfter = new Set<Slot>()
  for (const task of after) eachRead(task, (slot) => readAfter.add(homeOf(slot)))
  const places = new Map<Slot, Slot>()
  const rest = after.filter((task) => {
    const result = movedBy(task)
    const start = result && firstWritten.get(result)
    if (task.tag !== 'point' || result === undefined || start === undefined) return true
    const carry = task.out
    if (places.has(result) || readAfter.has(carry) || firstWritten.has(carry)) return true
    const read = lastRead.get(carry) ?? -1
    if (read > start || (read === start && readsApart(body[start]!, carry, result))) return true
    places.set(result, carry)
    return false
  })
  return { places, after: rest }
}
