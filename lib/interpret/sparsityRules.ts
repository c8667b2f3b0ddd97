/** How facts go through ops: which results are known, and which of their entries are zero whatever the unknown ones are. */
import { dependencies, type Graph, type Node, nodeAt } from '../graph.ts'
import type { Kind, Op } from '../op.ts'
import { finishedOp } from '../ops/bounded.ts'
import type { Call } from '../ops/call.ts'
import { type Cond, chosen } from '../ops/cond.ts'
import type { Custom } from '../ops/customDerivative.ts'
import type { Einsum } from '../ops/einsum.ts'
import type { Extremum } from '../ops/extremum.ts'
import type { Scan } from '../ops/scanTypes.ts'
import type { While } from '../ops/while.ts'
import { isTuple, sizeOf, type TensorType, type Type } from '../types.ts'
import { filled, fresh, type Tensor, type Value } from '../value.ts'
import { type Of, scanFacts, whileCourse } from './sparsityCourses.ts'
import { ANY, type Facts, joined, markedBy, marksOf, onesOf, partsOf, unknown, valueOf } from './sparsityFacts.ts'

type Rule = (node: Node, xs: readonly Facts[], of: Of, types: readonly Type[]) => Facts

const unmarked = (xs: readonly Facts[]): boolean => xs.every((x) => marksOf(x) === undefined)
const nothing: Rule = ({ type }) => unknown(type)

/** For an op that gives 0 only where all terms of each entry are 0: what it makes of ones where entries may differ from 0. */
const ofOnes: Rule = ({ op }, xs, _, types) => markedBy(op.eval(...xs.map((x, k) => onesOf(x, types[k]!))) as Tensor)
const unlessUnmarked =
  (rule: Rule): Rule =>
  (node, xs, of, types) =>
    unmarked(xs) ? ANY : rule(node, xs, of, types)

const isTensorType = (type: Type): type is TensorType => !isTuple(type)

/** An op that gives 0 for zeros is 0 where all its arguments are. */
const elementwise: Rule = ({ op }, xs, _, types) => {
  const zero = xs.map(() => fresh([], new Float64Array(1)))
  if (!types.every(isTensorType) || (op.eval(...zero) as Tensor).data[0] !== 0) return ANY
  const marks = xs.map((x, k) => onesOf(x, types[k]!).data)
  return markedBy(
    fresh(
      [],
      marks[0]!.map((_mark, i) => Math.max(...marks.map((own) => own[i]!))),
    ),
  )
}

const finishedFamily = finishedOp(0).family

/** Arguments of an op that moves entries, beside the one at `at`: what is not known of them, undefined. */
export const placesOf = (
  op: Op,
  at: number,
  xs: readonly Facts[],
  types: readonly Type[],
): readonly Value[] | undefined => {
  const others = xs.map((x, k) =>
    k === at || op.family === finishedFamily ? filled((types[k] as TensorType).shape, 0) : valueOf(x),
  )
  return others.every((x) => x !== undefined) ? others : undefined
}

const isIndexing = ({ params }: Op): boolean => typeof params === 'object' && params !== null && 'indices' in params

/** Entries by number go where the numbers say, and anywhere where those are not known; all others move as they do. */
const moving: Rule = (node, xs, of, types) => {
  const { op } = node
  if (!isIndexing(op) && op.family !== finishedFamily) return ofOnes(node, xs, of, types)
  const places = placesOf(op, 0, xs, types)
  if (!places) return ANY
  return markedBy(op.eval(onesOf(xs[0]!, types[0]!), ...places.slice(1)) as Tensor)
}

const einsum: Rule = (node, xs, of, types) => {
  const { out, extent } = node.op.params as Einsum
  const everywhere = new Set(out).size === out.length && !extent.includes(0)
  return everywhere && unmarked(xs) ? ANY : ofOnes(node, xs, of, types)
}

/** A column of a solution is zero where that of the right-hand side is. */
const solve: Rule = ({ type }, [, b]) => {
  const marks = marksOf(b!)
  const { shape } = type as TensorType
  const [n, m] = shape.slice(-2) as [number, number]
  if (!marks) return ANY
  const data = new Float64Array(sizeOf(shape))
  marks.forEach((mark, k) => {
    if (!mark) return
    const first = k - (k % (n * m)) + (k % m)
    for (let i = 0; i < n; i++) data[first + i * m] = 1
  })
  return markedBy(fresh(shape, data))
}

const cond: Rule = ({ op }, [x], of) => {
  const [mask, ...xs] = partsOf(x!)
  const known = valueOf(mask!)
  const params = op.params as Cond
  const branches = known ? [chosen(params, known as Tensor)] : [params.onTrue, params.onFalse]
  return branches.map((body): Facts => ({ tuple: of(body, xs) })).reduce(joined)
}

/** What a user's op makes of what is not known is not known. */
const rules: Record<Kind, Rule> = {
  input: nothing,
  constant: nothing,
  other: nothing,
  elementwise: unlessUnmarked(elementwise),
  neg: unlessUnmarked(ofOnes),
  add: unlessUnmarked(ofOnes),
  cumsum: unlessUnmarked(ofOnes),
  extremum: unlessUnmarked((node, ...rest) => ((node.op.params as Extremum).place ? ANY : ofOnes(node, ...rest))),
  einsum,
  copy: moving,
  scatter: moving,
  solve,
  tuple: (_, xs) => ({ tuple: xs }),
  project: ({ op }, [x]) => partsOf(x!)[op.params as number]!,
  call: ({ op }, [x], of) => ({ tuple: of((op.params as Call).body, partsOf(x!)) }),
  custom: ({ op }, [x], of) => {
    const { body } = op.params as Custom
    return { tuple: of(body, partsOf(x!).slice(0, body.inputs.length)) }
  },
  cond,
  scan: ({ op }, [x], of) => ({ tuple: scanFacts(op.params as Scan, partsOf(x!), of) }),
  while: ({ op }, [x], of) => ({ tuple: whileCourse(op.params as While, partsOf(x!), of).last }),
}

/** The facts of the nodes that are wanted (and of those that they need), from those of the inputs. */
export const factsOf = (graph: Graph, inputs: readonly Facts[], wanted: Uint8Array): readonly Facts[] => {
  const facts: Facts[] = new Array(graph.nodes.size)
  graph.inputs.forEach((ref, k) => {
    facts[ref] = inputs[k]!
  })
  for (let ref = 0; ref < wanted.length; ref++) {
    if (!wanted[ref] || facts[ref]) continue
    const node = nodeAt(graph, ref)
    const xs = node.args.map((arg) => facts[arg]!)
    const values = xs.map(valueOf)
    const types = node.args.map((arg) => nodeAt(graph, arg).type)
    facts[ref] = values.every((x) => x !== undefined)
      ? node.op.eval(...values)
      : rules[node.op.family.kind](node, xs, outputFacts, types)
  }
  return facts
}

export const outputFacts: Of = (graph, inputs) => {
  const facts = factsOf(graph, inputs, dependencies(graph, graph.outputs))
  return graph.outputs.map((ref) => facts[ref]!)
}
