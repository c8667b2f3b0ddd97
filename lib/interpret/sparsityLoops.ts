/** Rows through loops, unrolled as far as their steps are known. */
import { tapeOf } from '../ops/body.ts'
import { type Scan, scanTypes } from '../ops/scanTypes.ts'
import { type While, whileParts } from '../ops/while.ts'
import { Tape } from '../tape.ts'
import type { TupleType } from '../types.ts'
import { factsFor, given, type Through } from './sparsityBodies.ts'
import { whileCourse } from './sparsityCourses.ts'
import { allSame, type Facts, partsOf, sliceFacts } from './sparsityFacts.ts'
import { countOf, noRows, type Rows, sameRows, split, unionOf } from './sparsityRows.ts'
import { outputFacts } from './sparsityRules.ts'

/** A tape at facts that may be those of the step before, and then need not be worked out again. */
const lastFacts = (tape: Tape): ((inputs: readonly Facts[]) => readonly Facts[]) => {
  let last: { readonly from: readonly Facts[]; readonly facts: readonly Facts[] } | undefined
  return (from) => {
    last = allSame(from, last?.from) ? last! : { from, facts: factsFor(tape, from) }
    return last.facts
  }
}

export const scan: Through = (crossing) => {
  const { node, edge, facts, rows, turned, conventions, union, flow } = crossing
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
    const found = flow(way, { facts: at(step), union }, seeds)
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

export const whileRows: Through = (crossing) => {
  const { node, rows, turned, conventions, union, flow } = crossing
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
    const found = flow(way, { facts: factsAt([...at, ...ofStep]), union }, [...carry, ...captured])
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
