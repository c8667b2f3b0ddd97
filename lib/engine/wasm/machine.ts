/** The WebAssembly of the platform, as much of it as is used. */
import { AdError, fail } from '../../error.ts'

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
const platform = (globalThis as unknown as { readonly WebAssembly?: Platform }).WebAssembly

/** What a machine that will not compile is refused with. */
const refuseMachine = (found: string, expected: string, cure: string): never =>
  fail({ tag: 'ValueError', op: 'compile', argument: 'machine', found, expected, cure })

const present = (): Platform =>
  platform ?? refuseMachine('no WebAssembly', 'a runtime that has it', 'evaluate, or run without --jitless')

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
 * @throws AdError `ValueError` on `memory` for more than can be addressed, or than the machine has in one piece; on
 * `machine` where there is no WebAssembly
 */
export const memoryOf = (pages: number): Memory => {
  if (pages > MOST_PAGES)
    refuseMemory(
      pages,
      `at most ${(MOST_PAGES * PAGE).toLocaleString('en')}, which is all that WebAssembly can address`,
    )
  try {
    return new (present().Memory)({ initial: pages })
  } catch (e) {
    if (!(e instanceof RangeError)) throw e
    return refuseMemory(pages, 'as much as the machine has in one piece')
  }
}
export const validate = (code: Uint8Array<ArrayBuffer>): boolean => present().validate(code)

/** () -> v128, which returns nothing but zeros. */
const VECTOR = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 22, 1, 20, 0, 253, 12, ...new Array<number>(16).fill(0), 11],
)

/** A module that is sound may still be refused, by a machine without vectors or by a page that is not to compile. */
const moduleOf = (code: Uint8Array<ArrayBuffer>): object => {
  try {
    return new (present().Module)(code)
  } catch (e) {
    if (e instanceof AdError) throw e
    if (!validate(VECTOR))
      return refuseMachine('WebAssembly without vectors', 'the 128-bit SIMD of WebAssembly 2.0', 'evaluate')
    if (!validate(code)) throw e
    return refuseMachine(
      `a module of ${code.length.toLocaleString('en')} bytes refused: ${e instanceof Error ? e.message : String(e)}`,
      'leave to compile it here',
      "run it in a worker, let the page's Content-Security-Policy have wasm-unsafe-eval, or evaluate",
    )
  }
}

/** What a module exports once it is given what it imports. */
export const instantiate = (code: Uint8Array<ArrayBuffer>, env: Env = {}): Exports =>
  new (present().Instance)(moduleOf(code), { env }).exports
