/** The WebAssembly of the platform, as much of it as is used. */

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
export const memoryOf = (pages: number): Memory => new platform.Memory({ initial: pages })
export const validate = (code: Uint8Array<ArrayBuffer>): boolean => platform.validate(code)

/** What a module exports once it is given what it imports. */
export const instantiate = (code: Uint8Array<ArrayBuffer>, env: Env = {}): Exports =>
  new platform.Instance(new platform.Module(code), { env }).exports
