/** Faults of modes: one at a time in how a tape is drawn, turned, pushed, kept or computed again. */
import { checkpointed } from '../../laws/agree.ts'
import { altered, withOps } from '../../laws/ops.ts'
import { pullback, pushforward } from '../../laws/scale.ts'
import { kernel } from '../../lib/kernel.ts'
import type { Path } from '../../lib/linear.ts'
import {
  add,
  type Edge,
  extend,
  forward,
  type Graph,
  graph,
  inputTypes,
  isTuple,
  Linear,
  linearize,
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
import { type Fault, functorFaults } from './functorFaults.ts'
import { machineFaults } from './machineFaults.ts'
import { one } from './opFaults.ts'

type Mode = (f: Graph) => Graph

const scaling = (type: Type, coef: number): Linear =>
  isTuple(type)
    ? Linear.identity(type)
    : Linear.ofKernel(type, type, kernel([0], [0], [sizeOf(type.shape)], [], coef, false))

/** Both modes, on tapes whose edges are edited. */
const ofEdges = (name: string, edit: (edges: readonly Edge[], tape: Tape) => readonly Edge[]): Fault => {
  const edited = (tape: Tape): Tape => ({ ...tape, edges: edit(tape.edges, tape) })
  return {
    name,
    parts: {
      D: (f) => pushforward(f, edited),
      R: (f) => pushforward(f, (tape) => Tape.transpose(edited(tape))),
      linearize: (f) => edited(linearize(f)),
    },
  }
}

/** Both modes, with the maps out of ops of one name scaled. */
const ofSlope = (name: string, op: string, coef: number): Fault =>
  ofEdges(name, (edges, { primal }) =>
    edges.map((edge) =>
      primal.nodes.get(edge.to)!.op.name.startsWith(op)
        ? { ...edge, map: Linear.compose(edge.map, scaling(edge.map.to, coef)) }
        : edge,
    ),
  )

/** Reverse mode with arrows turned round by other adjoints. */
const ofAdjoint = (name: string, adjoint: (l: Linear) => Linear): Fault => ({
  name,
  parts: {
    adjoint,
    R: (f) =>
      pushforward(f, (tape) => ({
        ...Tape.transpose(tape),
        transposed: false,
        edges: tape.edges.toReversed().map(({ from, to, map }) => ({ from: to, to: from, map: adjoint(map) })),
      })),
  },
})

const ofResults =
  (mode: Mode, change: (dx: Wire) => Wire): Mode =>
  (f) => {
    const derivative = mode(f)
    return extend(derivative, () => derivative.outputs.map((ref) => change(wireAt(ref))))
  }

/** A mode whose inputs, points and directions, are changed. */
const ofInputs =
  (mode: Mode, change: (x: readonly Wire[], v: readonly Wire[]) => readonly Wire[]): Mode =>
  (f) => {
    const derivative = mode(f)
    const n = f.inputs.length
    return graph(inputTypes(derivative), (...xs) => replay(derivative, change(xs.slice(0, n), xs.slice(n))))
  }

const D: Mode = (f) => pushforward(f)
const R: Mode = (f) => pullback(f)
const both = (name: string, edit: (mode: Mode) => Mode): Fault => ({ name, parts: { D: edit(D), R: edit(R) } })

const last = (edges: readonly Edge[], at: 'from' | 'to'): readonly Edge[] =>
  edges.filter((edge, k) => !edges.slice(k + 1).some((other) => other[at] === edge[at]))

const unreversed = (l: Linear): Linear => {
  const turned = Linear.adjoint(l)
  return { ...turned, paths: turned.paths.map((path): Path => [...path].reverse()) }
}

const sameTypes = (x: readonly Wire[], w: readonly Wire[]): boolean =>
  typesText(x.map((e) => e.type)) === typesText(w.map((e) => e.type))
const composable = (l: Linear, k: Linear): boolean => typesText([l.to]) === typesText([k.from])
const doubled = (f: Graph): Graph => extend(f, () => f.outputs.map((ref) => mul(2, wireAt(ref))))

const typesText = (types: readonly Type[]): string => types.map(showType).join()
const endo = (f: Graph): boolean => typesText(inputTypes(f)) === typesText(outputTypes(f))

/** The graph drawn anew, so that it shares no node. */
const copied = (f: Graph): Graph => graph(inputTypes(f), (...xs) => replay(f, xs))

export const modeFaults: readonly Fault[] = [
  ofSlope('the sign of sin flipped', 'sin', -1),
  ofSlope('the slope of sin off by a thousandth', 'sin', 1.001),
  ofSlope('twice the slope of products', 'mul', 2),
  ofEdges('fan-in overwritten, not summed', (edges) => last(edges, 'to')),
  ofEdges('fan-out overwritten, not summed', (edges) => last(edges, 'from')),
  ofEdges('the first edge dropped', (edges) => edges.slice(1)),
  ofEdges('every edge twice', (edges) => edges.map((edge) => ({ ...edge, map: Linear.sum(edge.map, edge.map) }))),
  ofAdjoint('paths not reversed under transposition', unreversed),
  ofAdjoint('adjoint not swapped', (l) => (typesText([l.from]) === typesText([l.to]) ? l : Linear.adjoint(l))),
  ofAdjoint('adjoints of sums cut to one path', (l) => ({
    ...Linear.adjoint(l),
    paths: Linear.adjoint(l).paths.slice(0, 1),
  })),
  { name: 'tape not transposed', parts: { R: (f) => (endo(f) ? D(f) : R(f)) } },
  {
    name: 'pairing swapped: point and cotangent exchanged',
    parts: { R: ofInputs(R, (x, w) => (sameTypes(x, w) ? [...w, ...x] : [...x, ...w])) },
  },
  { name: 'pairing swapped: point and tangent exchanged', parts: { D: ofInputs(D, (x, v) => [...v, ...x]) } },
  {
    name: 'transposing turns the edges and not the ends',
    parts: { transpose: (tape) => ({ ...tape, transposed: !tape.transposed }) },
  },
  {
    name: 'transposing is done once only',
    parts: { transpose: (tape) => (tape.transposed ? tape : Tape.transpose(tape)) },
  },
  both('directions squared', (mode) => ofResults(mode, (dx) => mul(dx, dx))),
  { name: 'tangent squared', parts: { D: ofInputs(D, (x, v) => [...x, ...v.map((e) => mul(e, e))]) } },
  { name: 'cotangent squared', parts: { R: ofInputs(R, (x, w) => [...x, ...w.map((e) => mul(e, e))]) } },
  both('a constant added', (mode) => ofResults(mode, (dx) => add(dx, 1))),
  both('the sign of all flipped', (mode) => ofResults(mode, (dx) => mul(-1, dx))),
  both('the chain at the wrong point', (mode) => ofInputs(mode, (x, v) => [...x.map((e) => add(e, 0.5)), ...v])),
  both('prefix copied, not shared', (mode) => (f) => mode(copied(f))),
  {
    name: 'tangents without their points',
    parts: {
      T: (f) =>
        graph(inputTypes(forward(f)), (...xs) =>
          replay(
            forward(f),
            xs.map((x, k) => (k < f.inputs.length ? mul(2, x) : x)),
          ),
        ),
    },
  },
  {
    name: 'checkpoint recomputed from the wrong state',
    parts: {
      checkpoint: (f) =>
        graph(inputTypes(f), (...xs) =>
          replay(
            checkpointed(f),
            xs.map((x) => add(x, 0.1)),
          ),
        ),
    },
  },
  { name: 'checkpoint of twice the function', parts: { checkpoint: (f) => doubled(checkpointed(f)) } },
  {
    name: 'composites that lose a path',
    parts: { compose: (l, k) => ({ ...Linear.compose(l, k), paths: Linear.compose(l, k).paths.slice(1) }) },
  },
  {
    name: 'composites in the other order',
    parts: { compose: (l, k) => (composable(k, l) ? Linear.compose(k, l) : Linear.compose(l, k)) },
  },
  {
    name: 'tangents times the number of inputs',
    parts: {
      T: (f) => {
        const n = f.outputs.length
        const pushed = forward(f)
        return extend(pushed, () =>
          pushed.outputs.map((ref, k) => (k < n ? wireAt(ref) : mul(f.inputs.length, wireAt(ref)))),
        )
      },
    },
  },
  {
    name: 'every op run twice',
    parts: {
      linearize: (f) =>
        linearize(
          withOps(f, ({ op }) => altered(op, 'twice', { eval: (...xs) => [op.eval(...xs), op.eval(...xs)][1]! })),
        ),
    },
  },
  ofEdges('ones added to every edge', (edges) =>
    edges.map((edge) => ({ ...edge, map: Linear.sum(edge.map, one(edge.map.from, edge.map.to)) })),
  ),
  {
    name: 'composites times the number of factors of the first',
    parts: { compose: (l, k) => Linear.compose(Linear.compose(l, k), scaling(k.to, l.paths[0]?.length ?? 1)) },
  },
  ...machineFaults,
  ...functorFaults,
]
