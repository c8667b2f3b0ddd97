/** Buffers full of one number. */
import { type Emitter, number, pen, rounds, store } from './emitter.ts'
import * as w from './wasm/index.ts'

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
