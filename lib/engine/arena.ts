/** The arena: one memory, in which buffers that are not alive at the same time may have one place. */
import type { Slot } from './program.ts'
import { eachRead, eachWritten, homeOf } from './slots.ts'
import { innerLists, type Step, tasksOf } from './steps.ts'

/** Where each slot begins, in bytes, and where free memory begins after all of them. */
export interface Arena {
  readonly at: ReadonlyMap<Slot, number>
  readonly end: number
}

const ALIGNED = 16
const padded = (count: number): number => Math.ceil(count / ALIGNED) * ALIGNED

/** Free pieces of a region: whole ones of a size are taken first, then the smallest that is large enough. */
const region = () => {
  const bySize = new Map<number, number[]>()
  let end = 0
  const take = (size: number): number => {
    const exact = bySize.get(size)
    if (exact && exact.length > 0) return exact.pop()!
    let best = Number.POSITIVE_INFINITY
    if (size > ALIGNED)
      for (const [other, list] of bySize) if (other > size && other < best && list.length > 0) best = other
    if (best < 4 * size) {
      const at = bySize.get(best)!.pop()!
      give(at + size, best - size)
      return at
    }
    const at = end
    end += size
    return at
  }
  const give = (at: number, size: number): void => {
    const list = bySize.get(size)
    if (list) list.push(at)
    else bySize.set(size, [at])
  }
  return { take, give, size: () => end }
}

/** Places for the slots of `memory`: `kept` ones for ever, the rest from the step that writes them to the last that reads them. */
export const arenaOf = (
  steps: readonly Step[],
  memory: ReadonlySet<Slot>,
  kept: readonly Slot[],
  lasting: readonly Slot[],
  entry: number,
): Arena => {
  const at = new Map<Slot, number>()
  let end = 0
  const bytesOf = (slot: Slot): number => padded(slot.size * entry)
  for (const slot of kept) {
    if (at.has(slot) || slot.size === 0) continue
    at.set(slot, end)
    end += bytesOf(slot)
  }
  const wanted = new Set(lasting)

  const plan = (list: readonly Step[]): void => {
    const first = new Map<Slot, number>()
    const last = new Map<Slot, number>()
    list.forEach((step, k) => {
      for (const task of tasksOf(step)) {
        eachWritten(task, (slot) => {
          const home = homeOf(slot)
          if (!memory.has(home) || at.has(home)) return
          if (!first.has(home)) first.set(home, k)
          last.set(home, k)
        })
        eachRead(task, (slot) => last.set(homeOf(slot), k))
      }
    })
    const births: Slot[][] = list.map(() => [])
    const deaths: Slot[][] = list.map(() => [])
    for (const [slot, k] of first) {
      births[k]!.push(slot)
      if (!wanted.has(slot)) deaths[last.get(slot)!]!.push(slot)
    }
    const own = region()
    const places: [Slot, number][] = []
    const place = new Map<Slot, number>()
    list.forEach((_, k) => {
      for (const slot of births[k]!) {
        const start = own.take(bytesOf(slot))
        place.set(slot, start)
        places.push([slot, start])
      }
      for (const slot of deaths[k]!) own.give(place.get(slot)!, bytesOf(slot))
    })
    for (const [slot, start] of places) at.set(slot, end + start)
    end += own.size()
    for (const step of list) {
      const inner = innerLists(step)
      // The loop itself reads whether it goes on.
      if (step.tag === 'repeat') wanted.add(homeOf(step.task.holds))
      if ('shared' in step) for (const [result, carry] of step.shared) if (at.has(carry)) at.set(result, at.get(carry)!)
      if (inner.length > 0) plan(inner.flat())
    }
  }
  plan(steps)
  return { at, end }
}
