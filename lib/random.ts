/** Random numbers by key: pure functions of a key, so that the same key gives the same numbers, wherever it is used. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { mixHash } from './op.ts'
import { givenName, refuse } from './places.ts'
import { type Shape, sizeOf } from './types.ts'
import { fresh, type Tensor } from './value.ts'

/** What a stream of random numbers is a function of: the state that its generator (xoroshiro128+) starts from. */
export interface Key {
  readonly state: readonly [number, number, number, number]
}

const LANES = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834]

/** The key of some words: each word of its state is a hash of all of them. */
const keyOf = (words: readonly number[]): Key => {
  const [a, b, c, d] = LANES.map((lane) => words.reduce(mixHash, lane | 0)) as [number, number, number, number]
  // The state of zeros is the one that the generator cannot leave.
  return Object.freeze({ state: Object.freeze([a, b, c, a === 0 && b === 0 && c === 0 && d === 0 ? 1 : d] as const) })
}

const whole = (op: string, argument: string, x: number, least: number): number =>
  Number.isSafeInteger(x) && x >= least
    ? x
    : refuse({ op, argument }, String(x), `a whole number from ${least}`, 'give such a number')

/**
 * The key of a seed, a whole number.
 *
 * @throws AdError `ValueError` for a seed that is no whole number of 53 bits
 * @example
 * uniform(key(1), [2]).shape // => [2]
 */
export const key = (seed: number): Key => {
  const own = whole('key', 'seed', seed, Number.MIN_SAFE_INTEGER)
  return keyOf([own | 0, Math.floor(own / 2 ** 32) | 0])
}

/**
 * n keys whose streams have nothing to do with one another, nor with the key that they come from. The first ones do not
 * depend on n.
 *
 * @throws AdError `ValueError` where n is no whole number from 0
 * @example
 * split(key(1), 3).length // => 3
 */
export const split = (of: Key, n = 2): readonly Key[] => {
  const state = stateOf('split', of)
  return Array.from({ length: whole('split', 'n', n, 0) }, (_, k) => keyOf([...state, k]))
}

/** Where the stream of a key starts. */
const stateOf = (op: string, of: Key): Key['state'] =>
  typeof of === 'object' && of !== null && Array.isArray(of.state)
    ? of.state
    : refuse({ op, argument: 'key' }, givenName(of), 'a key', `write ${op}(key(1), ...)`)

/** The tensor that a generator which starts from a key fills in row-major order. */
const drawn = (
  op: string,
  of: Key,
  shape: Shape,
  next: (generator: ReturnType<typeof xoroshiro128plusFromState>) => number,
): Tensor => {
  if (!Array.isArray(shape))
    refuse({ op, argument: 'shape' }, givenName(shape), 'a list of whole numbers from 0', 'write [3] for three numbers')
  for (const extent of shape) whole(op, 'shape', extent, 0)
  const generator = xoroshiro128plusFromState(stateOf(op, of))
  return fresh(
    [...shape],
    Float64Array.from({ length: sizeOf(shape) }, () => next(generator)),
  )
}

/**
 * Independent numbers, each uniform from `low` up to and without `high`, on a grid of 2^-53 of their distance.
 *
 * @throws AdError `ValueError` for an extent that is no whole number from 0
 * @example
 * uniform(key(1), [100], 2, 3).data.every((x) => x >= 2 && x < 3) // => true
 */
export const uniform = (of: Key, shape: Shape = [], low = 0, high = 1): Tensor =>
  drawn('uniform', of, shape, (generator) => low + (high - low) * uniformFloat64(generator))

/**
 * Independent numbers with the standard normal distribution, by the method of Box and Muller (1958).
 *
 * @throws AdError `ValueError` for an extent that is no whole number from 0
 * @example
 * normal(key(1), [2, 3]).shape // => [2, 3]
 */
export const normal = (of: Key, shape: Shape = []): Tensor =>
  drawn('normal', of, shape, (generator) => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)))
    return radius * Math.cos(2 * Math.PI * uniformFloat64(generator))
  })

/**
 * Independent numbers, 1 with probability p and else 0.
 *
 * @throws AdError `ValueError` for a p outside of [0, 1], or an extent that is no whole number from 0
 * @example
 * bernoulli(key(1), [3], 1) // => [1, 1, 1]
 */
export const bernoulli = (of: Key, shape: Shape = [], p = 0.5): Tensor =>
  p >= 0 && p <= 1
    ? drawn('bernoulli', of, shape, (generator) => (uniformFloat64(generator) < p ? 1 : 0))
    : refuse({ op: 'bernoulli', argument: 'p' }, String(p), 'a number from 0 to 1', 'give a probability')

/**
 * Independent whole numbers, each uniform from `low` up to and without `high`.
 *
 * @throws AdError `ValueError` for bounds that are no whole numbers or without one between, or a wrong extent
 * @example
 * integers(key(1), [3], 5, 6) // => [5, 5, 5]
 */
export const integers = (of: Key, shape: Shape, low: number, high: number): Tensor => {
  whole('integers', 'low', low, Number.MIN_SAFE_INTEGER)
  whole('integers', 'high', high, low + 1)
  return drawn('integers', of, shape, (generator) => uniformInt(generator, low, high - 1))
}

/**
 * The whole numbers from 0 to n - 1 in an order of which all are equally likely, by the method of Fisher and Yates.
 *
 * @throws AdError `ValueError` where n is no whole number from 0
 * @example
 * [...permutation(key(1), 4).data].sort() // => [0, 1, 2, 3]
 */
export const permutation = (of: Key, n: number): Tensor => {
  const order = Float64Array.from({ length: whole('permutation', 'n', n, 0) }, (_, k) => k)
  const generator = xoroshiro128plusFromState(stateOf('permutation', of))
  for (let last = n - 1; last > 0; last--) {
    const k = uniformInt(generator, 0, last)
    ;[order[last], order[k]] = [order[k]!, order[last]!]
  }
  return fresh([n], order)
}
