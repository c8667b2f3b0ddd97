/** Rows by number, as loops on single numbers, or by a table of places that is known to be good. */
import { type Emitter, load, number, pen, real, rounds, store } from './emitter.ts'
import { writeFill } from './fill.ts'
import { type Address, bump, pointerAt } from './pointers.ts'
import type { Index } from './program.ts'
import { homeOf } from './slots.ts'
import * as w from './wasm/index.ts'

/** Pushes whether a number in a local is a whole one from 0 up to `extent`. */
const isPlace = (e: Emitter, c: w.Code, index: number, extent: number): void => {
  const p = pen(e, c, false)
  w.from(c, index)
  number(p, 0)
  real(p, 'ge')
  w.from(c, index)
  number(p, extent)
  real(p, 'lt')
  w.from(c, index)
  w.from(c, index)
  real(p, 'trunc', 'eq')
  w.op(c, 'i32.and', 'i32.and')
}

/** How many entries of a table are looked up in one round of a loop. */
const AT_ONCE = 4

/** Entries taken from rows, or added up there, by a table of places that are all right. */
const writeTable = (e: Emitter, c: w.Code, task: Index, address: Address): void => {
  const { tag, rows, extent, width, indices } = task
  const p = pen(e, c, false)
  const gathers = tag === 'gather'
  const lineWidth = width * e.entry
  if (!gathers) writeFill(e, c, e.at(homeOf(task.out))!, task.out.size, 0)
  const place = pointerAt(c, () => address(gathers ? task.from : task.out))
  const line = pointerAt(c, () => address(gathers ? task.out : task.from))
  const [at, entry] = [w.local(c, 'i32'), w.local(c, 'i32')]
  const move = (offset: number): void => {
    const [to, from] = gathers ? [line, entry] : [entry, line]
    const [into, out] = gathers ? [offset, 0] : [0, offset]
    w.from(c, to)
    if (!gathers) {
      w.from(c, to)
      load(p, into)
    }
    w.from(c, from)
    load(p, out)
    if (!gathers) real(p, 'add')
    store(p, into)
  }
  const look = (k: number): void => {
    w.from(c, at)
    w.access(c, 'i32.load', 4 * k)
    w.i32(c, lineWidth)
    w.op(c, 'i32.mul')
    w.from(c, place)
    w.op(c, 'i32.add')
    w.into(c, entry)
    if (width === 1) move(k * e.entry)
    else
      rounds(c, width, () => {
        move(0)
        bump(c, line, e.entry)
        bump(c, entry, e.entry)
      })
  }
  const some = (count: number): void => {
    for (let k = 0; k < count; k++) look(k)
    bump(c, at, 4 * count)
    if (width === 1) bump(c, line, count * e.entry)
  }
  rounds(c, rows, () => {
    address(indices)
    w.into(c, at)
    rounds(c, Math.floor(indices.size / AT_ONCE), () => some(AT_ONCE))
    some(indices.size % AT_ONCE)
    bump(c, place, extent * lineWidth)
  })
}

/** Entries taken from rows by number, or added up there. */
export const writeIndex = (e: Emitter, c: w.Code, task: Index, address: Address): void => {
  const { tag, rows, extent, width, strict, indices } = task
  if (indices.places) {
    writeTable(e, c, task, address)
    return
  }
  const p = pen(e, c, false)
  const count = indices.size
  const gathers = tag === 'gather'
  const index = w.local(c, e.precision)
  const table = pointerAt(c, () => address(gathers ? task.from : task.out))
  const line = pointerAt(c, () => address(gathers ? task.out : task.from))
  const entry = w.local(c, 'i32')
  const at = w.local(c, 'i32')
  const lineWidth = width * e.entry
  const sumAll = (): void => {
    w.from(c, index)
    w.op(c, e.precision === 'f64' ? 'i32.trunc_f64_s' : 'i32.trunc_f32_s')
    w.i32(c, lineWidth)
    w.op(c, 'i32.mul')
    w.from(c, table)
    w.op(c, 'i32.add')
    w.into(c, entry)
    rounds(c, width, () => {
      if (gathers) {
        w.from(c, line)
        w.from(c, entry)
        load(p, 0)
      } else {
        w.from(c, entry)
        w.from(c, entry)
        load(p, 0)
        w.from(c, line)
        load(p, 0)
        real(p, 'add')
      }
      store(p, 0)
      bump(c, line, e.entry)
      bump(c, entry, e.entry)
    })
  }
  const otherwise = (): void => {
    if (gathers)
      rounds(c, width, () => {
        w.from(c, line)
        number(p, strict ? Number.NaN : 0)
        store(p, 0)
        bump(c, line, e.entry)
      })
    else bump(c, line, lineWidth)
  }
  const eachIndex = (body: () => void): void => {
    address(indices)
    w.into(c, at)
    rounds(c, count, () => {
      w.from(c, at)
      load(p, 0)
      w.into(c, index)
      body()
      bump(c, at, e.entry)
    })
  }
  const all = (): void =>
    rounds(c, rows, () => {
      eachIndex(() => {
        isPlace(e, c, index, extent)
        w.branch(c, sumAll, otherwise)
      })
      bump(c, table, extent * lineWidth)
    })
  if (gathers) {
    all()
    return
  }
  const fill = (x: number): void => {
    const to = pointerAt(c, () => address(task.out))
    rounds(c, task.out.size, () => {
      w.from(c, to)
      number(p, x)
      store(p, 0)
      bump(c, to, e.entry)
    })
  }
  fill(0)
  if (!strict) {
    all()
    return
  }
  const good = w.local(c, 'i32')
  w.i32(c, 1)
  w.into(c, good)
  eachIndex(() => {
    isPlace(e, c, index, extent)
    w.from(c, good)
    w.op(c, 'i32.and')
    w.into(c, good)
  })
  w.from(c, good)
  w.branch(c, all, () => fill(Number.NaN))
}
