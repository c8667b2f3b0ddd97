/** Elementwise tasks as code: products and sums, ops that are instructions, and ops that are functions. */
import type { Op } from '../op.ts'
import { both, chosen, either, extract, number, type Pen, real, replace, splat } from './emitter.ts'
import { isWritten, type Push, writeInstructions } from './instructions.ts'
import type { PointOp } from './program.ts'
import * as w from './wasm/index.ts'

/** An op that is a function: of vectors where there is a kernel, else of one double at a time. */
const outside = (p: Pen, op: Op, push: Push, arity: number): void => {
  const { e, c, vector } = p
  const alone = p.alone ? e.alone(op) : undefined
  const kernel = alone === undefined ? e.kernel(op) : undefined
  if (kernel !== undefined) {
    for (let k = 0; k < arity; k++) {
      push(k)
      if (!vector) splat(e, c)
    }
    if (p.inPlace) {
      const locals = Array.from({ length: arity }, (_, k) => p.spare(4 + k, 'v128'))
      for (const local of [...locals].reverse()) w.into(c, local)
      e.kernelInPlace(c, op, locals)
    } else w.call(c, kernel)
    if (!vector) extract(e, c, 0)
    return
  }
  const f = alone ?? e.outside(op)
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
    case 'op':
      if (isWritten(op.op)) writeInstructions(p, op.op, push)
      else outside(p, op.op, push, arity)
  }
}
