/** The problem of elimination that a graph of numbers is: a vertex per primitive between its sources and its sinks. */
import { fail } from '../error.ts'
import { dependencies, type Graph, nodeAt, type Ref } from '../graph.ts'
import type { Kernel } from '../kernel.ts'
import { isStep, type Linear, type Path } from '../linear.ts'
import { isProduct } from '../ops/einsum.ts'
import { type LinearizeOptions, linearize, type Tape } from '../tape.ts'
import { isTuple, showType, sizeOf } from '../types.ts'
import { type Label, plusLabel, timesLabel } from './labels.ts'
import type { EliminationProblem, LabelledEdge } from './problem.ts'

/** 1 for every node that depends on some input of the graph. */
const dependents = (graph: Graph): Uint8Array => {
  const found = new Uint8Array(graph.nodes.size)
  graph.nodes.forEach(({ op, args }, ref) => {
    found[ref] = op.family.kind === 'input' || args.some((arg) => found[arg]) ? 1 : 0
  })
  return found
}

const labelOfKernel = ({ operands, coef }: Kernel, varies: Uint8Array): Label =>
  operands.some(({ ref }) => varies[ref])
    ? 'variable'
    : operands.length === 0 && Math.abs(coef) === 1
      ? 'unit'
      : 'constant'

const labelOfPath = (path: Path, varies: Uint8Array): Label =>
  path.reduce<Label>(
    (label, factor) => timesLabel(label, isStep(factor) ? 'variable' : labelOfKernel(factor, varies)),
    'unit',
  )

const labelOf = ({ paths }: Linear, varies: Uint8Array): Label =>
  paths.map((path) => labelOfPath(path, varies)).reduce(plusLabel)

const isScalar = (graph: Graph, ref: Ref): boolean => {
  const { type } = nodeAt(graph, ref)
  return !isTuple(type) && sizeOf(type.shape) === 1
}

/** The ends of edges that lie between sources and sinks, by labels. */
const liveEdges = ({ primal, sources, sinks, edges }: Tape): LabelledEdge[] => {
  const below = new Set(sources)
  for (const { from, to } of edges) if (below.has(from)) below.add(to)
  const above = new Set(sinks)
  for (const { from, to } of edges.toReversed()) if (above.has(to)) above.add(from)
  const live = edges.filter(({ from, to }) => below.has(from) && above.has(to))
  for (const { from, to } of live)
    for (const ref of [from, to])
      if (!isScalar(primal, ref))
        fail({
          tag: 'ShapeError',
          op: 'eliminationProblemOf',
          node: nodeAt(primal, ref).about?.label ?? `${nodeAt(primal, ref).op.name} at ${ref}`,
          found: showType(nodeAt(primal, ref).type),
          expected: 'numbers everywhere between sources and sinks',
          cure: 'draw the function with numbers',
        })
  const varies = dependents(primal)
  return live.map(({ from, to, map }) => [from, to, labelOf(map, varies)])
}

/**
 * The vertices that are part of the only one that uses them: a negation of the sum that it goes into, a reciprocal of
 * the product, so that a difference and a quotient are one primitive each.
 */
const parts = (graph: Graph, needed: Uint8Array, ends: ReadonlySet<Ref>): ReadonlySet<Ref> => {
  const user = new Map<Ref, Ref | undefined>()
  graph.nodes.forEach(({ args }, ref) => {
    if (needed[ref]) for (const arg of args) user.set(arg, user.has(arg) ? undefined : ref)
  })
  const found = new Set<Ref>()
  for (const [ref, by] of user) {
    if (by === undefined || ends.has(ref)) continue
    const [inner, outer] = [nodeAt(graph, ref).op, nodeAt(graph, by).op]
    const difference = inner.family.kind === 'neg' && outer.family.kind === 'add'
    const quotient =
      inner.family.name === 'recip' && inner.family.kind === 'elementwise' && outer.family.kind === 'einsum'
    if (difference || (quotient && isProduct(outer.params as Parameters<typeof isProduct>[0]))) found.add(ref)
  }
  return found
}

/** Edges through a part, joined into one; a part has one edge into it and one out of it. */
const merged = (edges: readonly LabelledEdge[], inside: ReadonlySet<Ref>): readonly LabelledEdge[] => {
  const after = new Map(edges.filter(([from]) => inside.has(from)).map((edge) => [edge[0], edge]))
  const joined = new Map<string, LabelledEdge>()
  for (const [from, first, label] of edges) {
    if (inside.has(from)) continue
    let [to, whole] = [first, label]
    for (let next = after.get(to); next; next = after.get(to)) [to, whole] = [next[1], timesLabel(whole, next[2])]
    const present = joined.get(`${from} ${to}`)
    joined.set(`${from} ${to}`, [from, to, present ? plusLabel(present[2], whole) : whole])
  }
  return [...joined.values()].sort((a, b) => a[1] - b[1] || a[0] - b[0])
}

/**
 * The problem of elimination of a graph of numbers: a vertex for each primitive between the nodes of `wrt` (all inputs
 * by default) and those of `of` (all outputs), numbered by its node. A negation used once, by a sum, and a reciprocal
 * used once, by a product, are no vertices of their own. A partial is a unit where it is 1 or -1, constant where it does
 * not depend on any input, variable otherwise. A result that others use, or a source that depends on others, is one
 * vertex more, numbered from the number of nodes on, behind or before a unit edge.
 *
 * @throws AdError `ShapeError` where something between the two is not one number
 * @example
 * const f = graph([[], []], (x, y) => sin(div(x, y)))
 * eliminationProblemOf(f).edges // => [[0, 3, 'variable'], [1, 3, 'variable'], [3, 4, 'variable']]
 */
export const eliminationProblemOf = (graph: Graph, options: LinearizeOptions = {}): EliminationProblem => {
  const tape = linearize(graph, options)
  const [sources, sinks] = [new Set(tape.sources), new Set(tape.sinks)]
  const live = liveEdges(tape)
  const inside = parts(graph, dependencies(graph, tape.sinks), new Set([...sources, ...sinks]))
  const edges = merged(live, inside)
  const [begun, used] = [new Set(edges.map(([from]) => from)), new Set(edges.map(([, to]) => to))]
  const copies: LabelledEdge[] = []
  let next = tape.primal.nodes.size
  const inputs = [...sources].map((ref): number => {
    if (!used.has(ref)) return ref
    copies.push([next, ref, 'unit'])
    return next++
  })
  const outputs = [...sinks].map((ref): number => {
    if (!begun.has(ref) && !sources.has(ref)) return ref
    copies.push([ref, next, 'unit'])
    return next++
  })
  return { name: 'graph', inputs, outputs, edges: [...edges, ...copies] }
}
