/** Running sums, and places of the largest, as loops on single numbers. */
import { type Emitter, load, pen, real, rounds, store } from './emitter.ts'
import { type Address, bump, pointerAt } from './pointers.ts'
import type { Largest, Running } from './program.ts'
import * as w from './wasm/index.ts'

/** Running sums, each entry added to the one before it. */
export const writeRunning = (e: Emitter, c: w.Code, task: Running, address: Address): void => {
  const { rows, extent, width, backward } = task
  const p = pen(e, c, false)
  const line = width * e.entry
  const start = (backward ? extent - 1 : 0) * line
  const step = backward ? -line : line
  const from = pointerAt(c, () => address(task.from))
  const to = pointerAt(c, () => address(task.out))
  bump(c, from, start)
  bump(c, to, start)
  rounds(c, rows, () => {
    rounds(c, width, () => {
      const total = w.local(c, e.precision)
      const put = (): void => {
        w.from(c, to)
        w.from(c, total)
        store(p, 0)
      }
      w.from(c, from)
      load(p, 0)
      w.into(c, total)
      put()
      rounds(c, extent - 1, () => {
        bump(c, from, step)
        bump(c, to, step)
        w.from(c, from)
        load(p, 0)
        w.from(c, total)
        real(p, 'add')
        w.into(c, total)
        put()
      })
      bump(c, from, e.entry - step * (extent - 1))
      bump(c, to, e.entry - step * (extent - 1))
    })
    bump(c, from, (extent - 1) * line)
    bump(c, to, (extent - 1) * line)
  })
}

/** The place of the first NaN, else of the first largest entry of each row. */
export const writeArgmax = (e: Emitter, c: w.Code, task: Largest, address: Address): void => {
  const { rows, extent } = task
  const p = pen(e, c, false)
  const from = pointerAt(c, () => address(task.from))
  const to = pointerAt(c, () => address(task.out))
  const [best, x] = [w.local(c, e.precision), w.local(c, e.precision)]
  const [place, at] = [w.local(c, 'i32'), w.local(c, 'i32')]
  rounds(c, rows, () => {
    w.from(c, from)
    load(p, 0)
    w.into(c, best)
    w.i32(c, 0)
    w.into(c, place)
    w.i32(c, 1)
    w.into(c, at)
    rounds(c, extent - 1, () => {
      bump(c, from, e.entry)
      w.from(c, from)
      load(p, 0)
      w.into(c, x)
      w.from(c, x)
      w.from(c, best)
      real(p, 'le')
      w.op(c, 'i32.eqz')
      w.from(c, best)
      w.from(c, best)
      real(p, 'eq')
      w.op(c, 'i32.and')
      w.branch(c, () => {
        w.from(c, x)
        w.into(c, best)
        w.from(c, at)
        w.into(c, place)
      })
      bump(c, at, 1)
    })
    w.from(c, to)
    w.from(c, place)
    w.op(c, e.precision === 'f64' ? 'f64.convert_i32_s' : 'f32.convert_i32_s')
    store(p, 0)
    bump(c, to, e.entry)
    bump(c, from, e.entry)
  })
}
