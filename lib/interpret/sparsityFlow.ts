/** Rows through tapes: `push` over Boolean matrices, through bodies too, whose loops are unrolled as far as they are known. */
import type { Conventions } from '../conventions.ts'
import { dependencies, type Graph, type Node, nodeAt, type Ref } from '../graph.ts'
import { isStep } from '../linear.ts'
import type { Kind } from '../op.ts'
import { tapeOf } from '../ops/body.ts'
import type { Call } from '../ops/call.ts'
import { type Cond, chosen } from '../ops/cond.ts'
import type { Custom } from '../ops/customDerivative.ts'
import { type Scan, scanTypes } from '../ops/scanTypes.ts'
import { type While, whileParts } from '../ops/while.ts'
import { remembering } from '../program.ts'
import { type Edge, linearize, Tape } from '../tape.ts'
import { isTuple, type TensorType, type TupleType, type Type } from '../types.ts'
import { filled, type Tensor } from '../value.ts'
import { allSame, type Facts, partsOf, sliceFacts, valueOf } from './sparsityFacts.ts'
import { type Reading, throughPath } from './sparsityMaps.ts'
import { countOf, noRows, type Rows, sameRows, split, unionOf } from './sparsityRows.ts'
import { factsOf, outputFacts, whileCourse } from './sparsityRules.ts'

/** Rows on their way along an edge, or against it where the tape is transposed. */
interface Crossing extends Reading {
  readonly node: Node
  readonly edge: Edge
  readonly turned: boolean
  readonly conventions: Conventions
  readonly rows: Rows
}
/** What arrives at the other end: lists of rows to be united. */
type Through = (crossing: Crossing) => readonly Rows[]

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

/** Rows at the sinks of a tape from those at its sources; undefined is no row. */
export const flowRows = (tape: Tape, reading: Reading, seeds: readonly (Rows | undefined)[]): readonly Rows[] => {
  const { primal, edges, transposed: turned, conventions } = tape
  const waiting: (Rows[] | undefined)[] = new Array(primal.nodes.size)
  const deliver = (ref: Ref, rows: Rows): void => {
    const there = waiting[ref]
    if (there) there.push(rows)
    else waiting[ref] = [rows]
  }
  const settle = (ref: Ref): Rows | undefined => {
    const lists = waiting[ref]
    if (!lists || lists.length === 1) return lists?.[0]
    const rows = unionOf(reading.union, lists)
    waiting[ref] = [rows]
    return rows
  }
  tape.sources.forEach((ref, k) => {
    if (seeds[k]) deliver(ref, seeds[k])
  })
  for (let k = 0; k < edges.length; k++) {
    const edge = edges[turned ? edges.length - 1 - k : k]!
    const rows = settle(turned ? edge.to : edge.from)
    if (!rows?.some((row) => row.length > 0)) continue
    const node = nodeAt(primal, edge.to)
    for (const arrived of through[node.op.family.kind]({ ...reading, node, edge, turned, conventions, rows }))
      deliver(turned ? edge.from : edge.to, arrived)
  }
  return tape.sinks.map((ref) => settle(ref) ?? noRows(countOf(nodeAt(primal, ref).type)))
}

const alongPaths: Through = ({ edge, turned, rows, facts, union }) =>
  edge.map.paths.map((path) => throughPath(path, turned, rows, { facts, union }))

/** Rows through a tape whose primal graph has inputs of which this is known, over all its sources one after the other. */
const throughTape = (tape: Tape, inputs: readonly Facts[], { rows, turned, union }: Crossing): Rows => {
  const way = turned ? Tape.transpose(tape) : tape
  const seeds = split(
    rows,
    way.sources.map((ref) => nodeAt(tape.primal, ref).type),
  )
  return flowRows(way, { facts: factsFor(tape, inputs), union }, seeds).flat()
}

const given = ({ edge, facts }: Crossing): readonly Facts[] => partsOf(facts[edge.from]!)

const call: Through = (crossing) => {
  const { body } = crossing.node.op.params as Call
  return [throughTape(tapeOf(body, crossing.conventions), given(crossing), crossing)]
}

