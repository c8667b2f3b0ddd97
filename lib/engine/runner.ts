/** The function that a module exports: it calls all others, and gives 1 where a NaN calls for a careful run. */
import { type Emitter, load, pen, real, rounds } from './emitter.ts'
import type { Region } from './engine.ts'
import * as w from './wasm/index.ts'

/** How many calls a function holds. */
const CALLS = 1000

/** A function that calls functions in order. */
export const callAll = (m: w.Module, functions: readonly number[]): number =>
  functions.length === 1
    ? functions[0]!
    : functions.length <= CALLS
      ? w.defined(m, [], [], (c) => {
          for (const f of functions) w.call(c, f)
        })
      : callAll(
          m,
          Array.from({ length: Math.ceil(functions.length / CALLS) }, (_, k) =>
            callAll(m, functions.slice(k * CALLS, (k + 1) * CALLS)),
          ),
        )

/** A function that looks through buffers and gives 1 where an entry is NaN or one has been noted. */
const lookThrough = (e: Emitter, regions: readonly Region[]): number =>
  w.defined(e.module, [], ['i32'], (c) => {
    const p = pen(e, c, true)
    const s = pen(e, c, false)
    const seen = w.local(c, 'v128')
    const pointer = w.local(c, 'i32')
    const isNaN = (q: typeof p, offset: number): void => {
      for (let k = 0; k < 2; k++) {
        w.from(c, pointer)
        load(q, offset)
      }
      real(q, 'ne')
    }
    w.i32(c, 0)
    w.access(c, 'i32.load', e.note)
    for (const { at: start, size } of regions) {
      const whole = Math.floor(size / e.lanes)
      w.i32(c, 0)
      w.into(c, pointer)
      const some = (count: number): void => {
        for (let k = 0; k < count; k++) {
          isNaN(p, start + 16 * k)
          w.from(c, seen)
          w.op(c, 'v128.or')
          w.into(c, seen)
        }
        w.from(c, pointer)
        w.i32(c, 16 * count)
        w.op(c, 'i32.add')
        w.into(c, pointer)
      }
      rounds(c, Math.floor(whole / 4), () => some(4))
      rounds(c, whole % 4, () => some(1))
      for (let k = 0; k < size % e.lanes; k++) {
        isNaN(s, start + k * e.entry)
        w.op(c, 'i32.or')
      }
    }
    w.from(c, seen)
    w.op(c, 'v128.any_true', 'i32.or')
  })

/** Exports `run`: all that is called, and then a look at the regions in which a NaN would tell. */
export const exportRun = (e: Emitter, all: number, regions: readonly Region[]): void => {
  const look = lookThrough(e, regions)
  const run = w.defined(e.module, [], ['i32'], (c) => {
    w.i32(c, 0)
    w.i32(c, 0)
    w.access(c, 'i32.store', e.note)
    w.call(c, all)
    w.call(c, look)
  })
  w.exported(e.module, 'run', run)
}
