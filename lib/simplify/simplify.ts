/** Simplify: a graph drawn again with every node in simplest form, by rules, until none applies. */
import { closure, drawnAs, label, noCapture } from '../drawing.ts'
import { fail } from '../error.ts'
import { checkGraph } from '../given.ts'
import { type About, dependencies, type Graph, inputTypes, nodeAt, type Ref, sameGraph } from '../graph.ts'
import type { Kind } from '../op.ts'
import { sameType, showType } from '../types.ts'
import { argsOf, draw, drawing, type Wire } from '../wire.ts'
import { withBodies } from './bodies.ts'
import type { Rule, Site } from './rule.ts'
import { rewriteRules } from './rules.ts'

export interface SimplifyOptions {
  /** The rules, tried in this order; those of the library by default. */
  readonly rules?: readonly Rule[]
}

type Table = ReadonlyMap<Kind, readonly Rule[]>

const tableOf = (rules: readonly Rule[]): Table => {
  const table = new Map<Kind, Rule[]>()
  for (const rule of rules) for (const kind of rule.on) table.set(kind, [...(table.get(kind) ?? []), rule])
  return table
}
const NONE: readonly Rule[] = []
const NO_RULES: Table = new Map()

/** How many needed nodes and outputs use each node. */
const usesOf = (graph: Graph, needed: Uint8Array): Int32Array => {
  const uses = new Int32Array(graph.nodes.size)
  graph.nodes.forEach((node, ref) => {
    if (needed[ref]) for (const arg of node.args) uses[arg]!++
  })
  for (const ref of graph.outputs) uses[ref]!++
  return uses
}

/** What the first rule that applies draws. */
const rewritten = (table: Table, site: Site): Wire | undefined => {
  for (const { name, rewrite } of table.get(site.op.family.kind) ?? NONE) {
    const found = rewrite(site)
    if (found && !sameType(found.type, site.type))
      fail({
        tag: 'ShapeError',
        op: 'simplify',
        argument: `rule ${name}`,
        found: showType(found.type),
        expected: showType(site.type),
        cure: 'draw what has the type of the node',
      })
    if (found) return found
  }
  return undefined
}

/** How many nodes stay: the inputs, and what the outputs need. */
const kept = (graph: Graph): number => {
  const needed = dependencies(graph, graph.outputs)
  for (const ref of graph.inputs) needed[ref] = 1
  return needed.reduce((count, is) => count + is, 0)
}

/** Every needed node drawn again, once, and whether anything has changed. */
const pass = (graph: Graph, table: Table, inside: (body: Graph) => Graph): { graph: Graph; changed: boolean } => {
  const needed = dependencies(graph, graph.outputs)
  const uses = usesOf(graph, needed)
  let changed = false
  const drawn = closure(inputTypes(graph), (...xs) => {
    const { nodes } = drawing('simplify')
    const wires: Wire[] = new Array(graph.nodes.size)
    // By place in the new graph. A wire that a rule lets its node use is counted, what the node does without is not.
    const used: number[] = []
    const once = (x: Wire): boolean => used[x.ref] === 1
    const settled = (first: Site): Wire => {
      const before = nodes.length
      let site = first
      for (let known: Wire | undefined; ; ) {
        const found = rewritten(table, site)
        if (!found) return known ?? draw(site.op, site.args)
        changed = true
        if (found.ref < before) return found
        const args = argsOf(found)
        for (const x of args) if (site.args.every(({ ref }) => ref !== x.ref)) used[x.ref] = (used[x.ref] ?? 0) + 1
        known = found
        site = { ...site, op: found.node.op, args }
      }
    }
    const place = (ref: Ref, wire: Wire, fresh: boolean): void => {
      const named = nodeAt(graph, ref).about?.label
      if (fresh && named !== undefined) label(named, wire)
      wires[ref] = wire
      used[wire.ref] = (used[wire.ref] ?? 0) + uses[ref]!
    }
    graph.inputs.forEach((ref, k) => {
      place(ref, xs[k]!, true)
    })
    graph.nodes.forEach((node, ref) => {
      if (!needed[ref] || wires[ref]) return
      const before = nodes.length
      const op = withBodies(node, inside)
      if (op !== node.op) changed = true
      const again = (): Wire => settled({ op, args: node.args.map((arg) => wires[arg]!), type: node.type, once })
      const { scope, primal } = node.about ?? NOTHING
      const plain = scope === undefined && primal === undefined
      const wire = plain ? again() : drawnAs(scope, primal === undefined ? undefined : wires[primal], again)
      place(ref, wire, wire.ref >= before)
    })
    return graph.outputs.map((ref) => wires[ref]!)
  })
  const made = noCapture(drawn)
  return { graph: made, changed: changed || kept(made) !== kept(graph) }
}
const NOTHING: About = {}

/**
 * The graph with every node in simplest form: rules are tried on each node, arguments first, until none applies. Inputs
 * stay, also those that nothing uses any more; nodes that no output needs go. Values and derivatives are those of the
 * graph, up to what `keeps` says of the rules; with `exactRules`, to the bit. No run costs more than before, in products,
 * sums, calls and bytes produced. Bodies of scans, loops, branches and checkpoints are simplified inside, and a
 * checkpoint stays one. Labels stay on the nodes that do.
 *
 * Rules are values: leave some out, or add your own, which must draw what is simpler, or nothing ends.
 *
 * @throws AdError `ShapeError` where a rule draws what is of another type
 * @example
 * const f = graph([[2, 3]], (x) => transpose(neg(neg(transpose(x)))))
 * simplify(f).nodes.size // => 1
 *
 * const rewrite = ({ op, args: [x] }) => (op === log.op && drawnBy(x).op === exp.op ? drawnBy(x).args[0] : undefined)
 * const logOfExp = { name: 'log of exp', law: 'log(exp x) = x', keeps: 'reals', on: ['elementwise'], rewrite }
 * simplify(graph([[]], (x) => log(exp(x))), { rules: [...rewriteRules, logOfExp] }).nodes.size // => 1
 */
export const simplify = (graph: Graph, { rules = rewriteRules }: SimplifyOptions = {}): Graph => {
  checkGraph('simplify', graph)
  const table = tableOf(rules)
  const known = new Map<Graph, Graph>()
  const inside = (body: Graph): Graph => {
    const found = known.get(body) ?? settled(body)
    known.set(body, found)
    return found
  }
  const settled = (given: Graph): Graph => {
    let now = given
    for (;;) {
      const next = pass(now, table, inside)
      now = next.graph
      if (next.changed) continue
      // Rules may draw and decline: what they leave behind goes.
      const alone = kept(now) === now.nodes.size ? now : pass(now, NO_RULES, (body) => body).graph
      return sameGraph(alone, given) ? given : alone
    }
  }
  return settled(graph)
}
