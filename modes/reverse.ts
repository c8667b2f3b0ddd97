/** Reverse mode: (x, dy) -> (y, dx). Cotangents flow against the arrows. */
import { checkGraph, checkOptions } from '../lib/given.ts'
import { type Graph, type LinearizeOptions, linearize, push, Tape } from '../lib/index.ts'
import { LINEARIZE_OPTIONS } from '../lib/tape.ts'

/** reverse = push . transpose . linearize */
export const reverse = (graph: Graph, options?: LinearizeOptions): Graph => {
  checkGraph('reverse', graph)
  checkOptions('reverse', options, LINEARIZE_OPTIONS)
  return push(Tape.transpose(linearize(graph, options)))
}

/** Reverse mode on `lanes` cotangents at once, stacked along a leading axis: one sweep for all of them. */
export const reverseVector = (graph: Graph, lanes: number, options?: LinearizeOptions): Graph =>
  push(Tape.transpose(linearize(graph, options)), lanes)
