/** Rows through ops that own a graph and run it once. */
import type { Conventions } from '../conventions.ts'
import { dependencies, type Graph, type Node, nodeAt, type Ref } from '../graph.ts'
import { isStep } from '../linear.ts'
import type { Kind } from '../op.ts'
import { tapeOf } from '../ops/body.ts'
import type { Call } from '../ops/call.ts'
import { type Cond, chosen } from '../ops/cond.ts'
import type { Custom } from '../ops/customDerivative.ts'
import { remembering } from '../program.ts'
import { type Edge, linearize, Tape } from '../tape.ts'
import { isTuple, type TensorType, type Type } from '../types.ts'
import { filled, type Tensor } from '../value.ts'
import { type Facts, partsOf, valueOf } from './sparsityFacts.ts'
import { countOf, noRows, type Rows, split } from './sparsityRows.ts'
import { factsOf } from './sparsityRules.ts'
import type { Reading } from './sparsitySteps.ts'

/** Rows at the sinks of a tape from those at its sources; undefined is no row. */
export type Flow = (tape: Tape, reading: Reading, seeds: readonly (Rows | undefined)[]) => readonly Rows[]

/** Rows on their way along an edge, or against it where the tape is transposed. */
export interface Crossing extends Reading {
  readonly flow: Flow
  readonly node: Node
  readonly edge: Edge
  readonly turned: boolean
  readonly conventions: Conventions
  readonly rows: Rows
}
/** What arrives at the other end: lists of rows to be united. */
export type Through = (crossing: Crossing) => readonly Rows[]

const ownsBody: ReadonlySet<Kind> = new Set<Kind>(['call', 'cond', 'scan', 'while', 'custom'])

/** The nodes whose values the maps of a tape read, and all that these need. */
const readBy = (tape: Tape): Uint8Array => {
  const roots: Ref[] = []
  for (const { from, to, map } of tape.edges)
    if (ownsBody.has(nodeAt(tape.primal, to).op.family.kind)) roots.push(from, to)
    else
      for (const factor of map.paths.flat())
        if (isStep(factor)) roots.push(...factor.args.filter((_, k) => k !== factor.at))
        else for (const { ref } of factor.operands) roots.push(ref)
  return dependencies(tape.primal, roots)
}
const needs = new WeakMap<readonly Edge[], Uint8Array>()

/** The facts that the maps of a tape need, from those of the inputs of its primal graph. */
export const factsFor = (tape: Tape, inputs: readonly Facts[]): readonly Facts[] => {
  const wanted = needs.get(tape.edges) ?? readBy(tape)
  needs.set(tape.edges, wanted)
  return factsOf(tape.primal, inputs, wanted)
}

/** Rows through a tape whose primal graph has inputs of which this is known, over all its sources, which come first. */
const throughTape = (tape: Tape, inputs: readonly Facts[], { rows, turned, union, flow }: Crossing): Rows => {
  const way = turned ? Tape.transpose(tape) : tape
  const seeds = split(
    rows,
    way.sources.map((ref) => nodeAt(tape.primal, ref).type),
  )
  return flow(way, { facts: factsFor(tape, inputs), union }, seeds).flat()
}

export const given = ({ edge, facts }: Crossing): readonly Facts[] => partsOf(facts[edge.from]!)

export const call: Through = (crossing) => {
  const { body } = crossing.node.op.params as Call
  return [throughTape(tapeOf(body, crossing.conventions), given(crossing), crossing)]
}

/** The mask comes first, and nothing depends on it. */
export const cond: Through = (crossing) => {
  const { node, rows, turned, conventions } = crossing
  const params = node.op.params as Cond
  const [mask, ...xs] = given(crossing)
  const known = valueOf(mask!)
  const branches: readonly Graph[] = known ? [chosen(params, known as Tensor)] : [params.onTrue, params.onFalse]
  return branches.map((body) => {
    const found = throughTape(tapeOf(body, conventions), xs, turned ? crossing : { ...crossing, rows: rows.slice(1) })
    return turned ? [...noRows(1), ...found] : found
  })
}

const tapeOfRule = remembering(
  (rule, { from, count, conventions }: { from: number; count: number; conventions: Conventions }): Tape =>
    linearize(rule, { wrt: rule.inputs.slice(from, from + count), conventions }),
)

const zeroFacts = (type: Type): Facts =>
  isTuple(type) ? { tuple: type.tuple.map(zeroFacts) } : filled((type as TensorType).shape, 0)

export const custom: Through = (crossing) => {
  const { node, edge, facts, turned, conventions } = crossing
  const { body, rule, xs: count } = node.op.params as Custom
  const parts = given(crossing)
  const from = count + body.outputs.length
  const still = rule.inputs.slice(from, from + count).map((ref) => zeroFacts(nodeAt(rule, ref).type))
  const at = [...parts.slice(0, count), ...partsOf(facts[edge.to]!), ...still, ...parts.slice(body.inputs.length)]
  const size = rule.inputs.slice(from, from + count).reduce((sum, ref) => sum + countOf(nodeAt(rule, ref).type), 0)
  const found = throughTape(tapeOfRule(rule, { from, count, conventions }), at, crossing)
  return [turned ? [...found, ...noRows(countOf(edge.map.from) - size)] : found]
}
