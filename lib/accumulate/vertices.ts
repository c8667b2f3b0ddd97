/** Elimination: the vertices between sources and sinks of a tape taken out one by one, by products of its edges. */
import type { EdgeEliminable } from '../elimination/digraph.ts'
import { fail } from '../error.ts'
import { type Graph, nodeAt, type Ref } from '../graph.ts'
import { Linear } from '../linear.ts'
import type { Edge, Tape } from '../tape.ts'
import { join, joinCost, meet, settled } from './maps.ts'
import type { Pen } from './pen.ts'

/** A graph of linear maps. Vertices are nodes of the primal graph, and copies of some behind and before them. */
export interface Net {
  readonly sources: readonly number[]
  readonly sinks: readonly number[]
  readonly edges: readonly Edge[]
}

/** A net whose vertices and edges are eliminated, each sum and product drawn, or counted, by a pen. */
export interface Vertices extends EdgeEliminable {
  /** What is left, in the order of where the edges lead. */
  readonly edges: () => readonly Edge[]
  readonly edge: (from: number, to: number) => Linear | undefined
}

/** A tape as a net, in the direction of the primal graph. */
export const netOf = ({ sources, sinks, transposed, edges }: Tape): Net =>
  transposed ? { sources: sinks, sinks: sources, edges } : { sources, sinks, edges }

/**
 * The same net with sources that nothing leads into, and sinks that lead nowhere and are no sources: copies of those
 * that are otherwise, tied to them by identities. Copies are numbered from `first` on.
 */
export const separated = ({ sources, sinks, edges }: Net, first: number, primal: Graph): Net => {
  const [entered, left] = [new Set(edges.map(({ to }) => to)), new Set(edges.map(({ from }) => from))]
  const ties: Edge[] = []
  let next = first
  /** A copy of a vertex, one however often it is asked for. */
  const copies = (refs: readonly Ref[], inner: (ref: Ref) => boolean, tie: (ref: Ref, copy: number) => Edge) => {
    const known = new Map<Ref, number>()
    return refs.map((ref) => {
      const found = known.get(ref) ?? (inner(ref) ? next++ : ref)
      if (found !== ref && !known.has(ref)) ties.push(tie(ref, found))
      known.set(ref, found)
      return found
    })
  }
  const map = (ref: Ref): Linear => Linear.identity(nodeAt(primal, ref).type)
  const begin = copies(
    sources,
    (ref) => entered.has(ref),
    (ref, copy) => ({ from: copy, to: ref, map: map(ref) }),
  )
  const end = copies(
    sinks,
    (ref) => left.has(ref) || sources.includes(ref),
    (ref, copy) => ({ from: ref, to: copy, map: map(ref) }),
  )
  return { sources: begin, sinks: end, edges: [...edges, ...ties] }
}

const noEdge = (op: string, from: number, to: number): never =>
  fail({
    tag: 'WireError',
    op,
    found: `edge ${from}, ${to}`,
    expected: `an edge that is there by then and ${op === 'eliminateFront' ? 'ends' : 'begins'} between sources and sinks`,
    cure: 'name another edge of the tape; those that are eliminated, and those of products that are 0, are gone',
  })

/** A net being eliminated, its maps in the form that elimination keeps. */
export const vertices = ({ sources, sinks, edges }: Net, pen: Pen): Vertices => {
  const into = new Map<number, Map<number, Linear>>()
  const outOf = new Map<number, Map<number, Linear>>()
  const ends = new Set([...sources, ...sinks])
  const sideOf = (side: Map<number, Map<number, Linear>>, v: number): Map<number, Linear> => {
    const known = side.get(v) ?? new Map<number, Linear>()
    side.set(v, known)
    return known
  }
  const remove = (from: number, to: number): void => {
    into.get(to)?.delete(from)
    outOf.get(from)?.delete(to)
  }
  const add = (from: number, to: number, map: Linear): void => {
    const sum = meet(into.get(to)?.get(from), map, pen)
    if (sum.paths.length === 0) remove(from, to)
    else {
      sideOf(into, to).set(from, sum)
      sideOf(outOf, from).set(to, sum)
    }
  }
  for (const { from, to, map } of edges) add(from, to, settled(map, pen))

  const inner = (v: number): boolean => !ends.has(v) && (into.get(v)?.size ?? 0) > 0 && (outOf.get(v)?.size ?? 0) > 0
  const known = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const all = [...known].sort((a, b) => a - b)
  const predecessors = (v: number): readonly number[] => [...(into.get(v)?.keys() ?? [])]
  const successors = (v: number): readonly number[] => [...(outOf.get(v)?.keys() ?? [])]
  const clear = (v: number): void => {
    for (const from of predecessors(v)) remove(from, v)
    for (const to of successors(v)) remove(v, to)
  }
  /** A vertex left without edges in or out goes with the rest of its edges, and what that leaves so. */
  const prune = (first: number): void => {
    const stack = [first]
    for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
      if (ends.has(v) || inner(v)) continue
      stack.push(...predecessors(v), ...successors(v))
      clear(v)
    }
  }
  const paid = (work: () => void): number => {
    const before = pen.spent()
    work()
    return pen.spent() - before
  }
  const edgeAt = (op: string, from: number, to: number, end: number): Linear => {
    const map = into.get(to)?.get(from)
    return map && !ends.has(end) ? map : noEdge(op, from, to)
  }
  return {
    intermediates: () => all.filter(inner),
    isIntermediate: inner,
    hasEdge: (from, to) => into.get(to)?.has(from) ?? false,
    predecessors,
    successors,
    cost: (v) => {
      let cost = 0
      for (const f of into.get(v)?.values() ?? [])
        for (const g of outOf.get(v)?.values() ?? []) cost += joinCost(f, g, pen)
      return cost
    },
    eliminate: (v) =>
      paid(() => {
        if (ends.has(v) || !known.has(v))
          fail({
            tag: 'WireError',
            op: 'eliminate',
            found: `vertex ${v}`,
            expected: 'a vertex between sources and sinks',
            cure: 'name other nodes of the graph: sources and sinks stay',
          })
        for (const [from, f] of into.get(v) ?? [])
          for (const [to, g] of outOf.get(v) ?? []) add(from, to, join(f, g, pen))
        clear(v)
      }),
    front: (from, to) =>
      paid(() => {
        const f = edgeAt('eliminateFront', from, to, to)
        for (const [next, g] of outOf.get(to) ?? []) add(from, next, join(f, g, pen))
        remove(from, to)
        prune(to)
        prune(from)
      }),
    back: (from, to) =>
      paid(() => {
        const g = edgeAt('eliminateBack', from, to, from)
        for (const [before, f] of into.get(from) ?? []) add(before, to, join(f, g, pen))
        remove(from, to)
        prune(from)
        prune(to)
      }),
    edges: () =>
      all.flatMap((to) =>
        [...(into.get(to) ?? [])].sort(([a], [b]) => a - b).map(([from, map]) => ({ from, to, map })),
      ),
    edge: (from, to) => into.get(to)?.get(from),
  }
}
