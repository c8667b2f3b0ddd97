/** Sparsity: which entries of the Jacobian and of the Hessian of a graph may differ from zero, everywhere or at a point. */
import type { Conventions } from '../conventions.ts'
import { fail } from '../error.ts'
import { checkGraph } from '../given.ts'
import { type Graph, inputTypes, nodeAt, type Ref } from '../graph.ts'
import { ones } from '../ops/tuple.ts'
import { Pattern } from '../sparse/pattern.ts'
import { linearize, Tape } from '../tape.ts'
import type { Arrayish, Value } from '../value.ts'
import { conformInputs } from './evaluate.ts'
import { factsFor } from './sparsityBodies.ts'
import { unknown } from './sparsityFacts.ts'
import { flowRows } from './sparsityFlow.ts'
import { countOf, type Rows, unions, unitRows } from './sparsityRows.ts'

export interface SparsityOptions {
  /** The nodes to differentiate with respect to: inputs or any inner ones. All inputs by default. */
  readonly wrt?: readonly Ref[]
  /** The nodes to differentiate. All outputs by default. */
  readonly of?: readonly Ref[]
  readonly conventions?: Conventions
  /** Values of all inputs: the pattern at that point. Without them, everywhere. */
  readonly at?: readonly (Arrayish | Value)[]
}

const checkNodes = (op: string, graph: Graph, argument: string, refs: readonly Ref[]): void => {
  for (const ref of refs)
    if (!Number.isInteger(ref) || ref < 0 || ref >= graph.nodes.size)
      fail({
        tag: 'WireError',
        op,
        argument,
        found: `node ${ref}`,
        expected: `one from 0 to ${graph.nodes.size - 1}`,
        cure: 'name nodes of the graph, as its inputs and outputs do',
      })
}

/** A row for each entry of each of some nodes, a column of its own in each. */
const seedsAt = (graph: Graph, argument: string, refs: readonly Ref[]): readonly Rows[] => {
  checkNodes('jacobianSparsity', graph, argument, refs)
  let first = 0
  return refs.map((ref) => {
    const rows = unitRows(countOf(nodeAt(graph, ref).type), first)
    first += rows.length
    return rows
  })
}

/**
 * The pattern of the Jacobian of a graph: a row for each entry of the outputs `of`, one after the other and each row-major,
 * a column for each entry of `wrt`. It has every entry that is not zero at some point, or at the point `at`, in whose
 * neighbourhood it need not hold; NaN and infinity are not zero. It has no other where no terms cancel, no value
 * underflows, systems have dense inverses, and the ops are the library's: a user's step is taken for dense. Zeros of
 * constants count, as do indices and conditions that are known; a factor 0 makes a product 0, against infinity too. Rows
 * of columns flow through the tape from the side with fewer entries, and entries that depend on the same share one.
 *
 * @throws AdError `ArityError` or `ValueError` where the values `at` do not fit the inputs, `WireError` for nodes that the
 * graph does not have
 * @example
 * const f = graph([[3]], (x) => mul(x, concat([slice(x, [[1]]), [1]])))
 * Pattern.toDense(jacobianSparsity(f)) // => [[true, true, false], [false, true, true], [false, false, true]]
 * Pattern.nnz(jacobianSparsity(f, { at: [[0, 2, 3]] })) // => 4
 */
export const jacobianSparsity = (graph: Graph, options: SparsityOptions = {}): Pattern => {
  checkGraph('jacobianSparsity', graph)
  const { wrt = graph.inputs, of = graph.outputs, conventions, at } = options
  const [columns, rows] = [seedsAt(graph, 'wrt', wrt), seedsAt(graph, 'of', of)]
  const tape = linearize(graph, { wrt, of, ...(conventions ? { conventions } : {}) })
  const inputs = at ? conformInputs(graph, at) : inputTypes(graph).map(unknown)
  const [n, m] = [columns, rows].map((lists) => lists.reduce((sum, list) => sum + list.length, 0)) as [number, number]
  const turned = m < n
  const reading = { facts: factsFor(tape, inputs), union: unions(turned ? m : n) }
  const found = flowRows(turned ? Tape.transpose(tape) : tape, reading, turned ? rows : columns).flat()
  return turned ? Pattern.transpose(Pattern.ofRows(found, m)) : Pattern.ofRows(found, n)
}

/**
 * The pattern of the Hessian of the sum of all entries of the outputs `of`, symmetric: a row and a column for each entry of
 * `wrt`. It is the pattern of the Jacobian of the gradient, as `jacobianSparsity` has it, and of its transpose.
 *
 * @throws AdError `LawError` for a loop without a bound, which has no reverse mode, and as `jacobianSparsity`
 * @example
 * const f = graph([[], [], []], (x, y, z) => add(mul(x, y), sin(z)))
 * Pattern.toDense(hessianSparsity(f)) // => [[false, true, false], [true, false, false], [false, false, true]]
 */
export const hessianSparsity = (graph: Graph, options: SparsityOptions = {}): Pattern => {
  checkGraph('hessianSparsity', graph)
  const { wrt = graph.inputs, of = graph.outputs, conventions } = options
  checkNodes('hessianSparsity', graph, 'wrt', wrt)
  checkNodes('hessianSparsity', graph, 'of', of)
  const tape = Tape.transpose(linearize(graph, { wrt, of, ...(conventions ? { conventions } : {}) }))
  const gradient = Tape.read(tape, () =>
    Tape.fullFlow(
      tape,
      of.map((ref) => ones(nodeAt(graph, ref).type)),
    ),
  )
  const once = jacobianSparsity(gradient, { ...options, wrt, of: gradient.outputs })
  return Pattern.union(once, Pattern.transpose(once))
}
