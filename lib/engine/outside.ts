/** Elementwise ops that are functions: kernels of vectors, functions of the platform, and what else an op's `eval` gives. */
import type { Family, Op } from '../op.ts'
import {
  acos,
  acosh,
  and,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  equal,
  erf,
  erfc,
  exp,
  expm1,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  log,
  log1p,
  logit,
  not,
  notEqual,
  or,
  pow,
  select,
  sigmoid,
  sin,
  sinh,
  softplus,
  tan,
  tanh,
} from '../ops/index.ts'
import { type PowerLog, powerLogOp, powerOp } from '../ops/powers.ts'
import { anchor } from '../ops/reduce.ts'
import { radius } from '../ops/trigonometric.ts'
import { scalarValue, type Tensor } from '../value.ts'
import { isWritten } from './instructions.ts'
import {
  defineKernel,
  type Kernel,
  kernels,
  type Precision,
  powerKernel,
  powerLogKernel,
  tabled,
  writeKernel,
} from './math/index.ts'
import type { PointOp } from './program.ts'
import * as w from './wasm/index.ts'

/** Ops that have a name outside: that of a kernel or of a function of the platform. */
const NAMES: ReadonlyMap<Family, string> = new Map(
  [
    ...Object.entries({ exp, expm1, log, log1p, sigmoid, softplus, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh }),
    ...Object.entries({ asinh, acosh, atanh, logit, erf, erfc, pow, atan2, hypot: radius }),
  ].map(([name, { op }]) => [op.family, name]),
)

/** Functions that V8 calls from WebAssembly as it does from JavaScript, without leaving compiled code. */
const DIRECT: ReadonlySet<Family> = new Set([sin, cos, tan, asin, acos, atan, atan2].map(({ op }) => op.family))

/** Ops that give a number where an argument is NaN: which arguments those are. All others give NaN, or do not look. */
const DECIDING: ReadonlyMap<Family, readonly number[]> = new Map<Family, readonly number[]>([
  ...[greater, greaterEqual, less, lessEqual, equal, notEqual, and, or, pow, radius].map(
    ({ op }) => [op.family, [0, 1]] as const,
  ),
  ...[not, isNaN, isFinite, anchor].map(({ op }) => [op.family, [0]] as const),
  [select.op.family, [0]],
])
const NONE: readonly number[] = []

/** The arguments of an elementwise op in which a NaN may not show in the result. */
export const decidingArguments = (op: PointOp, arity: number): readonly number[] => {
  if (op.name !== 'op') return NONE
  return DECIDING.get(op.op.family) ?? (isForeign(op) ? Array.from({ length: arity }, (_, k) => k) : NONE)
}

/** Whether an op is known by nothing but its `eval`, which may look at its arguments as it likes. */
export const isForeign = (op: PointOp): boolean =>
  op.name === 'op' && !DECIDING.has(op.op.family) && !isWritten(op.op) && !NAMES.has(op.op.family)

/** The function of doubles that an op is. */
const functionOf = (op: Op): ((...xs: number[]) => number) => {
  const name = NAMES.get(op.family)
  return name !== undefined && name in Math
    ? (Math[name as keyof Math] as (...xs: number[]) => number)
    : (...xs) => (op.eval(...xs.map(scalarValue)) as Tensor).data[0]!
}

/** The kernel that an op is: of its name, or one made for its parameters. */
const kernelOf = ({ family, params }: Op): Kernel | undefined => {
  if (family === powerOp(2).family) return powerKernel(params as number)
  if (family !== powerLogOp({ k: 1, logarithm: 'limit' }).family) return kernels[NAMES.get(family) ?? '']
  const { k, logarithm } = params as PowerLog
  return powerLogKernel(k, logarithm)
}

/** The functions that ops are asked for by, in one module. */
export interface Outside {
  /** Imports them; before any function is defined. The tables lie from byte `tablesAt` on. */
  readonly into: (m: w.Module, precision: Precision, tablesAt?: number) => Asked
  readonly functions: w.Env
  /** What the functions of numbers that stand alone are looked up in, one table after another. */
  readonly tables: () => readonly Float64Array[]
}
interface Asked {
  readonly outside: (op: Op) => number
  readonly hasKernel: (op: Op) => boolean
  readonly kernel: (op: Op) => number | undefined
  readonly kernelInPlace: (c: w.Code, op: Op, locals: readonly number[]) => void
  readonly alone: (op: Op) => number | undefined
}

/** What the ops among these are asked for outside of their module. */
export const outsideOf = (uses: Iterable<readonly [op: PointOp, arity: number]>): Outside => {
  const asked = new Map<Op, { readonly name: string; readonly arity: number; readonly kernel: Kernel | undefined }>()
  const functions: Record<string, w.Env[string]> = {}
  for (const [use, arity] of uses) {
    if (use.name !== 'op' || isWritten(use.op) || asked.has(use.op)) continue
    const name = NAMES.get(use.op.family) ?? `op ${asked.size}`
    asked.set(use.op, { name, arity, kernel: kernelOf(use.op) })
    functions[name] = functionOf(use.op)
  }
  const looked = [...new Set([...asked.values()].map(({ name }) => name))].filter((name) => name in tabled)
  const tables = (): readonly Float64Array[] => looked.map((name) => tabled[name]!.table())
  const into = (m: w.Module, precision: Precision, tablesAt = 0): Asked => {
    const indices = new Map<string, number>()
    for (const { name, arity } of asked.values())
      if (!indices.has(name)) indices.set(name, w.imported(m, name, new Array(arity).fill('f64'), ['f64']))
    const others = { sin: indices.get('sin')!, cos: indices.get('cos')!, tan: indices.get('tan')! }
    const defined = new Map<string, number>()
    const kernel = (op: Op): number | undefined => {
      const { name, kernel: steps } = asked.get(op)!
      if (steps === undefined) return undefined
      const known = defined.get(name) ?? defineKernel(m, steps, precision, others)
      defined.set(name, known)
      return known
    }
    let at = tablesAt
    const alone = new Map<string, number>()
    for (const [k, table] of (tablesAt > 0 ? tables() : []).entries()) {
      const start = at
      const { write } = tabled[looked[k]!]!
      alone.set(
        looked[k]!,
        w.defined(m, ['f64'], ['f64'], (c) => write(c, start, indices.get(looked[k]!)!)),
      )
      at += table.byteLength
    }
    return {
      outside: (op) => indices.get(asked.get(op)!.name)!,
      hasKernel: (op) => asked.get(op)?.kernel !== undefined,
      kernel,
      kernelInPlace: (c, op, locals) => writeKernel(c, asked.get(op)!.kernel!, precision, locals, others),
      alone: (op) => {
        const { name } = asked.get(op)!
        return alone.get(name) ?? (DIRECT.has(op.family) ? indices.get(name) : undefined)
      },
    }
  }
  return { into, functions, tables }
}
