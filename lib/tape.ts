/**
 * Tapes: a primal graph and, for each argument that matters, the linear map that its op is there. Modes are edits of
 * tapes; none of them knows an op.
 */
import { type Conventions, checkConventions, cotangent } from './conventions.ts'
import { belongTo, extend } from './drawing.ts'
import { deliver, type Flows, settle, start } from './flow.ts'
import { type Choices, checkGraph, checkOptions } from './given.ts'
import { dependencies, type Graph, nodeAt, type Ref } from './graph.ts'
import { isZeroMap, Linear } from './linear.ts'
import { zeros } from './ops/tuple.ts'
import { withLanes } from './types.ts'
import { input, type Wire, wireAt } from './wire.ts'

export interface Edge {
  readonly from: Ref
  readonly to: Ref
  readonly map: Linear
}

export interface Tape {
  readonly primal: Graph
  /** Where tangents enter: the inputs, or the outputs once transposed. */
  readonly sources: readonly Ref[]
  readonly sinks: readonly Ref[]
  /** In the order of the nodes that they lead to in the primal graph, whichever way the tape is turned. */
  readonly edges: readonly Edge[]
  readonly transposed: boolean
  readonly conventions: Conventions
}

export interface LinearizeOptions {
  /** The nodes to differentiate with respect to: inputs or any inner ones. All inputs by default. */
  readonly wrt?: readonly Ref[]
  /** The nodes to differentiate. All outputs by default. */
  readonly of?: readonly Ref[]
  readonly conventions?: Conventions
}

/** The options of `linearize`. */
export const LINEARIZE_OPTIONS: Choices = { wrt: undefined, of: undefined, conventions: undefined }

/** The maps into a node from each of its arguments that a source reaches. */
const edgesInto = (graph: Graph, to: Ref, reached: Uint8Array, conventions: Conventions): readonly Edge[] => {
  const { op, args } = nodeAt(graph, to)
  if (!anyOf(args, reached)) return NO_EDGES
  belongTo(to)
  const y = wireAt(to)
  const xs = args.map(wireAt)
  let edges: Edge[] = NO_EDGES
  for (let at = 0; at < args.length; at++) {
    const from = args[at]!
    if (!reached[from]) continue
    const map = op.partial(at, y, xs, conventions)
    const same = edges.length === 0 ? -1 : edges.findIndex((edge) => edge.from === from)
    if (same >= 0) edges[same] = { from, to, map: Linear.sum(edges[same]!.map, map) }
    else if (edges.length > 0) edges.push({ from, to, map })
    else edges = [{ from, to, map }]
  }
  return edges.some(vanishes) ? edges.filter((edge) => !vanishes(edge)) : edges
}
const NO_EDGES: Edge[] = []
const vanishes = ({ map }: Edge): boolean => isZeroMap(map)
const anyOf = (refs: readonly Ref[], flags: Uint8Array): boolean => {
  for (const ref of refs) if (flags[ref]) return true
  return false
}

/** linearize : Graph -> Tape. The only caller of `op.partial`; skips what no source reaches and what no sink needs. */
export const linearize = (graph: Graph, options: LinearizeOptions = {}): Tape => {
  checkGraph('linearize', graph)
  checkOptions('linearize', options, LINEARIZE_OPTIONS)
  const { wrt = graph.inputs, of = graph.outputs, conventions = cotangent } = options
  checkConventions('linearize', conventions)
  const needed = dependencies(graph, of)
  const reached = new Uint8Array(graph.nodes.size)
  for (const ref of wrt) reached[ref] = 1
  const edges: Edge[] = []
  const primal = extend(graph, () => {
    for (let ref = 0; ref < graph.nodes.size; ref++) {
      if (!needed[ref]) continue
      for (const edge of edgesInto(graph, ref, reached, conventions)) {
        edges.push(edge)
        reached[ref] = 1
      }
    }
    return graph.outputs.map(wireAt)
  })
  return { primal, sources: wrt, sinks: of, edges, transposed: false, conventions }
}

/** transpose : Tape -> Tape. Every arrow turned round; its own inverse. */
const transpose = (tape: Tape): Tape => ({
  ...tape,
  sources: tape.sinks,
  sinks: tape.sources,
  transposed: !tape.transposed,
})

/**
 * What flows out of the sinks when these seeds enter at the sources: one fold over the arrows, each after all that lead
 * to where it starts. What has arrived at a vertex is summed when the first arrow leaves it. Undefined stands for a zero
 * that nobody drew.
 */
export const flow = (
  { primal, edges, sources, sinks, transposed }: Tape,
  seeds: readonly (Wire | undefined)[],
  lanes?: number,
): readonly (Wire | undefined)[] => {
  const flows = edges[transposed ? 'reduceRight' : 'reduce']<Flows>(
    transposed
      ? (sofar, { from, to, map }) => deliver(sofar, from, Linear.adjoint(map), settle(sofar, to))
      : (sofar, { from, to, map }) => deliver(sofar, to, map, settle(sofar, from)),
    start(primal.nodes.size, sources, seeds, lanes),
  )
  return sinks.map((ref) => settle(flows, ref))
}

/** `flow` with the zeros drawn. */
const fullFlow = (tape: Tape, seeds: readonly (Wire | undefined)[], lanes?: number): readonly Wire[] =>
  flow(tape, seeds, lanes).map((wire, k) => wire ?? zeros(withLanes(nodeAt(tape.primal, tape.sinks[k]!).type, lanes)))

/** push : Tape -> Graph. (x, dx) -> (y, dy), or (x, dy) -> (y, dx) where the tape is transposed; the primal is a prefix. */
export const push = (tape: Tape, lanes?: number): Graph =>
  extend(tape.primal, () => {
    const seeds = tape.sources.map((ref) => input(withLanes(nodeAt(tape.primal, ref).type, lanes)))
    return [...tape.primal.outputs.map(wireAt), ...fullFlow(tape, seeds, lanes)]
  })

/** A graph that gives what `results` draws from the tape; the tape's primal is its prefix. New inputs come last. */
const read = (tape: Tape, results: () => readonly Wire[]): Graph => extend(tape.primal, results)

/** The sources that no sink depends on, and the sinks that depend on no source: their derivatives are zero. */
const disconnected = ({
  edges,
  sources,
  sinks,
  transposed,
}: Tape): { readonly sources: readonly Ref[]; readonly sinks: readonly Ref[] } => {
  const [heads, tails] = transposed ? [sinks, sources] : [sources, sinks]
  const reached = new Set(heads)
  for (const { from, to } of edges) if (reached.has(from)) reached.add(to)
  const needed = new Set(tails)
  for (const { from, to } of edges.toReversed()) if (needed.has(to)) needed.add(from)
  const [live, fed] = transposed ? [reached, needed] : [needed, reached]
  return { sources: sources.filter((ref) => !live.has(ref)), sinks: sinks.filter((ref) => !fed.has(ref)) }
}

export const Tape = { linearize, transpose, push, read, flow, fullFlow, disconnected } as const
