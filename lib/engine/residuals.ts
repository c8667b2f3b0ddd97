/**
 * Residuals: what the steps of a scan compute and a scan along its trajectory would compute again, as derivatives do, is
 * kept as further outputs of the one and read as further inputs of the other. Values stay what they are, to the bit.
 *
 * The name is that of partial evaluation: N. D. Jones, C. K. Gomard, P. Sestoft, Partial Evaluation and Automatic Program
 * Generation, 1993.
 */
import { dependencies, type Graph, nodeAt, type Ref } from '../graph.ts'
import { scanOp } from '../ops/scan.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { project, tuple } from '../ops/tuple.ts'
import { draw, type Wire } from '../wire.ts'
import { dearValues, entriesOf, sameValues } from './recomputation.ts'
import { asInputs, redrawn } from './redrawn.ts'

/** What is kept takes at least so many operations an entry to compute, about what writing and reading it costs. */
const EFFORT = 10
/** Kept are at most so many times the entries that a step takes and gives anyway: more, and only what is dearer is. */
const LIMIT = 4

/** A scan in a graph, and where its arguments come from. */
interface Place {
  readonly ref: Ref
  readonly scan: Scan
  readonly args: readonly Ref[]
  /** The values of its body that are to be further outputs. */
  readonly kept: Ref[]
  /** The values of its body that are to be further inputs, with the scan that keeps them and the value there. */
  readonly read: Map<Ref, { readonly from: Place; readonly value: Ref }>
}

const outsOf = ({ body, carries }: Scan): readonly Ref[] => body.outputs.slice(carries)
const trajectoryAt = (scan: Scan): number => scan.body.outputs.length

/** The scans whose arguments are known one by one. */
const placesOf = (graph: Graph, needed: Uint8Array): readonly Place[] => {
  const places: Place[] = []
  graph.nodes.forEach(({ op, args }, ref) => {
    if (op.family.kind !== 'scan' || !needed[ref]) return
    const given = nodeAt(graph, args[0]!)
    if (given.op.family.kind === 'tuple')
      places.push({ ref, scan: op.params as Scan, args: given.args, kept: [], read: new Map() })
  })
  return places
}

/** Whether every use of each node is to take a part of it. */
const takenApart = (graph: Graph, needed: Uint8Array): Uint8Array => {
  const apart = new Uint8Array(graph.nodes.size).fill(1)
  for (const ref of graph.outputs) apart[ref] = 0
  graph.nodes.forEach(({ op, args }, ref) => {
    if (needed[ref] && op.family.kind !== 'project') for (const arg of args) apart[arg] = 0
  })
  return apart
}

/** The values in the body of `from` that the inputs of the body of `to` are; undefined unless it runs along `from`. */
const inputsFrom = (graph: Graph, from: Place, to: Place): readonly (Ref | undefined)[] | undefined => {
  const { body, carries, xs, length } = from.scan
  if (to.scan.length !== length) return undefined
  let along = false
  const stacked = (ref: Ref): Ref | undefined => {
    const { op, args } = nodeAt(graph, ref)
    if (op.family.kind === 'project' && args[0] === from.ref) {
      const part = (op.params as number) - carries
      const outs = outsOf(from.scan)
      along ||= part >= 0
      return part < 0 ? undefined : part < outs.length ? outs[part] : body.inputs[part - outs.length]
    }
    const k = from.args.indexOf(ref, carries)
    return k >= 0 && k < carries + xs ? body.inputs[k] : undefined
  }
  const given = to.args.map((ref, k) => {
    if (k < to.scan.carries) return undefined
    if (k < to.scan.carries + to.scan.xs) return stacked(ref)
    const at = from.args.indexOf(ref, carries + xs)
    return at < 0 ? undefined : body.inputs[at]
  })
  return along ? given : undefined
}

/** Chooses what `to` reads of `from`, the dearest values where there is not room for all. */
const choose = (graph: Graph, from: Place, to: Place): void => {
  const given = inputsFrom(graph, from, to)
  if (!given) return
  const { body, carries, xs } = from.scan
  const same = sameValues(to.scan.body, body, given)
  const step = [...body.inputs.slice(0, carries + xs), ...outsOf(from.scan)]
  const total = (refs: readonly Ref[]): number => refs.reduce((sum, ref) => sum + entriesOf(nodeAt(body, ref)), 0)
  const isRead = (ref: Ref): boolean => to.read.has(ref)
  for (let effort = EFFORT; ; effort *= 2) {
    const dear = dearValues(to.scan.body, (ref) => same[ref]! >= 0, isRead, effort)
    const known = new Set([...outsOf(from.scan), ...from.kept])
    const more = [...new Set(dear.map((ref) => same[ref]!))].filter((value) => !known.has(value))
    if (total([...from.kept, ...more]) > LIMIT * total(step)) continue
    from.kept.push(...more)
    for (const ref of dear) to.read.set(ref, { from, value: same[ref]! })
    return
  }
}

/** The scan with what it keeps as outputs, and what it reads as inputs in the places of the nodes that computed it. */
const widened = ({ scan, kept, read }: Place): Scan => {
  const { body, carries, xs } = scan
  const inputs = [...body.inputs.slice(0, carries + xs), ...read.keys(), ...body.inputs.slice(carries + xs)]
  return {
    ...scan,
    xs: xs + read.size,
    body: { nodes: asInputs(body.nodes, read.keys()), inputs, outputs: [...body.outputs, ...kept] },
  }
}

/** The graph with places changed, and what is taken of their results counted anew. */
const changed = (graph: Graph, places: ReadonlyMap<Ref, Place>): Graph =>
  redrawn(graph, ({ op, args }, ref, wires) => {
    const stackOf = ({ from, value }: { readonly from: Place; readonly value: Ref }): Wire => {
      const stacks = [...outsOf(from.scan), ...from.kept]
      return project(from.scan.carries + stacks.indexOf(value), wires[from.ref]!)
    }
    const place = places.get(ref)
    if (place) {
      const given = place.args.map((arg) => wires[arg]!)
      given.splice(place.scan.carries + place.scan.xs, 0, ...[...place.read.values()].map(stackOf))
      return draw(scanOp(widened(place)), [tuple(given)])
    }
    const whole = op.family.kind === 'project' ? places.get(args[0]!) : undefined
    if (!whole) return undefined
    const part = op.params as number
    return project(part < trajectoryAt(whole.scan) ? part : part + whole.kept.length, wires[args[0]!]!)
  })

/**
 * The graph in which scans keep what later scans along their trajectories would compute again. Bodies are looked into no
 * further than for what two of them have alike: what a call computes again inside it does compute again.
 */
export const withResiduals = (graph: Graph): Graph => {
  if (!graph.nodes.some(({ op }) => op.family.kind === 'scan')) return graph
  const needed = dependencies(graph, graph.outputs)
  const places = placesOf(graph, needed)
  const apart = takenApart(graph, needed)
  places.forEach((to, k) => {
    for (const from of places.slice(0, k)) if (apart[from.ref]) choose(graph, from, to)
  })
  const other = places.filter(({ kept, read }) => kept.length + read.size > 0)
  return other.length === 0 ? graph : changed(graph, new Map(other.map((place) => [place.ref, place])))
}
