/** What compiling saves: each method run by `compile`, as far as compiling all of them takes little time. */
import { AdError, bodiesOf, type Compiled, compile, type Graph } from '../../modes/index.ts'
import type { Method } from './methods.ts'
import { type Row, rowsOf } from './rows.ts'

export interface CompiledTimes {
  /** Of all sweeps, the shortest of some runs. */
  readonly milliseconds: number
  /** How long `compile` took. */
  readonly compiling: number
}

/** A row, and the times of the same graph compiled; null where compiling would have taken too long. */
export interface ComparedRow extends Row {
  readonly compiled: CompiledTimes | null
}

/** All nodes of a graph, those of its bodies too. */
const sizeOfGraph = (graph: Graph): number =>
  graph.nodes.reduce((n, node) => bodiesOf(node).reduce((sum, [, body]) => sum + sizeOfGraph(body), n + 1), 0)

/** About what compiling takes, in milliseconds a node. */
const NODE = 0.5
const [FEWEST, MOST] = [3, 100]

/** The graph compiled; undefined for one that does not fit the memory. */
const compiledOrNot = (graph: Graph): Compiled | undefined => {
  try {
    return compile(graph)
  } catch (e) {
    if (e instanceof AdError) return undefined
    throw e
  }
}

/** The shortest of some runs after the first, which last about so many milliseconds together. */
const shortest = (run: () => unknown, budget: number): number => {
  run()
  let [least, spent] = [Number.POSITIVE_INFINITY, 0]
  for (let k = 0; k < MOST && (k < FEWEST || spent < budget); k++) {
    const start = performance.now()
    run()
    const milliseconds = performance.now() - start
    least = Math.min(least, milliseconds)
    spent += milliseconds
  }
  return least
}

/**
 * The times of methods compiled, one after the other. A graph that would, by its size, take longer to compile than is left
 * of the budget is left out; a method's runs take a twentieth of the budget.
 */
export const compiledTimes = (methods: readonly Method[], budget = 1500): readonly (CompiledTimes | null)[] => {
  let left = budget
  return methods.map(({ graph, run }) => {
    if (sizeOfGraph(graph) * NODE > left) return null
    const start = performance.now()
    const compiled = compiledOrNot(graph)
    const compiling = performance.now() - start
    left -= compiling
    return compiled ? { milliseconds: shortest(() => run(compiled), budget / 20), compiling } : null
  })
}

/** A row a method, interpreted in about 2 seconds, and compiled. */
export const comparedRows = (methods: readonly Method[]): readonly ComparedRow[] => {
  const rows = rowsOf(methods, 2000)
  const compiled = compiledTimes(methods)
  return rows.map((row, k) => ({ ...row, compiled: compiled[k] ?? null }))
}
