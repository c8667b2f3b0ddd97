// Faulty modes: one fault at a time in how a tape is pushed or transposed, for the laws to find.
import { kernel } from '../../lib/kernel.ts'
import { isDrawn, isStep, type Path } from '../../lib/linear.ts'
import { cotangent, type Modes, tangent } from '../../laws/scale.ts'
import { type Edge, extend, type Graph, Linear, mul, type Ref, sizeOf, Tape, type Type, tuple, type Wire, wireAt } from '../../modes/index.ts'
import { isTuple, parts } from '../../modes/index.ts'

export interface Mutant extends Modes {
  readonly name: string
}

const scaling = (type: Type, coef: number): Linear =>
  isTuple(type)
    ? Linear.identity(type)
    : Linear.ofKernel(type, type, kernel([0], [0], [sizeOf(type.shape)], [], coef, false))

/** A mutant of both modes that edits the edges of every tape. */
const ofEdges = (name: string, edit: (edges: readonly Edge[], tape: Tape) => readonly Edge[]): Mutant => {
  const mutated = (tape: Tape): Tape => ({ ...tape, edges: edit(tape.edges, tape) })
  return {
    name,
    D: (f) => tangent(f, mutated),
    R: (f) => tangent(f, (tape) => Tape.transpose(mutated(tape))),
  }
}

const mapped = (f: (edge: Edge, tape: Tape) => Linear) => (edges: readonly Edge[], tape: Tape) =>
  edges.map((edge) => ({ ...edge, map: f(edge, tape) }))
const opAt = (tape: Tape, ref: Ref): string => tape.primal.nodes.get(ref)!.op.family.name

/** A mutant of reverse mode alone that turns every arrow round by hand, with other adjoints. */
const ofAdjoint = (name: string, adjoint: (l: Linear) => Linear): Mutant => ({
  name,
  R: (f) =>
    tangent(f, (tape) => ({
      ...Tape.transpose(tape),
      transposed: false,
      edges: tape.edges.toReversed().map(({ from, to, map }) => ({ from: to, to: from, map: adjoint(map) })),
    })),
})

const eachWire = (wire: Wire, f: (x: Wire) => Wire): Wire =>
  isTuple(wire.type) ? tuple(parts(wire).map((part) => eachWire(part, f))) : f(wire)
/** A mutant whose results are changed. */
const ofResults =
  (change: (x: Wire, k: number) => Wire, mode: (f: Graph) => Graph) =>
  (f: Graph): Graph => {
    const g = mode(f)
    return extend(g, () => g.outputs.map((ref, k) => eachWire(wireAt(ref), (x) => change(x, k))))
  }

const square = (x: Wire): Wire => mul(x, x)
const unreversed = (l: Linear): Linear => ({
  ...Linear.adjoint(l),
  paths: Linear.adjoint(l).paths.map((path): Path => [...path].reverse()),
})
const hasSteps = (l: Linear): boolean => l.paths.some((path) => path.some((x) => isStep(x) && !isDrawn(x.op)))
