/** Batch: a graph made to work on many values at once, side by side along a new leading axis, with no loop where an op allows. */
import { replay } from '../compose.ts'
import { closure, label, noCapture } from '../drawing.ts'
import { fail } from '../error.ts'
import { leastFixed } from '../fixpoint.ts'
import { checkGraph } from '../given.ts'
import { dependencies, type Graph, inputTypes, outputTypes } from '../graph.ts'
import type { Kind } from '../op.ts'
import { type Call, callGraph } from '../ops/call.ts'
import { notEqual } from '../ops/compare.ts'
import { type Cond, condAll } from '../ops/cond.ts'
import { type Custom, drawCustom } from '../ops/customDerivative.ts'
import { sum } from '../ops/linalg.ts'
import { scanOp } from '../ops/scan.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { parts, tuple } from '../ops/tuple.ts'
import { type While, whileLoopAll, whileParts } from '../ops/while.ts'
import { draw, type Wire } from '../wire.ts'
import { einsum, entrywise, itself, loop, type Rule, solve } from './batchRules.ts'
import {
  anyLanes,
  either,
  everywhere,
  type Laned,
  lanedParts,
  lanedTuple,
  lanedType,
  type Mark,
  selectLanes,
  turned,
  uniform,
  withMark,
} from './lanes.ts'

const laned = (wires: readonly Wire[], marks: readonly Mark[]): Laned =>
  lanedTuple(wires.map((wire, k) => ({ wire, mark: marks[k]! })))

/** A graph with lanes in some of its inputs, and in the outputs that they reach or that are wanted with them. */
const body = (
  graph: Graph,
  size: number,
  marks: readonly Mark[],
  wanted?: readonly Mark[],
): { readonly graph: Graph; readonly marks: readonly Mark[] } => {
  let found: readonly Mark[] = []
  const drawn = closure(
    inputTypes(graph).map((type, k) => lanedType(type, marks[k]!, size)),
    (...xs) => {
      const outputs = replayed(
        graph,
        xs.map((wire, k) => ({ wire, mark: marks[k]! })),
        size,
      )
      found = outputs.map(({ mark }, k) => (wanted ? either(mark, wanted[k]!) : mark))
      return outputs.map((x, k) => withMark(x, found[k]!, size))
    },
  )
  return { graph: noCapture(drawn), marks: found }
}

const marksOf = (xs: readonly Laned[]): readonly Mark[] => xs.map((x) => x.mark)
const wiresOf = (xs: readonly Laned[]): readonly Wire[] => xs.map((x) => x.wire)
const full = (graph: Graph): readonly Mark[] => outputTypes(graph).map((type) => uniform(type, true))

const call: Rule = ({ op }, [x], size) => {
  const xs = lanedParts(x!)
  const inside = body((op.params as Call).body, size, marksOf(xs))
  return laned(callGraph(inside.graph, wiresOf(xs)), inside.marks)
}

/** Where lanes choose for themselves, both branches are run, and each lane takes the one that it chose. */
const cond: Rule = ({ op }, [x], size) => {
  const { onTrue, onFalse } = op.params as Cond
  const [mask, ...xs] = lanedParts(x!)
  if (mask!.mark === true) {
    const [a, b] = [onTrue, onFalse].map((branch) =>
      replayed(branch, xs, size).map((result) => everywhere(result, size)),
    )
    return laned(
      a!.map((wire, k) => selectLanes(mask!.wire, wire, b![k]!)),
      full(onTrue),
    )
  }
  const marks = body(onTrue, size, marksOf(xs), body(onFalse, size, marksOf(xs)).marks).marks
  const [then, otherwise] = [onTrue, onFalse].map((branch) => body(branch, size, marksOf(xs), marks).graph)
  const results = condAll(
    mask!.wire,
    (...ys) => replay(then!, ys),
    (...ys) => replay(otherwise!, ys),
    ...wiresOf(xs),
  )
  return laned(results, marks)
}

/** Carries have lanes where any step gives them some; along the steps, lanes come second. */
const scan: Rule = ({ op }, [x], size) => {
  const params = op.params as Scan
  const { carries, xs: sequences } = params
  const given = lanedParts(x!)
  const [carry, xs, captured] = [
    given.slice(0, carries),
    given.slice(carries, carries + sequences),
    given.slice(carries + sequences),
  ]
  const around = [...marksOf(xs), ...marksOf(captured)]
  const live = leastFixed(marksOf(carry).map(anyLanes), (mask) =>
    body(params.body, size, [...mask, ...around])
      .marks.slice(0, carries)
      .map(anyLanes),
  )
  const outs = body(params.body, size, [...live, ...around]).marks.slice(carries)
  const inside = body(params.body, size, [...live, ...around], [...live, ...outs])
  const start = carry.map((c, k) => withMark(c, live[k]!, size))
  const whole = tuple([...start, ...xs.map(turned), ...wiresOf(captured)])
  const results = parts(draw(scanOp({ ...params, body: inside.graph }), [whole]))
  const marks = [...live, ...outs, ...live]
  return laned(
    results.map((wire, k) => (k < carries ? wire : turned({ wire, mark: marks[k]! }))),
    marks,
  )
}

