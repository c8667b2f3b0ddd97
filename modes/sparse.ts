/** Sparse Jacobians and Hessians: a graph of their entries, swept in lanes that are the groups of a colouring. */
import { checkFunction, checkList } from '../lib/given.ts'
import {
  type Application,
  type Arg,
  type Arguments,
  type Arrayish,
  type Differentiable,
  drawAt,
  runAt,
  type Shape,
  SparseMatrix,
  type Structured,
  structured,
  type Tensor,
  type Tree,
  type Treelike,
  type Type,
  Wire,
} from '../lib/index.ts'
import { checkCall, OPTIONS } from './checks.ts'
import { argumentsOf, conventionsOf, leafNumbers } from './options.ts'
import {
  checkKind,
  type Derivative,
  opOf,
  type Planner,
  plannerFor,
  refuse,
  type SparseOptions,
  type SparsePlan,
} from './sparsePlan.ts'

/** A plan, with the points still to come. */
export interface PreparedSparse<A extends readonly unknown[] = Wire[]> extends SparsePlan {
  readonly at: (...points: Arguments<A, Arrayish>) => SparseMatrix
}

const SPARSE_OPTIONS = { ...OPTIONS, argnums: undefined, pattern: undefined, colouring: undefined }

/** A function drawn, what is wanted of it, and how to come by that. */
const planned = (
  derivative: Derivative,
  { graph, takes }: Structured,
  { argnums = 0, colouring: groups = 'auto', ...options }: SparseOptions,
  plan: Planner,
): SparsePlan => {
  const kind = typeof groups === 'string' ? groups : groups.kind
  if (kind !== 'auto') checkKind(derivative, kind)
  const wrt = leafNumbers(takes, argumentsOf(opOf(derivative), argnums, takes.length))
  const wanted = { derivative, wrt, kind, ...conventionsOf(options) }
  return plan(graph, wanted)
}

const valuesAt = (op: string, { leaves, captured }: Application): readonly Tensor[] => {
  const all = [...leaves, ...captured]
  if (all.some((x) => x instanceof Wire))
    refuse({
      tag: 'WireError',
      op,
      found: 'a wire',
      expected: 'values: a sparse matrix is read off numbers',
      cure: 'draw with jacobian or hessian, or evaluate first',
    })
  return all as readonly Tensor[]
}

const matrixOf = ({ pattern, graph }: SparsePlan, values: readonly Tensor[]): SparseMatrix =>
  SparseMatrix.of(pattern, (runAt(graph, values)[0] as Tensor).data as Float64Array)

const sparse =
  (derivative: Derivative) =>
  <A extends readonly unknown[], R>(f: Differentiable<A, R>, options: SparseOptions) => {
    const planner = plannerFor(options)
    return (...points: Arguments<A, Arrayish>): SparseMatrix => {
      checkCall(opOf(derivative), f, points, options, SPARSE_OPTIONS)
      const at = drawAt(f, points, opOf(derivative))
      const values = valuesAt(opOf(derivative), at)
      return matrixOf(planned(derivative, at, options, planner), values)
    }
  }

/**
 * The Jacobian of a function as a sparse matrix, a row for each entry of the results and a column for each of the
 * arguments `argnums`, one tensor after another, each row-major. The pattern and its colouring are found once for a
 * graph; then a Jacobian takes as many lanes of one sweep as there are groups of columns, of rows, or both.
 *
 * @throws AdError `ShapeError` for a pattern or a colouring of another shape, `ValueError` for a colouring that leaves
 * entries of the pattern untold, `WireError` at wires
 * @example
 * SparseMatrix.toDense(sparseJacobian((x) => mul(x, x))([1, 2])) // => [[2, 0], [0, 4]]
 * [...sparseJacobian((x) => mul(x, x))([1, 2, 3]).values] // => [2, 4, 6]
 */
export const sparseJacobian = <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
  f: Differentiable<A, R>,
  options: SparseOptions = {},
): ((...points: Arguments<A, Arrayish>) => SparseMatrix) => sparse('jacobian')(f, options)

/**
 * The Hessian of a function whose result is one number, as a sparse matrix, a row and a column for each entry of the
 * arguments `argnums`. A star colouring tells every entry at once; an acyclic one takes fewer lanes and substitutes, which
 * adds up roundings along its trees.
 *
 * @throws AdError as `sparseJacobian`, `ShapeError` where the result is not one number or a pattern is not symmetric
 * @example
 * const h = sparseHessian((x) => sum(mul(x, x, x)))([1, 2])
 * [...h.values] // => [6, 12]
 * [...h.columns] // => [0, 1]
 */
export const sparseHessian = <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
  f: Differentiable<A, R>,
  options: SparseOptions = {},
): ((...points: Arguments<A, Arrayish>) => SparseMatrix) => sparse('hessian')(f, options)

/**
 * The pattern, the colouring and the cost of the sparse derivative of a function drawn for trees of shapes, and that
 * derivative at points of these shapes: `at`. Its `graph` gives the entries, row by row: compiled, it leaves them in place.
 *
 * @throws AdError as `sparseJacobian` and `sparseHessian`
 * @example
 * const squares = prepareSparse((x) => mul(x, x), [[3]])
 * squares.colouring.passes // => 1
 * [...squares.at([1, 2, 3]).values] // => [2, 4, 6]
 * compile(squares.graph)([[1, 2, 3]]) // => [[2, 4, 6]]
 */
export const prepareSparse = <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
  f: (...xs: A) => R & Treelike<R>,
  inputs: Arguments<NoInfer<A>, Shape | Type>,
  { derivative = 'jacobian', ...options }: SparseOptions & { readonly derivative?: Derivative } = {},
): PreparedSparse<A> => {
  checkFunction('prepareSparse', 0, f, 'write prepareSparse((x) => ..., [[2]])')
  checkList(
    'prepareSparse',
    'inputs',
    inputs,
    'shapes, one for each argument',
    'write prepareSparse((x) => ..., [[2]])',
  )
  const drawn = structured(f, inputs, 'prepareSparse')
  const plan = planned(derivative, drawn, options, plannerFor(options))
  return {
    ...plan,
    at: (...points) => matrixOf(plan, valuesAt(opOf(derivative), drawAt(drawn, points, opOf(derivative)))),
  }
}
