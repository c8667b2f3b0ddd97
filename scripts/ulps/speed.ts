/** Time per element of kernels over arrays, and of the functions of Math. */
import { kernels, type Precision } from '../../lib/engine/math/index.ts'
import { uniform } from './measure.ts'
import { type Manner, running } from './run.ts'

const LENGTH = 4096
const TIMES = 200

/** The least time of a call, in nanoseconds per element. */
const least = (f: () => void): number => {
  for (let k = 0; k < TIMES / 4; k++) f()
  let best = Number.POSITIVE_INFINITY
  for (let k = 0; k < TIMES; k++) {
    const start = performance.now()
    f()
    best = Math.min(best, performance.now() - start)
  }
  return (best * 1e6) / LENGTH
}

const UNIT: readonly string[] = ['asin', 'acos', 'atanh']

/** Arguments from 1 to 11, but within the unit interval where that is the domain. */
const fill = (name: string, x: Float64Array | Float32Array): void => {
  const next = uniform(7)
  for (let k = 0; k < x.length; k++) x[k] = UNIT.includes(name) ? next() : 1 + 10 * next()
}

const kernelTime = (name: string, precision: Precision, manner: Manner): number => {
  const { inputs, run } = running(kernels[name]!, precision, LENGTH, manner)
  for (const x of inputs) fill(name, x)
  return least(run)
}

/** A loop of its own for each function, as a program that names it has. */
const loops: Readonly<Record<string, string>> = {
  sigmoid: '1 / (1 + Math.exp(-x[k]))',
  softplus: 'Math.max(x[k], 0) + Math.log1p(Math.exp(-Math.abs(x[k])))',
  pow: 'x[k] ** x[x.length - 1 - k]',
  atan2: 'Math.atan2(x[k], x[x.length - 1 - k])',
  hypot: 'Math.hypot(x[k], x[x.length - 1 - k])',
  recip: '1 / x[k]',
  div: 'x[k] / x[x.length - 1 - k]',
}
const mathTime = (name: string): number | undefined => {
  if (!(name in loops || name in Math)) return undefined
  const [x, y] = [new Float64Array(LENGTH), new Float64Array(LENGTH)]
  fill(name, x)
  const body = `for (let k = 0; k < x.length; k++) y[k] = ${loops[name] ?? `Math.${name}(x[k])`}`
  const loop = new Function('x', 'y', body) as (x: Float64Array, y: Float64Array) => void
  return least(() => loop(x, y))
}

export interface Times {
  readonly name: string
  readonly f64: number
  readonly f64Called: number
  readonly f32: number
  readonly f32Called: number
  readonly math: number | undefined
}

export const timesOf = (name: string): Times => ({
  name,
  f64: kernelTime(name, 'f64', 'inline'),
  f64Called: kernelTime(name, 'f64', 'called'),
  f32: kernelTime(name, 'f32', 'inline'),
  f32Called: kernelTime(name, 'f32', 'called'),
  math: mathTime(name),
})
