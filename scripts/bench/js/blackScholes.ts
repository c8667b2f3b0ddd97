/** Calls by Black and Scholes and their slopes in five arguments, by hand. */
import type { ByHand } from './byHand.ts'

const C1 = 0.31938153
const C2 = -0.356563782
const C3 = 1.781477937
const C4 = -1.821255978
const C5 = 1.330274429
const SLANT = 0.2316419
const PEAK = 0.3989422804014327

const below = (x: number): number => {
  const k = 1 / (1 + SLANT * x)
  return 1 - PEAK * Math.exp(-0.5 * x * x) * (k * (C1 + k * (C2 + k * (C3 + k * (C4 + k * C5)))))
}
const slopeOf = (x: number): number => {
  const k = 1 / (1 + SLANT * x)
  const p4 = C4 + k * C5
  const p3 = C3 + k * p4
  const p2 = C2 + k * p3
  const p1 = C1 + k * p2
  const slope = p1 + k * (p2 + k * (p3 + k * (p4 + k * C5)))
  return PEAK * Math.exp(-0.5 * x * x) * (x * k * p1 + slope * SLANT * k * k)
}

export const blackScholes: ByHand = ([share, strike, rate, volatility, years], { n }) => {
  const slope = new Float64Array(5 * n!)
  return {
    value: () => {
      let sum = 0
      for (let i = 0; i < n!; i++) {
        const s = share![i]!
        const k = strike![i]!
        const r = rate![i]!
        const v = volatility![i]!
        const t = years![i]!
        const deviation = v * Math.sqrt(t)
        const d1 = (Math.log(s / k) + (r + 0.5 * v * v) * t) / deviation
        sum += s * below(d1) - k * Math.exp(-r * t) * below(d1 - deviation)
      }
      return sum
    },
    derivative: () => {
      let sum = 0
      for (let i = 0; i < n!; i++) {
        const s = share![i]!
        const k = strike![i]!
        const r = rate![i]!
        const v = volatility![i]!
        const t = years![i]!
        const root = Math.sqrt(t)
        const deviation = v * root
        const drift = r + 0.5 * v * v
        const d1 = (Math.log(s / k) + drift * t) / deviation
        const d2 = d1 - deviation
        const n1 = below(d1)
        const n2 = below(d2)
        const discount = Math.exp(-r * t)
        const paid = k * discount
        const b2 = -paid * slopeOf(d2)
        const both = (s * slopeOf(d1) + b2) / deviation
        const toDeviation = -b2 - both * d1
        slope[i] = n1 + both / s
        slope[n! + i] = -discount * n2 - both / k
        slope[2 * n! + i] = both * t + t * paid * n2
        slope[3 * n! + i] = both * t * v + toDeviation * root
        slope[4 * n! + i] = both * drift + r * paid * n2 + (toDeviation * v * 0.5) / root
        sum += s * n1 - paid * n2
      }
      return sum
    },
    entries: () => slope,
  }
}
