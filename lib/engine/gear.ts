/**
 * Gears: a graph runs on the loop at first, or node by node where it computes with tensors, and is compiled once its runs
 * cost more than that would have. Gradients start on the loop too, without a graph of their own.
 */
import { AdError } from '../error.ts'
import { type Graph, nodeAt } from '../graph.ts'
import { type Cost, cost, nodeCost } from '../interpret/cost.ts'
import { conformInputs, run as evaluated } from '../interpret/evaluate.ts'
import { remembering } from '../program.ts'
import type { Arrayish, Value } from '../value.ts'
import { type GradientOptions, gradientProgram } from './cold/gradient.ts'
import { type Program, runProgram, valueProgram } from './cold/loop.ts'
import { isMostlyNumbers, rowsOf } from './cold/read.ts'
import { CALL, kindOf, type Rows } from './cold/rows.ts'
import { type Compiled, compile } from './compile.ts'

type Run = (values: readonly Value[]) => readonly Value[]

interface Gear {
  /** Whether it is running, which the eval of an op may find when it asks for the same graph. */
  busy: boolean
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

/** What operations cost by `eval`, nonlinear ones four times as much as others. */
const priceOf = ({
  multiplications,
  additions,
  nonlinear,
}: Pick<Cost, 'multiplications' | 'additions' | 'nonlinear'>) => NUMBER * (multiplications + additions + 4 * nonlinear)

/** After how many runs a graph that runs node by node would have been cheaper compiled: none where one run costs as much. */
const worthwhileByNodes = (graph: Graph): number => {
  const nodes = graph.nodes.size
  return Math.floor((MODULE + EMITTED * nodes) / (NODE * nodes + priceOf(cost(graph, { trips: 1 }))))
}

/** After how many runs so many rows on the loop, and calls at a price, would have been cheaper compiled at so much a row. */
const worthwhileByRows = (rows: number, calls: number, emitted = EMITTED_NUMBER): number =>
  Math.floor((MODULE + emitted * rows) / (ROW * Math.max(1, rows) + calls))

/** A program on the loop, and the price of what it calls. */
interface Looped {
  readonly program: Program
  readonly calls: number
}

/** What is made of the rows of a graph, where the loop computes most of it. */
const withRows = (graph: Graph, made: (rows: Rows) => Program | undefined): Looped | undefined => {
  const rows = rowsOf(graph)
  if (!isMostlyNumbers(rows)) return undefined
  let calls = 0
  for (let row = 0; row < rows.size; row++)
    if (kindOf(rows, row) === CALL) calls += priceOf(nodeCost(nodeAt(graph, row)))
  const program = made(rows)
  return program && { program, calls }
}

const gears = new WeakMap<Graph, Gear>()

/** How a graph is run before it is compiled, and how often that is worth while. */
const coldOf = (graph: Graph): { readonly run: Run; readonly left: number } => {
  const looped = withRows(graph, (rows) => valueProgram(graph, rows))
  if (!looped) return { run: (values) => evaluated(graph, values), left: worthwhileByNodes(graph) }
  const { program, calls } = looped
  return { run: (values) => runProgram(program, values), left: worthwhileByRows(program.order.length, calls) }
}

/** A graph on values that are known to fit, as it is run before it is compiled. */
export const coldRun = (graph: Graph): Run => coldOf(graph).run

const gearOf = (graph: Graph): Gear => {
  const known = gears.get(graph)
  if (known) return known
  const { run, left } = coldOf(graph)
  const gear = { busy: false, left, cold: run, compiled: undefined }
  gears.set(graph, gear)
  return gear
}

/** After how many runs a graph is compiled. */
export const worthwhileAfter = (graph: Graph): number => coldOf(graph).left

/** What `first` gives, on a memory that only one run at a time may have; `second` where there is a run already. */
const alone = <A>(gear: { busy: boolean }, first: () => A, second: () => A): A => {
  if (gear.busy) return second()
  gear.busy = true
  try {
    return first()
  } finally {
    gear.busy = false
  }
}

/** Runs a graph on values that are known to fit. From some run on its results may differ in the last digits. */
export const runInGear = (graph: Graph, values: readonly Value[]): readonly Value[] => {
  const gear = gearOf(graph)
  return alone(
    gear,
    () => shifted(graph, gear, values),
    () => evaluated(graph, values),
  )
}

/** Runs a graph in the gear that is cheapest by now. */
const shifted = (graph: Graph, gear: Gear, values: readonly Value[]): readonly Value[] => {
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

/**
 * The outputs of a graph for values of its inputs, as functions on values have them: by `evaluate` or on the loop at
 * first, and compiled as soon as that is cheaper. Unlike those of `compile`, results are never written over.
 *
 * @throws AdError `ArityError` or `ValueError` where the values do not fit the inputs
 * @example
 * run(graph([[], []], (x, y) => mul(x, y)), [3, 4]) // => [12]
 */
export const run = (graph: Graph, inputs: readonly (Arrayish | Value)[]): readonly Value[] =>
  runInGear(graph, conformInputs(graph, inputs))

/** A gradient of fewer nodes than this is drawn at once. */
const LARGE = 256
/** What drawing a gradient costs a row of it, beside compiling it. */
const DRAWN = 5e3

interface ColdGradient {
  busy: boolean
  left: number
  program: Program | undefined
}

const coldGradient = remembering((graph: Graph, options: GradientOptions): ColdGradient => {
  const looped = graph.nodes.size < LARGE ? undefined : withRows(graph, (rows) => gradientProgram(graph, options, rows))
  if (!looped) return { busy: false, left: 0, program: undefined }
  const { program, calls } = looped
  // A gradient takes about three times the operations of what it is of.
  const left = worthwhileByRows(program.order.length, 3 * calls, EMITTED_NUMBER + DRAWN)
  return { busy: false, left, program }
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
  const { program } = gear
  if (program && gear.left-- > 0)
    return alone(
      gear,
      () => runProgram(program, values),
      () => runInGear(drawn(), values),
    )
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
