/** Large graphs made small for the eye: nodes put together until there are few enough to draw. */
import { bodiesOf, type Graph, nodeAt, type Ref } from '../graph.ts'
import { neededIn, ordersOf } from './orders.ts'

/** By node, the node that its group is named after; undefined for nodes that no output needs. */
export type Folding = readonly (Ref | undefined)[]

const countOf = (folding: Folding): number => new Set(folding.filter((ref) => ref !== undefined)).size

const scopeOf = (graph: Graph, ref: Ref): readonly string[] => nodeAt(graph, ref).about?.scope?.split('/') ?? []

/** What may be put together with others: nodes without a name of their own that are neither input nor output. */
const foldable = (graph: Graph): readonly boolean[] => {
  const kept = new Set([...graph.inputs, ...graph.outputs])
  return graph.nodes
    .map(({ op, about }, ref) => !kept.has(ref) && op.family.kind !== 'input' && about?.label === undefined)
    .toArray()
}

/** Nodes whose one use is by a node of the same scope and order are put together with it, constants before all. */
const chains = (graph: Graph, alone: Folding): Folding => {
  const [may, orders] = [foldable(graph), ordersOf(graph)]
  const users = new Map<Ref, Set<Ref>>()
  graph.nodes.forEach(({ args }, ref) => {
    if (alone[ref] !== undefined) for (const arg of args) users.set(arg, (users.get(arg) ?? new Set()).add(ref))
  })
  const folding = [...alone]
  for (let ref = folding.length - 1; ref >= 0; ref--) {
    const [user, second] = users.get(ref) ?? []
    if (folding[ref] === undefined || user === undefined || second !== undefined || !may[ref] || !may[user]) continue
    const together =
      orders[ref] === orders[user] &&
      nodeAt(graph, ref).about?.scope === nodeAt(graph, user).about?.scope &&
      [ref, user].every((k) => bodiesOf(nodeAt(graph, k)).length === 0)
    const lone = nodeAt(graph, user).args.every((arg) => arg === ref || nodeAt(graph, arg).args.length === 0)
    if (together && (lone || nodeAt(graph, ref).args.length === 0)) folding[ref] = folding[user]
  }
  return folding
}

/** The nodes of a scope of this depth, or of one within it, as one. */
const scopes = (graph: Graph, before: Folding, depth: number): Folding => {
  const [may, orders] = [foldable(graph), ordersOf(graph)]
  const first = new Map<string, Ref>()
  return before.map((group, ref) => {
    const path = scopeOf(graph, ref)
    if (group === undefined || !may[ref] || path.length < depth) return group
    const key = `${orders[ref]} ${path.slice(0, depth).join('/')}`
    if (!first.has(key)) first.set(key, ref)
    return first.get(key)
  })
}

/** Neighbours in the list of nodes as one, so many groups at a time, within one order. */
const blocks = (graph: Graph, before: Folding, length: number): Folding => {
  const [may, orders] = [foldable(graph), ordersOf(graph)]
  const open = new Map<number, { readonly head: Ref; readonly groups: Set<Ref> }>()
  const head = new Map<Ref, Ref>()
  return before.map((group, ref) => {
    if (group === undefined || !may[ref]) return group
    const known = head.get(group)
    if (known !== undefined) return known
    const order = orders[ref]!
    const block = open.get(order)
    const own = block && block.groups.size < length ? block : { head: group, groups: new Set<Ref>() }
    own.groups.add(group)
    open.set(order, own)
    head.set(group, own.head)
    return own.head
  })
}

/**
 * Puts nodes together until at most `limit` are left, where the inputs, the outputs and the nodes with labels allow it:
 * first chains of nodes that nobody else uses, then scopes from the innermost out, then neighbours. A graph that is small
 * enough is left as it is.
 *
 * @example
 * new Set(fold(graph([[]], (x) => sin(cos(exp(tanh(log(x)))))), 3)).size // => 3
 */
export const fold = (graph: Graph, limit: number): Folding => {
  const needed = neededIn(graph)
  const alone: Folding = graph.nodes.map((_, ref) => (needed[ref] ? ref : undefined)).toArray()
  if (countOf(alone) <= limit) return alone
  let folding = chains(graph, alone)
  const deepest = graph.nodes.reduce((most, _, ref) => Math.max(most, scopeOf(graph, ref).length), 0)
  for (let depth = deepest; depth > 0 && countOf(folding) > limit; depth--) folding = scopes(graph, folding, depth)
  for (let length = 2; length < 2 * alone.length && countOf(folding) > limit; length *= 2)
    folding = blocks(graph, folding, length)
  return folding
}
