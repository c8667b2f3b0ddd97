/**
 * The smooth elementwise functions as kernels of WebAssembly vectors, two doubles or four floats at a time, by the name
 * of their op. All lanes take the same steps, so a lane's result does not depend on its neighbours.
 *
 * ```ts
 * const m = moduleOf()
 * const outside = outsideOf(m)
 * const tanh = defineKernel(m, kernels.tanh!, 'f64', outside) // call(c, tanh): v128 -> v128
 * ```
 */
import type { Conventions } from '../../conventions.ts'
import { type Code, defined, imported, type Module } from '../wasm/index.ts'
import { erf, erfc } from './erf.ts'
import { cosh, exp, expm1, sigmoid, sinh, tanh } from './exponential.ts'
import { acos, asin, atan } from './inverse.ts'
import { type Lanes, lanes, type Precision } from './lanes.ts'
import { acosh, asinh, atanh, log, log1p, logit, softplus } from './logarithm.ts'
import { atan2, hypot } from './plane.ts'
import { pow, powerLog } from './power.ts'
import { argument, type Outside, type Program, plain, program, shuffled, type Vector, write } from './program.ts'
import { cos, sin, tan } from './trigonometric.ts'

export type { Precision } from './lanes.ts'
export type { Outside } from './program.ts'
export { type Tabled, tabled } from './tabled.ts'

/** The steps of a function of vectors, per precision. */
export interface Kernel {
  readonly arity: 1 | 2
  readonly steps: (p: Program, precision: Precision, x: readonly Vector[]) => Vector
}

/** The indices of the functions that are imported for the lanes a kernel leaves: `env.sin`, `env.cos`, `env.tan`. */
export type OutsideFunctions = Readonly<Record<Outside, number>>
type Formula = (v: Lanes, ...x: Vector[]) => Vector

const inBoth =
  (arity: 1 | 2) =>
  (formula: Formula): Kernel => ({ arity, steps: (p, precision, x) => formula(lanes(p, precision), ...x) })
const unary = inBoth(1)
const binary = inBoth(2)

const bytesOfUpper = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]
const bytesOfLowers = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]

/** Floats two by two through doubles, with the polynomials of floats. */
const throughDoubles = (formula: (v: Lanes, x: Vector) => Vector): Kernel => ({
  arity: 1,
  steps: (p, precision, [x]) => {
    if (precision === 'f64') return formula(lanes(p, 'f64'), x!)
    const v = lanes(p, 'f64', 'f32')
    const pair = (two: Vector): Vector =>
      plain(p, 'f32x4.demote_f64x2_zero', formula(v, plain(p, 'f64x2.promote_low_f32x4', two)))
    return shuffled(p, pair(x!), pair(shuffled(p, x!, x!, bytesOfUpper)), bytesOfLowers)
  },
})

/** Every function there is a kernel of. */
export const kernels: Readonly<Record<string, Kernel>> = {
  exp: unary(exp),
  expm1: unary(expm1),
  log: unary(log),
  log1p: unary(log1p),
  logit: unary(logit),
  sigmoid: unary(sigmoid),
  softplus: unary(softplus),
  sin: throughDoubles(sin),
  cos: throughDoubles(cos),
  tan: throughDoubles(tan),
  asin: unary(asin),
  acos: unary(acos),
  atan: unary(atan),
  sinh: unary(sinh),
  cosh: unary(cosh),
  tanh: unary(tanh),
  asinh: unary(asinh),
  acosh: unary(acosh),
  atanh: unary(atanh),
  erf: unary(erf),
  erfc: unary(erfc),
  pow: binary(pow),
  atan2: binary(atan2),
  hypot: binary(hypot),
  sqrt: unary((v, x) => v.sqrt(x)),
  recip: unary((v, x) => v.div(v.number(1), x)),
  div: binary((v, x, y) => v.div(x, y)),
}

/** x^n for a whole n. */
export const powerKernel = (n: number): Kernel => unary((v, x) => pow(v, x, v.number(n)))
/** x^p (log x)^k for whole k above 0, with a convention for what the logarithm is at and below 0. */
export const powerLogKernel = (k: number, logarithm: Conventions['logarithm']): Kernel =>
  binary((v, x, p) => powerLog(v, x, p, k, logarithm))

/** Imports the functions outside; before any function of the module is defined. */
export const outsideOf = (m: Module): OutsideFunctions => ({
  sin: imported(m, 'sin', ['f64'], ['f64']),
  cos: imported(m, 'cos', ['f64'], ['f64']),
  tan: imported(m, 'tan', ['f64'], ['f64']),
})
/** What a module with those imports is linked with. */
export const outside: Readonly<Record<Outside, (x: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
}

/** Writes a kernel in place: its arguments are locals, its result is pushed. */
export const writeKernel = (
  c: Code,
  { steps, arity }: Kernel,
  precision: Precision,
  locals: readonly number[],
  functions: OutsideFunctions,
): void => {
  const p = program()
  const x = Array.from({ length: arity }, (_, k) => argument(p, k))
  const result = steps(p, precision, x)
  write(c, p, result, locals, functions)
}

/** A kernel as a function of the module, from one or two vectors to one: its index. */
export const defineKernel = (m: Module, kernel: Kernel, precision: Precision, functions: OutsideFunctions): number => {
  const vectors = Array.from({ length: kernel.arity }, () => 'v128' as const)
  return defined(m, vectors, ['v128'], (c) => writeKernel(c, kernel, precision, [...vectors.keys()], functions))
}
