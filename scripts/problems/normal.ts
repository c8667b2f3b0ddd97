/**
 * The standard normal distribution function, as a user's elementwise op.
 *
 * Source of the coefficients: Cody, Rational Chebyshev approximations for the error function, Mathematics of
 * Computation 23 (1969), rounded to what a number holds: erf near 0, then e^(y^2) erfc(y), on y = |x| / sqrt 2. The
 * exponential is of x itself, in two parts of which one is exact, so that no digit is lost to the rounding of y^2.
 */
import { elementwise, normalDensity, type Unary } from '../../modes/index.ts'

/** erf(y) = y p(y^2) / q(y^2) for y <= 0.46875, leading coefficients first. */
const near = {
  p: [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  q: [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
} as const
/** erfc(y) = e^(-y^2) p(y) / q(y) for 0.46875 <= y <= 4. */
const middle = {
  p: [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  q: [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
} as const
/** erfc(y) = e^(-y^2) / y (1 / sqrt pi - r p(r) / q(r)) with r = y^-2, for y >= 4. */
const far = {
  p: [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  q: [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918],
} as const

const horner = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0)
const ratio = ({ p, q }: { readonly p: readonly number[]; readonly q: readonly number[] }, x: number): number =>
  horner(p, x) / horner(q, x)

/** e^(y^2) erfc(y) for y >= 0.46875. */
const scaled = (y: number): number => {
  if (y <= 4) return ratio(middle, y)
  const r = 1 / (y * y)
  return (1 / Math.sqrt(Math.PI) - r * ratio(far, r)) / y
}

/** e^(-x^2 / 2): the square of what x is to sixteenths is exact, and the rest is small. */
const bell = (x: number): number => {
  const coarse = Math.trunc(x * 16) / 16
  return Math.exp(-coarse * coarse * 0.5) * Math.exp(-(x - coarse) * (x + coarse) * 0.5)
}

/**
 * The probability that a standard normal number is at most x; its relative error is below 1e-15 wherever it is
 * normal.
 */
export const normalProbability = (x: number): number => {
  const y = Math.abs(x) * Math.SQRT1_2
  if (y <= 0.46875) return 0.5 + 0.5 * x * Math.SQRT1_2 * ratio(near, y * y)
  if (y > 40) return x < 0 ? 0 : 1
  const tail = 0.5 * bell(x) * scaled(y)
  return x < 0 ? tail : 1 - tail
}

/** The standard normal distribution function, entry by entry; its slope is the density. */
export const normalCdf: Unary = elementwise(
  'normalCdf',
  (x) => normalProbability(x!),
  ([x]) => normalDensity(x!),
)
