// Polynomials are computed anew and compared with those in the sources; the references with independent ones.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { coefficients } from '../../../../lib/engine/math/coefficients.ts'
import * as d from '../../../../scripts/ulps/doubleDouble.ts'
import * as f from '../../../../scripts/ulps/fixed.ts'
import { minimax, rounded } from '../../../../scripts/ulps/minimax.ts'
import { targets } from '../../../../scripts/ulps/targets.ts'

test('the coefficients are those that the exchange algorithm finds', () => {
  for (const [name, digits] of [
    ['f64', 53],
    ['f32', 24],
  ] as const)
    for (const [target, row] of Object.entries(targets)) {
      const found = rounded(minimax({ ...row, degree: row.degrees[name] }), digits)
      assert.equal(found, coefficients[name][target as keyof typeof coefficients.f64], `${target} in ${name}`)
    }
})

test('the error of a minimax polynomial is that of Chebyshev where it is known', () => {
  // The best line to x^2 on [-1, 1] is 1/2, and the best parabola to x^3 is 3/4 x, with errors 2^(1 - n).
  const on = { weight: () => f.ONE, from: -f.ONE, to: f.ONE }
  const line = minimax({ ...on, f: (x) => f.times(x, x), degree: 1 })
  const parabola = minimax({ ...on, f: (x) => f.times(x, f.times(x, x)), degree: 2 })
  const close = (a: readonly number[], b: readonly number[]) => a.every((x, k) => Math.abs(x - b[k]!) < 1e-3)
  assert.ok(close([...rounded(line), line.error], [0.5, 0, 0.5]))
  assert.ok(close([...rounded(parabola), parabola.error], [0, 0.75, 0, 0.25]))
})

test('pieces of constants add up to them', () => {
  const total = (xs: readonly number[]) => xs.reduce((sum, x) => sum + f.fixed(x), 0n)
  const off = (xs: readonly number[], x: f.Fixed) => f.nearest(f.size(total(xs) - x))
  assert.ok(off(coefficients.f64.ln2, f.LN2) < 2 ** -95 && off(coefficients.f32.ln2, f.LN2) < 2 ** -40)
  assert.ok(off(coefficients.f64.halfPi, f.PI / 2n) < 2 ** -118)
  assert.ok(off(coefficients.f64.quarterTurn, f.PI / 2n) < 2 ** -106)
})

/** How far a double double is from a fixed-point number, relative to it. */
const away = ([hi, lo]: d.Double2, exact: f.Fixed): number =>
  f.nearest(f.size(f.fixed(hi) + f.fixed(lo) - exact)) / Math.abs(f.nearest(exact))

test('fixed-point functions at values that are known', () => {
  // OEIS A000796, A002162, A001113, A003957 (the fixed point of the cosine), A099286.
  assert.is(f.PI >> 192n, 0x3243f6a8885a308d3n)
  assert.is(f.LN2 >> 192n, 0xb17217f7d1cf79abn)
  assert.is(f.exponential(f.ONE) >> 192n, 0x2b7e151628aed2a6an)
  const dottie = f.fixed(0.7390851332151607)
  assert.is(f.nearest(f.cosine(dottie)), 0.7390851332151607)
  assert.ok(f.size(6n * f.arcSine(f.ONE / 2n) - f.PI) < 1n << 16n)
  assert.is(f.nearest(f.errorFunction(f.ONE)), 0.8427007929497149)
  // e^(x^2) erfc x from 3 on is a continued fraction, which near 5 leaves what the series leaves of 1.
  for (const x of [3, 4.25, 5].map(f.fixed)) {
    const rest = f.over(f.ONE - f.errorFunction(x), f.exponential(-f.times(x, x)))
    assert.ok(f.size(f.scaledComplement(x) - rest) < 1n << 90n)
  }
})

const scaled = ([x, n]: readonly [d.Double2, number]): d.Double2 => d.scale(x, 2 ** n)

test('double doubles agree with fixed point to a hundred binary digits or so', () => {
  for (let k = 1; k < 40; k++) {
    const x = (k * Math.SQRT2) / 3
    const small = x / 1000
    const cases: readonly (readonly [string, d.Double2, f.Fixed])[] = [
      ['exp', scaled(d.exp(d.of(x))), f.exponential(f.fixed(x))],
      ['expm1', d.expm1(d.of(-x)), f.exponential(f.fixed(-x)) - f.ONE],
      ['expm1', d.expm1(d.of(small)), f.exponential(f.fixed(small)) - f.ONE],
      ['log1p', d.log1p(d.of(x)), f.logarithm(f.fixed(x) + f.ONE)],
      ['log1p', d.log1p(d.of(-small)), f.logarithm(f.ONE - f.fixed(small))],
      ['sin', d.circular(x).sine, f.sine(f.fixed(x))],
      ['cos', d.circular(x).cosine, f.cosine(f.fixed(x))],
      ['atan', d.arc(d.of(x), d.of(1)), f.arcTangent(f.fixed(x))],
      ['erf', d.erf(x / 4), f.errorFunction(f.fixed(x / 4))],
      ['erfc', scaled(d.erfc(x / 4)), f.ONE - f.errorFunction(f.fixed(x / 4))],
      ['root', d.root(d.of(x)), f.root(f.fixed(x))],
    ]
    for (const [name, value, exact] of cases)
      assert.ok(away(value, exact) < 2 ** -98, `${name} at ${x}: 2^${Math.log2(away(value, exact))}`)
  }
})

test.run()
