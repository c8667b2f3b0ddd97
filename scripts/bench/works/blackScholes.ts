/** Calls by Black and Scholes and their slopes in all five arguments, one alone or many at once. */
import {
  type Arg,
  add,
  div,
  exp,
  graph,
  log,
  mul,
  neg,
  recip,
  sqrt,
  sub,
  type Tensor,
  tensor,
  type Wire,
} from '../../../modes/index.ts'
import { hull } from '../../problems/blackScholes.ts'
import { gradientOf } from '../gradient.ts'
import type { Work } from '../work.ts'
import { seeded } from './instance.ts'

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.2.17, for x from 0 on. */
const COEFFICIENTS = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153]
const SLANT = 0.2316419
const PEAK = 0.3989422804014327

const below = (x: Wire): Wire => {
  const k = recip(add(1, mul(SLANT, x)))
  const [first, ...rest] = COEFFICIENTS
  const polynomial = mul(
    k,
    rest.reduce<Arg>((sum, c) => add(mul(sum, k), c), first!),
  )
  return sub(1, mul(PEAK, exp(mul(-0.5, mul(x, x))), polynomial))
}

const call = (share: Wire, strike: Wire, rate: Wire, volatility: Wire, years: Wire): Wire => {
  const deviation = mul(volatility, sqrt(years))
  const drift = mul(add(rate, mul(0.5, mul(volatility, volatility))), years)
  const d1 = div(add(log(div(share, strike)), drift), deviation)
  const discounted = mul(strike, exp(neg(mul(rate, years))))
  return sub(mul(share, below(d1)), mul(discounted, below(sub(d1, deviation))))
}

/** Hull's example, or n options about it. */
const points = (n: number): readonly Tensor[] => {
  if (n === 1) return hull.map(([, x]) => tensor(x))
  const around = seeded([[n], [n], [n], [n], [n]], 0, 1)
  return hull.map(([, x], k) => tensor([...around[k]!.data].map((u) => x * (k === 0 ? 1.1 + 0.2 * u : 0.9 + 0.2 * u))))
}

export const blackScholes: Work = {
  about: 'slopes of n calls by Black and Scholes in five arguments',
  sizes: [{ n: 1 }, { n: 777 }],
  data: ({ n }) => points(n!),
  drawn: (inputs) => {
    const primal = graph(
      inputs.map(({ shape }) => shape),
      (...xs) => call(...(xs as unknown as Parameters<typeof call>)),
    )
    return { primal, derivative: gradientOf(primal), inputs }
  },
}