const custom: Rule = ({ op }, [x], size) => {
  const params = op.params as Custom
  const given = lanedParts(x!)
  const marks = marksOf(given)
  const own = params.body.inputs.length
  const [xs, results] = [marks.slice(0, params.xs), full(params.body)]
  const inside = body(params.body, size, marks.slice(0, own), results)
  const rule = body(params.rule, size, [...xs, ...results, ...xs, ...marks.slice(own)], results)
  return laned(drawCustom({ ...params, body: inside.graph, rule: rule.graph }, wiresOf(given)), results)
}

/** Where lanes end one by one, all go on until the last has ended, and those that have ended keep what they had. */
const whileLoop: Rule = ({ op }, [x], size) => {
  const params = op.params as While
  const { carry, ofCondition, ofStep } = whileParts(params, lanedParts(x!))
  const types = outputTypes(params.step)
  const spread = (mask: readonly boolean[]): readonly Mark[] => types.map((type, k) => uniform(type, mask[k]!))
  const test = (mask: readonly boolean[]) => body(params.condition, size, [...spread(mask), ...marksOf(ofCondition)])
  const apart = (mask: readonly boolean[]): boolean => anyLanes(test(mask).marks[0]!)
  const live = leastFixed(marksOf(carry).map(anyLanes), (mask) =>
    apart(mask)
      ? mask.map(() => true)
      : body(params.step, size, [...spread(mask), ...marksOf(ofStep)]).marks.map(anyLanes),
  )
  const step = body(params.step, size, [...spread(live), ...marksOf(ofStep)], spread(live)).graph
  const condition = test(live).graph
  const on = (c: readonly Wire[]): Wire => notEqual(replay(condition, [...c, ...wiresOf(ofCondition)])[0]!, 0)
  const next = (c: readonly Wire[]): readonly Wire[] => replay(step, [...c, ...wiresOf(ofStep)])
  const results = whileLoopAll(
    (...c) => sum(on(c)),
    (...c) => (apart(live) ? next(c).map((wire, k) => selectLanes(on(c), wire, c[k]!)) : next(c)),
    carry.map((c, k) => withMark(c, spread(live)[k]!, size)),
    { limit: params.limit },
  )
  return laned(results, spread(live))
}

const rules: Record<Kind, Rule> = {
  input: loop,
  constant: loop,
  elementwise: entrywise,
  neg: entrywise,
  add: entrywise,
  einsum,
  copy: itself,
  extremum: itself,
  cumsum: itself,
  scatter: itself,
  solve,
  tuple: (_, args) => lanedTuple(args),
  project: ({ op }, [x]) => lanedParts(x!)[op.params as number]!,
  call,
  cond,
  scan,
  custom,
  while: whileLoop,
  other: loop,
}

/** The outputs of a graph drawn on wires with lanes. What no lane reaches is drawn as it was. */
function replayed(graph: Graph, xs: readonly Laned[], size: number): readonly Laned[] {
  const needed = dependencies(graph, graph.outputs)
  const values: Laned[] = new Array(graph.nodes.size)
  graph.inputs.forEach((ref, k) => {
    values[ref] = xs[k]!
  })
  graph.nodes.forEach((node, ref) => {
    if (!needed[ref] || values[ref]) return
    const args = node.args.map((arg) => values[arg]!)
    const result = args.some((x) => anyLanes(x.mark))
      ? rules[node.op.family.kind](node, args, size)
      : { wire: draw(node.op, wiresOf(args)), mark: uniform(node.type, false) }
    if (node.about?.label !== undefined) label(node.about.label, result.wire)
    values[ref] = result
  })
  return graph.outputs.map((ref) => values[ref]!)
}

export interface BatchOptions {
  /** How many values stand side by side. */
  readonly size: number
  /** Which inputs have lanes; the others are the same in every lane. All by default. */
  readonly inputs?: readonly boolean[]
}

/**
 * The graph of `[g(x[0]), g(x[1]), ...]`: every input that is marked, and every output, has a new leading axis of `size`
 * lanes. A cond whose lanes choose for themselves runs both branches; a loop without a bound goes on until its last lane
 * ends; an op that the library does not know is run lane by lane.
 *
 * @throws AdError `ArityError` where the size is no whole number from 0 on, or the marks are not one an input
 * @example
 * const f = graph([[2], []], (x, a) => mul(a, sum(x)))
 * evaluateOrThrow(batch(f, { size: 3, inputs: [true, false] }), [[[1, 2], [3, 4], [5, 6]], 10]) // => [[30, 70, 110]]
 */
export const batch = (graph: Graph, options: BatchOptions): Graph => {
  checkGraph('batch', graph)
  const { size, inputs = graph.inputs.map(() => true) }: Partial<BatchOptions> = options ?? {}
  if (size === undefined || !Number.isSafeInteger(size) || size < 0 || inputs.length !== graph.inputs.length)
    return fail({
      tag: 'ArityError',
      op: 'batch',
      found: `${size === undefined ? 'no size' : `size ${size}`} and ${inputs.length} marks`,
      expected: `a whole number from 0 on, and ${graph.inputs.length} marks, one an input`,
      cure: 'give the number of lanes, and say of each input whether it has them',
    })
  const marks = inputTypes(graph).map((type, k) => uniform(type, inputs[k]!))
  return body(graph, size, marks, full(graph)).graph
}
