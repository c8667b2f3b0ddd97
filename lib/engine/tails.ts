/**
 * Tails: sigmoid(x) and sigmoid(-x) are 1 - t and t, or t and 1 - t, where t = sigmoid(-|x|) is at most a half, so that the
 * difference loses nothing. A graph that asks for both, as slopes do, then calls one function an entry.
 */
import { type Graph, nodeAt, type Ref } from '../graph.ts'
import { type Op, sameOp } from '../op.ts'
import { abs, greaterEqual, neg, select, sigmoid, sub } from '../ops/index.ts'
import { scanOp } from '../ops/scan.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { argsOf, draw, type Wire } from '../wire.ts'
import { redrawn } from './redrawn.ts'

const isSigmoid = (op: Op): boolean => sameOp(op, sigmoid.op)
const isScan = (op: Op): op is Op<Scan> => op.family.kind === 'scan'

/** Whether a graph, or one body of its scans, asks for sigmoid(x) and for sigmoid(-x). */
const asksForBoth = (graph: Graph): boolean => {
  const asked = new Set<Ref>()
  graph.nodes.forEach(({ op, args }) => {
    if (isSigmoid(op)) asked.add(args[0]!)
  })
  for (const ref of asked) {
    const { op, args } = nodeAt(graph, ref)
    if (op.family.kind === 'neg' && asked.has(args[0]!)) return true
  }
  return graph.nodes.some(({ op }) => isScan(op) && asksForBoth(op.params.body))
}

const byTail = (x: Wire): Wire => {
  const minus = x.node.op.family.kind === 'neg'
  const z = minus ? argsOf(x)[0]! : x
  const tail = sigmoid(neg(abs(z)))
  const rest = sub(1, tail)
  const positive = greaterEqual(z, 0)
  return minus ? select(positive, tail, rest) : select(positive, rest, tail)
}

/** Every sigmoid, in the bodies of scans too, by its tail. */
const byTails = (graph: Graph): Graph =>
  redrawn(graph, ({ op, args }, _, wires) => {
    if (isSigmoid(op)) return byTail(wires[args[0]!]!)
    return isScan(op) ? draw(scanOp({ ...op.params, body: byTails(op.params.body) }), [wires[args[0]!]!]) : undefined
  })

/** The graph with sigmoids by their tails, where it asks for both signs of an argument: the same function to a last digit. */
export const withTails = (graph: Graph): Graph => (asksForBoth(graph) ? byTails(graph) : graph)
