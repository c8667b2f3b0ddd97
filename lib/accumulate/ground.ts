/** What orders of a tape are searched on: its maps as elimination keeps them, with a pen that only counts. */
import { compactDigraph } from '../elimination/compact.ts'
import { digraph, type EdgeEliminable } from '../elimination/digraph.ts'
import type { Eliminable } from '../elimination/eliminable.ts'
import type { Label } from '../elimination/labels.ts'
import type { EliminationProblem } from '../elimination/problem.ts'
import { isStep, type Linear } from '../linear.ts'
import type { Tape } from '../tape.ts'
import { isTuple } from '../types.ts'
import { settled } from './maps.ts'
import { countingPen, type Pen } from './pen.ts'
import { innerOf } from './steps.ts'
import { type Net, netOf, separated, vertices } from './vertices.ts'

const labelOf = ({ paths }: Linear, pen: Pen): Label => {
  const factors = paths.flat()
  if (factors.some((factor) => isStep(factor) || !factor.operands.every(({ ref }) => pen.known(ref)))) return 'variable'
  return factors.every((factor) => !isStep(factor) && factor.operands.length === 0 && Math.abs(factor.coef) === 1)
    ? 'unit'
    : 'constant'
}

/** Whether every map is between numbers. */
const isScalar = ({ edges }: Net): boolean =>
  edges.every(({ map }) =>
    [map.from, map.to].every((type) => !isTuple(type) && type.shape.every((extent) => extent === 1)),
  )

const problemOfNet = ({ sources, sinks, edges }: Net, pen: Pen): EliminationProblem => ({
  name: 'tape',
  inputs: [...new Set(sources)],
  outputs: [...new Set(sinks)],
  edges: edges.map(({ from, to, map }) => [from, to, labelOf(map, pen)] as const),
})

/** How many joins of matrices, and of numbers, a search may take where nobody says how long it may run. */
export const JOINS = 40_000
const NUMBER_JOINS = 2_000_000
/** Searches of digraphs on rows of bits pay up to so many edges. */
const COMPACT = 1000

/** Whether a map has a step that multiplies: a loop, a branch, a solution of a system. Counting those takes long. */
const isDear = ({ paths }: Linear): boolean =>
  paths.some((path) => path.some((factor) => isStep(factor) && !innerOf(factor)))

/** A tape's net in the form that elimination keeps, and what counts on it. */
const tidyNet = (tape: Tape): { readonly net: Net; readonly pen: Pen } => {
  const pen = countingPen(tape.primal)
  const net = separated(netOf(tape), tape.primal.nodes.size, tape.primal)
  return { net: { ...net, edges: net.edges.map((edge) => ({ ...edge, map: settled(edge.map, pen) })) }, pen }
}

/**
 * The problem of elimination that a tape of tensors is: a vertex for each node between sources and sinks, and for each
 * copy of a sink or a source that is inner, too; counts of joins take every map for one number.
 */
export const tapeProblem = (tape: Tape): EliminationProblem => {
  const { net, pen } = tidyNet(tape)
  return problemOfNet(net, pen)
}

/** A tape's vertices and edges to be eliminated, at what products of its maps take; nothing is drawn. */
export const eliminableTape = (tape: Tape): (() => EdgeEliminable) => {
  const { net, pen } = tidyNet(tape)
  return () => vertices(net, pen)
}

/** What begins a tape's net anew, and how long it may be searched. */
export const ground = (tape: Tape) => {
  const { net, pen } = tidyNet(tape)
  const size = net.edges.length
  if (!isScalar(net)) {
    const dear = net.edges.some(({ map }) => isDear(map))
    return { begin: (): Eliminable => vertices(net, pen), joins: dear ? 0 : JOINS, size, problem: undefined }
  }
  const problem = problemOfNet(net, pen)
  const begin =
    size <= COMPACT ? compactDigraph(problem, 'nontrivial') : (): Eliminable => digraph(problem, 'nontrivial')
  return { begin, joins: NUMBER_JOINS, size, problem }
}

export type Ground = ReturnType<typeof ground>
