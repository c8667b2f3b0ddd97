/** Forward mode: (x, dx) -> (y, dy). Tangents flow along the arrows. */
import { checkGraph, checkOptions } from '../lib/given.ts'
import { type Graph, type LinearizeOptions, linearize, push } from '../lib/index.ts'
import { LINEARIZE_OPTIONS } from '../lib/tape.ts'

/** forward = push . linearize */
export const forward = (graph: Graph, options?: LinearizeOptions): Graph => {
  checkGraph('forward', graph)
  checkOptions('forward', options, LINEARIZE_OPTIONS)
  return push(linearize(graph, options))
}

/** Forward mode on `lanes` tangents at once, stacked along a leading axis: one sweep for all of them. */
export const forwardVector = (graph: Graph, lanes: number, options?: LinearizeOptions): Graph =>
  push(linearize(graph, options), lanes)
