/** ADBench's mixture of Gaussians, without its constant, and its gradient, by hand: a point at a time. */
import type { ByHand } from './byHand.ts'

export const mixture: ByHand = ([alphas, means, icf, points, prior], { d, k, n }) => {
  const width = (d! * (d! + 1)) / 2
  const [gamma, m] = prior!
  const diagonals = new Float64Array(k! * d!)
  const sums = new Float64Array(k!)
  const centred = new Float64Array(k! * d!)
  const whitened = new Float64Array(k! * d!)
  const terms = new Float64Array(k!)
  const slopes = new Float64Array(k! + k! * d! + k! * width)

  const prepared = (): number => {
    let total = 0
    for (let c = 0; c < k!; c++) {
      let [sum, squares] = [0, 0]
      for (let i = 0; i < d!; i++) {
        const q = icf![c * width + i]!
        const e = Math.exp(q)
        sum += q
        squares += e * e
        diagonals[c * d! + i] = e
      }
      for (let i = d!; i < width; i++) squares += icf![c * width + i]! ** 2
      sums[c] = sum
      total += 0.5 * gamma! ** 2 * squares - m! * sum
    }
    return total
  }

  /** Puts the exponents of a point's terms, then the terms over their sum; gives the logarithm of that. */
  const weigh = (p: number): number => {
    let most = Number.NEGATIVE_INFINITY
    for (let c = 0; c < k!; c++) {
      const at = c * d!
      for (let i = 0; i < d!; i++) {
        const away = points![p * d! + i]! - means![at + i]!
        centred[at + i] = away
        whitened[at + i] = diagonals[at + i]! * away
      }
      let lower = c * width + d!
      for (let i = 0; i < d!; i++) {
        const away = centred[at + i]!
        for (let j = i + 1; j < d!; j++) whitened[at + j]! += icf![lower++]! * away
      }
      let square = 0
      for (let i = 0; i < d!; i++) square += whitened[at + i]! * whitened[at + i]!
      const term = alphas![c]! + sums[c]! - 0.5 * square
      terms[c] = term
      if (term > most) most = term
    }
    return normed(most)
  }
  const normed = (most: number): number => {
    let sum = 0
    for (let c = 0; c < k!; c++) sum += terms[c] = Math.exp(terms[c]! - most)
    for (let c = 0; c < k!; c++) terms[c]! /= sum
    return Math.log(sum) + most
  }
  const alphaNorm = (): number => {
    terms.set(alphas!)
    return normed(alphas!.reduce((a, b) => Math.max(a, b)))
  }

  const backward = (): void => {
    const [toMeans, toIcf] = [k!, k! + k! * d!]
    for (let c = 0; c < k!; c++) {
      const w = terms[c]!
      const at = c * d!
      let lower = c * width + d!
      slopes[c]! += w
      for (let i = 0; i < d!; i++) {
        const wa = w * centred[at + i]!
        let b = diagonals[at + i]! * whitened[at + i]!
        slopes[toIcf + c * width + i]! += w - wa * b
        for (let j = i + 1; j < d!; j++, lower++) {
          b += icf![lower]! * whitened[at + j]!
          slopes[toIcf + lower]! -= wa * whitened[at + j]!
        }
        slopes[toMeans + at + i]! += w * b
      }
    }
  }

  const value = (): number => {
    let total = prepared()
    for (let p = 0; p < n!; p++) total += weigh(p)
    return total - n! * alphaNorm()
  }
  const derivative = (): number => {
    slopes.fill(0)
    let total = prepared()
    for (let p = 0; p < n!; p++) {
      total += weigh(p)
      backward()
    }
    total -= n! * alphaNorm()
    const toIcf = k! + k! * d!
    for (let c = 0; c < k!; c++) {
      slopes[c]! -= n! * terms[c]!
      for (let i = 0; i < d!; i++) slopes[toIcf + c * width + i]! += gamma! ** 2 * diagonals[c * d! + i]! ** 2 - m!
      for (let i = d!; i < width; i++) slopes[toIcf + c * width + i]! += gamma! ** 2 * icf![c * width + i]!
    }
    return total
  }
  return { value, derivative, entries: () => slopes }
}
