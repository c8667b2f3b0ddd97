/** From graphs to programs: every node that is needed becomes tasks, or a view that costs nothing. */
import { dependencies, type Graph, inputTypes, type Node, outputTypes } from '../graph.ts'
import type { Constant } from '../ops/constant.ts'
import type { Einsum } from '../ops/einsum.ts'
import { isTuple, sizeOf, type Type } from '../types.ts'
import { lowerBody } from './bodies.ts'
import { contraction } from './contraction.ts'
import { type Draft, draft, filledWith, flattened, placeFor, point, slotOf, solid, sumOf } from './draft.ts'
import { withInvariants } from './invariants.ts'
import { moved } from './moves.ts'
import type { Place, Program } from './program.ts'
import { withResiduals } from './residuals.ts'
import { withTails } from './tails.ts'
import { type View, wholeOf } from './view.ts'

const sizeOfType = (type: Type): number => (isTuple(type) ? 0 : sizeOf(type.shape))

/** A value in buffers of its own, whole. */
const solidPlace = (d: Draft, place: Place, type: Type): Place =>
  isTuple(type)
    ? type.tuple.map((t, k) => solidPlace(d, (place as readonly Place[])[k]!, t))
    : wholeOf(solid(d, place as View, sizeOf(type.shape)))

/** An op that the engine does not know, by its `eval`. */
const opaque = (d: Draft, { op, type }: Node, args: readonly Place[], types: readonly Type[]): Place => {
  const result = placeFor(d, type)
  d.tasks.push({
    tag: 'opaque',
    op,
    types,
    args: args.map((arg, k) => solidPlace(d, arg, types[k]!)),
    outs: flattened(result).map(({ slot }) => slot),
  })
  return result
}

const constantPlace = (d: Draft, { fill, value }: Constant): View =>
  fill === undefined
    ? wholeOf(slotOf(d, value.data.length, { data: value.data }))
    : filledWith(d, value.data.length, fill)

const lowerNode = (d: Draft, node: Node, args: readonly Place[], types: readonly Type[]): Place => {
  const { op, type } = node
  const size = sizeOfType(type)
  const views = args as readonly View[]
  switch (op.family.kind) {
    case 'constant':
      return constantPlace(d, op.params as Constant)
    case 'neg':
      return point(d, size, { name: 'neg' }, views)
    case 'add':
      return sumOf(d, size, views)
    case 'elementwise':
      return point(d, size, { name: 'op', op }, views)
    case 'einsum':
      return contraction(d, op.params as Einsum, views)
    case 'tuple':
      return args
    case 'project':
      return (args[0] as readonly Place[])[op.params as number]!
    case 'call':
    case 'cond':
    case 'scan':
    case 'while':
    case 'custom':
      return lowerBody(d, node, args[0] as readonly Place[], lowerNodes) ?? opaque(d, node, args, types)
    default:
      return moved(d, node, views, types) ?? opaque(d, node, args, types)
  }
}

/** The outputs of a graph as places, its inputs being given ones. */
export const lowerNodes = (d: Draft, given: Graph, inputs: readonly Place[]): readonly Place[] => {
  const graph = withResiduals(withInvariants(withTails(given)))
  const needed = dependencies(graph, graph.outputs)
  const places: Place[] = new Array(graph.nodes.size)
  const types: Type[] = new Array(graph.nodes.size)
  graph.inputs.forEach((ref, k) => {
    places[ref] = inputs[k]!
  })
  graph.nodes.forEach((node, ref) => {
    if (!needed[ref]) return
    types[ref] = node.type
    if (node.op.family.kind !== 'input')
      places[ref] = lowerNode(
        d,
        node,
        node.args.map((arg) => places[arg]!),
        node.args.map((arg) => types[arg]!),
      )
  })
  return graph.outputs.map((ref) => places[ref]!)
}

/** The program of a graph: inputs and outputs are whole buffers. */
export const lower = (graph: Graph): Program => {
  const d = draft()
  const inputs = inputTypes(graph).map((type) => placeFor(d, type))
  const types = outputTypes(graph)
  const outputs = lowerNodes(d, graph, inputs).map((place, k) => solidPlace(d, place, types[k]!))
  return { inputs, outputs, tasks: d.tasks }
}
