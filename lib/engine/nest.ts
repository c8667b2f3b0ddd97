/** Loop nests as WebAssembly: loads where their place is known, vectors along the last letter, folds in registers. */
import { type Emitter, extract, load, number, type Pen, pen, real, replace, rounds, splat, store } from './emitter.ts'
import type { Nest } from './fuse.ts'
import { writePoint } from './point.ts'
import type { Fold, Point, Slot } from './program.ts'
import { homeOf } from './slots.ts'
import { type Dims, extentsAt, isWhole, stridesAt, type View } from './view.ts'
import * as w from './wasm/index.ts'

/** A place in memory that moves with the letters: entries a step of each. */
interface Stream {
  readonly slot: Slot
  readonly base: number
  readonly strides: readonly number[]
}

/** A number that a member reads: another member's, one known, or one loaded. */
type Source = { readonly point: number } | { readonly x: number } | { readonly load: number }

interface Loaded {
  readonly stream: Stream
  readonly depth: number
}
interface Computed {
  readonly task: Point
  readonly sources: readonly Source[]
  readonly depth: number
  readonly out: Stream | undefined
}
interface Folded {
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
const read = (nest: Nest, extents: readonly number[], letters: readonly number[], e: Emitter) => {
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

const UNIT = { sum: -0, add: -0, max: Number.NEGATIVE_INFINITY, store: 0 } as const

/** Writes a nest as the body of a function. */
export const writeNest = (e: Emitter, c: w.Code, nest: Nest): void => {
  const all = extentsAt(nest.cuts, nest.size)
  const letters = all.flatMap((extent, l) => (extent > 1 ? [l] : []))
  const extents = letters.map((l) => all[l]!)
  const depth = extents.length
  const { loads, points, folds } = read(nest, extents, letters, e)
  const spares = new Map<string, number>()
  const scalar = pen(e, c, false, spares, depth === 0)
  const vector = pen(e, c, true, spares)

  /** Pointers by what moves them; undefined stands for 0. */
  type Pointers = ReadonlyMap<string, number | undefined>
  const streams = [
    ...loads.map((x) => x.stream),
    ...points.flatMap((x) => (x.out ? [x.out] : [])),
    ...folds.map((x) => x.out),
  ]
  const isAbsolute = ({ strides }: Stream): boolean => strides.some((s) => s < 0)
  const fixed = (stream: Stream): number => e.at(homeOf(stream.slot))! + stream.base * e.entry
  const keyOf = (stream: Stream): string => {
    const { slot, strides } = stream
    const slice = slot.slice ? `${slot.slice.counter.id}*${slot.size}` : ''
    return `${slice} ${strides.join()}${isAbsolute(stream) ? ` from ${fixed(stream)}` : ''}`
  }
  const movers = new Map<string, Stream>()
  for (const stream of streams) movers.set(keyOf(stream), stream)

  /** Pushes the address of a stream and gives the offset to be added. */
  const address = (stream: Stream, at: Pointers): number => {
    const pointer = at.get(keyOf(stream))
    if (pointer === undefined) w.i32(c, 0)
    else w.from(c, pointer)
    return isAbsolute(stream) ? 0 : fixed(stream)
  }

  const loaded = loads.map(() => w.local(c, e.precision))
  const computed = points.map((x) => (x.depth < depth || depth === 0 ? w.local(c, e.precision) : -1))
  const scalarComputed = points.map((_, k) => computed[k]!)
  const vectors = new Map<string, number>()
  const vectorLocal = (key: string): number => {
    const known = vectors.get(key) ?? w.local(c, 'v128')
    vectors.set(key, known)
    return known
  }
  points.forEach((_, k) => {
    if (scalarComputed[k] === -1) scalarComputed[k] = w.local(c, e.precision)
  })

  const sourceDepth = (source: Source): number =>
    'x' in source ? 0 : 'point' in source ? points[source.point]!.depth : loads[source.load]!.depth
  const push = (p: Pen, source: Source): void => {
    if ('x' in source) number(p, source.x)
    else if (p.vector) w.from(c, vectorLocal('point' in source ? `p${source.point}` : `l${source.load}`))
    else w.from(c, 'point' in source ? scalarComputed[source.point]! : loaded[source.load]!)
  }

  const loadScalar = (k: number, at: Pointers): void => {
    load(scalar, address(loads[k]!.stream, at))
    w.into(c, loaded[k]!)
  }
  /** Entries `step` apart, one a lane. */
  const loadVector = (k: number, at: Pointers): void => {
    const { stream } = loads[k]!
    const step = stream.strides[depth - 1]!
    if (step === 1) load(vector, address(stream, at))
    else
      for (let lane = 0; lane < e.lanes; lane++) {
        const offset = address(stream, at)
        if (step < 0 && lane > 0) {
          w.i32(c, lane * step * e.entry)
          w.op(c, 'i32.add')
        }
        load(scalar, offset + (step > 0 ? lane * step * e.entry : 0))
        if (lane === 0) splat(e, c)
        else replace(e, c, lane)
      }
    w.into(c, vectorLocal(`l${k}`))
  }
  /** Stores what `value` pushes. */
  const put = (p: Pen, stream: Stream, at: Pointers, value: () => void, adds: boolean): void => {
    const step = depth === 0 ? 1 : stream.strides[depth - 1]!
    if (!p.vector || step === 1) {
      const offset = address(stream, at)
      if (adds) {
        load(p, address(stream, at))
        value()
        real(p, 'add')
      } else value()
      store(p, offset)
      return
    }
    const whole = p.spare(3)
    value()
    w.into(c, whole)
    for (let lane = 0; lane < e.lanes; lane++) {
      const shifted = (): number => {
        const offset = address(stream, at)
        if (step < 0 && lane > 0) {
          w.i32(c, lane * step * e.entry)
          w.op(c, 'i32.add')
        }
        return offset + (step > 0 ? lane * step * e.entry : 0)
      }
      const offset = shifted()
      if (adds) load(scalar, shifted())
      w.from(c, whole)
      extract(e, c, lane)
      if (adds) real(scalar, 'add')
      store(scalar, offset)
    }
  }

  const seen = points.some((x) => e.watched(x.task).length > 0)
    ? { number: w.local(c, 'i32'), vector: w.local(c, 'v128') }
    : undefined
  /** Remembers whether a number is NaN. */
  const watch = (p: Pen, value: () => void): void => {
    const at = p.vector ? seen!.vector : seen!.number
    value()
    value()
    real(p, 'ne')
    w.from(c, at)
    w.op(c, p.vector ? 'v128.or' : 'i32.or')
    w.into(c, at)
  }

  const join = (p: Pen, { task }: Folded): void => real(p, task.how === 'max' ? 'max' : 'add')
  const totals = folds.map((f) => (f.depth < depth ? w.local(c, e.precision) : -1))
  const vectorTotal = (k: number): number => vectorLocal(`t${k}`)

  /** What is loaded and computed inside of `level` loops and no more. */
  const level = (p: Pen, at: Pointers, own: number): void => {
    loads.forEach((x, k) => {
      if (x.depth === own) (p.vector ? loadVector : loadScalar)(k, at)
    })
    points.forEach((x, k) => {
      if (x.depth !== own) return
      writePoint(p, x.task.op, (i) => push(p, x.sources[i]!), x.sources.length)
      for (const i of e.watched(x.task)) watch(p, () => push(p, x.sources[i]!))
      w.into(c, p.vector ? vectorLocal(`p${k}`) : scalarComputed[k]!)
    })
  }

  /** What every entry of the index does: stores, and what goes to folds. */
  const innermost = (p: Pen, at: Pointers): void => {
    if (depth > 0) level(p, at, depth)
    points.forEach((x, k) => {
      if (x.out) put(p, x.out, at, () => push(p, { point: k }), false)
    })
    folds.forEach((f, k) => {
      if (f.depth < depth) {
        const total = p.vector ? vectorTotal(k) : totals[k]!
        w.from(c, total)
        push(p, f.source)
        join(p, f)
        w.into(c, total)
      } else if (f.again) {
        const offset = address(f.out, at)
        load(p, address(f.out, at))
        push(p, f.source)
        join(p, f)
        store(p, offset)
      } else put(p, f.out, at, () => push(p, f.source), f.task.how === 'add')
    })
  }

  const canVector = depth > 0 && extents[depth - 1]! >= e.lanes
  /** Folds that meet one place again and again along the last letter but not in it go entry by entry. */
  const vectorFolds = folds.every((f) => !(f.again && f.depth === depth) || f.out.strides[depth - 1] === 1)

  const startTotals = (own: number): void =>
    folds.forEach((f, k) => {
      if (f.depth !== own || f.depth === depth) return
      number(scalar, UNIT[f.task.how])
      w.into(c, totals[k]!)
      if (!canVector || !vectorFolds) return
      number(vector, UNIT[f.task.how])
      w.into(c, vectorTotal(k))
    })
  const endTotals = (own: number, at: Pointers): void =>
    folds.forEach((f, k) => {
      if (f.depth !== own || f.depth === depth) return
      const offset = address(f.out, at)
      w.from(c, totals[k]!)
      if (canVector && vectorFolds)
        for (let lane = 0; lane < e.lanes; lane++) {
          w.from(c, vectorTotal(k))
          extract(e, c, lane)
          join(scalar, f)
        }
      if (f.again) {
        load(scalar, address(f.out, at))
        join(scalar, f)
      }
      store(scalar, offset)
    })

  const advance = (at: Pointers, own: number, by: number): void =>
    movers.forEach(({ strides }, key) => {
      const pointer = at.get(key)
      if (strides[own] === 0 || pointer === undefined) return
      w.from(c, pointer)
      w.i32(c, by * strides[own]! * e.entry)
      w.op(c, 'i32.add')
      w.into(c, pointer)
    })

  /** Values known before the last loop, as vectors. */
  const spreadInvariants = (): void => {
    const wanted = new Set<string>()
    const want = (source: Source): void => {
      if (!('x' in source) && sourceDepth(source) < depth)
        wanted.add('point' in source ? `p${source.point}` : `l${source.load}`)
    }
    points.forEach((x, k) => {
      if (x.depth === depth) x.sources.forEach(want)
      else if (x.out) want({ point: k })
    })
    for (const f of folds) want(f.source)
    for (const key of wanted) {
      const k = Number(key.slice(1))
      w.from(c, key[0] === 'p' ? scalarComputed[k]! : loaded[k]!)
      splat(e, c)
      w.into(c, vectorLocal(key))
    }
  }

  const run = (own: number, at: Pointers): void => {
    startTotals(own)
    if (own < depth || depth === 0) level(scalar, at, own)
    if (own === depth) {
      innermost(scalar, at)
      return
    }
    const inside = new Map(at)
    movers.forEach(({ strides }, key) => {
      if (strides[own] === 0) return
      const pointer = w.local(c, 'i32')
      const parent = at.get(key)
      if (parent === undefined) w.i32(c, 0)
      else w.from(c, parent)
      w.into(c, pointer)
      inside.set(key, pointer)
    })
    const extent = extents[own]!
    if (own < depth - 1)
      rounds(c, extent, () => {
        run(own + 1, inside)
        advance(inside, own, 1)
      })
    else {
      const whole = canVector && vectorFolds ? Math.floor(extent / e.lanes) : 0
      if (whole > 0) spreadInvariants()
      rounds(c, whole, () => {
        innermost(vector, inside)
        advance(inside, own, e.lanes)
      })
      rounds(c, extent - whole * e.lanes, () => {
        innermost(scalar, inside)
        advance(inside, own, 1)
      })
    }
    endTotals(own, at)
  }

  const first = new Map<string, number | undefined>()
  movers.forEach((stream, key) => {
    const { slot } = stream
    if (!slot.slice && !isAbsolute(stream)) return
    const pointer = w.local(c, 'i32')
    w.i32(c, isAbsolute(stream) ? fixed(stream) : 0)
    if (slot.slice) {
      w.i32(c, 0)
      w.access(c, 'i32.load', e.at(slot.slice.counter)!)
      w.i32(c, slot.size * e.entry)
      w.op(c, 'i32.mul', 'i32.add')
    }
    w.into(c, pointer)
    first.set(key, pointer)
  })
  for (const f of folds) if (f.again) writeFill(e, c, e.at(homeOf(f.task.out))!, f.task.out.size, UNIT[f.task.how])
  run(0, first)
  if (!seen) return
  w.i32(c, 0)
  w.i32(c, 0)
  w.access(c, 'i32.load', e.note)
  w.from(c, seen.number)
  w.from(c, seen.vector)
  w.op(c, 'v128.any_true', 'i32.or', 'i32.or')
  w.access(c, 'i32.store', e.note)
}

/** Fills a buffer with one number. */
export const writeFill = (e: Emitter, c: w.Code, at: number, size: number, x: number): void => {
  if (Object.is(x, 0) && size > 8) {
    w.i32(c, at)
    w.i32(c, 0)
    w.i32(c, size * e.entry)
    w.memoryFill(c)
    return
  }
  const p = pen(e, c, true)
  const whole = Math.floor(size / e.lanes)
  const pointer = w.local(c, 'i32')
  rounds(c, whole, () => {
    w.from(c, pointer)
    number(p, x)
    store(p, at)
    w.from(c, pointer)
    w.i32(c, 16)
    w.op(c, 'i32.add')
    w.into(c, pointer)
  })
  for (let k = whole * e.lanes; k < size; k++) {
    w.i32(c, 0)
    number(pen(e, c, false), x)
    store(pen(e, c, false), at + k * e.entry)
  }
}
