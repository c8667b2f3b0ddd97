/** Programs: what is made of a graph, remembered by the graph, so that a function drawn again to an equal graph reuses it. */
import { type Graph, hashGraph, sameGraph } from './graph.ts'
import { hashText } from './op.ts'

const REMEMBERED = 64

/** `make`, remembering its last results by its options too. Equal graphs, wherever drawn, have one result. */
export const remembering = <A, O>(make: (graph: Graph, options: O) => A): ((graph: Graph, options: O) => A) => {
  const byEquality = new Map<number, { readonly graph: Graph; readonly key: string; readonly made: A }>()
  const byIdentity = new WeakMap<Graph, Map<string, A>>()
  const equalTo = (graph: Graph, options: O, key: string): A => {
    const hash = hashGraph(graph) ^ hashText(key)
    const found = byEquality.get(hash)
    const made = found && found.key === key && sameGraph(found.graph, graph) ? found.made : make(graph, options)
    byEquality.delete(hash)
    byEquality.set(hash, { graph, key, made })
    if (byEquality.size > REMEMBERED) byEquality.delete(byEquality.keys().next().value!)
    return made
  }
  return (graph, options) => {
    const key = JSON.stringify(options)
    const own = byIdentity.get(graph) ?? new Map<string, A>()
    byIdentity.set(graph, own)
    if (!own.has(key)) own.set(key, equalTo(graph, options, key))
    return own.get(key)!
  }
}
