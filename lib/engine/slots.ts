/** What tasks read and write. */
import { flattened } from './draft.ts'
import type { Slot, Task } from './program.ts'

/** The buffer that a slot lies in. */
export const homeOf = (slot: Slot): Slot => (slot.slice ? slot.slice.of : slot)

/** Calls `see` with every slot that a task reads, tasks inside it too. */
export const eachRead = (task: Task, see: (slot: Slot) => void): void => {
  const seen = (slot: Slot): void => {
    see(slot)
    if (slot.slice) {
      see(slot.slice.of)
      see(slot.slice.counter)
    }
  }
  const all = (tasks: readonly Task[]): void => {
    for (const inner of tasks) {
      eachRead(inner, see)
      eachWritten(inner, (slot) => slot.slice && see(slot.slice.counter))
    }
  }
  switch (task.tag) {
    case 'point':
      for (const { slot } of task.args) seen(slot)
      break
    case 'fold':
      seen(task.arg.slot)
      break
    case 'product':
      seen(task.left.slot)
      seen(task.right.slot)
      break
    case 'gather':
    case 'scatter':
      seen(task.from)
      seen(task.indices)
      break
    case 'running':
    case 'argmax':
      seen(task.from)
      break
    case 'opaque':
      for (const { slot } of flattened(task.args)) seen(slot)
      break
    case 'loop':
      all(task.body)
      all(task.after)
      break
    case 'choice':
      seen(task.mask)
      all(task.onTrue)
      all(task.onFalse)
      break
    case 'repeat':
      seen(task.holds)
      all(task.condition)
      all(task.body)
      all(task.after)
      break
    case 'fill':
      break
  }
}

/** Calls `see` with every slot that a task writes for tasks beside it. */
export const eachWritten = (task: Task, see: (slot: Slot) => void): void => {
  if (task.tag === 'loop' || task.tag === 'choice' || task.tag === 'repeat' || task.tag === 'opaque')
    for (const slot of task.outs) see(slot)
  else see(task.out)
}
