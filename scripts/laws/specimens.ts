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

export const specimensOf = (name: string): readonly Specimen[] => {
  const { graph, at } = samples.get(name)!
  return [at, ...[1, 2].map((step) => turned(at, step)).filter((x) => isDefined(graph, x))].map((x) => ({
    graph,
    at: x,
  }))
}
