/** Loop nests as WebAssembly: loads where their place is known, vectors along the last letter, folds in registers. */
import { type Emitter, extract, load, number, type Pen, pen, real, rounds, splat, store } from './emitter.ts'
import { writeFill } from './fill.ts'
import type { Nest } from './fuse.ts'
import { writePoint } from './point.ts'
import { type Folded, read, type Source } from './reading.ts'
import { homeOf } from './slots.ts'
import { type Pointers, streamsOf } from './streams.ts'
import { extentsAt } from './view.ts'
import * as w from './wasm/index.ts'

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

  const streams = streamsOf(
    e,
    c,
    [...loads.map((x) => x.stream), ...points.flatMap((x) => (x.out ? [x.out] : [])), ...folds.map((x) => x.out)],
    [scalar, vector],
    depth,
  )
  const { address, put } = streams

  const loaded = loads.map(() => w.local(c, e.precision))
  const computed = points.map(() => w.local(c, e.precision))
  const vectors = new Map<string, number>()
  const vectorLocal = (key: string): number => {
    const known = vectors.get(key) ?? w.local(c, 'v128')
    vectors.set(key, known)
    return known
  }
  const sourceDepth = (source: Source): number =>
    'x' in source ? 0 : 'point' in source ? points[source.point]!.depth : loads[source.load]!.depth
  const push = (p: Pen, source: Source): void => {
    if ('x' in source) number(p, source.x)
    else if (p.vector) w.from(c, vectorLocal('point' in source ? `p${source.point}` : `l${source.load}`))
    else w.from(c, 'point' in source ? computed[source.point]! : loaded[source.load]!)
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
      if (x.depth !== own) return
      if (p.vector) streams.vectorAt(x.stream, at)
      else load(p, address(x.stream, at))
      w.into(c, p.vector ? vectorLocal(`l${k}`) : loaded[k]!)
    })
    points.forEach((x, k) => {
      if (x.depth !== own) return
      writePoint(p, x.task.op, (i) => push(p, x.sources[i]!), x.sources.length)
      for (const i of e.watched(x.task)) watch(p, () => push(p, x.sources[i]!))
      w.into(c, p.vector ? vectorLocal(`p${k}`) : computed[k]!)
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
      w.from(c, key[0] === 'p' ? computed[k]! : loaded[k]!)
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
    const inside = streams.entered(at, own)
    const extent = extents[own]!
    if (own < depth - 1)
      rounds(c, extent, () => {
        run(own + 1, inside)
        streams.advance(inside, own, 1)
      })
    else {
      const whole = canVector && vectorFolds ? Math.floor(extent / e.lanes) : 0
      if (whole > 0) spreadInvariants()
      rounds(c, whole, () => {
        innermost(vector, inside)
        streams.advance(inside, own, e.lanes)
      })
      rounds(c, extent - whole * e.lanes, () => {
        innermost(scalar, inside)
        streams.advance(inside, own, 1)
      })
    }
    endTotals(own, at)
  }

  for (const f of folds) if (f.again) writeFill(e, c, e.at(homeOf(f.task.out))!, f.task.out.size, UNIT[f.task.how])
  run(0, streams.first())
  if (!seen) return
  w.i32(c, 0)
  w.i32(c, 0)
  w.access(c, 'i32.load', e.note)
  w.from(c, seen.number)
  w.from(c, seen.vector)
  w.op(c, 'v128.any_true', 'i32.or', 'i32.or')
  w.access(c, 'i32.store', e.note)
}
