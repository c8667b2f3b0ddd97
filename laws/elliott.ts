/**
 * The derivative as a functor to linear maps (Elliott, The simple essence of automatic differentiation, 2018), for every
 * representation of linear maps.
 */
import type { Graph } from '../modes/index.ts'
import { type Blocks, matrixOfBlocks } from './categories/biproducts.ts'
import { derivativeFunctor, type Pointed, pointed } from './categories/derivative.ts'
import { type Matrix, type Representation, unitsLike } from './categories/representations.ts'
import { preservesComposition, preservesTensor, type Same } from './category.ts'
import { agree, entriesOf, pushforward, pushforwardBound, run, type Values } from './scale.ts'
import type { Verdict } from './verdict.ts'

const valuesOfMatrix = (matrix: Matrix): Values => {
  const entries = matrix.flat()
  return [{ shape: [entries.length], data: Float64Array.from(entries) }]
}
const transposed = (columns: Matrix): Matrix => (columns[0] ?? []).map((_, i) => columns.map((column) => column[i]))

/** The matrix of a linear function, by its values at the units of its argument, which is like x. */
const matrixOf = (l: (unit: Values) => Values, x: Values): Matrix =>
  transposed(unitsLike(x).map((unit) => entriesOf(l(unit))))

/** The scale of each entry of the Jacobian of f at x. */
const jacobianScale = (f: Graph, x: Values): Matrix => {
  const bound = pushforwardBound(f)
  return matrixOf((unit) => run(bound, x, unit), x)
}

/** Equality of linear maps by their matrices, on a scale for each entry. */
const sameOnScale =
  <M>(K: Representation<M>, scale: Matrix, ...graphs: readonly Graph[]): Same<Blocks<M>> =>
  (found, expected) =>
    agree(
      valuesOfMatrix(matrixOfBlocks(K, found)),
      valuesOfMatrix(matrixOfBlocks(K, expected)),
      valuesOfMatrix(scale),
      graphs,
    )

/** Equality of linear maps of graphs at a point, on the scale of their derivative there. */
export const sameDerivative = <M>(K: Representation<M>, { graph, at }: Pointed): Same<Blocks<M>> =>
  sameOnScale(K, jacobianScale(graph, at), graph)

/**
 * D(g . f) x = D g (f x) . D f x
 *
 * @example
 * const [f, g] = [graph([[]], (x) => sin(x)), graph([[]], (y) => exp(y))]
 * derivativeComposes(Representation.matrices, f, g, [tensor(2)]).holds // => true
 */
export const derivativeComposes = <M>(
  K: Representation<M>,
  f: Graph,
  g: Graph,
  x: Values,
  D = derivativeFunctor(K),
): Verdict => {
  const [first, second] = [
    { graph: f, at: x },
    { graph: g, at: run(f, x) },
  ]
  return preservesComposition(D, sameDerivative(K, pointed.compose(first, second)), first, second)
}

/** D(f x g)(x, y) = D f x ⊗ D g y */
export const derivativeOfParallel = <M>(
  K: Representation<M>,
  f: Graph,
  g: Graph,
  x: Values,
  y: Values,
  D = derivativeFunctor(K),
): Verdict => {
  const [first, second] = [
    { graph: f, at: x },
    { graph: g, at: y },
  ]
  return preservesTensor(D, sameDerivative(K, pointed.tensor(first, second)), first, second)
}

/** D l x = l for a linear l */
export const derivativeOfLinear = <M>(K: Representation<M>, l: Graph, x: Values, D = derivativeFunctor(K)): Verdict =>
  agree(
    valuesOfMatrix(matrixOfBlocks(K, D.arrow({ graph: l, at: x }))),
    valuesOfMatrix(matrixOf((unit) => run(l, unit), x)),
    valuesOfMatrix(jacobianScale(l, x)),
    [l],
  )

/** D f x is one map in every representation: its matrix is forward mode's. */
export const representationsAgree = <M>(
  K: Representation<M>,
  f: Graph,
  x: Values,
  D = derivativeFunctor(K),
): Verdict => {
  const df = pushforward(f)
  return agree(
    valuesOfMatrix(matrixOfBlocks(K, D.arrow({ graph: f, at: x }))),
    valuesOfMatrix(matrixOf((unit) => run(df, x, unit), x)),
    valuesOfMatrix(jacobianScale(f, x)),
    [f],
  )
}
