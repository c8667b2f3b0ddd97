/** Gears: a graph is evaluated node by node at first, and compiled once its runs cost more than that would have. */
import type { Graph } from '../graph.ts'
import { cost } from '../interpret/cost.ts'
import { run } from '../interpret/evaluate.ts'
import type { Value } from '../value.ts'
import { type Compiled, compile } from './compile.ts'

interface Gear {
  /** How many runs are left before the graph is compiled. */
  left: number
  compiled: Compiled | undefined
}

/** What a run costs in nanoseconds by `eval`: so much a node, and so much a number. */
const NODE = 600
const NUMBER = 8
/** What compiling costs, at all and a node. */
const MODULE = 5e6
const EMITTED = 3e4
/** What runs less often than this is not worth a thought. */
const FEWEST = 4

/** After how many runs a graph would have been cheaper compiled. */
export const worthwhileAfter = (graph: Graph): number => {
  const nodes = graph.nodes.size
  const { multiplications, additions, nonlinear } = cost(graph, { trips: 1 })
  const once = NODE * nodes + NUMBER * (multiplications + additions + 4 * nonlinear)
  return Math.max(FEWEST, Math.ceil((MODULE + EMITTED * nodes) / once))
}

const gears = new WeakMap<Graph, Gear>()

/** Runs a graph on values that are known to fit. From some run on its results may differ in the last digits. */
export const runInGear = (graph: Graph, values: readonly Value[]): readonly Value[] => {
  const gear = gears.get(graph) ?? { left: worthwhileAfter(graph), compiled: undefined }
  gears.set(graph, gear)
  if (gear.left > 0) {
    gear.left--
    return run(graph, values)
  }
  gear.compiled ??= compiledOrNot(graph)
  if (gear.compiled) return gear.compiled(values)
  gear.left = Number.POSITIVE_INFINITY
  return run(graph, values)
}

/** Undefined where the machine has not as much memory in one piece as all values alive at once take. */
const compiledOrNot = (graph: Graph): Compiled | undefined => {
  try {
    return compile(graph)
  } catch (e) {
    if (e instanceof RangeError) return undefined
    throw e
  }
}
