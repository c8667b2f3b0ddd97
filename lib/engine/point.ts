/** Elementwise ops as instructions, on numbers and lane by lane. */
import type { Family, Op } from '../op.ts'
import {
  abs,
  acos,
  acosh,
  and,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  ceil,
  clip,
  cos,
  cosh,
  equal,
  exp,
  expm1,
  floor,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  log,
  log1p,
  maximum,
  minimum,
  not,
  notEqual,
  or,
  pow,
  recip,
  relu,
  round,
  select,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  sqrt,
  tan,
  tanh,
  trunc,
} from '../ops/index.ts'
import { prefer, signum, step } from '../ops/piecewise.ts'
import { powerOp } from '../ops/powers.ts'
import { anchor, overOp } from '../ops/reduce.ts'
import { radius } from '../ops/trigonometric.ts'
import { asNumber, both, chosen, either, extract, number, type Pen, real, replace, splat } from './emitter.ts'
import type { PointOp } from './program.ts'
import * as w from './wasm/index.ts'

/** Pushes an argument; it may be asked for more than once. */
type Push = (k: number) => void
type Write = (p: Pen, push: Push, params: unknown) => void

/** Writes one after the other. */
const chain =
  (...writes: readonly Write[]): Write =>
  (p, push, params) => {
    for (const write of writes) write(p, push, params)
  }
const x: Write = (_, push) => push(0)
const y: Write = (_, push) => push(1)
const z: Write = (_, push) => push(2)
const known =
  (value: number): Write =>
  (p) =>
    number(p, value)
/** The parameter of the op, a number. */
const parameter: Write = (p, _, value) => number(p, value as number)
const does =
  (...names: Parameters<typeof real>[1][]): Write =>
  (p) =>
    real(p, ...names)
