/** Drawing graphs: whole ones, extensions of others, and scopes and labels on the way. */
import { List } from 'immutable'
import { AdError, fail } from './error.ts'
import { isShape } from './given.ts'
import type { Graph, Node, Ref } from './graph.ts'
import { emptyIndex, leaveIndex, takeIndex } from './numbering.ts'
import { nameOf } from './places.ts'
import { ownType, type Shape, type Type, tensorType } from './types.ts'
import { type Drawing, drawing, input, local, open, running, type Wire } from './wire.ts'

/** What is drawn from here on belongs to this node of the primal graph. */
export const belongTo = (primal: Ref | undefined): void => {
  const d = drawing('belongTo')
  d.primal = primal
  d.about = undefined
}

/** Everything that `f` draws stands in the scope `name`, as do its errors; scopes nest. */
export const scope = <A>(name: string, f: () => A): A => {
  const d = drawing('scope')
  const before = d.scope
  const within = before === undefined ? name : `${before}/${name}`
  d.scope = within
  d.about = undefined
  try {
    return f()
  } catch (e) {
    throw e instanceof AdError && e.info.node === undefined ? new AdError({ ...e.info, node: within }) : e
  } finally {
    d.scope = before
    d.about = undefined
  }
}

const inside = (scopes: string | undefined, name: string): string =>
  scopes === undefined || name === scopes || name.startsWith(`${scopes}/`) ? name : `${scopes}/${name}`

/** Draws a node again as it was drawn: in its scope within the one that is open, and for its primal node. */
export const drawnAs = (name: string | undefined, primal: Wire | undefined, f: () => Wire): Wire => {
  const d = drawing('replay')
  const before = { scope: d.scope, primal: d.primal }
  if (name !== undefined) d.scope = inside(d.scope, name)
  if (primal?.drawing === d) d.primal = primal.ref
  d.about = undefined
  try {
    return f()
  } finally {
    d.scope = before.scope
    d.primal = before.primal
    d.about = undefined
  }
}

/** Names a wire's node, for prints and errors. A node of an earlier graph that is being extended keeps its name. */
export const label = (name: string, wire: Wire): Wire => {
  const { base, nodes } = wire.drawing
  const { ref } = wire
  if (ref >= base.size) nodes[ref] = { ...nodes[ref]!, about: { ...nodes[ref]!.about, label: name } }
  return wire
}

const finish = (d: Drawing): List<Node> => {
  const nodes = d.base.withMutations((list) => {
    for (let ref = d.base.size; ref < d.nodes.length; ref++) list.push(d.nodes[ref]!)
  })
  leaveIndex(nodes, d.index)
  return nodes
}

/** A graph and the wires of the drawing around it that stand for its last inputs. */
export interface Closure {
  readonly graph: Graph
  readonly captured: readonly Wire[]
}

/** Draws a graph that may use wires of the drawing around it: they become further inputs, after its own. */
export const closure = (
  types: readonly Type[],
  f: (...xs: Wire[]) => readonly Wire[],
  capture: readonly Wire[] = [],
): Closure => {
  const d = open(List<Node>(), emptyIndex())
  return running(d, () => {
    const xs = types.map(input)
    for (const wire of capture) local(d, wire)
    const outputs = f(...xs).map((wire) => local(d, wire).ref)
    const inputs = [...d.inputs, ...[...d.captures.values()].map((wire) => wire.ref)]
    return { graph: { nodes: finish(d), inputs, outputs }, captured: d.captured }
  })
}

/**
 * Draws a graph that begins with the nodes of another, shared and not copied. New inputs come after the old ones.
 * The function's wires are the outputs.
 */
export const extend = (graph: Graph, f: () => readonly Wire[]): Graph => {
  const d = open(graph.nodes, takeIndex(graph.nodes))
  return running(d, () => {
    const outputs = f().map((wire) => local(d, wire).ref)
    if (d.captured.length > 0) refuseCaptured(d.captured)
    return { nodes: finish(d), inputs: [...graph.inputs, ...d.inputs], outputs }
  })
}

const refuseCaptured = (captured: readonly Wire[]): never =>
  fail({
    tag: 'WireError',
    op: 'graph',
    found: `${captured.length} wire(s) of the drawing around it`,
    expected: 'only its own inputs',
    cure: 'draw it with closure, which makes inputs of them, or pass them in',
  })

/**
 * A shape where a tensor type is meant.
 *
 * @throws AdError `ShapeError` for what is neither a shape nor a type
 */
export const asType = (type: Shape | Type): Type => {
  if (isShape(type)) return tensorType(type)
  if (typeof type === 'object' && type !== null && !Array.isArray(type)) return ownType(type as Type)
  return fail({
    tag: 'ShapeError',
    op: 'graph',
    argument: 'inputs',
    found: Array.isArray(type) ? `[${type.map(nameOf).join()}]` : nameOf(type),
    expected: 'a shape, a list of whole numbers from 0, for each input',
    cure: 'write graph([[2, 3], []], (x, a) => ...) for a matrix and a number',
  })
}

export const noCapture = ({ graph, captured }: Closure): Graph =>
  captured.length > 0 ? refuseCaptured(captured) : graph
