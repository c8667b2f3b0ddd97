/** `evaluate` by way of `compile`: what stands for it where tests are run and laws asked with `--engine compile`. */
import { type Either, tryCatch } from 'fp-ts/lib/Either.js'
import { type Compiled, compile } from '../lib/engine/compile.ts'
import { AdError } from '../lib/error.ts'
import type { Graph } from '../lib/graph.ts'
import type { Arrayish, Value } from '../lib/value.ts'

export { type Environment, environment, outputsOf } from '../lib/interpret/evaluate.ts'

const known = new WeakMap<Graph, Compiled>()

export const evaluateOrThrow = (graph: Graph, inputs: readonly (Arrayish | Value)[]): readonly Value[] => {
  const compiled = known.get(graph) ?? compile(graph)
  known.set(graph, compiled)
  return compiled(inputs)
}

export const evaluate = (graph: Graph, inputs: readonly (Arrayish | Value)[]): Either<AdError, readonly Value[]> =>
  tryCatch(
    () => evaluateOrThrow(graph, inputs),
    (e) => {
      if (e instanceof AdError) return e
      throw e
    },
  )
