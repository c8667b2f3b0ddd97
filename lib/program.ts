/** Programs: what is made of a graph, remembered by the graph, so that a function drawn again to an equal graph reuses it. */
import { type Graph, hashGraph, sameGraph } from './graph.ts'
import { hashText } from './op.ts'

const REMEMBERED = 64

/** `make`, remembering its last results by its options too. Equal graphs, wherever drawn, have one result. */
export const remembering = <A, O>(make: (graph: Graph, options: O) => A): ((graph: Graph, options: O) => A) => {
  const known = new Map<number, { readonly graph: Graph; readonly key: string; readonly made: A }>()
  return (graph, options) => {
    const key = JSON.stringify(options)
    const hash = hashGraph(graph) ^ hashText(key)
    const found = known.get(hash)
    const made = found && found.key === key && sameGraph(found.graph, graph) ? found.made : make(graph, options)
    known.delete(hash)
    known.set(hash, { graph, key, made })
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
    return made
  }
}
