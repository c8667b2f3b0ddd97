/** Dead tasks: those whose results nobody reads are left out, inside of loops too. */
import type { Slot, Task } from './program.ts'
import { eachRead, eachWritten, homeOf } from './slots.ts'

const pruned = (task: Task, needed: ReadonlySet<Slot>): Task => {
  if (task.tag === 'loop') {
    const wanted = new Set(needed)
    for (const inner of task.after) eachRead(inner, (slot) => wanted.add(homeOf(slot)))
    return { ...task, body: live(task.body, wanted) }
  }
  if (task.tag === 'repeat') return { ...task, condition: live(task.condition, [task.holds]) }
  return task.tag === 'choice'
    ? { ...task, onTrue: live(task.onTrue, needed), onFalse: live(task.onFalse, needed) }
    : task
}

/** The tasks that the wanted slots need. What may fail is always needed. */
export const live = (tasks: readonly Task[], wanted: Iterable<Slot>): readonly Task[] => {
  const needed = new Set<Slot>()
  for (const slot of wanted) needed.add(homeOf(slot))
  const kept: Task[] = []
  for (let k = tasks.length - 1; k >= 0; k--) {
    let used = tasks[k]!.tag === 'opaque' || tasks[k]!.tag === 'repeat'
    eachWritten(tasks[k]!, (slot) => {
      used ||= needed.has(homeOf(slot))
    })
    if (!used) continue
    const task = pruned(tasks[k]!, needed)
    kept.push(task)
    eachRead(task, (slot) => needed.add(homeOf(slot)))
  }
  return kept.reverse()
}
