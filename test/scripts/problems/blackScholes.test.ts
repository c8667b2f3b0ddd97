/** Black and Scholes: Hull's examples, the closed formulas of the greeks, parity, and all modes. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sub, type Wire } from '../../../modes/index.ts'
import {
  blackScholesProblem,
  call,
  greeks,
  greeksProblem,
  hull,
  type Option,
  put,
} from '../../../scripts/problems/blackScholes.ts'
import { normalProbability } from '../../../scripts/problems/normal.ts'
import { near } from '../../support.ts'
import { checkScalars, isScalar, jacobianOf, numbers } from './scalars.ts'

const of =
  (option: Option) =>
  (...xs: readonly Wire[]): Wire =>
    option(...(xs as unknown as Parameters<Option>))

const listed =
  (option: Option) =>
  (...xs: readonly Wire[]): readonly Wire[] => {
    const { price, delta, gamma, vega, theta, rho } = greeks(option)(...(xs as unknown as Parameters<Option>))
    return [price, delta, gamma, vega, theta, rho]
  }

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/**
 * Price, delta, gamma, vega, theta, rho in closed form (Hull, chapter The Greek Letters); `w` is 1 for a call, -1 for
 * a put.
 */
const closed = (w: 1 | -1, [S, K, r, sigma, T]: readonly number[]): readonly number[] => {
  const root = Math.sqrt(T!)
  const d1 = (Math.log(S! / K!) + (r! + sigma! ** 2 / 2) * T!) / (sigma! * root)
  const d2 = d1 - sigma! * root
  const [n1, n2] = [normalProbability(w * d1), normalProbability(w * d2)]
  const money = K! * Math.exp(-r! * T!)
  return [
    w * (S! * n1 - money * n2),
    w * n1,
    density(d1) / (S! * sigma! * root),
    S! * root * density(d1),
    (-S! * density(d1) * sigma!) / (2 * root) - w * r! * money * n2,
    w * money * T! * n2,
  ]
}

const example = hull.map(([, x]) => x)
const points = [example, [49, 50, 0.05, 0.2, 0.3846], [100, 80, 0.01, 0.6, 2], [10, 14, 0.07, 0.3, 0.1]]

test("Hull's example: the call is worth 4.76, the put 0.81", () => {
  assert.is(numbers(of(call), example)[0]!.toFixed(2), '4.76')
  assert.is(numbers(of(put), example)[0]!.toFixed(2), '0.81')
})

test("Hull's greeks of a call on a share at 49, strike 50, 5 percent, volatility 20 percent, 20 weeks", () => {
  const [price, delta, gamma, vega, theta, rho] = numbers(listed(call), [49, 50, 0.05, 0.2, 0.3846])
  assert.is(price!.toFixed(1), '2.4')
  assert.is(delta!.toFixed(3), '0.522')
  assert.is(gamma!.toFixed(3), '0.066')
  assert.is(vega!.toFixed(1), '12.1')
  assert.is(theta!.toFixed(2), '-4.31')
  assert.is(rho!.toFixed(2), '8.91')
})

test('price and greeks are those of the closed formulas', () => {
  for (const point of points) {
    near(numbers(listed(call), point), closed(1, point), 1e-14, `call at ${point}`)
    near(numbers(listed(put), point), closed(-1, point), 1e-14, `put at ${point}`)
  }
})

test('a call less a put is a forward: C - P = S - K e^(-r T)', () => {
  const forward = (...xs: Wire[]) => sub(of(call)(...xs), of(put)(...xs))
  for (const point of points) {
    const [S, K, r, , T] = point as number[]
    const money = K! * Math.exp(-r! * T!)
    near(numbers(forward, point), [S! - money], 1e-14)
    near(jacobianOf(forward, point), [[1, -money / K!, T! * money, 0, r! * money]], 1e-14)
  }
})

test('forward, reverse and differences agree, on prices and on greeks', () => {
  const smooth = [3, 2.5, 0.3, 0.7, 1.4]
  checkScalars((...xs) => [of(call)(...xs), of(put)(...xs)], smooth, 'prices')
  checkScalars(listed(call), smooth, 'greeks')
})

test('the problems are scalar graphs of five numbers', () => {
  for (const [problem, count] of [
    [blackScholesProblem(), 2],
    [greeksProblem(), 6],
  ] as const) {
    assert.ok(isScalar(problem))
    assert.is(problem.outputs.length, count)
    assert.equal(
      problem.inputs.map(({ name, value }) => [name, value.data[0]]),
      hull.map((x) => [...x]),
    )
  }
})

test.run()
