// Random numbers by key: pure, as the generator gives them, with the moments of their laws, independent after splits.
import fc from 'fast-check'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  bernoulli,
  integers,
  type Key,
  key,
  normal,
  permutation,
  sameValue,
  split,
  type Tensor,
  uniform,
} from '../../modes/index.ts'
import { thrown } from '../support.ts'

const N = 20000
const mean = (xs: ArrayLike<number>, f: (x: number) => number = (x) => x): number =>
  Array.from(xs).reduce((sum, x) => sum + f(x), 0) / xs.length

/** Asserts a mean within five standard errors, for entries of this variance: wrong once in two million seeds. */
const meanNear = (xs: ArrayLike<number>, expected: number, variance: number, f?: (x: number) => number): void => {
  const found = mean(xs, f)
  const error = Math.sqrt(variance / xs.length)
  assert.ok(Math.abs(found - expected) < 5 * error, `mean ${found}, expected ${expected} within ${5 * error}`)
}

test('the generator is the one of its documentation: dice with seed 42 show 2, 4, 6, and 2, 5, 6 after jumps', () => {
  // README of pure-rand 8, "Simple usage" and "Independent simulations".
  const generator = xoroshiro128plus(42)
  assert.equal(
    [1, 2, 3].map(() => uniformInt(generator, 1, 6)),
    [2, 4, 6],
  )
  assert.equal(
    [0, 1, 2].map((jumps) => {
      const simulation = xoroshiro128plus(42)
      for (let k = 0; k < jumps; k++) simulation.jump()
      return uniformInt(simulation, 1, 6)
    }),
    [2, 5, 6],
  )
})

test('entries are what that generator gives from the state of the key, in row-major order', () => {
  const dice: Key = { state: xoroshiro128plus(42).getState() as unknown as Key['state'] }
  assert.equal([...integers(dice, [3], 1, 7).data], [2, 4, 6])
  const k = key(7)
  const generator = xoroshiro128plusFromState(k.state)
  assert.equal(
    [...uniform(k, [2, 3]).data],
    Array.from({ length: 6 }, () => uniformFloat64(generator)),
  )
})

test('a key is a value: frozen, the same for the same seed, and so is all that is drawn from it', () => {
  const draws: readonly ((k: Key) => Tensor)[] = [
    (k) => uniform(k, [5], -1, 3),
    (k) => normal(k, [2, 2]),
    (k) => bernoulli(k, [9], 0.3),
    (k) => integers(k, [4], -3, 3),
    (k) => permutation(k, 8),
  ]
  fc.assert(
    fc.property(fc.maxSafeInteger(), (seed) => {
      const k = key(seed)
      assert.equal(k, key(seed))
      assert.ok(Object.isFrozen(k) && Object.isFrozen(k.state))
      for (const draw of draws) assert.ok(sameValue(draw(k), draw(key(seed))))
      assert.equal(split(k, 3), split(key(seed), 3))
    }),
  )
})

test('other seeds are other keys, in their high bits too', () => {
  const seeds = [0, -0, 1, -1, 2 ** 31, 2 ** 32, -(2 ** 32), 2 ** 32 + 1, 2 ** 53 - 1]
  const states = new Set(seeds.map((seed) => key(seed).state.join()))
  assert.is(states.size, seeds.length - 1, '0 and -0 alone are one')
})

test('seeds 0, 1, 2, ... and the keys of a split give first numbers that are uniform and uncorrelated', () => {
  const firsts: readonly (readonly number[])[] = [
    Array.from({ length: N }, (_, seed) => uniform(key(seed)).data[0]),
    split(key(3), N).map((k) => uniform(k).data[0]),
    Array.from({ length: N }, (_, seed) => uniform(split(key(seed), 1)[0]).data[0]),
  ]
  for (const xs of firsts) {
    meanNear(xs, 1 / 2, 1 / 12)
    const products = xs.slice(1).map((x, k) => (x - 1 / 2) * (xs[k] - 1 / 2))
    meanNear(products, 0, 1 / 144)
    const counts = new Array<number>(100).fill(0)
    for (const x of xs) counts[Math.floor(100 * x)]++
    // Chi squared with 99 degrees of freedom has mean 99 and variance 198.
    const chi = counts.reduce((sum, n) => sum + (n - N / 100) ** 2 / (N / 100), 0)
    assert.ok(Math.abs(chi - 99) < 5 * Math.sqrt(198), `chi squared ${chi}`)
  }
})

