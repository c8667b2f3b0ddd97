/** Meters: what a counting run has seen so far. Every product, sum, call and array of the run passes through here. */
import { isTuple, type Shape, sizeOf, type Type } from '../types.ts'
import { fresh, type Tensor, type Value } from '../value.ts'

export interface Meter {
  multiplications: number
  additions: number
  nonlinear: number
  bytes: number
  peakBytes: number
  alive: number
  /** How many of the values alive contain each array that the run has made and not yet freed. */
  readonly holders: Map<Tensor['data'], number>
}

export const meter = (): Meter => ({
  multiplications: 0,
  additions: 0,
  nonlinear: 0,
  bytes: 0,
  peakBytes: 0,
  alive: 0,
  holders: new Map(),
})

export const times = (m: Meter, a: number, b: number): number => {
  m.multiplications++
  return a * b
}
export const plus = (m: Meter, a: number, b: number): number => {
  m.additions++
  return a + b
}
export const minus = (m: Meter, a: number, b: number): number => {
  m.additions++
  return a - b
}
export const over = (m: Meter, a: number, b: number): number => {
  m.nonlinear++
  return a / b
}

/** The tensor of an array that was made just now, which one value contains: itself. */
export const made = (m: Meter, shape: Shape, data: Float64Array): Tensor => {
  m.bytes += data.byteLength
  m.alive += data.byteLength
  m.peakBytes = Math.max(m.peakBytes, m.alive)
  m.holders.set(data, 1)
  return fresh(shape, data)
}

export const copied = (m: Meter, x: Value): Value =>
  'tuple' in x ? { tuple: x.tuple.map((part) => copied(m, part)) } : made(m, x.shape, Float64Array.from(x.data))

/** A new value, to be filled. */
export const blank = (m: Meter, type: Type): Value =>
  isTuple(type)
    ? { tuple: type.tuple.map((t) => blank(m, t)) }
    : made(m, type.shape, new Float64Array(sizeOf(type.shape)))

/** One value more or less contains the arrays of `x`; what none contains is freed. Foreign arrays do not count. */
export const hold = (m: Meter, x: Value, change: 1 | -1): Value => {
  if ('tuple' in x) for (const part of x.tuple) hold(m, part, change)
  else {
    const holders = m.holders.get(x.data)
    if (holders === undefined) return x
    if (holders + change > 0) m.holders.set(x.data, holders + change)
    else {
      m.holders.delete(x.data)
      m.alive -= x.data.byteLength
    }
  }
  return x
}
