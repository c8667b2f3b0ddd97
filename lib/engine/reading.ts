/** What a nest reads, computes and writes, and in how many of its loops each of them changes. */
import type { Emitter } from './emitter.ts'
import type { Nest } from './fuse.ts'
import type { Fold, Point, Slot } from './program.ts'
import { homeOf } from './slots.ts'
import { type Dims, isWhole, stridesAt, type View } from './view.ts'

/** A place in memory that moves with the letters: entries a step of each. */
export interface Stream {
  readonly slot: Slot
  readonly base: number
  readonly strides: readonly number[]
}

/** A number that a member reads: another member's, one known, or one loaded. */
export type Source = { readonly point: number } | { readonly x: number } | { readonly load: number }

export interface Loaded {
  readonly stream: Stream
  readonly depth: number
}
export interface Computed {
  readonly task: Point
  readonly sources: readonly Source[]
  readonly depth: number
  readonly out: Stream | undefined
}
export interface Folded {
  readonly task: Fold
  readonly source: Source
  readonly out: Stream
  /** How many loops the place in the result depends on. */
  readonly depth: number
  /** Whether the same place comes again in loops around those. */
  readonly again: boolean
}

const depthOf = (strides: readonly number[]): number => {
  let depth = strides.length
  while (depth > 0 && strides[depth - 1] === 0) depth--
  return depth
}

/** What a nest loads, computes and folds, each once. */
export const read = (nest: Nest, extents: readonly number[], letters: readonly number[], e: Emitter) => {
  const loads: Loaded[] = []
  const points: Computed[] = []
  const folds: Folded[] = []
  const own = new Map<Slot, number>()
  const known = new Map<string, number>()
  const stepping = (dims: Dims): readonly number[] => {
    const all = stridesAt(dims, nest.cuts, nest.size)
    return letters.map((l) => all[l]!)
  }
  const sourceOf = (view: View): Source => {
    const { slot, base, dims } = view
    if (slot.fill !== undefined) return { x: slot.fill }
    const point = own.get(slot)
    if (point !== undefined && isWhole(view)) return { point }
    const strides = stepping(dims)
    const key = `${slot.id} ${base} ${strides.join()}`
    const found = known.get(key) ?? loads.push({ stream: { slot, base, strides }, depth: depthOf(strides) }) - 1
    known.set(key, found)
    return { load: found }
  }
  const depth = (source: Source): number =>
    'x' in source ? 0 : 'point' in source ? points[source.point]!.depth : loads[source.load]!.depth
  const whole = stepping(nest.size === 1 ? [] : [{ extent: nest.size, stride: 1 }])
  for (const task of nest.members)
    if (task.tag === 'point') {
      const sources = task.args.map(sourceOf)
      const stored = task.out.slice !== undefined || e.at(homeOf(task.out)) !== undefined
      const out = stored ? { slot: task.out, base: 0, strides: whole } : undefined
      own.set(task.out, points.length)
      points.push({ task, sources, depth: Math.max(0, ...sources.map(depth)), out })
    } else {
      const strides = stepping(task.to)
      const own = depthOf(strides)
      const sums = task.how === 'sum' || task.how === 'max'
      const again = sums && strides.slice(0, own).some((s, k) => s === 0 && extents[k]! > 1)
      const out = { slot: task.out, base: task.base, strides }
      folds.push({ task, source: sourceOf(task.arg), out, depth: sums ? own : extents.length, again })
    }
  return { loads, points, folds }
}
