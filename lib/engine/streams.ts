/** Streams: places in memory that move as loops go on, by pointers that those share which move alike. */
import { type Emitter, extract, load, type Pen, real, replace, splat, store } from './emitter.ts'
import type { Stream } from './reading.ts'
import { homeOf } from './slots.ts'
import * as w from './wasm/index.ts'

/** The pointers of a loop by what moves them; undefined stands for 0. */
export type Pointers = ReadonlyMap<string, number | undefined>

/** How the streams of a nest are written. */
export interface Streams {
  /** The pointers before any loop. */
  readonly first: () => Pointers
  /** The pointers inside of loop `own`, at its start. */
  readonly entered: (at: Pointers, own: number) => Pointers
  readonly advance: (at: Pointers, own: number, by: number) => void
  /** Pushes the address of a stream, so many steps of the last loop ahead, and gives the offset to be added. */
  readonly address: (stream: Stream, at: Pointers, ahead: number) => number
  /** Pushes as many entries as a vector has along the last loop. */
  readonly vectorAt: (stream: Stream, at: Pointers, ahead: number) => void
  /** Stores what `value` pushes, or adds it to what is there. */
  readonly put: (p: Pen, stream: Stream, at: Pointers, ahead: number, value: () => void, adds: boolean) => void
}

export const streamsOf = (
  e: Emitter,
  c: w.Code,
  streams: readonly Stream[],
  [scalar, vector]: readonly [Pen, Pen],
  depth: number,
): Streams => {
  /** Addresses are not negative, so that what runs backward has a pointer to where it is itself. */
  const isAbsolute = ({ strides }: Stream): boolean => strides.some((s) => s < 0)
  const fixed = (stream: Stream): number => e.at(homeOf(stream.slot))! + stream.base * e.entry
  const keyOf = (stream: Stream): string => {
    const { slot, strides } = stream
    const slice = slot.slice ? `${slot.slice.counter.id}*${slot.size}` : ''
    return `${slice} ${strides.join()}${isAbsolute(stream) ? ` from ${fixed(stream)}` : ''}`
  }
  const movers = new Map(streams.map((stream) => [keyOf(stream), stream]))

  const stepOf = ({ strides }: Stream): number => (depth === 0 ? 1 : strides[depth - 1]!)
  const address = (stream: Stream, at: Pointers, ahead: number): number => {
    const pointer = at.get(keyOf(stream))
    if (pointer === undefined) w.i32(c, 0)
    else w.from(c, pointer)
    const by = ahead * stepOf(stream) * e.entry
    const offset = isAbsolute(stream) ? 0 : fixed(stream)
    if (by >= 0) return offset + by
    w.i32(c, by)
    w.op(c, 'i32.add')
    return offset
  }
  const eachLane = (body: (lane: number) => void): void => {
    for (let lane = 0; lane < e.lanes; lane++) body(lane)
  }

  return {
    address,
    first: () => {
      const pointers = new Map<string, number>()
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
        pointers.set(key, pointer)
      })
      return pointers
    },
    entered: (at, own) => {
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
      return inside
    },
    advance: (at, own, by) =>
      movers.forEach(({ strides }, key) => {
        const pointer = at.get(key)
        if (strides[own] === 0 || pointer === undefined) return
        w.from(c, pointer)
        w.i32(c, by * strides[own]! * e.entry)
        w.op(c, 'i32.add')
        w.into(c, pointer)
      }),
    vectorAt: (stream, at, ahead) => {
      if (stepOf(stream) === 1) load(vector, address(stream, at, ahead))
      else
        eachLane((lane) => {
          load(scalar, address(stream, at, ahead + lane))
          if (lane === 0) splat(e, c)
          else replace(e, c, lane)
        })
    },
    put: (p, stream, at, ahead, value, adds) => {
      if (!p.vector || stepOf(stream) === 1) {
        const offset = address(stream, at, ahead)
        if (adds) load(p, address(stream, at, ahead))
        value()
        if (adds) real(p, 'add')
        store(p, offset)
        return
      }
      const whole = p.spare(3)
      value()
      w.into(c, whole)
      eachLane((lane) => {
        const offset = address(stream, at, ahead + lane)
        if (adds) load(scalar, address(stream, at, ahead + lane))
        w.from(c, whole)
        extract(e, c, lane)
        if (adds) real(scalar, 'add')
        store(scalar, offset)
      })
    },
  }
}
