/** Pointers: locals that walk over entries in memory. */
import type { Slot } from './program.ts'
import * as w from './wasm/index.ts'

/** Pushes the address of the first entry of a slot. */
export type Address = (slot: Slot) => void

/** Moves a pointer on by some bytes. */
export const bump = (c: w.Code, pointer: number, by: number): void => {
  if (by === 0) return
  w.from(c, pointer)
  w.i32(c, by)
  w.op(c, 'i32.add')
  w.into(c, pointer)
}
/** A local that holds an address. */
export const pointerAt = (c: w.Code, push: () => void): number => {
  const pointer = w.local(c, 'i32')
  push()
  w.into(c, pointer)
  return pointer
}
