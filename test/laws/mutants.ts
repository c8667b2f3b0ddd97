// Faulty modes: one fault at a time in how a tape is drawn, turned or pushed, for the laws to find.
import { type Modes, pullback, pushforward } from '../../laws/scale.ts'
import { kernel } from '../../lib/kernel.ts'
import type { Path } from '../../lib/linear.ts'
import {
  add,
  type Edge,
  extend,
  type Graph,
  graph,
  inputTypes,
  isTuple,
  Linear,
  mul,
  outputTypes,
  replay,
  showType,
  sizeOf,
  Tape,
  type Type,
  type Wire,
  wireAt,
} from '../../modes/index.ts'

export interface Mutant extends Modes {
  readonly name: string
}

const scaling = (type: Type, coef: number): Linear =>
  isTuple(type)
    ? Linear.identity(type)
    : Linear.ofKernel(type, type, kernel([0], [0], [sizeOf(type.shape)], [], coef, false))

/** Both modes, on tapes whose edges are edited. */
const ofEdges = (name: string, edit: (edges: readonly Edge[], tape: Tape) => readonly Edge[]): Mutant => {
  const edited = (tape: Tape): Tape => ({ ...tape, edges: edit(tape.edges, tape) })
  return { name, D: (f) => pushforward(f, edited), R: (f) => pushforward(f, (tape) => Tape.transpose(edited(tape))) }
}

/** Both modes, with the maps out of ops of one name scaled. */
const ofSlope = (name: string, op: string, coef: number): Mutant =>
  ofEdges(name, (edges, { primal }) =>
    edges.map((edge) =>
      primal.nodes.get(edge.to)!.op.name.startsWith(op)
        ? { ...edge, map: Linear.compose(edge.map, scaling(edge.map.to, coef)) }
        : edge,
    ),
  )

/** Reverse mode with arrows turned round by other adjoints. */
const ofAdjoint = (name: string, adjoint: (l: Linear) => Linear): Mutant => ({
  name,
  R: (f) =>
    pushforward(f, (tape) => ({
      ...Tape.transpose(tape),
      transposed: false,
      edges: tape.edges.toReversed().map(({ from, to, map }) => ({ from: to, to: from, map: adjoint(map) })),
    })),
})

const ofResults =
  (mode: (f: Graph) => Graph, change: (dx: Wire) => Wire) =>
  (f: Graph): Graph => {
    const derivative = mode(f)
    return extend(derivative, () => derivative.outputs.map((ref) => change(wireAt(ref))))
  }

/** A mode whose inputs, points and directions, are changed. */
const ofInputs =
  (mode: (f: Graph) => Graph, change: (x: readonly Wire[], v: readonly Wire[]) => readonly Wire[]) =>
  (f: Graph): Graph => {
    const derivative = mode(f)
    const n = f.inputs.length
    return graph(inputTypes(derivative), (...xs) => replay(derivative, change(xs.slice(0, n), xs.slice(n))))
  }

const both = (name: string, edit: (mode: (f: Graph) => Graph) => (f: Graph) => Graph): Mutant => ({
  name,
  D: edit((f) => pushforward(f)),
  R: edit((f) => pullback(f)),
})

const last = (edges: readonly Edge[], at: 'from' | 'to'): readonly Edge[] =>
  edges.filter((edge, k) => !edges.slice(k + 1).some((other) => other[at] === edge[at]))

const unreversed = (l: Linear): Linear => {
  const turned = Linear.adjoint(l)
  return { ...turned, paths: turned.paths.map((path): Path => [...path].reverse()) }
}

const endo = (f: Graph): boolean => inputTypes(f).map(showType).join() === outputTypes(f).map(showType).join()

export const mutants: readonly Mutant[] = [
  ofSlope('the sign of sin flipped', 'sin', -1),
  ofSlope('the slope of sin off by a thousandth', 'sin', 1.001),
  ofSlope('twice the slope of products', 'mul', 2),
  ofEdges('fan-in overwritten, not summed', (edges) => last(edges, 'to')),
  ofEdges('fan-out overwritten, not summed', (edges) => last(edges, 'from')),
  ofEdges('the first edge dropped', (edges) => edges.slice(1)),
  ofAdjoint('paths not reversed under transposition', unreversed),
  ofAdjoint('adjoints of sums cut to one path', (l) => ({
    ...Linear.adjoint(l),
    paths: Linear.adjoint(l).paths.slice(0, 1),
  })),
  { name: 'tape not transposed', R: (f) => (endo(f) ? pushforward(f) : pullback(f)) },
  both('directions squared', (mode) => ofResults(mode, (dx) => mul(dx, dx))),
  both('a constant added', (mode) => ofResults(mode, (dx) => add(dx, 1))),
  both('the sign of all flipped', (mode) => ofResults(mode, (dx) => mul(-1, dx))),
  both('the chain at the wrong point', (mode) => ofInputs(mode, (x, v) => [...x.map((e) => add(e, 0.5)), ...v])),
]
