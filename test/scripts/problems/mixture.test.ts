// Gaussian mixtures of any size against loops over points, components and entries.
import { test } from 'uvu'
import { type MixtureInstance, mixtureInstance } from '../../../scripts/problems/adbench/gmm.ts'
import { mixtureOf } from '../../../scripts/problems/mixture.ts'
import { check, type Plain } from './agreement.ts'

/** Whole factorials and those of halves, from Gamma(1/2) and Gamma(1): the logarithm of Gamma(n / 2). */
const logGammaOfHalf = (n: number): number => {
  let log = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2
  for (let x = n % 2 === 0 ? 1 : 0.5; x < n / 2; x++) log += Math.log(x)
  return log
}

const plainOf =
  ({ points, wishart: { gamma, m } }: MixtureInstance, k: number): Plain =>
  (alphas, means, icf) => {
    const d = points[0].length
    const size = (d * (d + 1)) / 2
    const factor = (c: number, i: number, j: number): number => {
      if (i < j) return 0
      if (i === j) return Math.exp(icf[c * size + i])
      let place = d
      for (let column = 0; column < j; column++) place += d - 1 - column
      return icf[c * size + place + i - j - 1]
    }
    let total = (-points.length * d * Math.log(2 * Math.PI)) / 2
    const sumOfExp = (xs: readonly number[]): number => Math.log(xs.reduce((sum, x) => sum + Math.exp(x), 0))
    const components = Array.from({ length: k }, (_, c) => c)
    const logs = components.map((c) => icf.slice(c * size, c * size + d).reduce((a, b) => a + b))
    for (const x of points) {
      const terms = components.map((c) => {
        let squares = 0
        for (let i = 0; i < d; i++) {
          let entry = 0
          for (let j = 0; j <= i; j++) entry += factor(c, i, j) * (x[j] - means[c * d + j])
          squares += entry * entry
        }
        return alphas[c] + logs[c] - squares / 2
      })
      total += sumOfExp(terms) - sumOfExp([...alphas])
    }
    const n = d + m + 1
    let norm = n * d * (Math.log(gamma) - Math.log(2) / 2) - ((d * (d - 1)) / 4) * Math.log(Math.PI)
    for (let j = 1; j <= d; j++) norm -= logGammaOfHalf(n + 1 - j)
    for (const c of components) {
      let squares = 0
      for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) squares += factor(c, i, j) ** 2
      total += (gamma ** 2 / 2) * squares - m * logs[c] - norm
    }
    return [total]
  }

for (const [d, k, n] of [
  [1, 1, 3],
  [2, 3, 4],
  [4, 2, 5],
])
  test(`value and derivatives are those of loops: dimension ${d}, ${k} components`, () => {
    const seeded = mixtureInstance(3, { d, k, n })
    const instance = { ...seeded, wishart: { gamma: 1.3, m: 2 } }
    check(mixtureOf(instance, ''), plainOf(instance, k))
  })

test.run()
