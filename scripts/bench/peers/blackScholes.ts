/** Calls by Black and Scholes, for peers. */
import type { PeerWork } from './ops.ts'

const [FIRST, ...REST] = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153]

export const blackScholes: PeerWork = (ops, data) => {
  const { constant, add, sub, mul, div, scale, exp, log, sqrt, sum } = ops
  const number = (x: number) => constant([x], [])
  const below = (x: Parameters<typeof exp>[0]) => {
    const k = div(number(1), add(number(1), scale(0.2316419, x)))
    const polynomial = mul(
      k,
      REST.reduce((total, c) => add(mul(total, k), number(c)), number(FIRST!)),
    )
    return sub(number(1), mul(scale(0.3989422804014327, exp(scale(-0.5, mul(x, x)))), polynomial))
  }
  return {
    parameters: data,
    f: (share, strike, rate, volatility, years) => {
      const deviation = mul(volatility!, sqrt(years!))
      const drift = mul(add(rate!, scale(0.5, mul(volatility!, volatility!))), years!)
      const d1 = div(add(log(div(share!, strike!)), drift), deviation)
      const discounted = mul(strike!, exp(scale(-1, mul(rate!, years!))))
      return sum(sub(mul(share!, below(d1)), mul(discounted, below(sub(d1, deviation)))))
    },
  }
}
