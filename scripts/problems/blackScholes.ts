/**
 * European options: their prices by the formula of Black, Scholes and Merton, and the derivatives that are called
 * greeks.
 *
 * Source: Black and Scholes, The pricing of options and corporate liabilities, 1973; in the notation of Hull,
 * Options, Futures, and Other Derivatives, whose example in the chapter on the formula is the point. The share pays
 * no dividend.
 */
import { add, div, exp, grad, jvp, log, mul, neg, sqrt, sub, valueAndGrad, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'
import { normalCdf } from './normal.ts'

/** A price from that of the share, the strike, the rate a year, the volatility a year, and the years to go. */
export type Option = (share: Wire, strike: Wire, rate: Wire, volatility: Wire, time: Wire) => Wire

interface Terms {
  /**
   * How many standard deviations the share is expected to end above the strike, with the share and with money as
   * unit.
   */
  readonly d1: Wire
  readonly d2: Wire
  /** What the strike is worth now. */
  readonly discounted: Wire
}

const termsOf = (...[share, strike, rate, volatility, time]: Parameters<Option>): Terms => {
  const deviation = mul(volatility, sqrt(time))
  const drift = mul(add(rate, mul(0.5, mul(volatility, volatility))), time)
  const d1 = div(add(log(div(share, strike)), drift), deviation)
  return { d1, d2: sub(d1, deviation), discounted: mul(strike, exp(neg(mul(rate, time)))) }
}

/** S N(d1) - K e^(-r T) N(d2), the price of the right to buy. */
export const call: Option = (share, ...rest) => {
  const { d1, d2, discounted } = termsOf(share, ...rest)
  return sub(mul(share, normalCdf(d1)), mul(discounted, normalCdf(d2)))
}

/** K e^(-r T) N(-d2) - S N(-d1), the price of the right to sell. */
export const put: Option = (share, ...rest) => {
  const { d1, d2, discounted } = termsOf(share, ...rest)
  return sub(mul(discounted, normalCdf(neg(d2))), mul(share, normalCdf(neg(d1))))
}

export interface Greeks {
  readonly price: Wire
  /** d price / d share, by reverse mode, as are vega, theta and rho. */
  readonly delta: Wire
  /** d delta / d share, by forward mode over reverse mode. */
  readonly gamma: Wire
  /** d price / d volatility. */
  readonly vega: Wire
  /** The derivative in the time that goes by, - d price / d time, a year. */
  readonly theta: Wire
  /** d price / d rate. */
  readonly rho: Wire
}

/** The price of an option and its greeks, drawn from its price alone. */
export const greeks =
  (option: Option) =>
  (share: Wire, ...[strike, rate, volatility, time]: readonly Wire[]): Greeks => {
    const rest = [strike!, rate!, volatility!, time!] as const
    const [price, [delta, rho, vega, byTime]] = valueAndGrad(option, { argnums: [0, 2, 3, 4] })(share, ...rest)
    const [, gamma] = jvp((x: Wire) => grad((y: Wire) => option(y, ...rest))(x))([share], [1])
    return { price, delta, gamma, vega, theta: neg(byTime), rho }
  }

/** Hull: half a year to go, the call worth 4.76 and the put 0.81. */
export const hull = [
  ['share', 42],
  ['strike', 40],
  ['rate', 0.1],
  ['volatility', 0.2],
  ['time', 0.5],
] as const

const five = (xs: readonly Wire[]): Parameters<Option> => xs as unknown as Parameters<Option>

export const blackScholesProblem = (): Problem =>
  problemOf(
    'blackScholes',
    "price of a call and of a put by Black and Scholes, at Hull's example",
    (...xs) => [call(...five(xs)), put(...five(xs))],
    hull,
  )

export const greeksProblem = (): Problem =>
  problemOf(
    'greeks',
    "price, delta, gamma, vega, theta and rho of a call by Black and Scholes, at Hull's example",
    (...xs) => {
      const { price, delta, gamma, vega, theta, rho } = greeks(call)(...five(xs))
      return [price, delta, gamma, vega, theta, rho]
    },
    hull,
  )
