/** The default problem of `compare` against plain numbers, a published table, and differences. */
import { determinant, inverse, Matrix } from 'ml-matrix'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, graph, type Nested, reverse, type Tensor, tensor, toNested } from '../../modes/index.ts'
import { iris } from '../../scripts/compare/builtin.ts'
import { measurements } from '../../scripts/problems/iris.ts'
import { mixture, type Wishart, wishartConstant } from '../../scripts/problems/mixture.ts'

const [k, d] = [3, 4]
const point = iris().inputs.map(({ value }) => value)
const near = (a: number, b: number, relative: number): void => {
  assert.ok(Math.abs(a - b) <= relative * Math.max(1, Math.abs(b)), `${a} is not ${b}`)
}

const logSumExp = (xs: readonly number[]): number => {
  const top = Math.max(...xs)
  return top + Math.log(xs.reduce((sum, x) => sum + Math.exp(x - top), 0))
}

/** Lanczos' approximation, g = 7, 9 terms (Numerical Recipes, 3rd ed., section 6.1): about 15 digits. */
const logGamma = (x: number): number => {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  const t = x + 6.5
  const series = c.slice(1).reduce((sum, ci, i) => sum + ci / (x + i), c[0]!)
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(series)
}

/** The objective in plain numbers as the paper has it, entry by entry, from flat parameters. */
const plain = (parameters: Float64Array, { gamma, m }: Wishart): number => {
  const alpha = (c: number): number => parameters[c]!
  const mean = (c: number, i: number): number => parameters[k + c * d + i]!
  const icf = (c: number, i: number): number => parameters[k + k * d + (c * d * (d + 1)) / 2 + i]!
  const q = (c: number, i: number, j: number): number => {
    if (i === j) return Math.exp(icf(c, i))
    let place = d
    for (let column = 0; column < j; column++) place += d - 1 - column
    return i > j ? icf(c, place + i - j - 1) : 0
  }
  const axes = [0, 1, 2, 3]
  const components = [0, 1, 2]
  const logDeterminant = components.map((c) => axes.reduce((sum, i) => sum + icf(c, i), 0))
  let total = (-measurements.length * d * Math.log(2 * Math.PI)) / 2
  for (const x of measurements) {
    const terms = components.map((c) => {
      let square = 0
      for (const i of axes) square += axes.reduce((sum, j) => sum + q(c, i, j) * (x[j]! - mean(c, j)), 0) ** 2
      return alpha(c) + logDeterminant[c]! - square / 2
    })
    total += logSumExp(terms) - logSumExp(components.map(alpha))
  }
  const n = d + m + 1
  let norm = n * d * (Math.log(gamma) - Math.log(2) / 2) - ((d * (d - 1)) / 4) * Math.log(Math.PI)
  for (let j = 1; j <= d; j++) norm -= logGamma(n / 2 + (1 - j) / 2)
  for (const c of components) {
    let squares = 0
    for (const i of axes) for (const j of axes) squares += q(c, i, j) ** 2
    total += (gamma ** 2 / 2) * squares - m * logDeterminant[c]! - norm
  }
  return total
}

const flat = (xs: readonly Tensor[]): Float64Array => Float64Array.from(xs.flatMap(({ data }) => [...data]))
const number = (x: unknown): number => (x as Tensor).data[0]!

/** A point where no term vanishes, and a prior that has both. */
const elsewhere = point.map(({ shape, data }, t) =>
  tensor(
    data.map((x, i) => x + 0.1 * Math.sin(1 + i + 7 * t)),
    shape,
  ),
)
const other: Wishart = { gamma: 1.7, m: 3 }
const otherGraph = graph(
  point.map(({ shape }) => shape),
  (alphas, means, icf) => mixture(measurements, other)(alphas!, means!, icf!),
)

