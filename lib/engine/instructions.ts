/** Elementwise ops that are a few instructions, on numbers and lane by lane. */
import type { Family, Op } from '../op.ts'
import {
  abs,
  and,
  ceil,
  clip,
  equal,
  floor,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  maximum,
  minimum,
  not,
  notEqual,
  or,
  recip,
  relu,
  round,
  select,
  sign,
  sqrt,
  trunc,
} from '../ops/index.ts'
import { prefer, signum, step } from '../ops/piecewise.ts'
import { powerOp } from '../ops/powers.ts'
import { anchor, overOp } from '../ops/reduce.ts'
import { asNumber, both, chosen, either, number, type Pen, real } from './emitter.ts'
import * as w from './wasm/index.ts'

/** Pushes an argument; it may be asked for more than once. */
export type Push = (k: number) => void
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

const SMALL_POWER = 16
const isSmallPower = (op: Op): boolean =>
  op.family === powerOp(2).family && Math.abs(op.params as number) <= SMALL_POWER && op.params !== 0

/** Whether an op is written in instructions alone. */
export const isWritten = (op: Op): boolean => writes.has(op.family) || isSmallPower(op)

/** Writes an op that is written in instructions. */
export const writeInstructions = (p: Pen, op: Op, push: Push): void => {
  const write = writes.get(op.family)
  if (write) write(p, push, op.params)
  else wholePower(p, push, op.params as number)
}
