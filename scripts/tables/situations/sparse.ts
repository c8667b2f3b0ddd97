/** What can go wrong with patterns, colourings and sparse derivatives. */
import {
  colouring,
  type Graph,
  grad,
  graph,
  hessianSparsity,
  jacobian,
  jacobianSparsity,
  mul,
  Pattern,
  prepareSparse,
  readingOf,
  SparseMatrix,
  sparseHessian,
  sparseJacobian,
  sum,
  tuple,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'
import { type Areas, untyped } from './situation.ts'

const square = (): Graph => graph([[2]], (x) => mul(x, x))
const diagonal = Pattern.ofDense([
  [1, 0],
  [0, 1],
])
const full = Pattern.ofDense([
  [1, 1],
  [1, 1],
])
const triangle = Pattern.ofDense([
  [1, 1],
  [0, 1],
])
const squares = (x: Wire): Wire => mul(x, x)
/** Its Hessian is full. */
const total = (x: Wire): Wire => mul(sum(x), sum(x))
const pair = (x: Wire): Wire => tuple([x, x])

export const sparsity: Areas = {
  Patterns: [
    ['a pattern at a point of another shape', () => jacobianSparsity(square(), { at: [[1, 2, 3]] })],
    ['a pattern at no point', () => jacobianSparsity(square(), { at: [] })],
    ['the pattern by a node that is not there', () => jacobianSparsity(square(), { wrt: [9] })],
    ['the pattern of a node that is not there', () => jacobianSparsity(square(), { of: [-1] })],
    ['the second derivatives by a node that is not there', () => hessianSparsity(square(), { wrt: [9] })],
    ['the second derivatives of a node that is not there', () => hessianSparsity(square(), { of: [9] })],
    [
      'the second derivatives of a loop without a bound',
      () =>
        hessianSparsity(
          graph([[]], (x) =>
            whileLoop(
              (c) => c,
              (c) => c,
              x,
            ),
          ),
        ),
    ],
    ['an entry outside of the matrix', () => Pattern.ofEntries([2, 2], [[0, 2]])],
    ['a matrix of ragged rows', () => Pattern.ofDense([[1, 0], [1]])],
    ['a union of patterns of different shapes', () => Pattern.union(full, Pattern.ofDense([[1, 1]]))],
    ['a number too few for a sparse matrix', () => SparseMatrix.of(full, Float64Array.of(1, 2, 3))],
  ],
  'Colourings and sparse derivatives': [
    ['a star colouring of a pattern that is not symmetric', () => colouring(triangle, 'star')],
    ['a star colouring of a pattern that is not square', () => colouring(Pattern.ofDense([[1, 1]]), 'star')],
    ['shapes of more entries than the pattern has columns', () => colouring(full, 'columns', { shapes: [[3]] })],
    ['a kind of colouring that is not known', () => colouring(full, untyped('diagonal'))],
    [
      'a colouring of another shape than the pattern',
      () => readingOf(full, colouring(Pattern.ofDense([[1, 1]]), 'columns')),
    ],
    ['a colouring that leaves entries untold', () => readingOf(full, colouring(diagonal, 'columns'))],
    ['an acyclic colouring that leaves entries untold', () => readingOf(full, colouring(diagonal, 'acyclic'))],
    ['a star colouring for a Jacobian', () => sparseJacobian(squares, { colouring: 'star' })([1, 2])],
    ['a pattern of another shape for a Jacobian', () => sparseJacobian(squares, { pattern: full })([1, 2, 3])],
    [
      'a colouring of another shape for a Jacobian',
      () => sparseJacobian(squares, { colouring: colouring(full, 'columns') })([1, 2, 3]),
    ],
    [
      'a colouring for a Jacobian that leaves entries untold',
      () => sparseJacobian((x) => mul(x, sum(x)), { colouring: colouring(diagonal, 'columns') })([1, 2]),
    ],
    ['a pattern for a Hessian that is not symmetric', () => sparseHessian(total, { pattern: triangle })([1, 2])],
    ['the sparse Hessian of more than one number', () => sparseHessian(squares)([1, 2])],
    ['a sparse Jacobian by an argument that is not there', () => sparseJacobian(squares, { argnums: 2 })([1, 2])],
    ['a sparse Jacobian of a tuple', () => sparseJacobian(pair)([1, 2])],
    ['a sparse matrix inside a drawing', () => grad((x) => untyped(sparseJacobian(squares)(untyped(x))))([1, 2])],
    ['a prepared sparse Jacobian at a point of another shape', () => prepareSparse(squares, [[2]]).at([1, 2, 3])],
    ['the Jacobian of a tuple', () => jacobian(pair)([1, 2])],
  ],
}
