/** One interpreter for every algebra: it knows the kinds of ops and no algebra. */
import { fail, typesText } from '../error.ts'
import { type Graph, inputTypes, type Node } from '../graph.ts'
import { planOf } from '../interpret/evaluate.ts'
import type { Kind } from '../op.ts'
import type { Call } from '../ops/call.ts'
import type { Cond } from '../ops/cond.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Custom } from '../ops/customDerivative.ts'
import type { Einsum } from '../ops/einsum.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { refuseSteps, type While, whileParts } from '../ops/while.ts'
import { isTuple, sameType, type Type, tensorType, tupleType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { type Algebra, type Carried, type Elements, elements, numberAt } from './algebra.ts'
import { copyIn, cumsumIn, einsumIn, extremumIn, mapRows, scatterIn } from './flat.ts'

/** A run in an algebra: how a body is run inside it. */
interface Run<A> {
  readonly algebra: Algebra<A>
  readonly body: (name: string, graph: Graph, inputs: readonly Carried<A>[]) => readonly Carried<A>[]
}

type Row = <A>(run: Run<A>, node: Node, xs: readonly Carried<A>[]) => Carried<A>

const partsOf = <A>(x: Carried<A> | undefined): readonly Carried<A>[] =>
  (x as { readonly tuple: readonly Carried<A>[] }).tuple
const tensors = <A>(xs: readonly Carried<A>[]): readonly Elements<A>[] => xs as readonly Elements<A>[]

/** Entry by entry one of two values, chosen by an element that is not known. */
const either = <A>(algebra: Algebra<A>, by: A, a: Carried<A>, b: Carried<A>): Carried<A> =>
  'tuple' in a
    ? { tuple: a.tuple.map((part, k) => either(algebra, by, part, partsOf(b)[k]!)) }
    : elements(
        a.shape,
        a.entries.map((x, k) => algebra.choose([by], [x, (b as Elements<A>).entries[k]!])),
      )

const sliceAt = <A>({ shape, entries, numbers }: Elements<A>, step: number): Elements<A> => {
  const size = entries.length / shape[0]!
  const [from, to] = [step * size, (step + 1) * size]
  return elements(shape.slice(1), entries.slice(from, to), numbers?.slice(from, to))
}

const stackOf = <A>(type: Type, steps: readonly Elements<A>[]): Elements<A> => {
  const { shape } = type as { readonly shape: readonly number[] }
  const known = steps.every(({ numbers }) => numbers !== undefined)
  const numbers = known ? Float64Array.from(steps.flatMap((x) => [...x.numbers!])) : undefined
  return elements(
    shape,
    steps.flatMap((x) => x.entries),
    numbers,
  )
}

const scanIn = <A>({ body }: Run<A>, node: Node, x: Carried<A>): Carried<A> => {
  const { carries, xs, length, backward, body: step } = node.op.params as Scan
  const given = tensors(partsOf(x))
  const params = given.slice(carries + xs)
  const outs: (readonly Elements<A>[])[] = new Array(length)
  const trajectory: (readonly Elements<A>[])[] = new Array(length)
  let carry = given.slice(0, carries)
  for (let k = 0; k < length; k++) {
    const at = backward ? length - 1 - k : k
    trajectory[at] = carry
    const slices = given.slice(carries, carries + xs).map((sequence) => sliceAt(sequence, at))
    const results = tensors(body(`${node.op.name}, step ${at}`, step, [...carry, ...slices, ...params]))
    carry = results.slice(0, carries)
    outs[at] = results.slice(carries)
  }
  const types = (node.type as { readonly tuple: readonly Type[] }).tuple
  const count = types.length - 2 * carries
  const stacks = [...types.keys()].slice(carries).map((k) => {
    const own = k - carries
    const steps = own < count ? outs.map((step) => step[own]!) : trajectory.map((step) => step[own - count]!)
    return stackOf(types[k]!, steps)
  })
  return { tuple: [...carry, ...stacks] }
}

/** Steps as long as the condition is known to hold; where it is not known, all that the algebra knows of such a loop. */
const whileIn = <A>({ algebra, body }: Run<A>, node: Node, x: Carried<A>): Carried<A> => {
  const params = node.op.params as While
  const { carry, ofCondition, ofStep } = whileParts(params, partsOf(x))
  let values: readonly Carried<A>[] = carry
  for (let k = 0; ; k++) {
    const [mask] = tensors(body(`${node.op.name}, condition ${k}`, params.condition, [...values, ...ofCondition]))
    const holds = numberAt(algebra, mask!, 0)
    if (holds === undefined) return algebra.other(node.op, [x], node.type)
    if (holds === 0) return { tuple: values }
    if (k >= params.limit) refuseSteps(params.limit)
    values = body(`${node.op.name}, step ${k}`, params.step, [...values, ...ofStep])
  }
}

const condIn = <A>({ algebra, body }: Run<A>, node: Node, x: Carried<A>): Carried<A> => {
  const { onTrue, onFalse } = node.op.params as Cond
  const [mask, ...xs] = partsOf(x) as [Elements<A>, ...Carried<A>[]]
  const holds = numberAt(algebra, mask, 0)
  const branch = (on: boolean): Carried<A> => ({
    tuple: body(on ? 'cond, then' : 'cond, else', on ? onTrue : onFalse, xs),
  })
  return holds === undefined ? either(algebra, mask.entries[0]!, branch(true), branch(false)) : branch(holds !== 0)
}

const other: Row = ({ algebra }, { op, type }, xs) => algebra.other(op, xs, type)

const rows: Record<Kind, Row> = {
  input: (_, { op }) => op.eval() as never,
  constant: ({ algebra }, { op }) => {
    const { shape, data } = op.eval() as Tensor
    return elements(shape, Array.from(data, algebra.constant), data)
  },
  elementwise: ({ algebra }, node, xs) => mapRows(node, tensors(xs), (row) => algebra.apply(node.op, row)),
  neg: ({ algebra }, node, xs) => mapRows(node, tensors(xs), ([x]) => algebra.neg(x!)),
  add: ({ algebra }, node, xs) => mapRows(node, tensors(xs), (row) => row.reduce(algebra.add)),
  einsum: ({ algebra }, { op }, xs) => einsumIn(algebra, op.params as Einsum, tensors(xs)),
  copy: ({ algebra }, node, xs) => copyIn(algebra, node, tensors(xs)),
  extremum: ({ algebra }, node, xs) => extremumIn(algebra, node, tensors(xs)[0]!),
  cumsum: ({ algebra }, { op }, xs) => cumsumIn(algebra, op.params as Cumsum, tensors(xs)[0]!),
  scatter: ({ algebra }, node, xs) => scatterIn(algebra, node, tensors(xs)[0]!, tensors(xs)[1]!),
  tuple: (_, __, xs) => ({ tuple: xs }),
  project: (_, { op }, [x]) => partsOf(x)[op.params as number]!,
  call: ({ body }, { op }, [x]) => ({ tuple: body('call', (op.params as Call).body, partsOf(x)) }),
  custom: ({ body }, { op }, [x]) => {
    const graph = (op.params as Custom).body
    return { tuple: body('custom', graph, partsOf(x).slice(0, graph.inputs.length)) }
  },
  cond: (run, node, [x]) => condIn(run, node, x!),
  scan: (run, node, [x]) => scanIn(run, node, x!),
  while: (run, node, [x]) => whileIn(run, node, x!),
  solve: other,
  other,
}

/** The result with the numbers that it is for every input, where those of all arguments are known. */
const withNumbers = <A>(node: Node, xs: readonly Carried<A>[], result: Carried<A>): Carried<A> => {
  if ('tuple' in result || result.numbers || xs.length === 0) return result
  const known = xs.map((x) => ('tuple' in x || !x.numbers ? undefined : fresh(x.shape, x.numbers as Float64Array)))
  if (!known.every((x) => x !== undefined)) return result
  return elements(result.shape, result.entries, (node.op.eval(...known) as Tensor).data)
}

const placed = <A>(
  at: NonNullable<Algebra<A>['at']>,
  node: Node,
  ref: number,
  within: readonly string[],
  x: Carried<A>,
): Carried<A> =>
  'tuple' in x
    ? x
    : elements(
        x.shape,
        x.entries.map((entry, k) => at(entry, { ref, node, entry: k, within })),
        x.numbers,
      )

const runIn = <A>(
  algebra: Algebra<A>,
  graph: Graph,
  inputs: readonly Carried<A>[],
  within: readonly string[],
): readonly Carried<A>[] => {
  const { nodes, order, lastUse } = planOf(graph)
  const { at } = algebra
  const run: Run<A> = { algebra, body: (name, body, xs) => runIn(algebra, body, xs, [...within, name]) }
  const leave = (node: Node, ref: number, x: Carried<A>): Carried<A> => (at ? placed(at, node, ref, within, x) : x)
  const values: (Carried<A> | undefined)[] = new Array(nodes.length)
  graph.inputs.forEach((ref, k) => {
    values[ref] = leave(nodes[ref]!, ref, inputs[k]!)
  })
  for (const ref of order) {
    const node = nodes[ref]!
    const xs = node.args.map((arg) => values[arg]!)
    values[ref] = leave(node, ref, withNumbers(node, xs, rows[node.op.family.kind](run, node, xs)))
    for (const arg of node.args) if (lastUse[arg] === ref) values[arg] = undefined
  }
  return graph.outputs.map((ref) => values[ref]!)
}

const typeOf = <A>(x: Carried<A>): Type => ('tuple' in x ? tupleType(x.tuple.map(typeOf)) : tensorType(x.shape))

const fits = (x: Carried<unknown>, type: Type): boolean =>
  'tuple' in x
    ? isTuple(type) && x.tuple.length === type.tuple.length && x.tuple.every((part, k) => fits(part, type.tuple[k]!))
    : sameType(tensorType(x.shape), type) && x.entries.length === x.shape.reduce((n, extent) => n * extent, 1)

const refuse = (tag: 'ArityError' | 'ShapeError', found: string, expected: string): never =>
  fail({ tag, op: 'interpret', found, expected, cure: 'give elements of the shape of each input' })

/**
 * The outputs of a graph in an algebra: what `evaluate` is for numbers, one element an entry. Derivative graphs are
 * graphs, so they run in every algebra too. A cond whose mask is not known runs both branches and chooses entry by entry.
 *
 * @throws AdError `ArityError` or `ShapeError` where the elements do not fit the inputs; what the algebra refuses
 * @example
 * const f = graph([[2]], (x) => sum(mul(x, x)))
 * const [y] = interpret(Algebra.numbers)(f, [{ shape: [2], entries: [3, 4] }])
 * y.entries // => [25]
 */
export const interpret =
  <A>(algebra: Algebra<A>) =>
  (graph: Graph, inputs: readonly Carried<A>[]): readonly Carried<A>[] => {
    const types = inputTypes(graph)
    if (inputs.length !== types.length) refuse('ArityError', `${inputs.length} values`, `${types.length}, one an input`)
    types.forEach((type, k) => {
      if (!fits(inputs[k]!, type))
        refuse('ShapeError', `${typesText([typeOf(inputs[k]!)])} for input ${k}`, typesText([type]))
    })
    return runIn(algebra, graph, inputs, [])
  }
