/** What the functions are, to about 100 binary digits, and where they are sampled. */
import * as d from './doubleDouble.ts'
import {
  acos,
  acosh,
  asinh,
  atan2,
  atanh,
  complement,
  type Exact,
  exact,
  FAR,
  hyperbolic,
  logarithmOf,
  logOf,
  odd,
  one,
  pow,
  sigmoid,
  turned,
  unlessSmall,
} from './functions.ts'

export type { Exact }
export interface Reference {
  readonly of: (x: number, y: number) => Exact
  /** Where it is sampled: in each of them evenly in the logarithm of the argument. */
  readonly ranges: readonly (readonly [from: number, to: number])[]
  /** The same of a second argument, but evenly in itself. */
  readonly second?: readonly (readonly [from: number, to: number])[]
}

/** Ranges of sizes are walked through in their logarithm, with both signs where the range is given for both. */
const both = (from: number, to: number): readonly (readonly [number, number])[] => [
  [from, to],
  [-from, -to],
]

export const references: Readonly<Record<string, Reference>> = {
  exp: {
    of: (x) => exact(...d.exp(d.of(x))),
    ranges: [...both(1e-12, 1), ...both(1, 709.7), [-700, -745]],
  },
  expm1: {
    of: unlessSmall((x) => (x > 50 ? exact(...d.exp(d.of(x))) : exact(d.expm1(d.of(x))))),
    ranges: [...both(1e-12, 1), [0.1, 2], [-0.1, -2], [1, 709.7], [-1, -50]],
  },
  log: {
    of: (x) => exact(logOf(x)),
    ranges: [
      [0.5, 2],
      [0.9, 1.1],
      [1e-3, 1e3],
      [5e-324, 1.7e308],
    ],
  },
  log1p: {
    of: unlessSmall((x) => exact(Math.abs(x) > FAR ? logOf(x) : d.log1p(d.of(x)))),
    ranges: [...both(1e-18, 0.5), [-0.2, -0.99], [0.2, 3], [1e-3, 1e3], [1, 1e308]],
  },
  logit: {
    of: (x) => {
      const rest = d.sub(one, d.of(x))
      if (x > 0.25 && x < 0.75) return exact(d.log1p(d.div(d.of(2 * x - 1), rest)))
      return exact(x < 2 ** -60 ? d.add(logOf(x), d.of(x)) : logarithmOf(d.div(d.of(x), rest)))
    },
    ranges: [
      [1e-3, 0.5],
      [0.4999, 0.5001],
      [0.5, 1],
      [1e-300, 0.25],
      [5e-324, 1e-300],
    ],
  },
  sigmoid: { of: sigmoid, ranges: [...both(1e-12, 1), ...both(0.5, 50), [-30, -745]] },
  softplus: {
    of: (x) => {
      const [decay, n] = d.exp(d.of(-Math.abs(x)))
      if (x < -100) return exact(decay, n)
      const small = d.log1p(d.scale(decay, 2 ** n))
      return exact(x > 0 ? d.add(d.of(x), small) : small)
    },
    ranges: [...both(1e-12, 1), ...both(0.5, 50), [-30, -745]],
  },
  sin: {
    of: unlessSmall((x) => exact(turned(x).sine)),
    ranges: [...both(1e-10, 0.8), ...both(0.1, 8), ...both(1, 1e6), [1e6, 1e38]],
  },
  cos: {
    of: (x) => exact(turned(x).cosine),
    ranges: [...both(1e-10, 0.8), ...both(0.1, 8), ...both(1, 1e6), [1e6, 1e38]],
  },
  tan: {
    of: unlessSmall((x) => {
      const { sine, cosine } = turned(x)
      return exact(d.div(sine, cosine))
    }),
    ranges: [...both(1e-10, 0.8), ...both(0.1, 8), ...both(1, 1e6), [1e6, 1e38]],
  },
  asin: {
    of: unlessSmall((x) => exact(d.arc(d.of(x), complement(x)))),
    ranges: [...both(1e-10, 0.5), ...both(0.3, 1)],
  },
  acos: { of: acos, ranges: [...both(1e-10, 0.5), ...both(0.3, 1)] },
  atan: {
    of: unlessSmall((x) => exact(d.arc(d.of(x), one))),
    ranges: [...both(1e-10, 0.5), ...both(0.3, 3), [1, 1e18]],
  },
  sinh: { of: odd(unlessSmall(hyperbolic(-1))), ranges: [...both(1e-10, 1), ...both(0.1, 3), ...both(1, 710)] },
  cosh: { of: (x) => hyperbolic(1)(Math.abs(x)), ranges: [...both(1e-10, 1), ...both(0.1, 3), ...both(1, 710)] },
  tanh: {
    of: unlessSmall((x) => {
      const m = d.expm1(d.of(2 * x))
      return exact(d.div(m, d.add(m, d.of(2))))
    }),
    ranges: [...both(1e-10, 0.3), ...both(0.1, 3), ...both(1, 25)],
  },
  asinh: { of: odd(unlessSmall(asinh)), ranges: [...both(1e-10, 0.3), ...both(0.1, 3), ...both(1, 1e300)] },
  acosh: {
    of: acosh,
    ranges: [
      [1, 1.1],
      [1, 4],
      [2, 1e300],
    ],
  },
  atanh: { of: odd(unlessSmall(atanh)), ranges: [...both(1e-10, 0.5), ...both(0.1, 0.9999999)] },
  erf: {
    of: odd(unlessSmall((x) => exact(d.erf(x)), 2 / Math.sqrt(Math.PI))),
    ranges: [...both(1e-10, 0.5), ...both(0.3, 1.2), ...both(0.9, 5.9)],
  },
  sqrt: {
    of: (x) => exact(d.root(d.of(x))),
    ranges: [
      [0.5, 2],
      [1e-37, 1e38],
      [1e-270, 1e300],
    ],
  },
  erfc: {
    of: (x) => (x < 0 ? exact(d.add(one, d.erf(-x))) : exact(...d.erfc(x))),
    ranges: [...both(1e-10, 0.5), ...both(0.3, 2.5), [2, 26.5], [26, 27.2], [-2, -6]],
  },
  pow: {
    of: pow,
    ranges: [
      [0.5, 2],
      [1e-2, 1e2],
      [1e-300, 1e300],
    ],
    second: [
      [-5, 5],
      [-700, 700],
      [-20, 20],
    ],
  },
  atan2: {
    of: atan2,
    ranges: [...both(0.1, 10), ...both(1e-6, 1e6), ...both(1, 1e9)],
    second: [
      [-2, 2],
      [-1, 1],
      [-1000, 1000],
      [-1, 1],
      [-1e6, 1e6],
      [1, 1e9],
    ],
  },
  hypot: {
    of: (x, y) => exact(d.root(d.add(d.by(x, x), d.by(y, y)))),
    ranges: [...both(0.1, 10), ...both(1e-6, 1e6)],
    second: [
      [-2, 2],
      [-1, 1],
      [-1000, 1000],
      [0, 1e6],
    ],
  },
}
