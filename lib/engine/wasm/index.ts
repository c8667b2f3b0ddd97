/**
 * A small encoder of WebAssembly with 128-bit vectors. A function is written by calls that each append one instruction:
 * `from(c, x); f64x2(c, 2); op(c, 'f64x2.mul')`; `defined(m, params, results, body)` gives its index, which `call` takes.
 */
export * from './code.ts'
export { type Env, type Exports, instantiate, type Memory, memoryOf, PAGE, validate } from './machine.ts'
export { binary, defined, exported, imported, type Module, moduleOf } from './module.ts'
export { type Access, type Lane, PLAIN, type Plain } from './opcodes.ts'
