/** Ops that own graphs, with these graphs rewritten. */
import { bodiesOf, type Graph, type Node } from '../graph.ts'
import type { Kind, Op } from '../op.ts'
import { type Call, callOp } from '../ops/call.ts'
import { type Cond, condOp } from '../ops/cond.ts'
import { type Custom, customOp } from '../ops/customDerivative.ts'
import { scanOp } from '../ops/scan.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { type While, whileOp } from '../ops/while.ts'

const makers: { readonly [K in Kind]?: (params: unknown) => Op } = {
  call: (params) => callOp((params as Call).body),
  cond: (params) => condOp(params as Cond),
  scan: (params) => scanOp(params as Scan),
  while: (params) => whileOp(params as While),
  custom: (params) => customOp(params as Custom),
}

/** The op of a node with `f` of each graph that it owns; a region of a checkpoint stays one. */
export const withBodies = (node: Node, f: (body: Graph) => Graph): Op => {
  const make = makers[node.op.family.kind]
  if (!make) return node.op
  const bodies = bodiesOf(node).map(([name, body]) => [name, body, f(body)] as const)
  if (bodies.every(([, before, after]) => before === after)) return node.op
  const changed = Object.fromEntries(bodies.map(([name, , after]) => [name, after]))
  return make({ ...(node.op.params as object), ...changed })
}