test('the data are those of Fisher (1936), The use of multiple measurements, table II: the means of the species', () => {
  const expected = [
    [5.006, 3.428, 1.462, 0.246],
    [5.936, 2.77, 4.26, 1.326],
    [6.588, 2.974, 5.552, 2.026],
  ]
  const means = toNested(point[1]!) as readonly (readonly number[])[]
  expected.forEach((row, c) => {
    row.forEach((x, i) => {
      near(means[c]![i]!, x, 1e-14)
    })
  })
})

test('the value is the sum of log-densities by covariances, with the prior in closed form', () => {
  const rows = (c: number) => new Matrix(measurements.slice(50 * c, 50 * c + 50).map((x) => [...x]))
  const classes = [0, 1, 2].map((c) => {
    const mean = rows(c).mean('column')
    const centred = rows(c).subRowVector(mean)
    const covariance = centred.transpose().mmul(centred).div(49)
    return { mean, precision: inverse(covariance), logDeterminant: Math.log(determinant(covariance)) }
  })
  const logLikelihood = measurements.reduce((total, x) => {
    const densities = classes.map(({ mean, precision, logDeterminant }) => {
      const away = Matrix.rowVector(x.map((xi, i) => xi - mean[i]!))
      const distance = away.mmul(precision).mmul(away.transpose()).get(0, 0)
      return Math.log(1 / 3) - (d * Math.log(2 * Math.PI) + logDeterminant + distance) / 2
    })
    return total + logSumExp(densities)
  }, 0)
  // |Q|^2 = trace(Q^T Q); with n = 5: Gamma(5/2) = 3/4 sqrt(pi), Gamma(2) = 1, Gamma(3/2) = sqrt(pi)/2, Gamma(1) = 1.
  const traces = classes.reduce((total, { precision }) => total + precision.trace(), 0)
  const logGammas = 3 * Math.log(Math.PI) + Math.log((3 / 4) * Math.sqrt(Math.PI)) + Math.log(Math.sqrt(Math.PI) / 2)
  const norm = -10 * Math.log(2) - logGammas
  near(number(evaluateOrThrow(iris().graph, point)[0]), logLikelihood + traces / 2 - 3 * norm, 1e-12)
})

test('the value agrees with plain numbers, here and elsewhere, whatever the prior', () => {
  near(number(evaluateOrThrow(iris().graph, point)[0]), plain(flat(point), { gamma: 1, m: 0 }), 1e-12)
  near(number(evaluateOrThrow(otherGraph, elsewhere)[0]), plain(flat(elsewhere), other), 1e-12)
})

test('the constant of the prior is that of ADBench for other dimensions', () => {
  // p = 2, m = 1: n = 4, log Gamma_2(2) = log(pi)/2 + log Gamma(2) + log Gamma(3/2).
  near(
    wishartConstant(2, { gamma: 3, m: 1 }),
    8 * Math.log(3 / Math.SQRT2) - Math.log(Math.PI) / 2 - Math.log(Math.sqrt(Math.PI) / 2),
    1e-14,
  )
})

test('the gradient is the limit of differences of the plain numbers', () => {
  const slopes = flat(evaluateOrThrow(reverse(otherGraph), [...elsewhere, 1]).slice(1) as readonly Tensor[])
  const x = flat(elsewhere)
  const central = (i: number, h: number): number =>
    (plain(x.with(i, x[i]! + h), other) - plain(x.with(i, x[i]! - h), other)) / (2 * h)
  slopes.forEach((slope, i) => {
    near(slope, (4 * central(i, 5e-4) - central(i, 1e-3)) / 3, 1e-7)
  })
})

test('far from the data the shift keeps the value finite', () => {
  const far: Nested = [
    [1e3, 0, 0, 0],
    [0, 1e3, 0, 0],
    [0, 0, 1e3, 0],
  ]
  assert.ok(Number.isFinite(number(evaluateOrThrow(iris().graph, [[800, -800, 0], far, point[2]!])[0])))
})

test.run()
