/**
 * Absorption: where a zero counts more than an infinity or a NaN, products are plain ones at first. That is right unless
 * one of them is NaN, and then a NaN shows: in an output, or where an op decides by it. So those are looked at, and a run
 * in which one is NaN is done again with care.
 */
import { flattened } from './draft.ts'
import { decidingArguments, isForeign } from './outside.ts'
import type { Point, Slot, Task } from './program.ts'
import { homeOf } from './slots.ts'
import { innerLists, type Step, tasksOf } from './steps.ts'

export interface Absorption {
  /** Whether all runs must be done with care. */
  readonly always: boolean
  /** The arguments of elementwise ops to be looked at. */
  readonly watched: ReadonlyMap<Point, readonly number[]>
  /** Whether a slot may have a NaN that care would not have. */
  readonly doubtful: (slot: Slot) => boolean
}

export const absorptionOf = (steps: readonly Step[]): Absorption => {
  const doubted = new Set<Slot>()
  const watched = new Map<Point, readonly number[]>()
  let always = false
  const doubtful = (slot: Slot): boolean => doubted.has(homeOf(slot))
  const doubt = (slot: Slot, holds: boolean): void => {
    if (holds) doubted.add(homeOf(slot))
  }
  const must = (slot: Slot): void => {
    always ||= doubtful(slot)
  }
  const visit = (task: Task): void => {
    switch (task.tag) {
      case 'point': {
        const deciding = decidingArguments(task.op, task.args.length)
        const seen = deciding.filter((k) => doubtful(task.args[k]!.slot))
        if (seen.length > 0) watched.set(task, seen)
        if (isForeign(task.op)) for (const { slot } of task.args) must(slot)
        const others = task.args.some(({ slot }, k) => !deciding.includes(k) && doubtful(slot))
        doubt(task.out, task.op.name === 'absorbing' || others)
        break
      }
      case 'fold':
        doubt(task.out, doubtful(task.arg.slot))
        break
      case 'product':
        doubt(task.out, task.absorbing || doubtful(task.left.slot) || doubtful(task.right.slot))
        break
      case 'gather':
      case 'scatter':
        must(task.indices)
        doubt(task.out, doubtful(task.from))
        break
      case 'running':
        doubt(task.out, doubtful(task.from))
        break
      case 'argmax':
        must(task.from)
        break
      case 'opaque':
        for (const { slot } of flattened(task.args)) must(slot)
        break
      case 'choice':
        must(task.mask)
        break
      case 'repeat':
        must(task.holds)
        break
      case 'fill':
      case 'loop':
        break
    }
  }
  const all = (list: readonly Step[]): void => {
    for (const step of list) {
      innerLists(step).forEach(all)
      tasksOf(step).forEach(visit)
      if ('shared' in step) for (const [result, carry] of step.shared) doubt(carry, doubtful(result))
    }
  }
  for (let before = -1; before < doubted.size; ) {
    before = doubted.size
    all(steps)
  }
  return { always, watched, doubtful }
}
