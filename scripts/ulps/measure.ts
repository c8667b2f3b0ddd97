/** Errors of kernels in units in the last place. */
import { type Kernel, kernels, type Precision } from '../../lib/engine/math/index.ts'
import { hardCases } from './hard.ts'
import { type Exact, type Reference, references } from './reference.ts'
import { running } from './run.ts'

export interface Worst {
  readonly name: string
  readonly precision: Precision
  readonly ulps: number
  readonly at: readonly number[]
  readonly samples: number
}

/** The unit in the last place of numbers as large as x, for results of so many digits after the first. */
const unit = (x: number, shift: number, fraction: number, least: number): number => {
  const size = Math.abs(x)
  const guess = Math.floor(Math.log2(size))
  const exponent = 2 ** guess > size ? guess - 1 : 2 ** (guess + 1) <= size ? guess + 1 : guess
  return 2 ** (Math.max(exponent + shift, least) - shift - fraction)
}

/** |y - exact| in units of the last place of the exact value. */
export const ulps = (y: number, { hi, lo, shift }: Exact, precision: Precision): number => {
  if (hi === 0) return y === 0 ? 0 : Number.POSITIVE_INFINITY
  const [fraction, least] = precision === 'f64' ? [52, -1022] : [23, -126]
  const first = Math.trunc(shift / 2)
  const raised = y * 2 ** -first * 2 ** -(shift - first)
  return Math.abs((raised - hi - lo) / unit(hi, shift, fraction, least))
}

const between = ([from, to]: readonly [number, number], u: number): number => from * (to / from) ** u
const evenly = ([from, to]: readonly [number, number], u: number): number => from + (to - from) * u

/** Numbers in [0, 1) that depend on a seed alone (Weyl's sequence through a hash). */
export const uniform = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let x = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32 + Math.imul(x, 0x2c1b3c6d) / 2 ** 64 + 2 ** -33
  }
}

const BLOCK = 4096

/** The largest error at arguments that are known to be hard, of one-argument functions of doubles. */
const worstOfHard = (name: string): Worst => {
  const points = hardCases[name] ?? []
  const { inputs, output, run } = running(kernels[name]!, 'f64', points.length + 1)
  inputs[0]!.set(points)
  run()
  const errors = points.map((x, k) => ulps(output[k]!, references[name]!.of(x, 0), 'f64'))
  const worst = Math.max(0, ...errors)
  const at = points.filter((_, k) => errors[k] === worst).slice(0, 1)
  return { name, precision: 'f64', ulps: worst, at, samples: points.length }
}

/** The larger of the largest errors at sampled arguments and at those that are known to be hard. */
export const worstOfDoubles = (name: string, samples: number): Worst => {
  const [sampled, hard] = [worstOf(name, 'f64', samples), worstOfHard(name)]
  return { ...(hard.ulps > sampled.ulps ? hard : sampled), samples: sampled.samples + hard.samples }
}

/** The largest error at sampled arguments of a precision. */
export const worstOf = (name: string, precision: Precision, samples: number, seed = 1): Worst => {
  const kernel: Kernel = kernels[name]!
  const { of, ranges, second }: Reference = references[name]!
  const { inputs, output, run } = running(kernel, precision, BLOCK)
  const next = uniform(seed)
  let ulpsWorst = 0
  let at: readonly number[] = []
  for (let done = 0; done < samples; done += BLOCK) {
    for (let k = 0; k < BLOCK; k++) {
      const kind = k % ranges.length
      inputs[0]![k] = between(ranges[kind]!, next())
      if (second) inputs[1]![k] = evenly(second[kind]!, next())
    }
    run()
    for (let k = 0; k < BLOCK; k++) {
      const [x, y] = [inputs[0]![k]!, inputs[1]?.[k] ?? 0]
      const exact = of(x, y)
      const size = Math.abs(exact.hi) * 2 ** exact.shift
      const [largest, smallest] = precision === 'f64' ? [1.79e308, 0] : [3.4e38, 2 ** -150]
      if (!(size < largest && size > smallest)) continue
      const error = ulps(output[k]!, exact, precision)
      if (!(error <= ulpsWorst)) {
        ulpsWorst = error
        at = inputs.map((values) => values[k]!)
      }
    }
  }
  return { name, precision, ulps: ulpsWorst, at, samples }
}