test('streams of a key, of its parts and of their parts share no number and do not correlate', () => {
  const root = key(11)
  const [a, b] = split(root)
  const keys = [root, a, b, ...split(a), ...split(b)]
  assert.is(new Set(keys.map((k) => k.state.join())).size, keys.length)
  const streams = keys.map((k) => uniform(k, [N]).data)
  streams.forEach((x, i) => {
    for (const y of streams.slice(i + 1))
      meanNear(
        x.map((u, k) => (u - 1 / 2) * (y[k] - 1 / 2)),
        0,
        1 / 144,
      )
  })
  assert.is(new Set(streams.flatMap((x) => [...x])).size, keys.length * N)
})

test('the first keys of a split do not depend on how many there are', () => {
  assert.equal(split(key(5), 2), split(key(5), 9).slice(0, 2))
  assert.equal(split(key(5)).length, 2)
  assert.equal(split(key(5), 0), [])
})

test('moments of uniform, normal, Bernoulli and whole numbers', () => {
  const u = uniform(key(1), [N], -2, 6).data
  assert.ok(u.every((x) => x >= -2 && x < 6))
  meanNear(u, 2, 64 / 12)
  meanNear(u, 64 / 12, 64 ** 2 / 180, (x) => (x - 2) ** 2)
  // The moments of the standard normal distribution are 0, 1, 0, 3, with E x^6 = 15 and E x^8 = 105.
  const z = normal(key(2), [N]).data
  meanNear(z, 0, 1)
  meanNear(z, 1, 2, (x) => x ** 2)
  meanNear(z, 0, 15, (x) => x ** 3)
  meanNear(z, 3, 105 - 9, (x) => x ** 4)
  // P(x < 1) = 0.841344746068543.
  meanNear(z, 0.841344746068543, 0.8413 * 0.1587, (x) => (x < 1 ? 1 : 0))
  meanNear(bernoulli(key(3), [N], 0.3).data, 0.3, 0.21)
  const dice = integers(key(4), [N], 1, 7).data
  for (let side = 1; side <= 6; side++) meanNear(dice, 1 / 6, 5 / 36, (x) => (x === side ? 1 : 0))
})

test('a permutation has each number once; all orders of three are equally likely', () => {
  for (const n of [0, 1, 2, 17])
    assert.equal(
      [...permutation(key(n), n).data].sort((a, b) => a - b),
      Array.from({ length: n }, (_, k) => k),
    )
  const orders = split(key(6), 6000).map((k) => permutation(k, 3).data.join(''))
  for (const order of ['012', '021', '102', '120', '201', '210'])
    meanNear(
      orders.map((found) => (found === order ? 1 : 0)),
      1 / 6,
      5 / 36,
    )
})

test('shapes: scalars, empty ones; and what is refused', () => {
  assert.equal(uniform(key(0)).shape, [])
  assert.equal(normal(key(0), [0, 3]).shape, [0, 3])
  assert.match(String(thrown(() => key(0.5))), /ValueError in key, argument seed: found 0.5, expected a whole number/)
  assert.match(String(thrown(() => key(2 ** 60))), /argument seed/)
  assert.match(String(thrown(() => split(key(0), -1))), /ValueError in split, argument n: found -1/)
  assert.match(String(thrown(() => normal(key(0), [-1]))), /ValueError in normal, argument shape: found -1/)
  assert.match(String(thrown(() => bernoulli(key(0), [], 2))), /argument p: found 2, expected a number from 0 to 1/)
  assert.match(String(thrown(() => bernoulli(key(0), [], Number.NaN))), /argument p: found NaN/)
  assert.match(
    String(thrown(() => integers(key(0), [], 3, 3))),
    /argument high: found 3, expected a whole number from 4/,
  )
  assert.match(String(thrown(() => permutation(key(0), 1.5))), /argument n: found 1.5/)
})

test.run()