/** The mask comes first, and nothing depends on it. */
const cond: Through = (crossing) => {
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

const custom: Through = (crossing) => {
  const { node, edge, facts, rows, turned, conventions } = crossing
  const { body, rule, xs: count } = node.op.params as Custom
  const parts = given(crossing)
  const from = count + body.outputs.length
  const still = rule.inputs.slice(from, from + count).map((ref) => zeroFacts(nodeAt(rule, ref).type))
  const at = [...parts.slice(0, count), ...partsOf(facts[edge.to]!), ...still, ...parts.slice(body.inputs.length)]
  const size = rule.inputs.slice(from, from + count).reduce((sum, ref) => sum + countOf(nodeAt(rule, ref).type), 0)
  const own = turned ? crossing : { ...crossing, rows: rows.slice(0, size) }
  const found = throughTape(tapeOfRule(rule, { from, count, conventions }), at, own)
  return [turned ? [...found, ...noRows(countOf(nodeOfArg(crossing)) - size)] : found]
}
const nodeOfArg = ({ edge }: Crossing): Type => edge.map.from

/** A tape at facts that may be those of the step before, and then need not be worked out again. */
const lastFacts = (tape: Tape): ((inputs: readonly Facts[]) => readonly Facts[]) => {
  let last: { readonly from: readonly Facts[]; readonly facts: readonly Facts[] } | undefined
  return (from) => {
    last = allSame(from, last?.from) ? last! : { from, facts: factsFor(tape, from) }
    return last.facts
  }
}

const scan: Through = (crossing) => {
  const { node, edge, facts, rows, turned, conventions, union } = crossing
  const params = node.op.params as Scan
  const { body, carries, xs, length, backward } = params
  const types = scanTypes(params)
  const tape = tapeOf(body, conventions)
  const way = turned ? Tape.transpose(tape) : tape
  const known = given(crossing)
  const trajectory = partsOf(facts[edge.to]!).slice(carries + types.outs.length)
  const trajectoryTypes = types.results.slice(carries + types.outs.length)
  const factsAt = lastFacts(tape)
  const at = (step: number): readonly Facts[] =>
    factsAt([
      ...trajectory.map((x, k) => sliceFacts(x, trajectoryTypes[k]!, step)),
      ...known.slice(carries, carries + xs).map((x, k) => sliceFacts(x, types.inputs[carries + k]!, step)),
      ...known.slice(carries + xs),
    ])
  const order = Array.from({ length }, (_, k) => (backward !== turned ? length - 1 - k : k))
  const here = (stack: Rows, step: number): Rows => {
    const size = stack.length / length
    return stack.slice(step * size, (step + 1) * size)
  }
  const parts = split(rows, turned ? types.results : types.inputs)
  const middle = turned ? types.outs.length : xs
  const stacks = parts.slice(carries, carries + middle)
  const last = parts.slice(carries + middle)
  const outs: Rows[][] = Array.from({ length }, () => [])
  const before: (readonly Rows[])[] = new Array(length)
  let carry = parts.slice(0, carries)
  let shares = types.params.map((type) => noRows(countOf(type)))
  for (const step of order) {
    before[step] = carry
    const slices = stacks.map((stack) => here(stack, step))
    const seeds = [...carry, ...slices, ...(turned ? [] : last)]
    const found = flowRows(way, { facts: at(step), union }, seeds)
    carry = found.slice(0, carries)
    if (turned) {
      carry = carry.map((own, k) => unionOf(union, [own, here(last[k]!, step)]))
      outs[step] = [...found.slice(carries, carries + xs)]
      shares = shares.map((share, k) => unionOf(union, [share, found[carries + xs + k]!]))
    } else outs[step] = [...found.slice(carries)]
  }
  const stacked = (lists: readonly (readonly Rows[])[], count: number): readonly Rows[] =>
    Array.from({ length: count }, (_, k) => lists.flatMap((list) => list[k]!))
  const ends = turned ? shares : stacked(before, carries)
  return [[...carry, ...stacked(outs, turned ? xs : types.outs.length), ...ends].flat()]
}

const whileRows: Through = (crossing) => {
  const { node, rows, turned, conventions, union } = crossing
  const params = node.op.params as While
  const { carries, step } = params
  const parts = given(crossing)
  const types = (crossing.edge.map.from as TupleType).tuple
  const { taken, last, open } = whileCourse(params, parts, outputFacts)
  const tape = tapeOf(step, conventions)
  const way = turned ? Tape.transpose(tape) : tape
  const factsAt = lastFacts(tape)
  const ofStep = whileParts(params, parts).ofStep
  const apart = split(rows, turned ? types.slice(0, carries) : types)
  const captured = turned ? [] : whileParts(params, apart).ofStep
  let carry = apart.slice(0, carries)
  let shares = whileParts(params, types).ofStep.map((type) => noRows(countOf(type)))
  const once = (at: readonly Facts[]): readonly Rows[] => {
    const found = flowRows(way, { facts: factsAt([...at, ...ofStep]), union }, [...carry, ...captured])
    if (turned) shares = shares.map((share, k) => unionOf(union, [share, found[carries + k]!]))
    return found.slice(0, carries)
  }
  const anyNumber = (): void => {
    for (;;) {
      const after = once(last)
      const wider = carry.map((own, k) => unionOf(union, [own, after[k]!]))
      if (wider.every((own, k) => sameRows(own, carry[k]!))) return
      carry = wider
    }
  }
  if (open && turned) anyNumber()
  for (const at of turned ? taken.toReversed() : taken) carry = [...once(at)]
  if (open && !turned) anyNumber()
  const ofCondition = whileParts(params, types).ofCondition.map((type) => noRows(countOf(type)))
  return [(turned ? [...carry, ...ofCondition, ...shares] : carry).flat()]
}

const through: Record<Kind, Through> = {
  input: alongPaths,
  constant: alongPaths,
  elementwise: alongPaths,
  neg: alongPaths,
  add: alongPaths,
  einsum: alongPaths,
  copy: alongPaths,
  extremum: alongPaths,
  cumsum: alongPaths,
  scatter: alongPaths,
  tuple: alongPaths,
  project: alongPaths,
  solve: alongPaths,
  other: alongPaths,
  call,
  cond,
  scan,
  while: whileRows,
  custom,
}
