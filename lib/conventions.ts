/** What a derivative is where there is none: choices handed to `linearize` and kept on the tape. */
import { fail } from './error.ts'
import { givenName } from './places.ts'

export interface Conventions {
  /** How much of a tie `maximum(a, b)` or `minimum(a, b)`, a = b, goes to the first argument; the rest goes to the second. */
  readonly tie: number
  /** Where a largest or smallest entry is reached several times: equal shares, one whole to the first, one whole to each. */
  readonly ties: 'shared' | 'first' | 'all'
  /** The slope of |x| at 0. */
  readonly abs: number
  /** The slope of relu at 0. */
  readonly relu: number
  /** How much of `clip(x, low, high)` goes to x where it is at a bound; the rest goes to the bound. */
  readonly clip: number
  /** The slope p x^(p - 1) of a power at x = 0, p = 0: 0, as of the constant 1, or what arithmetic makes of it, NaN. */
  readonly power: 'constant' | 'ieee'
  /**
   * The slope x^p log x of a power in its exponent where log x is no number: `limit` is 0 at x = 0, p >= 0, what it
   * tends to as x falls to 0; `one` takes the logarithm of 1 at x = 0; `positive` takes it for every x <= 0.
   */
  readonly logarithm: 'limit' | 'one' | 'positive'
  /** Both slopes of atan2 at (0, 0), where the angle can be any: 0 or NaN. */
  readonly atan2: 'zero' | 'nan'
  /**
   * What a slope that is infinite or NaN makes of a tangent or cotangent that is exactly 0: `absorbing` says 0, so that
   * a branch not taken poisons nothing; `ieee` says NaN.
   */
  readonly zero: 'absorbing' | 'ieee'
}

/**
 * The library's own, the same in every mode: at a corner the mean of both slopes, as symmetric differences have it, so
 * that relu(x) - relu(-x) = x and relu(x) + relu(-x) = |x| hold for slopes too; and zero absorbs.
 *
 * @example
 * grad(abs)(0) // => 0
 * grad(relu)(0) // => 0.5
 */
export const cotangent: Conventions = {
  tie: 0.5,
  ties: 'shared',
  abs: 0,
  relu: 0.5,
  clip: 0.5,
  power: 'constant',
  logarithm: 'limit',
  atan2: 'nan',
  zero: 'absorbing',
}

/** What reverse mode of JAX says at the points of `conventionTable`. */
export const jax: Conventions = {
  ...cotangent,
  abs: 1,
  relu: 0,
  power: 'ieee',
  logarithm: 'one',
  zero: 'ieee',
}

/** What reverse mode of PyTorch says at the points of `conventionTable`. */
export const torch: Conventions = {
  ...cotangent,
  relu: 0,
  clip: 1,
  atan2: 'zero',
  zero: 'ieee',
}

/**
 * What reverse mode of TensorFlow.js says at the points of `conventionTable`.
 *
 * @example
 * grad(abs, { conventions: tfjs })(0) // => -1
 */
export const tfjs: Conventions = {
  ...cotangent,
  tie: 1,
  ties: 'all',
  abs: -1,
  relu: 0,
  clip: 1,
  power: 'ieee',
  logarithm: 'positive',
  zero: 'ieee',
}

/** What each field may be: a number, or one of some words. */
const FIELDS: Readonly<Record<keyof Conventions, readonly string[] | 'number'>> = {
  tie: 'number',
  ties: ['shared', 'first', 'all'],
  abs: 'number',
  relu: 'number',
  clip: 'number',
  power: ['constant', 'ieee'],
  logarithm: ['limit', 'one', 'positive'],
  atan2: ['zero', 'nan'],
  zero: ['absorbing', 'ieee'],
}

/** Refuses what is no full record of conventions. */
export const checkConventions = (op: string, x: unknown): void => {
  if (x === cotangent) return
  const argument = 'conventions'
  if (typeof x !== 'object' || x === null)
    fail({
      tag: 'ValueError',
      op,
      argument,
      found: givenName(x),
      expected: 'a record, such as cotangent, jax, torch or tfjs',
      cure: 'import one of these and give it, or write { ...cotangent, abs: 1 }',
    })
  const given = x as Readonly<Record<string, unknown>>
  const names = Object.keys(FIELDS) as readonly (keyof Conventions)[]
  const other = Object.keys(given).find((name) => !Object.hasOwn(FIELDS, name))
  const missing = names.filter((name) => given[name] === undefined)
  if (other !== undefined || missing.length > 0)
    fail({
      tag: 'ValueError',
      op,
      argument,
      found: other === undefined ? `a record without ${missing.join(', ')}` : `a field ${other}`,
      expected: names.join(', '),
      cure: 'change some of all fields: { ...cotangent, abs: 1 }',
    })
  for (const name of names) {
    const may = FIELDS[name]
    if (may === 'number' ? typeof given[name] !== 'number' : !may.includes(given[name] as string))
      fail({
        tag: 'ValueError',
        op,
        argument: `${argument}.${name}`,
        found: givenName(given[name]),
        expected: may === 'number' ? 'a number' : `one of ${may.join(', ')}`,
        cure: 'change some of all fields: { ...cotangent, abs: 1 }',
      })
  }
}
