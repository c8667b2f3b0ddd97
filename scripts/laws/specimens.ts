/** Where laws are asked of an op: at the point of its sample, and with signs changed where it is defined there. */
import type { Specimen } from '../../laws/cases.ts'
import { finite, type Values } from '../../laws/scale.ts'
import { evaluateOrThrow, type Graph, type Tensor } from '../../modes/index.ts'
import { samples } from '../ops/samples.ts'

/** The point with the sign of every entry changed, or of every other one. */
const turned = (at: Values, step: number): Values =>
  at.map((value, k): Tensor => {
    const x = value as Tensor
    return { shape: x.shape, data: x.data.map((e, i) => ((i + k) % step === 0 ? -e : e)) as Tensor['data'] }
  })

const isDefined = (f: Graph, x: Values): boolean => {
  try {
    return finite(evaluateOrThrow(f, x))
  } catch {
    return false
  }
}

/** Where each argument is multiplied by a factor of its own. */
const stretched = (at: Values, factors: readonly number[]): Values =>
  at.map((value, k): Tensor => {
    const x = value as Tensor
    return { shape: x.shape, data: x.data.map((e) => e * factors[k % factors.length]!) as Tensor['data'] }
  })
/** The first argument as a mask, 1 and 0 by turns. */
const masked = (at: Values): Values =>
  at.map((value, k): Tensor => {
    const x = value as Tensor
    return k > 0 ? x : { shape: x.shape, data: x.data.map((_, i) => (i + 1) % 2) as Tensor['data'] }
  })

const definedAt = ({ graph, at }: Specimen, points: readonly Values[]): readonly Specimen[] => [
  { graph, at },
  ...points.filter((x) => isDefined(graph, x)).map((x) => ({ graph, at: x })),
]

/** Points away from kinks: every law holds near them. */
export const specimensOf = (name: string): readonly Specimen[] => {
  const sample = samples.get(name)!
  return definedAt(sample, [turned(sample.at, 1), turned(sample.at, 2)])
}

/** Points on both sides of what an op compares, and on it: some laws may say nothing there. */
export const manySidesOf = (sample: Specimen): readonly Specimen[] => {
  const { at } = sample
  const factors = [
    [0.5, -1, 2],
    [2, -1, 0.5],
    [-2, -1, 0.5],
    [0.5, 1, 2],
  ]
  return definedAt(sample, [turned(at, 1), turned(at, 2), masked(at), ...factors.map((each) => stretched(at, each))])
}
