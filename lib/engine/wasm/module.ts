/**
 * WebAssembly modules in the binary format. Imports come first, then functions; a function is called by its index.
 *
 * ```ts
 * const m = moduleOf()
 * const square = defined(m, ['f64'], ['f64'], (c) => {
 *   from(c, 0)
 *   from(c, 0)
 *   op(c, 'f64.mul')
 * })
 * exported(m, 'square', square)
 * new WebAssembly.Instance(new WebAssembly.Module(binary(m)))
 * ```
 *
 * Source: WebAssembly Core Specification 2.0, section 5.5.
 */
import { append, type Bytes, byte, bytes, counted, text, unsigned } from './bytes.ts'
import { type Code, code, type NumberType, TYPE_CODES } from './code.ts'

/** A module being put together. */
export interface Module {
  readonly types: string[]
  readonly imports: { readonly name: string; readonly type: number }[]
  readonly functions: { readonly type: number; readonly code: Code }[]
  readonly exports: { readonly name: string; readonly index: number }[]
}

export const moduleOf = (): Module => ({ types: [], imports: [], functions: [], exports: [] })

const signature = (params: readonly NumberType[], results: readonly NumberType[]): string =>
  `${params.join()}>${results.join()}`

const typeIndex = (m: Module, params: readonly NumberType[], results: readonly NumberType[]): number => {
  const key = signature(params, results)
  const known = m.types.indexOf(key)
  return known >= 0 ? known : m.types.push(key) - 1
}

/** The index of an imported function `env.name`. All imports are named before any function is defined. */
export const imported = (
  m: Module,
  name: string,
  params: readonly NumberType[],
  results: readonly NumberType[],
): number => {
  if (m.functions.length > 0) throw new Error(`import ${name} after functions`)
  return m.imports.push({ name, type: typeIndex(m, params, results) }) - 1
}

/** The index of a new function with this body; parameters are its first locals, and its results what is on the stack at the end. */
export const defined = (
  m: Module,
  params: readonly NumberType[],
  results: readonly NumberType[],
  body: (c: Code) => void,
): number => {
  const c = code(params)
  body(c)
  return m.imports.length + m.functions.push({ type: typeIndex(m, params, results), code: c }) - 1
}

export const exported = (m: Module, name: string, index: number): void => {
  m.exports.push({ name, index })
}

const section = (to: Bytes, id: number, count: number, write: (content: Bytes) => void): void => {
  if (count === 0) return
  const content = bytes()
  unsigned(content, count)
  write(content)
  byte(to, id)
  counted(to, content)
}

const writeType = (to: Bytes, key: string): void => {
  byte(to, 0x60)
  for (const side of key.split('>')) {
    const names = side === '' ? [] : side.split(',')
    unsigned(to, names.length)
    for (const name of names) byte(to, TYPE_CODES[name as NumberType])
  }
}

/** Locals in runs of one type, then the instructions. */
const writeCode = (to: Bytes, { bytes: instructions, locals, parameters }: Code): void => {
  const content = bytes(instructions.length + 64)
  const runs: { type: NumberType; count: number }[] = []
  for (const type of locals.slice(parameters)) {
    const last = runs[runs.length - 1]
    if (last?.type === type) last.count++
    else runs.push({ type, count: 1 })
  }
  unsigned(content, runs.length)
  for (const { type, count } of runs) {
    unsigned(content, count)
    byte(content, TYPE_CODES[type])
  }
  append(content, instructions.data, instructions.length)
  byte(content, 0x0b)
  counted(to, content)
}

/** The module as bytes. It imports its memory as `env.memory`, of at least `pages` times 64 kB where there is one. */
export const binary = (m: Module, pages?: number): Uint8Array<ArrayBuffer> => {
  const to = bytes(1024)
  append(to, [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
  section(to, 1, m.types.length, (content) => {
    for (const key of m.types) writeType(content, key)
  })
  section(to, 2, m.imports.length + (pages === undefined ? 0 : 1), (content) => {
    for (const { name, type } of m.imports) {
      text(content, 'env')
      text(content, name)
      byte(content, 0)
      unsigned(content, type)
    }
    if (pages === undefined) return
    text(content, 'env')
    text(content, 'memory')
    append(content, [2, 0])
    unsigned(content, pages)
  })
  section(to, 3, m.functions.length, (content) => {
    for (const { type } of m.functions) unsigned(content, type)
  })
  section(to, 7, m.exports.length, (content) => {
    for (const { name, index } of m.exports) {
      text(content, name)
      byte(content, 0)
      unsigned(content, index)
    }
  })
  section(to, 10, m.functions.length, (content) => {
    for (const f of m.functions) writeCode(content, f.code)
  })
  return to.data.slice(0, to.length) as Uint8Array<ArrayBuffer>
}
