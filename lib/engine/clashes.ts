/** Clashes: views of one task that no one way of cutting its index suits are copied, until those that are left agree. */
import type { Fold, Point, Slot, Task } from './program.ts'
import { cutsOf, joinedCuts, sizeOfDims, type View, wholeOf } from './view.ts'

/** How many places of the index a task has. */
export const domainOf = (task: Point | Fold): number =>
  task.tag === 'point' ? task.out.size : sizeOfDims(task.arg.dims)
export const viewsOf = (task: Point | Fold): readonly View[] => (task.tag === 'point' ? task.args : [task.arg])

/** Where the places that a fold goes to change: these cuts cannot be had otherwise. */
export const ownCuts = (task: Point | Fold): readonly number[] => (task.tag === 'fold' ? cutsOf(task.to) : [])

/** The tasks with a copy of each view that clashes with those before it in its task. */
export const withoutClashes = (tasks: readonly Task[]): readonly Task[] => {
  let copies = 0
  return tasks.flatMap((task): readonly Task[] => {
    if (task.tag !== 'point' && task.tag !== 'fold') return [task]
    const size = domainOf(task)
    const before: Task[] = []
    let cuts = ownCuts(task)
    const views = viewsOf(task).map((view) => {
      const joined = joinedCuts(cuts, cutsOf(view.dims), size)
      if (joined) {
        cuts = joined
        return view
      }
      const out: Slot = { id: -++copies, size }
      before.push({ tag: 'point', out, op: { name: 'copy' }, args: [view] })
      return wholeOf(out)
    })
    if (before.length === 0) return [task]
    return [...before, task.tag === 'point' ? { ...task, args: views } : { ...task, arg: views[0]! }]
  })
}
