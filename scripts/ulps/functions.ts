/** The functions that the kernels are, to about 100 binary digits. */
import * as d from './doubleDouble.ts'
import { type Fixed, fixed, nearest, PI } from './fixed.ts'

/** (hi + lo) 2^shift: the shift keeps lo from being lost where results are subnormal. */
export interface Exact {
  readonly hi: number
  readonly lo: number
  readonly shift: number
}
export const exact = ([hi, lo]: d.Double2, shift = 0): Exact => ({ hi, lo, shift })
export const one = d.of(1)
const half = (x: d.Double2): d.Double2 => d.scale(x, 0.5)
export const odd =
  (f: (size: number) => Exact) =>
  (x: number): Exact => {
    const { hi, lo, shift } = f(Math.abs(x))
    return x < 0 || Object.is(x, -0) ? { hi: -hi, lo: -lo, shift } : { hi, lo, shift }
  }

export const logOf = (x: number): d.Double2 => {
  const n = x === 0 ? 0 : Math.round(Math.log2(x))
  const first = Math.trunc(n / 2)
  return d.log(d.of(x * 2 ** -first * 2 ** -(n - first)), n)
}

export const logarithmOf = (x: d.Double2): d.Double2 => {
  const n = Math.round(Math.log2(x[0]))
  return d.log(d.scale(x, 2 ** -n), n)
}

export const sigmoid = (x: number): Exact => {
  const [decay, n] = d.exp(d.of(-Math.abs(x)))
  const below = d.add(one, d.scale(decay, 2 ** n))
  return x < 0 ? exact(d.div(decay, below), n) : exact(d.div(one, below))
}

/** e^x - 1 through e^x where it is large. */
export const hyperbolic =
  (sign: 1 | -1) =>
  (x: number): Exact => {
    if (x > 50) {
      const [grown, n] = d.exp(d.of(x))
      return exact(grown, n - 1)
    }
    if (sign === 1) {
      const [grown, n] = d.exp(d.of(x))
      const e = d.scale(grown, 2 ** n)
      return exact(half(d.add(e, d.div(one, e))))
    }
    const m = d.expm1(d.of(x))
    return exact(half(d.add(m, d.div(m, d.add(one, m)))))
  }

/** log(2 x) where 1 is nothing against x^2, from there on. */
export const FAR = 2 ** 60
const twice = (x: number): d.Double2 => d.add(logOf(x), d.ln2)

export const asinh = (x: number): Exact => {
  if (x > FAR) return exact(twice(x))
  const square = d.by(x, x)
  const root = d.root(d.add(one, square))
  return exact(d.log1p(d.add(d.of(x), d.div(square, d.add(one, root)))))
}
export const acosh = (x: number): Exact => {
  if (x > FAR) return exact(twice(x))
  const t = d.sub(d.of(x), one)
  return exact(d.log1p(d.add(t, d.root(d.mul(t, d.add(d.of(x), one))))))
}
export const atanh = (x: number): Exact =>
  x < 2 ** -200 ? exact([x, 0]) : exact(half(d.log1p(d.div(d.of(2 * x), d.sub(one, d.of(x))))))

/** sqrt((1 - x) (1 + x)). */
export const complement = (x: number): d.Double2 => d.root(d.mul(d.sub(one, d.of(x)), d.add(one, d.of(x))))
export const acos = (x: number): Exact => {
  const c = complement(x)
  return x > 0 ? exact(d.arc(c, d.of(x))) : exact(d.sub(d.halfPi, d.arc(d.of(x), c)))
}

export const atan2 = (y: number, x: number): Exact => {
  const [a, b] = [d.of(Math.abs(y)), d.of(Math.abs(x))]
  const acute = a[0] <= b[0] ? d.arc(a, b) : d.sub(d.halfPi, d.arc(b, a))
  const angle = x < 0 ? d.sub(d.scale(d.halfPi, 2), acute) : acute
  return exact(y < 0 ? d.neg(angle) : angle)
}

export const pow = (x: number, y: number): Exact => {
  const [value, n] = d.exp(d.times(logOf(x), y))
  return exact(value, n)
}

/** sin, cos or tan of what has been turned by whole quarters in fixed point, for large arguments. */
export const turned = (x: number): ReturnType<typeof d.circular> => {
  if (Math.abs(x) < 2 ** 20) return d.circular(x)
  const period: Fixed = 2n * PI
  const r = ((fixed(x) % period) + period) % period
  const quadrant = Number((r * 4n) / period)
  const rest = r - (BigInt(quadrant) * period) / 4n
  const hi = nearest(rest)
  const { sine, cosine } = d.shortCircular([hi / 2, nearest(rest - fixed(hi)) / 2])
  const full = { sine: d.scale(d.mul(sine, cosine), 2), cosine: d.sub(one, d.scale(d.mul(sine, sine), 2)) }
  const quarter = { sine: full.cosine, cosine: d.neg(full.sine) }
  const opposite = { sine: d.neg(full.sine), cosine: d.neg(full.cosine) }
  return [full, quarter, opposite, { sine: d.neg(full.cosine), cosine: full.sine }][quadrant]!
}

const SMALL = 2 ** -200
export const unlessSmall =
  (f: (x: number) => Exact, slope = 1) =>
  (x: number): Exact =>
    Math.abs(x) < SMALL ? exact([slope * x, 0]) : f(x)
