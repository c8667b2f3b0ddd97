/** Fusion: elementwise tasks over one index, and what they are folded to, become loop nests; the rest stand alone. */
import { domainOf, ownCuts, viewsOf, withoutClashes } from './clashes.ts'
import type { Fold, Point, Slot, Task } from './program.ts'
import { eachRead, eachWritten, homeOf } from './slots.ts'
import { cutsOf, isWhole, joinedCuts } from './view.ts'

/** Points and folds over one flat index of `size`, cut where their views need it. */
export interface Nest {
  readonly tag: 'nest'
  readonly size: number
  readonly cuts: readonly number[]
  readonly members: readonly (Point | Fold)[]
}
export type Step = Nest | Exclude<Task, Point | Fold>

interface Group {
  readonly size: number
  readonly level: number
  cuts: readonly number[]
  readonly members: (Point | Fold)[]
}

/** As many members as one nest may have: what goes from nest to nest goes through memory, which costs more than spilling. */
const MEMBERS = 400
const SCALARS = 1000

/** The cuts that a task's views, which do not clash, ask for. */
const cutsNeeded = (task: Point | Fold, size: number): readonly number[] =>
  viewsOf(task).reduce((cuts, { dims }) => joinedCuts(cuts, cutsOf(dims), size)!, ownCuts(task))

/**
 * Levels: a task is on the level of what it reads in place, and above the level of what it reads otherwise. Tasks of one
 * size on one level are one nest, so that between nests levels rise, and no order of nests is a cycle.
 */
const grouped = (tasks: readonly Task[]) => {
  const level = new Map<Slot, number>()
  const home = new Map<Slot, Group>()
  const open = new Map<string, Group[]>()
  const items: (Group | Exclude<Task, Point | Fold>)[] = []
  /** What sums that are added to start from is there from this level on. */
  const started = new Map<Slot, number>()
  const above = (slot: Slot): number => level.get(homeOf(slot)) ?? 0

  const join = (task: Point | Fold): void => {
    const size = domainOf(task)
    const needed = cutsNeeded(task, size)
    let least = 0
    let fixed: Group | undefined
    let clash = false
    for (const view of viewsOf(task)) {
      const group = isWhole(view) && !view.slot.slice ? home.get(view.slot) : undefined
      if (group && group.size === size) {
        if (fixed && fixed !== group) clash = true
        if (!fixed || group.level > fixed.level) fixed = group
        least = Math.max(least, group.level)
      } else least = Math.max(least, above(view.slot))
    }
    if (task.tag === 'fold' && task.how === 'add') least = Math.max(least, started.get(task.out) ?? 0)
    const fits = (group: Group | undefined): boolean => {
      if (!group || (group.members.length >= MEMBERS && size > 1)) return false
      const cuts = joinedCuts(group.cuts, needed, size)
      if (cuts) group.cuts = cuts
      return cuts !== undefined
    }
    let group = fixed && fixed.level === least && !clash && fits(fixed) ? fixed : undefined
    if (!group) {
      const at = fixed && fixed.level === least ? least + 1 : least
      const key = `${size} ${at}`
      const known = open.get(key) ?? []
      open.set(key, known)
      group = known.find(fits)
      if (!group) {
        group = { size, level: at, cuts: needed, members: [] }
        known.push(group)
        items.push(group)
      }
    }
    group.members.push(task)
    if (task.tag === 'point' && !task.out.slice) home.set(task.out, group)
    const out = homeOf(task.out)
    level.set(out, Math.max(level.get(out) ?? 0, group.level + 1))
    if (task.tag === 'point') started.set(out, group.level + 1)
    else home.delete(out)
  }

  for (const task of tasks) {
    if (task.tag === 'point' || task.tag === 'fold') join(task)
    else {
      let least = 0
      if (task.tag !== 'fill')
        for (const each of [eachRead, eachWritten])
          each(task, (slot) => {
            least = Math.max(least, above(slot))
          })
      eachWritten(task, (slot) => {
        level.set(slot, task.tag === 'fill' ? 0 : Math.max(least + 1, above(slot)))
        home.delete(slot)
      })
      items.push(task)
    }
  }
  return items
}

const isGroup = (item: Group | Exclude<Task, Point | Fold>): item is Group => 'members' in item

/** Nests in pieces of as many members as a function may have; only those of single numbers grow beyond that. */
const pieces = (item: Group | Exclude<Task, Point | Fold>): readonly Step[] =>
  isGroup(item)
    ? Array.from({ length: Math.ceil(item.members.length / SCALARS) }, (_, k) => ({
        tag: 'nest' as const,
        size: item.size,
        cuts: item.cuts,
        members: item.members.slice(k * SCALARS, (k + 1) * SCALARS),
      }))
    : [item]

const tasksOf = (step: Step): readonly Task[] => (step.tag === 'nest' ? step.members : [step])

/** Steps in an order in which each comes after those whose results it reads or writes over, and else as the tasks were. */
const sorted = (steps: readonly Step[], tasks: readonly Task[]): readonly Step[] => {
  const stepOf = new Map<Task, number>()
  steps.forEach((step, k) => {
    for (const task of tasksOf(step)) stepOf.set(task, k)
  })
  const writers = new Map<Slot, number[]>()
  const starts = new Map<Slot, number>()
  const needs: number[][] = steps.map(() => [])
  const last = steps.map(() => 0)
  tasks.forEach((task, at) => {
    const own = stepOf.get(task)!
    last[own] = at
    const need = (writer: number): void => {
      if (writer !== own) needs[own]!.push(writer)
    }
    eachRead(task, (slot) => writers.get(homeOf(slot))?.forEach(need))
    eachWritten(task, (slot) => {
      const out = homeOf(slot)
      if (task.tag === 'fold' && writers.has(out)) {
        const start = starts.get(out)
        if (start !== undefined) need(start)
        writers.get(out)!.push(own)
      } else {
        writers.get(out)?.forEach(need)
        writers.set(out, [own])
        if (task.tag === 'fill' || task.tag === 'point') starts.set(out, own)
      }
    })
  })
  const order: Step[] = []
  const done = new Uint8Array(steps.length)
  const queue = steps.map((_, k) => k).sort((a, b) => last[a]! - last[b]!)
  for (const root of queue) {
    const stack = [root]
    while (stack.length > 0) {
      const k = stack[stack.length - 1]!
      const next = done[k] === 0 ? needs[k]!.find((need) => done[need] !== 2) : undefined
      if (done[k] === 0 && next !== undefined) {
        stack.push(...needs[k]!.filter((need) => done[need] === 0))
        done[k] = 1
        continue
      }
      stack.pop()
      if (done[k] === 2) continue
      done[k] = 2
      order.push(steps[k]!)
    }
  }
  return order
}

/** The steps of tasks. */
export const fuse = (given: readonly Task[]): readonly Step[] => {
  const tasks = withoutClashes(given)
  return sorted(grouped(tasks).flatMap(pieces), tasks)
}
