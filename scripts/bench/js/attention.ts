/** Attention of several heads: the mean squared result, and its gradient, by hand. */
import type { ByHand } from './byHand.ts'
import { leftTurned, plain, product, rightTurned } from './matrices.ts'

export const attention: ByHand = ([x, query, keys, values, out], { positions, width, heads, key }) => {
  const [s, k, all] = [positions!, key!, heads! * key!]
  const scale = 1 / Math.sqrt(k)
  const weights = [query!, keys!, values!] as const
  const projected = weights.map(() => new Float64Array(s * all))
  const bProjected = weights.map(() => new Float64Array(s * all))
  const [q, c, v] = projected as [Float64Array, Float64Array, Float64Array]
  const [bq, bc, bv] = bProjected as [Float64Array, Float64Array, Float64Array]
  const [looked, bLooked] = [new Float64Array(s * all), new Float64Array(s * all)]
  const [looks, bLooks] = [new Float64Array(heads! * s * s), new Float64Array(s * s)]
  const [y, bY] = [new Float64Array(s * width!), new Float64Array(s * width!)]
  const slopes = new Float64Array(s * width! + 4 * width! * all)

  const softmax = (at: number): void => {
    let [most, sum] = [Number.NEGATIVE_INFINITY, 0]
    for (let j = at; j < at + s; j++) most = Math.max(most, looks[j]!)
    for (let j = at; j < at + s; j++) sum += looks[j] = Math.exp((looks[j]! - most) * scale)
    for (let j = at; j < at + s; j++) looks[j]! /= sum
  }
  const value = (): number => {
    weights.forEach((w, which) => {
      plain(s, all, width!, x!, w, projected[which]!)
    })
    for (let h = 0; h < heads!; h++) {
      const [at, own] = [h * k, h * s * s]
      product([s, s, k], [q, at, all, 1], [c, at, 1, all], [looks, own, s])
      for (let i = 0; i < s; i++) softmax(own + i * s)
      product([s, k, s], [looks, own, s, 1], [v, at, all, 1], [looked, at, all])
    }
    plain(s, width!, all, looked, out!, y)
    let sum = 0
    for (let i = 0; i < y.length; i++) sum += y[i]! * y[i]!
    return sum / y.length
  }
  const throughSoftmax = (own: number): void => {
    for (let i = 0; i < s * s; i += s) {
      let mean = 0
      for (let j = i; j < i + s; j++) mean += looks[own + j]! * bLooks[j]!
      for (let j = i; j < i + s; j++) bLooks[j] = looks[own + j]! * (bLooks[j]! - mean) * scale
    }
  }
  return {
    value,
    derivative: () => {
      const mean = value()
      for (let i = 0; i < y.length; i++) bY[i] = (2 / y.length) * y[i]!
      const toWeights = s * width!
      leftTurned(all, width!, s, looked, bY, slopes, toWeights + 3 * width! * all)
      rightTurned(s, all, width!, bY, out!, bLooked)
      for (let h = 0; h < heads!; h++) {
        const [at, own] = [h * k, h * s * s]
        product([s, k, s], [looks, own, 1, s], [bLooked, at, all, 1], [bv, at, all])
        product([s, s, k], [bLooked, at, all, 1], [v, at, 1, all], [bLooks, 0, s])
        throughSoftmax(own)
        product([s, k, s], [bLooks, 0, s, 1], [c, at, all, 1], [bq, at, all])
        product([s, k, s], [bLooks, 0, 1, s], [q, at, all, 1], [bc, at, all])
      }
      weights.forEach((w, which) => {
        const b = bProjected[which]!
        leftTurned(width!, all, s, x!, b, slopes, toWeights + which * width! * all)
        product([s, width!, all], [b, 0, all, 1], [w, 0, 1, all], [slopes, 0, width!], which > 0)
      })
      return mean
    },
    entries: () => slopes,
  }
}
