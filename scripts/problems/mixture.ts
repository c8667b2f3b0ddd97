/**
 * ADBench's objective for a Gaussian mixture, and plain numbers to choose a point for it.
 *
 * Source: Srajer, Kukelova, Fitzgibbon, A benchmark of selected algorithmic differentiation tools on some problems in
 * computer vision and machine learning, 2018, section 4.1, and microsoft/ADBench, src/cpp/shared/gmm.h. The prior enters
 * with the sign that ADBench publishes, + gamma^2/2 |Q|^2 - m sum(q), which is that of a negative log-density.
 */
import {
  add,
  concat,
  einsum,
  exp,
  log,
  maximum,
  mul,
  pad,
  reshape,
  slice,
  sub,
  sum,
  type Wire,
} from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'
import { type MixtureInstance, type MixtureSizes, mixtureInstance } from './adbench/gmm.ts'

export interface Wishart {
  readonly gamma: number
  readonly m: number
}

/** log(e^x1 + ... + e^xk) along the last axis, which stays with extent 1; no entry overflows after the shift. */
const logSumExp = (x: Wire): Wire => {
  const last = x.shape.length - 1
  const all = x.shape.slice(0, last).map(() => null)
  const columns = Array.from({ length: x.shape[last]! }, (_, k) => slice(x, [...all, [k, k + 1]]))
  const shift = columns.reduce((a, b) => maximum(a, b))
  return add(log(sum(exp(sub(x, shift)), last, { keep: true })), shift)
}

/** The strictly lower triangles [k, d, d] whose columns stand one after the other in the rows of `entries`. */
const lowerTriangles = (entries: Wire, k: number, d: number): Wire => {
  let from = 0
  const columns = Array.from({ length: d }, (_, j) => {
    const below = slice(entries, [null, [from, from + d - 1 - j]])
    from += d - 1 - j
    const column = pad(below, [
      [0, 0],
      [j + 1, 0],
    ])
    return reshape(column, [k, d, 1])
  })
  return concat(columns, 2)
}

/** log Gamma(n / 2), from Gamma(1/2) = sqrt(pi), Gamma(1) = 1 and Gamma(x + 1) = x Gamma(x). */
const logGammaHalf = (n: number): number =>
  n === 1 ? Math.log(Math.PI) / 2 : n === 2 ? 0 : Math.log(n / 2 - 1) + logGammaHalf(n - 2)

/** The logarithm of the p-variate gamma function at n / 2. */
const logMultiGammaHalf = (n: number, p: number): number => {
  let total = (p * (p - 1) * Math.log(Math.PI)) / 4
  for (let j = 1; j <= p; j++) total += logGammaHalf(n + 1 - j)
  return total
}

/** ADBench's constant C of the Wishart prior: its density is normed by it, once a component. */
export const wishartConstant = (p: number, { gamma, m }: Wishart): number => {
  const n = p + m + 1
  return n * p * (Math.log(gamma) - Math.log(2) / 2) - logMultiGammaHalf(n, p)
}

/**
 * (alphas [k], means [k, d], icf [k, d(d+1)/2]) -> the log-likelihood of the points with the prior. A row of icf holds
 * q, the logarithms of the diagonal of the inverse Cholesky factor Q, then what is below it column by column.
 */
export const mixture =
  (points: readonly (readonly number[])[], wishart: Wishart) =>
  (alphas: Wire, means: Wire, icf: Wire): Wire => {
    const [k, d] = means.shape as [number, number]
    const n = points.length
    const q = slice(icf, [null, [0, d]])
    const diagonals = exp(q)
    const lower = slice(icf, [null, [d]])
    const factors = add(einsum('ki->kii', diagonals), lowerTriangles(lower, k, d))
    const centred = sub(
      points.map((x) => [x]),
      means,
    )
    const whitened = einsum('kij,nkj->nki', factors, centred)
    const sums = sum(q, 1)
    const terms = add(alphas, sums, mul(-0.5, einsum('nki,nki->nk', whitened, whitened)))
    const likelihood = sum(sub(logSumExp(terms), logSumExp(alphas)))
    const squares = add(sum(mul(diagonals, diagonals)), sum(mul(lower, lower)))
    const prior = sub(mul(wishart.gamma ** 2 / 2, squares), mul(wishart.m, sum(sums)))
    return add(likelihood, prior, (-n * d * Math.log(2 * Math.PI)) / 2 - k * wishartConstant(d, wishart))
  }

/** The problem of an instance. */
export const mixtureOf = ({ alphas, means, icf, points, wishart }: MixtureInstance, about: string): Problem =>
  problemOf('mixture', about, (a, b, c) => mixture(points, wishart)(a!, b!, c!), [
    ['alphas', alphas],
    ['means', means],
    ['icf', icf],
  ])

/** A seeded mixture. */
export const mixtureProblem = ({ d = 2, k = 5, n = 50 }: Partial<MixtureSizes> = {}): Problem =>
  mixtureOf(
    mixtureInstance(1, { d, k, n }),
    `log-likelihood of ${n} seeded points of dimension ${d} under ${k} Gaussians (ADBench's GMM)`,
  )
