/** Invariants: what the steps of a scan compute of its parameters alone is computed once, before the first step. */
import { replayNodes } from '../compose.ts'
import { type Graph, type Node, nodeAt, type Ref } from '../graph.ts'
import { scanOp } from '../ops/scan.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { tuple } from '../ops/tuple.ts'
import { draw, type Wire } from '../wire.ts'
import { dearValues } from './recomputation.ts'
import { asInputs, redrawn } from './redrawn.ts'

/** What is moved takes at least so many operations an entry: a few cost no more than what reading a value does. */
const EFFORT = 4

/** The values of a scan's body that no carry and no slice has a part in. */
const fixedValues = ({ body, carries, xs }: Scan): Uint8Array => {
  const fixed = new Uint8Array(body.nodes.size)
  const parameters = new Set(body.inputs.slice(carries + xs))
  body.nodes.forEach(({ op, args }, ref) => {
    const is = op.family.kind === 'input' ? parameters.has(ref) : args.every((arg) => fixed[arg] === 1)
    if (is) fixed[ref] = 1
  })
  return fixed
}

/** The scan with parameters more, drawn on wires for its arguments. */
const drawn = (scan: Scan, moved: readonly Ref[], given: readonly Wire[]): Wire => {
  const { body, carries, xs } = scan
  const parameters: Graph = { ...body, inputs: body.inputs.slice(carries + xs) }
  const further = replayNodes(parameters, given.slice(carries + xs), moved)
  const inputs = [...body.inputs, ...moved]
  return draw(scanOp({ ...scan, body: { ...body, nodes: asInputs(body.nodes, moved), inputs } }), [
    tuple([...given, ...further]),
  ])
}

/** The graph in which scans of at least two steps take what is the same at every step. Values stay what they are, to the bit. */
export const withInvariants = (graph: Graph): Graph => {
  const moved = new Map<Ref, readonly Ref[]>()
  graph.nodes.forEach(({ op, args }, ref) => {
    if (op.family.kind !== 'scan' || nodeAt(graph, args[0]!).op.family.kind !== 'tuple') return
    const scan = op.params as Scan
    const fixed = fixedValues(scan)
    const dear = dearValues(
      scan.body,
      (value) => fixed[value] === 1,
      () => false,
      EFFORT,
    )
    if (scan.length > 1 && dear.length > 0) moved.set(ref, dear)
  })
  if (moved.size === 0) return graph
  const other = ({ op, args }: Node, ref: Ref, wires: readonly Wire[]): Wire | undefined => {
    const values = moved.get(ref)
    if (!values) return undefined
    const given = nodeAt(graph, args[0]!).args.map((arg) => wires[arg]!)
    return drawn(op.params as Scan, values, given)
  }
  return redrawn(graph, other)
}
