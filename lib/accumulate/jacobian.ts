/** Jacobians by products of linear maps in any order: a tape's inner vertices eliminated, and what is left read off. */
import { belongTo, extend } from '../drawing.ts'
import type { Order } from '../elimination/order.ts'
import { type Graph, nodeAt, type Ref } from '../graph.ts'
import type { Linear } from '../linear.ts'
import { fill } from '../ops/constant.ts'
import { type Edge, Tape } from '../tape.ts'
import type { TensorType } from '../types.ts'
import { type Wire, wireAt } from '../wire.ts'
import { takenUp } from './maps.ts'
import { drawingPen, type Pen } from './pen.ts'
import { kernelMatrix } from './solid.ts'
import { netOf, separated, type Vertices, vertices } from './vertices.ts'

const perform = (net: Vertices, { kind, steps }: Order): void => {
  if (kind === 'vertex')
    for (const v of steps) {
      belongTo(v)
      net.eliminate(v)
    }
  else
    for (const { side, from, to } of steps) {
      belongTo(side === 'F' ? to : from)
      net[side === 'F' ? 'front' : 'back'](from, to)
    }
}

/** A tape with its maps as elimination keeps them, and these eliminated. Its primal has the products behind it. */
const eliminated = (tape: Tape, order: Order): Tape => {
  let edges: readonly Edge[] = []
  const primal = extend(tape.primal, () => {
    const net = vertices(netOf(tape), drawingPen(tape.primal))
    perform(net, order)
    edges = net.edges()
    return tape.primal.outputs.map(wireAt)
  })
  return { ...tape, primal, edges }
}

/**
 * eliminate : (Tape, Ref) -> Tape. Multiplies each edge into a vertex with each edge out of it. What flows through the
 * tape stays the same.
 *
 * @throws AdError `WireError` for a source, a sink, or a node that no edge leads to
 * @example
 * const tape = linearize(graph([[]], (x) => sin(exp(x))))
 * eliminate(tape, 1).edges.length // => 1
 */
export const eliminate = (tape: Tape, v: Ref): Tape => eliminated(tape, { kind: 'vertex', steps: [v] })

/**
 * Front elimination: the edge is joined with each edge out of where it ends, and goes.
 *
 * @throws AdError `WireError` where there is no such edge, or it ends at a sink
 */
export const eliminateFront = (tape: Tape, from: Ref, to: Ref): Tape =>
  eliminated(tape, { kind: 'edge', steps: [{ side: 'F', from, to }] })

/**
 * Back elimination: the edge is joined with each edge into where it begins, and goes.
 *
 * @throws AdError `WireError` where there is no such edge, or it begins at a source
 */
export const eliminateBack = (tape: Tape, from: Ref, to: Ref): Tape =>
  eliminated(tape, { kind: 'edge', steps: [{ side: 'B', from, to }] })

/** The matrix of a map as a tensor, the axes of the result first. */
const block = (map: Linear | undefined, from: TensorType, to: TensorType, pen: Pen): Wire => {
  const shape = [...to.shape, ...from.shape]
  if (!map || map.paths.length === 0) return fill(shape, 0)
  const k = takenUp(map.paths[0]!, from, to, pen) ?? pen.solid(map)
  return kernelMatrix({ ...k, hole: k.out, out: k.hole }, shape)
}

/** The inner vertices of a tape, and copies of sinks and sources that are inner too, in an order to be found. */
export const netFor = (tape: Tape, pen: Pen): Vertices =>
  vertices(separated(netOf(tape), tape.primal.nodes.size, tape.primal), pen)

/** What an order draws into the extension that is going on: dy/dx for each y and each x. */
const blocksOf = (tape: Tape, order: Order, pen: Pen): readonly Wire[] => {
  const net = separated(netOf(tape), tape.primal.nodes.size, tape.primal)
  const state = vertices(net, pen)
  perform(state, order)
  perform(state, { kind: 'vertex', steps: state.intermediates() })
  const { sources, sinks } = netOf(tape)
  const tensorAt = (ref: Ref): TensorType => nodeAt(tape.primal, ref).type as TensorType
  return sinks.flatMap((y, i) =>
    sources.map((x, j) => block(state.edge(net.sources[j]!, net.sinks[i]!), tensorAt(x), tensorAt(y), pen)),
  )
}

/**
 * The Jacobian blocks dy/dx, for each sink y and each source x, by products of the tape's maps in an order of
 * elimination; what the order leaves is eliminated from the first node to the last. Drawn in an extension of the primal.
 */
export const accumulate = (tape: Tape, order: Order): Graph =>
  Tape.read(tape, () => [...tape.primal.outputs.map(wireAt), ...blocksOf(tape, order, drawingPen(tape.primal))])
