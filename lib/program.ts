/** Programs: what is made of a graph, remembered by the graph, so that a function drawn again to an equal graph reuses it. */
import { type Graph, hashGraph, sameGraph } from './graph.ts'
import { hashText } from './op.ts'
import type { Constant } from './ops/constant.ts'
import { bytesOf } from './types.ts'

/** So many results are remembered, of graphs of no more nodes and entries of constants than these together. */
const REMEMBERED = 64
const REMEMBERED_ENTRIES = 2 ** 22

/** The nodes of a graph and the entries of its constants. */
const entriesIn = ({ nodes }: Graph): number =>
  nodes.reduce(
    (sum, { op, type }) =>
      sum + 1 + (op.family.kind === 'constant' && (op.params as Constant).fill === undefined ? bytesOf(type) / 8 : 0),
    0,
  )

/** Options as a text; JSON has no word for the numbers that are not finite, nor for -0. */
const keyOf = (options: unknown): string =>
  JSON.stringify(options, (_, x: unknown) =>
    typeof x === 'number' && (!Number.isFinite(x) || Object.is(x, -0)) ? `number ${1 / x < 0 ? '-' : ''}${x}` : x,
  )

interface Remembered<A> {
  readonly graph: Graph
  readonly key: string
  readonly made: A
  readonly entries: number
}

/** `make`, remembering its last results by its options too. Equal graphs, wherever drawn, have one result. */
export const remembering = <A, O>(make: (graph: Graph, options: O) => A): ((graph: Graph, options: O) => A) => {
  const byEquality = new Map<number, Remembered<A>>()
  let entries = 0
  const forget = (hash: number): void => {
    entries -= byEquality.get(hash)?.entries ?? 0
    byEquality.delete(hash)
  }
  const byIdentity = new WeakMap<Graph, Map<string, A>>()
  const equalTo = (graph: Graph, options: O, key: string): A => {
    const hash = hashGraph(graph) ^ hashText(key)
    const found = byEquality.get(hash)
    const same = found !== undefined && found.key === key && sameGraph(found.graph, graph)
    const newest = same ? found : { graph, key, made: make(graph, options), entries: entriesIn(graph) }
    forget(hash)
    byEquality.set(hash, newest)
    entries += newest.entries
    while (byEquality.size > 1 && (byEquality.size > REMEMBERED || entries > REMEMBERED_ENTRIES))
      forget(byEquality.keys().next().value!)
    return newest.made
  }
  return (graph, options) => {
    const key = keyOf(options)
    const own = byIdentity.get(graph) ?? new Map<string, A>()
    byIdentity.set(graph, own)
    if (!own.has(key)) own.set(key, equalTo(graph, options, key))
    return own.get(key)!
  }
}
