/** Graphs put together: in sequence, side by side, and inside one another. A graph is a morphism of a cartesian category. */
import { asType, closure, drawnAs, extend, label, noCapture, scope } from './drawing.ts'
import { fail, typesText } from './error.ts'
import { checkFunction, checkList } from './given.ts'
import {
  type About,
  dependencies,
  type Graph as GraphData,
  inputTypes,
  nodeAt,
  outputTypes,
  type Ref,
} from './graph.ts'
import { type Arg, isArg, lift, liftAll } from './ops/constant.ts'
import { givenName, refuse } from './places.ts'
import { type Shape, sameType, type Type } from './types.ts'
import { draw, input, type Wire, wireAt } from './wire.ts'

const RESULT = 'a wire, a number or a tensor, or a list of them'

/** The wires of what a function being drawn returned: one result or a list of them. */
export const asWires = (drawn: Arg | readonly Arg[]): readonly Wire[] =>
  Array.isArray(drawn) && (drawn.length === 0 || !drawn.every((x) => typeof x === 'number')) && drawn.every(isArg)
    ? drawn.map(lift)
    : [
        isArg(drawn)
          ? lift(drawn)
          : refuse({ op: 'graph', argument: 'result' }, givenName(drawn), RESULT, 'return wires'),
      ]

/**
 * Draws a graph: a function from wires of the given shapes or types to a wire, or to a list of them.
 *
 * @throws AdError `WireError` where the function uses wires of a drawing around it; `closure` makes inputs of them
 * @example
 * show(graph([[], [3]], (a, x) => sum(mul(a, sin(x)))))
 */
export const graph = (inputs: readonly (Shape | Type)[], f: (...xs: Wire[]) => Arg | readonly Arg[]): GraphData => {
  checkList('graph', 'inputs', inputs, 'shapes, one for each input', 'write graph([[2, 3], []], (x, a) => ...)')
  checkFunction('graph', 1, f, 'write graph([[2, 3], []], (x, a) => ...)')
  return noCapture(closure(inputs.map(asType), (...xs) => asWires(f(...xs))))
}

const fits = (op: string, types: readonly Type[], given: readonly Type[]): void => {
  if (types.length !== given.length)
    fail({
      tag: 'ArityError',
      op,
      found: `${given.length} wires: ${typesText(given)}`,
      expected: `${types.length}: ${typesText(types)}`,
      cure: 'give a wire for each input',
    })
  types.forEach((type, argument) => {
    if (!sameType(type, given[argument]!))
      fail({
        tag: 'ShapeError',
        op,
        argument,
        found: typesText([given[argument]!]),
        expected: typesText([type]),
        cure: 'draw the graph for this shape',
      })
  })
}

const NOTHING: About = {}

/** Draws the nodes of a graph that the roots need on wires for its inputs. Returns the roots. */
export const replayNodes = (g: GraphData, xs: readonly Wire[], roots: readonly Ref[]): readonly Wire[] => {
  const needed = dependencies(g, roots)
  const wires: Wire[] = new Array(g.nodes.size)
  g.inputs.forEach((ref, k) => {
    wires[ref] = xs[k]!
  })
  g.nodes.forEach((node, ref) => {
    if (!needed[ref] || wires[ref]) return
    const again = (): Wire =>
      draw(
        node.op,
        node.args.map((arg) => wires[arg]!),
      )
    const { label: named, scope: within, primal } = node.about ?? NOTHING
    const plain = within === undefined && primal === undefined
    const wire = plain ? again() : drawnAs(within, primal === undefined ? undefined : wires[primal], again)
    wires[ref] = named === undefined ? wire : label(named, wire)
  })
  return roots.map((ref) => wires[ref]!)
}

/** Draws a graph into the one being drawn, its values shared with what is there already; a name makes it a module. */
export const replay = (g: GraphData, args: readonly Arg[], name?: string): readonly Wire[] => {
  const xs = liftAll('replay', args)
  fits(
    'replay',
    inputTypes(g),
    xs.map((x) => x.type),
  )
  const all = (): readonly Wire[] => replayNodes(g, xs, g.outputs)
  return name === undefined ? all() : scope(name, all)
}

/** First `f`, then `g`. The nodes of `f` are a prefix of the result. */
const compose = (f: GraphData, g: GraphData): GraphData => {
  fits('compose', inputTypes(g), outputTypes(f))
  return extend(f, () => replayNodes(g, f.outputs.map(wireAt), g.outputs))
}

/** `f` and `g` side by side. */
const par = (f: GraphData, g: GraphData): GraphData =>
  extend(f, () => [...f.outputs.map(wireAt), ...replayNodes(g, inputTypes(g).map(input), g.outputs)])

/** `f` and `g` on the same inputs. */
const pair = (f: GraphData, g: GraphData): GraphData => {
  fits('pair', inputTypes(f), inputTypes(g))
  return extend(f, () => [...f.outputs.map(wireAt), ...replayNodes(g, f.inputs.map(wireAt), g.outputs)])
}

const select = (types: readonly (Shape | Type)[], outputs: readonly number[]): GraphData =>
  graph(types, (...xs) => outputs.map((k) => xs[k]!))
const identity = (types: readonly (Shape | Type)[]): GraphData =>
  select(
    types,
    types.map((_, k) => k),
  )
/** Every input twice: x -> (x, x). */
const dup = (types: readonly (Shape | Type)[]): GraphData => select(types, [...types.keys(), ...types.keys()])
/** Input k alone. */
const project = (types: readonly (Shape | Type)[], at: number): GraphData => select(types, [at])
/** (x, y) -> (y, x), for lists of types. */
const swap = (xs: readonly (Shape | Type)[], ys: readonly (Shape | Type)[]): GraphData =>
  select([...xs, ...ys], [...ys.map((_, k) => xs.length + k), ...xs.keys()])

/** The same graph with other outputs, of which nodes that they do not need are left out. The inputs stay. */
export const trim = (g: GraphData, outputs: readonly Ref[] = g.outputs): GraphData =>
  closure(
    g.inputs.map((ref) => nodeAt(g, ref).type),
    (...xs) => replayNodes(g, xs, outputs),
  ).graph

export type Graph = GraphData
export const Graph = { compose, par, pair, identity, dup, project, swap, trim } as const
