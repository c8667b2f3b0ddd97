/** What ops that own a graph share: how bodies are compared, run, and turned into the graphs of their derivatives. */
import { Graph } from '../compose.ts'
import type { Conventions } from '../conventions.ts'
import { extend } from '../drawing.ts'
import { fail, typesText } from '../error.ts'
import { type Graph as Body, hashGraph, inputTypes, nodeAt, outputTypes, sameGraph } from '../graph.ts'
import { remembering } from '../program.ts'
import { linearize, Tape } from '../tape.ts'
import { sameType, type TupleType, type Type, tupleType, withLanes } from '../types.ts'
import { argsOf, input, type Wire } from '../wire.ts'
import { isZero } from './constant.ts'
import { parts, tupleOp, zeros } from './tuple.ts'

export const sameBodies = (a: readonly Body[], b: readonly Body[]): boolean => a.every((g, k) => sameGraph(g, b[k]!))
export const hashBodies = (seed: number, bodies: readonly Body[]): number =>
  bodies.reduce((h, g) => Math.imul(h, 31) + hashGraph(g), seed) | 0

/** The parts of a tuple that is to be the inputs of a body. */
export const fitting = (op: string, x: Type | undefined, types: readonly Type[]): void => {
  const whole = tupleType(types)
  if (x === undefined || !sameType(x, whole))
    fail({
      tag: 'ShapeError',
      op,
      found: typesText(x ? [x] : []),
      expected: typesText([whole]),
      cure: 'give the body what it was drawn for',
    })
}
export const inputsType = (g: Body): TupleType => tupleType(inputTypes(g))
export const outputsType = (g: Body): TupleType => tupleType(outputTypes(g))

/** The tape of a body, all outputs by all inputs; equal bodies have one. */
export const tapeOf = remembering((body, conventions: Conventions): Tape => linearize(body, { conventions }))

/** Whether a wire is known to be zero in all its parts. */
export const allZero = (wire: Wire): boolean => (wire.node.op === tupleOp ? argsOf(wire).every(allZero) : isZero(wire))

/** The parts of a tangent or cotangent tuple, undefined where they are known to be zero. */
export const seedsOf = (wire: Wire): readonly (Wire | undefined)[] =>
  parts(wire).map((part) => (allZero(part) ? undefined : part))
export const isSeed = (x: Wire | undefined): x is Wire => x !== undefined

/** A tape pushed with seeds at some of its sources only. */
export interface Pushed {
  /** (primal inputs, the seeds) -> all sinks, zeros among them. */
  readonly graph: Body
  /** Which sinks anything reached. */
  readonly reached: readonly boolean[]
}

export const pushSome = (tape: Tape, active: readonly boolean[], lanes: number | undefined): Pushed => {
  let reached: readonly boolean[] = []
  const typeAt = (ref: number): Type => withLanes(nodeAt(tape.primal, ref).type, lanes)
  const graph = extend(tape.primal, () => {
    const seeds = tape.sources.map((ref, k) => (active[k] ? input(typeAt(ref)) : undefined))
    const flows = Tape.flow(tape, seeds, lanes)
    reached = flows.map(isSeed)
    return flows.map((wire, k) => wire ?? zeros(typeAt(tape.sinks[k]!)))
  })
  return { graph, reached }
}

/** The graph with only some of its outputs, and what only the others need left out. */
export const keep = (graph: Body, wanted: readonly boolean[]): Body =>
  Graph.trim(
    graph,
    graph.outputs.filter((_, k) => wanted[k]),
  )

/** Values for the wanted places, zeros of the tape's types for the rest. */
export const spread = (
  tape: Tape,
  wanted: readonly boolean[],
  given: readonly Wire[],
  lanes: number | undefined,
): readonly Wire[] => {
  let next = 0
  return wanted.map((want, k) =>
    want ? given[next++]! : zeros(withLanes(nodeAt(tape.primal, tape.sinks[k]!).type, lanes)),
  )
}
