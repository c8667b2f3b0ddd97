/**
 * Gears: a graph runs on the loop at first, or node by node where it computes with tensors, and is compiled once its runs
 * cost more than that would have. Gradients start on the loop too, without a graph of their own.
 */
import { AdError } from '../error.ts'
import type { Graph } from '../graph.ts'
import { cost } from '../interpret/cost.ts'
import { run } from '../interpret/evaluate.ts'
import { remembering } from '../program.ts'
import type { Value } from '../value.ts'
import { type GradientOptions, gradientProgram } from './cold/gradient.ts'
import { type Program, runProgram, valueProgram } from './cold/loop.ts'
import { isMostlyNumbers, rowsOf } from './cold/read.ts'
import type { Rows } from './cold/rows.ts'
import { type Compiled, compile } from './compile.ts'

type Run = (values: readonly Value[]) => readonly Value[]

interface Gear {
  /** How many runs are left before the graph is compiled. */
  left: number
  /** What runs until then. */
  cold: Run | undefined
  compiled: Compiled | undefined
}

/** What a run costs in nanoseconds by `eval`: so much a node, and so much a number. */
const NODE = 600
const NUMBER = 8
/** What a node costs on the loop. */
const ROW = 15
/** What compiling costs, at all, a node, and a node that is a number. */
const MODULE = 5e6
const EMITTED = 3e4
const EMITTED_NUMBER = 5e3
/** What runs less often than this is not worth a thought. */
const FEWEST = 4

/** After how many runs a graph that runs node by node would have been cheaper compiled. */
const worthwhileByNodes = (graph: Graph): number => {
  const nodes = graph.nodes.size
  const { multiplications, additions, nonlinear } = cost(graph, { trips: 1 })
  const once = NODE * nodes + NUMBER * (multiplications + additions + 4 * nonlinear)
  return Math.max(FEWEST, Math.ceil((MODULE + EMITTED * nodes) / once))
}

/** After how many runs on the loop that so many rows, each a node, would have been cheaper compiled. */
const worthwhileByRows = (rows: number): number =>
  Math.ceil((MODULE + EMITTED_NUMBER * rows) / (ROW * Math.max(1, rows)))

/** What is made of the rows of a graph, where the loop computes most of it. */
const withRows = (graph: Graph, program: (rows: Rows) => Program | undefined): Program | undefined => {
  const rows = rowsOf(graph)
  return isMostlyNumbers(rows) ? program(rows) : undefined
}

const gears = new WeakMap<Graph, Gear>()

/** How a graph is run before it is compiled, and how often that is worth while. */
const coldOf = (graph: Graph): { readonly run: Run; readonly left: number } => {
  const program = withRows(graph, (rows) => valueProgram(graph, rows))
  return program
    ? { run: (values) => runProgram(program, values), left: worthwhileByRows(program.order.length) }
    : { run: (values) => run(graph, values), left: worthwhileByNodes(graph) }
}

/** A graph on values that are known to fit, as it is run before it is compiled. */
export const coldRun = (graph: Graph): Run => coldOf(graph).run

const gearOf = (graph: Graph): Gear => {
  const known = gears.get(graph)
  if (known) return known
  const { run, left } = coldOf(graph)
  const gear = { left, cold: run, compiled: undefined }
  gears.set(graph, gear)
  return gear
}

/** After how many runs a graph is compiled. */
export const worthwhileAfter = (graph: Graph): number => coldOf(graph).left

/** Runs a graph on values that are known to fit. From some run on its results may differ in the last digits. */
export const runInGear = (graph: Graph, values: readonly Value[]): readonly Value[] => {
  const gear = gearOf(graph)
  if (gear.left <= 0) {
    gear.compiled ??= compiledOrNot(graph)
    if (gear.compiled) {
      gear.cold = undefined
      return gear.compiled(values)
    }
    gear.left = Number.POSITIVE_INFINITY
  }
  gear.left--
  gear.cold ??= coldRun(graph)
  return gear.cold(values)
}

/** A gradient of fewer nodes than this is drawn at once. */
const LARGE = 256
/** What drawing a gradient costs a row of it, beside compiling it. */
const DRAWN = 5e3

interface ColdGradient {
  left: number
  program: Program | undefined
}

const coldGradient = remembering((graph: Graph, options: GradientOptions): ColdGradient => {
  const program =
    graph.nodes.size < LARGE ? undefined : withRows(graph, (rows) => gradientProgram(graph, options, rows))
  const rows = program?.order.length ?? 0
  return { left: program ? worthwhileByRows(rows) + Math.ceil(DRAWN / ROW) : 0, program }
})

/**
 * The outputs of a graph and the gradient of one of them, on values that are known to fit: on the loop at first, where
 * the graph is large and computes with numbers; then, and for any other graph, by the graph that is drawn for it.
 */
export const gradientInGear = (
  graph: Graph,
  options: GradientOptions,
  values: readonly Value[],
  drawn: () => Graph,
): readonly Value[] => {
  const gear = coldGradient(graph, options)
  if (gear.program && gear.left-- > 0) return runProgram(gear.program, values)
  const gradient = drawn()
  if (gear.program) {
    gear.program = undefined
    gearOf(gradient).left = 0
  }
  return runInGear(gradient, values)
}

/** Undefined where the machine cannot or may not compile, or has not the memory in one piece for all that is alive at once. */
const compiledOrNot = (graph: Graph): Compiled | undefined => {
  try {
    return compile(graph)
  } catch (e) {
    if (e instanceof AdError && (e.info.argument === 'memory' || e.info.argument === 'machine')) return undefined
    throw e
  }
}
