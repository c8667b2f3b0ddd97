/** The WebAssembly of the platform, as much of it as is used. */
import { fail } from '../../error.ts'

export interface Memory {
  readonly buffer: ArrayBuffer
}
export type Exports = Readonly<Record<string, (...xs: number[]) => number>>
export type Env = Readonly<Record<string, Memory | ((...xs: number[]) => unknown)>>

interface Platform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object, imports: { readonly env: Env }) => { readonly exports: Exports }
  readonly Memory: new (size: { readonly initial: number }) => Memory
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean
}
const platform = (globalThis as unknown as { readonly WebAssembly: Platform }).WebAssembly

/** A page of memory, in bytes. */
export const PAGE = 65536
/** Addresses have 32 bits. */
const MOST_PAGES = 65536

const refuseMemory = (pages: number, expected: string): never =>
  fail({
    tag: 'ValueError',
    op: 'compile',
    argument: 'memory',
    found: `${(pages * PAGE).toLocaleString('en')} bytes for what is alive at once`,
    expected,
    cure: "keep less with checkpoint or scan, take fewer lanes at once, halve it with {precision: 'f32'}, or evaluate",
  })

/**
 * So much memory, all zeros.
 *
 * @throws AdError `ValueError` on `memory` for more than can be addressed, or than the machine has in one piece
 */
export const memoryOf = (pages: number): Memory => {
  if (pages > MOST_PAGES)
    refuseMemory(
      pages,
      `at most ${(MOST_PAGES * PAGE).toLocaleString('en')}, which is all that WebAssembly can address`,
    )
  try {
    return new platform.Memory({ initial: pages })
  } catch (e) {
    if (!(e instanceof RangeError)) throw e
    return refuseMemory(pages, 'as much as the machine has in one piece')
  }
}
export const validate = (code: Uint8Array<ArrayBuffer>): boolean => platform.validate(code)

/** What a module exports once it is given what it imports. */
export const instantiate = (code: Uint8Array<ArrayBuffer>, env: Env = {}): Exports =>
  new platform.Instance(new platform.Module(code), { env }).exports