const mask: Write = (p) => asNumber(p)
const taken: Write = (p) => chosen(p)
const relation = (name: 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge'): Write => chain(x, y, does(name), mask)
const logic = (join: Write): Write => chain(x, known(0), does('ne'), y, known(0), does('ne'), join, mask)
const finite = chain(x, does('abs'), known(Number.POSITIVE_INFINITY), does('lt'))

/** above where a > b, below where a < b, tie where they are equal, else a + b, which is NaN then. */
const byOrder = (a: Write, b: Write, above: number, tie: Write, below: number): Write => {
  const compared = (name: 'gt' | 'lt' | 'eq'): Write => chain(a, b, does(name), taken)
  return chain(known(above), known(below), tie, a, b, does('add'), compared('eq'), compared('lt'), compared('gt'))
}

/** x^n for a small whole n, by squaring; of 1 / x where n is negative. */
const wholePower = (p: Pen, push: Push, n: number): void => {
  const base = p.spare(1)
  const result = p.spare(2)
  if (n < 0) {
    number(p, 1)
    push(0)
    real(p, 'div')
  } else push(0)
  w.into(p.c, base)
  let started = false
  for (let rest = Math.abs(n); rest > 0; rest >>= 1) {
    if (rest & 1) {
      w.from(p.c, base)
      if (started) {
        w.from(p.c, result)
        real(p, 'mul')
      }
      w.into(p.c, result)
      started = true
    }
    if (rest > 1) {
      w.from(p.c, base)
      w.from(p.c, base)
      real(p, 'mul')
      w.into(p.c, base)
    }
  }
  w.from(p.c, result)
}

const writes: ReadonlyMap<Family, Write> = new Map<Family, Write>([
  [recip.op.family, chain(known(1), x, does('div'))],
  [sqrt.op.family, chain(x, does('sqrt'))],
  [abs.op.family, chain(x, does('abs'))],
  [floor.op.family, chain(x, does('floor'))],
  [ceil.op.family, chain(x, does('ceil'))],
  [trunc.op.family, chain(x, does('trunc'))],
  [round.op.family, chain(x, does('nearest'))],
  [maximum.op.family, chain(x, y, does('max'))],
  [minimum.op.family, chain(x, y, does('min'))],
  [relu.op.family, chain(x, known(0), does('max'))],
  [clip.op.family, chain(x, y, does('max'), z, does('min'))],
  [overOp(1).family, chain(x, parameter, does('div'))],
  [greater.op.family, relation('gt')],
  [greaterEqual.op.family, relation('ge')],
  [less.op.family, relation('lt')],
  [lessEqual.op.family, relation('le')],
  [equal.op.family, relation('eq')],
  [notEqual.op.family, relation('ne')],
  [and.op.family, logic(both)],
  [or.op.family, logic(either)],
  [not.op.family, chain(x, known(0), does('eq'), mask)],
  [isNaN.op.family, chain(x, x, does('ne'), mask)],
  [isFinite.op.family, chain(finite, mask)],
  [anchor.op.family, chain(x, known(0), finite, taken)],
  [select.op.family, chain(y, z, x, known(0), does('ne'), taken)],
  [sign.op.family, byOrder(x, known(0), 1, x, -1)],
  [signum(0).family, byOrder(x, known(0), 1, parameter, -1)],
  [step(0).family, byOrder(x, known(0), 1, parameter, 0)],
  [prefer(0).family, byOrder(x, y, 1, parameter, 0)],
])

/** Ops that are a function of numbers from outside, or a kernel of that name. */
const FUNCTIONS: ReadonlyMap<Family, string> = new Map([
  [exp.op.family, 'exp'],
  [expm1.op.family, 'expm1'],
  [log.op.family, 'log'],
  [log1p.op.family, 'log1p'],
  [sigmoid.op.family, 'sigmoid'],
  [softplus.op.family, 'softplus'],
  [sin.op.family, 'sin'],
  [cos.op.family, 'cos'],
  [tan.op.family, 'tan'],
  [asin.op.family, 'asin'],
  [acos.op.family, 'acos'],
  [atan.op.family, 'atan'],
  [atan2.op.family, 'atan2'],
  [radius.op.family, 'hypot'],
  [sinh.op.family, 'sinh'],
  [cosh.op.family, 'cosh'],
  [tanh.op.family, 'tanh'],
  [asinh.op.family, 'asinh'],
  [acosh.op.family, 'acosh'],
  [atanh.op.family, 'atanh'],
  [pow.op.family, 'pow'],
])

const SMALL_POWER = 16
const isSmallPower = (op: Op): boolean =>
  op.family === powerOp(2).family && Math.abs(op.params as number) <= SMALL_POWER && op.params !== 0

/** Whether an op is written in instructions alone. */
const isWritten = (op: Op): boolean => writes.has(op.family) || isSmallPower(op)

/** The name by which an op of numbers is asked for outside; undefined where it is written in instructions. */
export const outsideName = (op: Op): string | undefined =>
  isWritten(op) ? undefined : (FUNCTIONS.get(op.family) ?? `${op.name} ${op.hash}`)

/** Ops that give a number where an argument is NaN: which arguments those are. All others give NaN, or do not look. */
const DECIDING: ReadonlyMap<Family, readonly number[]> = new Map<Family, readonly number[]>([
  ...[greater, greaterEqual, less, lessEqual, equal, notEqual, and, or, pow, radius].map(
    ({ op }) => [op.family, [0, 1]] as const,
  ),
  ...[not, isNaN, isFinite, anchor].map(({ op }) => [op.family, [0]] as const),
  [select.op.family, [0]],
])
/** The arguments of an elementwise op in which a NaN may not show in the result. */
export const decidingArguments = (op: PointOp, arity: number): readonly number[] => {
  if (op.name !== 'op') return []
  const known = DECIDING.get(op.op.family)
  if (known) return known
  return isWritten(op.op) || FUNCTIONS.has(op.op.family) ? [] : Array.from({ length: arity }, (_, k) => k)
}

/** The function of doubles that the platform has for an op; undefined where it has none. */
export const platformFunction = (op: Op): ((...xs: number[]) => number) | undefined => {
  const name = FUNCTIONS.get(op.family)
  return name !== undefined && name in Math ? (Math[name as keyof Math] as (...xs: number[]) => number) : undefined
}

const outside = (p: Pen, name: string, push: Push, arity: number): void => {
  const { e, c, vector } = p
  const kernel = e.kernel(name)
  if (kernel !== undefined) {
    for (let k = 0; k < arity; k++) {
      push(k)
      if (!vector) splat(e, c)
    }
    w.call(c, kernel)
    if (!vector) extract(e, c, 0)
    return
  }
  const f = e.outside(name)
  const one = (of: (k: number) => void): void => {
    for (let k = 0; k < arity; k++) {
      of(k)
      if (e.precision === 'f32') w.op(c, 'f64.promote_f32')
    }
    w.call(c, f)
    if (e.precision === 'f32') w.op(c, 'f32.demote_f64')
  }
  if (!vector) {
    one(push)
    return
  }
  const result = p.spare(0)
  for (let at = 0; at < e.lanes; at++) {
    if (at > 0) w.from(c, result)
    one((k) => {
      push(k)
      extract(e, c, at)
    })
    if (at === 0) splat(e, c)
    else replace(e, c, at)
    w.into(c, result)
  }
  w.from(c, result)
}

/** A product in which a zero counts more than an infinity or a NaN. */
const absorbing = (p: Pen, push: Push, arity: number): void => {
  const { c, vector } = p
  push(0)
  for (let k = 1; k < arity; k++) {
    push(k)
    real(p, 'mul')
  }
  const product = p.spare(0)
  w.into(c, product)
  if (!vector) number(p, 0)
  w.from(c, product)
  for (let k = 0; k < arity; k++) {
    push(k)
    number(p, 0)
    real(p, 'eq')
    if (k > 0) either(p)
  }
  w.from(c, product)
  w.from(c, product)
  real(p, 'ne')
  both(p)
  if (vector) w.op(c, 'v128.andnot')
  else chosen(p)
}

/** Writes an elementwise op: its result is on the stack afterwards. */
export const writePoint = (p: Pen, op: PointOp, push: Push, arity: number): void => {
  switch (op.name) {
    case 'copy':
      push(0)
      break
    case 'neg':
      push(0)
      real(p, 'neg')
      break
    case 'add':
    case 'mul':
      push(0)
      for (let k = 1; k < arity; k++) {
        push(k)
        real(p, op.name)
      }
      break
    case 'absorbing':
      if (p.e.careful) absorbing(p, push, arity)
      else writePoint(p, { name: 'mul' }, push, arity)
      break
    case 'op': {
      const write = writes.get(op.op.family)
      if (write) write(p, push, op.op.params)
      else if (isSmallPower(op.op)) wholePower(p, push, op.op.params as number)
      else outside(p, outsideName(op.op)!, push, arity)
    }
  }
}
