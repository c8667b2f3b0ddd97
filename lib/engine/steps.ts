/** Steps: tasks fused, those inside loops and choices too, and which slots need a place in memory. */
import { flattened } from './draft.ts'
import { type Step as Fused, fuse, type Nest } from './fuse.ts'
import { inPlace } from './inPlace.ts'
import { live } from './live.ts'
import type { Choice, Loop, Program, Repeat, Slot, Task } from './program.ts'
import { eachRead, eachWritten, homeOf } from './slots.ts'
import { isWhole } from './view.ts'

/** A step, and the steps of the task lists inside it. */
export type Step =
  | Exclude<Fused, Loop | Choice | Repeat>
  | {
      readonly tag: 'loop'
      readonly task: Loop
      readonly body: readonly Step[]
      readonly after: readonly Step[]
      /** Results of the body that have the places of carries. */
      readonly shared: ReadonlyMap<Slot, Slot>
    }
  | {
      readonly tag: 'choice'
      readonly task: Choice
      readonly onTrue: readonly Step[]
      readonly onFalse: readonly Step[]
    }
  | {
      readonly tag: 'repeat'
      readonly task: Repeat
      readonly condition: readonly Step[]
      readonly body: readonly Step[]
      readonly after: readonly Step[]
      readonly shared: ReadonlyMap<Slot, Slot>
    }

const deepened = (step: Fused): Step => {
  switch (step.tag) {
    case 'loop':
      return { tag: 'loop', task: step, ...courseOf(step) }
    case 'choice':
      return { tag: 'choice', task: step, onTrue: stepsOf(step.onTrue), onFalse: stepsOf(step.onFalse) }
    case 'repeat':
      return { tag: 'repeat', task: step, condition: stepsOf(step.condition), ...courseOf(step) }
    default:
      return step
  }
}

/** The body of a loop and what comes after it, results in the places of carries where that can be. */
const courseOf = (loop: Loop | Repeat) => {
  const body = fuse(loop.body)
  const { places, after } = inPlace(body, loop.after)
  return { body: body.map(deepened), after: stepsOf(after), shared: places }
}

const stepsOf = (tasks: readonly Task[]): readonly Step[] => fuse(tasks).map(deepened)

/** The steps of a program, without what its outputs do not need. */
export const stepsOfProgram = (program: Program): readonly Step[] =>
  stepsOf(
    live(
      program.tasks,
      program.outputs.flatMap((place) => flattened(place).map(({ slot }) => slot)),
    ),
  )

/** The lists of steps inside a step, in the order in which they run. */
export const innerLists = (step: Step): readonly (readonly Step[])[] => {
  switch (step.tag) {
    case 'loop':
      return [step.body, step.after]
    case 'choice':
      return [step.onTrue, step.onFalse]
    case 'repeat':
      return [step.condition, step.body, step.after]
    default:
      return []
  }
}

export const tasksOf = (step: Step): readonly Task[] =>
  step.tag === 'nest' ? step.members : 'task' in step ? [step.task] : [step]

/** Calls `see` for the slots that a nest reads from memory. */
const eachLoaded = (nest: Nest, see: (slot: Slot) => void): void => {
  const own = new Set<Slot>()
  for (const task of nest.members) {
    for (const view of task.tag === 'point' ? task.args : [task.arg])
      if (!(own.has(view.slot) && isWhole(view))) see(view.slot)
    if (task.tag === 'point') own.add(task.out)
  }
}

/** The buffers that must lie in memory: those that are read outside of the nest that writes them. */
export const memorySlots = (steps: readonly Step[], wanted: readonly Slot[]): ReadonlySet<Slot> => {
  const found = new Set<Slot>()
  /** What has one place is in memory together. */
  const pairs: (readonly [Slot, Slot])[] = []
  const see = (slot: Slot): void => {
    if (slot.fill === undefined) found.add(homeOf(slot))
    if (slot.slice) found.add(slot.slice.counter)
  }
  const visit = (list: readonly Step[]): void => {
    for (const step of list) {
      if (step.tag === 'nest') {
        eachLoaded(step, see)
        for (const task of step.members) if (task.tag === 'fold' || task.out.slice) see(task.out)
      } else {
        const [task] = tasksOf(step)
        if (innerLists(step).length === 0) {
          eachRead(task!, see)
          eachWritten(task!, see)
        } else if (step.tag === 'choice') see(step.task.mask)
        else if (step.tag === 'repeat') see(step.task.holds)
        else if (step.tag === 'loop') see(step.task.counter)
        if ('shared' in step) pairs.push(...step.shared)
        for (const inner of innerLists(step)) visit(inner)
      }
    }
  }
  wanted.forEach(see)
  visit(steps)
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const pair of pairs) if (pair.some((slot) => found.has(slot))) pair.forEach(see)
  }
  return found
}
