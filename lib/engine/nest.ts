/** Loop nests as WebAssembly: loads where their place is known, vectors along the last letter, folds in registers. */
import { vectorsAbreast } from './abreast.ts'
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
  const abreast = vectorsAbreast(e, points, folds, depth, extents[depth - 1] ?? 1)
  const inPlace = pen(e, c, true, spares, false, true)

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
  /** Pushes a source as it is in one of the vectors that go side by side. */
  const push = (p: Pen, source: Source, side: number): void => {
    if ('x' in source) number(p, source.x)
    else if (p.vector) {
      const own = sourceDepth(source) === depth && side > 0 ? ` ${side}` : ''
      w.from(c, vectorLocal(`${'point' in source ? `p${source.point}` : `l${source.load}`}${own}`))
    } else w.from(c, 'point' in source ? computed[source.point]! : loaded[source.load]!)
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
  const sided = (key: string, side: number): number => vectorLocal(side > 0 ? `${key} ${side}` : key)
  const vectorTotal = (k: number, side: number): number => sided(`t${k}`, side)

  /** What is loaded and computed inside of `own` loops and no more, for one vector of those that go side by side. */
  const level = (p: Pen, at: Pointers, own: number, side: number): void => {
    const ahead = side * e.lanes
    loads.forEach((x, k) => {
      if (x.depth !== own) return
      if (p.vector) streams.vectorAt(x.stream, at, ahead)
      else load(p, address(x.stream, at, ahead))
      w.into(c, p.vector ? sided(`l${k}`, side) : loaded[k]!)
    })
    points.forEach((x, k) => {
      if (x.depth !== own) return
      writePoint(p, x.task.op, (i) => push(p, x.sources[i]!, side), x.sources.length)
      for (const i of e.watched(x.task)) watch(p, () => push(p, x.sources[i]!, side))
      w.into(c, p.vector ? sided(`p${k}`, side) : computed[k]!)
    })
  }

  /** Stores, and what goes to folds, of one vector of those that go side by side. */
  const results = (p: Pen, at: Pointers, side: number): void => {
    const ahead = side * e.lanes
    points.forEach((x, k) => {
      if (x.out) put(p, x.out, at, ahead, () => push(p, { point: k }, side), false)
    })
    folds.forEach((f, k) => {
      const value = (): void => push(p, f.source, side)
      if (f.depth < depth) {
        const total = p.vector ? vectorTotal(k, side) : totals[k]!
        w.from(c, total)
        value()
        join(p, f)
        w.into(c, total)
      } else if (f.again) {
        const offset = address(f.out, at, ahead)
        load(p, address(f.out, at, ahead))
        value()
        join(p, f)
        store(p, offset)
      } else put(p, f.out, at, ahead, value, f.task.how === 'add')
    })
  }

  /** What every entry of the index does, for some vectors side by side: all of them are loaded before one is stored. */
  const innermost = (p: Pen, at: Pointers, sides = 1): void => {
    for (let side = 0; side < sides; side++) if (depth > 0) level(p, at, depth, side)
    for (let side = 0; side < sides; side++) results(p, at, side)
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
      for (let side = 0; side < abreast.vectors; side++) {
        number(vector, UNIT[f.task.how])
        w.into(c, vectorTotal(k, side))
      }
    })
  const endTotals = (own: number, at: Pointers): void =>
    folds.forEach((f, k) => {
      if (f.depth !== own || f.depth === depth) return
      const offset = address(f.out, at, 0)
      w.from(c, totals[k]!)
      if (canVector && vectorFolds) {
        for (let side = 1; side < abreast.vectors; side++) {
          w.from(c, vectorTotal(k, 0))
          w.from(c, vectorTotal(k, side))
          join(vector, f)
          w.into(c, vectorTotal(k, 0))
        }
        for (let lane = 0; lane < e.lanes; lane++) {
          w.from(c, vectorTotal(k, 0))
          extract(e, c, lane)
          join(scalar, f)
        }
      }
      if (f.again) {
        load(scalar, address(f.out, at, 0))
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
    if (own < depth || depth === 0) level(scalar, at, own, 0)
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
      const { vectors } = abreast
      rounds(c, Math.floor(whole / vectors), () => {
        innermost(abreast.inPlace ? inPlace : vector, inside, vectors)
        streams.advance(inside, own, vectors * e.lanes)
      })
      rounds(c, whole % vectors, () => {
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
