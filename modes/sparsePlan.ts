/** Plans of sparse derivatives: a pattern, a colouring of it, and the graph of its entries. */
import {
  AdError,
  type AdErrorInfo,
  type Colouring,
  type ColouringKind,
  type Cost,
  colouring,
  cost,
  entries,
  type Graph,
  hessianSparsity,
  jacobianSparsity,
  linearize,
  type Pattern,
  type Ref,
  remembering,
  type Shape,
  sizeOf,
  Tape,
  unit,
} from '../lib/index.ts'
import { conventionsOf, type Options, onlyNumber, tensorTypeAt } from './options.ts'

export interface SparseOptions extends Options {
  /** The argument to differentiate with respect to, or a list of them, counted from 0. The first by default. */
  readonly argnums?: number | readonly number[]
  /**
   * Which entries may differ from zero: a row for each entry of the results, a column for each entry of the arguments.
   * Found from the graph by default. What it leaves out is lost, and falsifies what is read beside it.
   */
  readonly pattern?: Pattern
  /**
   * How to group columns and rows, or the groups themselves. By default whatever takes the fewest operations: for
   * Jacobians of `columns`, `rows` and `both`, for Hessians of `star` and `acyclic`.
   */
  readonly colouring?: 'auto' | ColouringKind | Colouring
}

export type Derivative = 'jacobian' | 'hessian'

/** How a sparse derivative is computed. */
export interface SparsePlan {
  readonly pattern: Pattern
  readonly colouring: Colouring
  /** x -> the entries at the places of the pattern, row by row, as one vector. */
  readonly graph: Graph
  /** What one run of the graph costs. */
  readonly cost: Cost
}

export interface Wanted extends Options {
  readonly derivative: Derivative
  readonly wrt: readonly number[]
  readonly kind: 'auto' | ColouringKind
}
interface Given {
  readonly pattern?: Pattern | undefined
  readonly colouring?: Colouring | undefined
}

export const refuse = (info: AdErrorInfo): never => {
  throw new AdError(info)
}

export const opOf = (derivative: Derivative): string => (derivative === 'jacobian' ? 'sparseJacobian' : 'sparseHessian')

/** The tape whose Jacobian is wanted: that of the function, or that of its gradient. */
const tapeOf = (graph: Graph, { derivative, wrt, ...options }: Wanted): Tape => {
  const sources = wrt.map((k) => graph.inputs[k]!)
  const conventions = conventionsOf(options)
  if (derivative === 'jacobian') return linearize(graph, { wrt: sources, ...conventions })
  const { of, type } = onlyNumber('sparseHessian', graph)
  const turned = Tape.transpose(linearize(graph, { wrt: sources, of: [of], ...conventions }))
  const gradient = Tape.read(turned, () => Tape.fullFlow(turned, [unit(type)]))
  return linearize(gradient, { wrt: sources, ...conventions })
}

const foundPattern = (graph: Graph, { derivative, wrt, ...options }: Wanted): Pattern => {
  const ends = { wrt: wrt.map((k) => graph.inputs[k]!), ...conventionsOf(options) }
  return derivative === 'jacobian' ? jacobianSparsity(graph, ends) : hessianSparsity(graph, ends)
}

/** The pattern, where it is one: rows that follow each other, each with columns that there are, ascending. */
const wellFormed = (op: string, pattern: Pattern): Pattern => {
  const { shape, starts, columns } = pattern
  const wrong = (found: string, expected: string): Pattern =>
    refuse({ tag: 'ValueError', op, argument: 'pattern', found, expected, cure: 'make it with Pattern.ofEntries' })
  if (
    starts[0] !== 0 ||
    starts[shape[0]] !== columns.length ||
    starts.some((start, k) => k > 0 && start < starts[k - 1]!)
  )
    return wrong(`starts that do not ascend from 0 to ${columns.length}, the number of columns listed`, 'such starts')
  for (let row = 0; row < shape[0]; row++)
    for (let place = starts[row]!; place < starts[row + 1]!; place++) {
      const column = columns[place]!
      const least = place > starts[row]! ? columns[place - 1]! + 1 : 0
      if (column < least || column >= shape[1])
        return wrong(`column ${column} in row ${row}`, `columns below ${shape[1]}, ascending`)
    }
  return pattern
}

const fitting = (op: string, pattern: Pattern, rows: number, columns: number): Pattern =>
  pattern.shape[0] === rows && pattern.shape[1] === columns && pattern.starts.length === rows + 1
    ? wellFormed(op, pattern)
    : refuse({
        tag: 'ShapeError',
        op,
        argument: 'pattern',
        found: `a pattern of ${pattern.shape.join(' by ')}`,
        expected: `${rows} by ${columns}`,
        cure: 'give a row for each entry of the results and a column for each of the arguments, or no pattern',
      })

/** Refuses a kind of colouring that does not tell the entries of this derivative. */
export const checkKind = (derivative: Derivative, kind: ColouringKind): void => {
  if (derivative === 'jacobian' && (kind === 'star' || kind === 'acyclic'))
    refuse({
      tag: 'ValueError',
      op: 'sparseJacobian',
      argument: 'colouring',
      found: kind,
      expected: 'columns, rows or both: a Jacobian need not be symmetric',
      cure: 'use sparseHessian for second derivatives',
    })
}

const operations = ({ cost: { multiplications, additions, nonlinear } }: SparsePlan): number =>
  multiplications + additions + nonlinear

const CHOICE: Readonly<Record<Derivative, readonly ColouringKind[]>> = {
  jacobian: ['columns', 'rows', 'both'],
  hessian: ['star', 'acyclic'],
}

const planFor = (graph: Graph, wanted: Wanted, given: Given): SparsePlan => {
  const { derivative, kind } = wanted
  const tape = tapeOf(graph, wanted)
  const shapesAt = (refs: readonly Ref[]) => refs.map((ref) => tensorTypeAt(opOf(derivative), tape.primal, ref).shape)
  const [shapes, rowShapes] = [shapesAt(tape.sources), shapesAt(tape.sinks)]
  const count = (of: readonly Shape[]): number => of.reduce((sum, shape) => sum + sizeOf(shape), 0)
  const pattern = given.pattern
    ? fitting(opOf(derivative), given.pattern, count(rowShapes), count(shapes))
    : foundPattern(graph, wanted)
  const planOf = (groups: Colouring): SparsePlan => {
    const drawn = entries(tape, pattern, groups)
    return { pattern, colouring: groups, graph: drawn, cost: cost(drawn, { trips: 1 }) }
  }
  if (given.colouring) return planOf(given.colouring)
  const kinds = kind === 'auto' ? CHOICE[derivative] : [kind]
  const colourings = kinds.map((each) => colouring(pattern, each, { shapes, rowShapes }))
  // Both ways at once with one way only is what has been tried already.
  const plans = colourings
    .filter((c, k) => k === 0 || c.kind !== 'both' || c.columnPasses * c.rowPasses > 0)
    .map(planOf)
  return plans.reduce((best, other) => (operations(other) < operations(best) ? other : best))
}

export type Planner = (graph: Graph, wanted: Wanted) => SparsePlan
const byGraph: Planner = remembering((graph: Graph, wanted: Wanted) => planFor(graph, wanted, {}))

/** Plans, remembered by graph; patterns and colourings that are given are not compared, but have plans of their own. */
export const plannerFor = ({ pattern, colouring: groups }: SparseOptions): Planner => {
  const own = typeof groups === 'object' ? groups : undefined
  return pattern || own
    ? remembering((graph: Graph, wanted: Wanted) => planFor(graph, wanted, { pattern, colouring: own }))
    : byGraph
}
