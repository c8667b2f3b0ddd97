/** The meaning of a graph: every op's `eval`, node by node, each value freed after its last use. */
import { type Either, tryCatch } from 'fp-ts/lib/Either.js'
import { AdError, fail } from '../error.ts'
import { checkGraph, checkList } from '../given.ts'
import { dependencies, type Graph, inputTypes, type Node, nodeAt, type Ref } from '../graph.ts'
import { type Arrayish, conform, type Value } from '../value.ts'

/** The order in which to run a graph: the nodes that outputs need, and after each the values that nobody needs again. */
export interface Plan {
  readonly nodes: readonly Node[]
  readonly order: Int32Array
  /** For each node, the last node that uses it; outputs and what nobody uses are used for ever. */
  readonly lastUse: Int32Array
}

const plans = new WeakMap<Graph, Plan>()
export const FOREVER = 0x7fffffff

export const planOf = (graph: Graph): Plan => {
  const known = plans.get(graph)
  if (known) return known
  const nodes = graph.nodes.toArray()
  const needed = dependencies(graph, graph.outputs)
  const lastUse = new Int32Array(nodes.length).fill(FOREVER)
  for (let ref = 0; ref < nodes.length; ref++) if (needed[ref]) for (const arg of nodes[ref]!.args) lastUse[arg] = ref
  for (const ref of graph.outputs) lastUse[ref] = FOREVER
  const order = new Int32Array(nodes.length)
  let count = 0
  for (let ref = 0; ref < nodes.length; ref++)
    if (needed[ref] && nodes[ref]!.op.family.kind !== 'input') order[count++] = ref
  const plan = { nodes, order: order.subarray(0, count), lastUse }
  plans.set(graph, plan)
  return plan
}

/** Runs a graph on values that are known to fit: `visit` sees every node with its arguments and its result. */
export const run = (
  graph: Graph,
  inputs: readonly Value[],
  visit?: (ref: Ref, node: Node, args: readonly Value[], result: Value) => void,
): readonly Value[] => {
  const { nodes, order, lastUse } = planOf(graph)
  const values: (Value | undefined)[] = new Array(nodes.length)
  graph.inputs.forEach((ref, k) => {
    values[ref] = inputs[k]
  })
  for (const ref of order) {
    const node = nodes[ref]!
    const args = node.args.map((arg) => values[arg]!)
    const result = node.op.eval(...args)
    visit?.(ref, node, args, result)
    values[ref] = result
    for (const arg of node.args) if (lastUse[arg] === ref) values[arg] = undefined
  }
  return graph.outputs.map((ref) => values[ref]!)
}

const refuseCount = (found: number, expected: number): never =>
  fail({
    tag: 'ArityError',
    op: 'evaluate',
    found: `${found} values`,
    expected: `${expected}, one an input`,
    cure: 'give a value for each input',
  })

/** The inputs as values of the types that the graph was drawn for. */
export const conformInputs = (graph: Graph, inputs: readonly (Arrayish | Value)[]): readonly Value[] => {
  checkGraph('evaluate', graph)
  checkList('evaluate', 'inputs', inputs, 'values', 'write [x, y], a value for each input')
  const types = inputTypes(graph)
  if (inputs.length !== types.length) refuseCount(inputs.length, types.length)
  return types.map((type, k) =>
    conform(inputs[k]!, type, `input ${k}`, { node: nodeAt(graph, graph.inputs[k]!).about?.label }),
  )
}

const asAdError = (e: unknown): AdError => {
  if (e instanceof AdError) return e
  throw e
}

/**
 * The outputs of a graph for values of its inputs: the reference meaning that every other interpreter is held against.
 *
 * @throws AdError `ArityError` or `ValueError` where the values do not fit the inputs
 * @example
 * evaluateOrThrow(graph([[], []], (x, y) => mul(x, y)), [3, 4]).map(toNested) // => [12]
 */
export const evaluateOrThrow = (graph: Graph, inputs: readonly (Arrayish | Value)[]): readonly Value[] =>
  run(graph, conformInputs(graph, inputs))

/** `evaluateOrThrow` with what is wrong about the values as a value itself. */
export const evaluate = (graph: Graph, inputs: readonly (Arrayish | Value)[]): Either<AdError, readonly Value[]> =>
  tryCatch(() => evaluateOrThrow(graph, inputs), asAdError)

/** A run of which every value is kept. */
export interface Environment {
  readonly graph: Graph
  readonly inputs: readonly (Value | undefined)[]
  readonly values: readonly (Value | undefined)[]
  /** How many nodes were computed, the rest taken over. */
  readonly computed: number
}

/**
 * The value of every node that the outputs need. With an earlier environment, only those are computed that a new input
 * reaches; with an input left out (undefined), only those that do not depend on it.
 *
 * @throws AdError `ArityError` or `ValueError` where the values do not fit the inputs
 */
export const environment = (
  graph: Graph,
  inputs: readonly (Arrayish | Value | undefined)[],
  earlier?: Environment,
): Environment => {
  const { nodes, order } = planOf(graph)
  const types = inputTypes(graph)
  if (inputs.length !== types.length) refuseCount(inputs.length, types.length)
  const before = earlier?.graph === graph ? earlier : undefined
  const given = inputs.map((x, k) =>
    x === undefined || (before && x === before.inputs[k])
      ? (x as Value | undefined)
      : conform(x, types[k]!, `input ${k}`),
  )
  const values: (Value | undefined)[] = before ? [...before.values] : new Array(nodes.length)
  const stale = new Uint8Array(nodes.length)
  graph.inputs.forEach((ref, k) => {
    values[ref] = given[k]
    stale[ref] = before && given[k] === before.inputs[k] ? 0 : 1
  })
  let computed = 0
  for (const ref of order) {
    const { op, args } = nodes[ref]!
    if (before && !args.some((arg) => stale[arg]) && values[ref]) continue
    stale[ref] = 1
    const known = args.every((arg) => values[arg])
    values[ref] = known ? op.eval(...args.map((arg) => values[arg]!)) : undefined
    if (known) computed++
  }
  return { graph, inputs: given, values, computed }
}

/** The outputs of a kept run; undefined where an input is missing. */
export const outputsOf = ({ graph, values }: Environment): readonly (Value | undefined)[] =>
  graph.outputs.map((ref) => values[ref])
