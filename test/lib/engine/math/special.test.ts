// Special values of kernels against tables, and their thresholds.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kernels } from '../../../../lib/engine/math/index.ts'
import { at, precisions } from './run.ts'

const unary = Object.keys(kernels).filter((name) => kernels[name]!.arity === 1)
const { NaN: none, POSITIVE_INFINITY: inf, MAX_VALUE: most, MIN_VALUE: least } = Number

/** Values that every precision has exactly, as IEEE 754-2019, section 9.2, and ECMAScript's Math have them: x:y. */
const special: Readonly<Record<string, string>> = {
  exp: 'NaN:NaN 0:1 -0:1 inf:inf -inf:0 710:inf -746:0',
  expm1: 'NaN:NaN 0:0 -0:-0 inf:inf -inf:-1 710:inf -50:-1',
  log: 'NaN:NaN 0:-inf -0:-inf 1:0 inf:inf -inf:NaN -1:NaN -1e-40:NaN',
  log1p: 'NaN:NaN 0:0 -0:-0 -1:-inf inf:inf -inf:NaN -2:NaN',
  logit: 'NaN:NaN 0:-inf -0:-inf 0.5:0 1:inf 1.5:NaN -1:NaN inf:NaN -inf:NaN',
  sigmoid: 'NaN:NaN 0:0.5 -0:0.5 inf:1 -inf:0 100:1 -746:0',
  softplus: 'NaN:NaN inf:inf -inf:0 1000:1000 -746:0',
  sin: 'NaN:NaN 0:0 -0:-0 inf:NaN -inf:NaN',
  cos: 'NaN:NaN 0:1 -0:1 inf:NaN -inf:NaN',
  tan: 'NaN:NaN 0:0 -0:-0 inf:NaN -inf:NaN',
  asin: 'NaN:NaN 0:0 -0:-0 1:pi/2 -1:-pi/2 1.5:NaN -1.5:NaN inf:NaN',
  acos: 'NaN:NaN 0:pi/2 -0:pi/2 1:0 -1:pi 1.5:NaN -1.5:NaN -inf:NaN',
  atan: 'NaN:NaN 0:0 -0:-0 inf:pi/2 -inf:-pi/2',
  sinh: 'NaN:NaN 0:0 -0:-0 inf:inf -inf:-inf 711:inf -711:-inf',
  cosh: 'NaN:NaN 0:1 -0:1 inf:inf -inf:inf 711:inf -711:inf',
  tanh: 'NaN:NaN 0:0 -0:-0 inf:1 -inf:-1 20:1 -20:-1',
  asinh: 'NaN:NaN 0:0 -0:-0 inf:inf -inf:-inf',
  acosh: 'NaN:NaN 1:0 0.5:NaN 0:NaN -1:NaN -2:NaN -1e30:NaN inf:inf -inf:NaN',
  atanh: 'NaN:NaN 0:0 -0:-0 1:inf -1:-inf 1.5:NaN -1.5:NaN inf:NaN -inf:NaN',
  erf: 'NaN:NaN 0:0 -0:-0 inf:1 -inf:-1 6:1 -6:-1',
  erfc: 'NaN:NaN 0:1 -0:1 inf:0 -inf:2 28:0 -6:2',
  sqrt: 'NaN:NaN 0:0 -0:-0 -1:NaN 4:2 inf:inf',
  recip: 'NaN:NaN 0:inf -0:-inf 4:0.25 inf:0 -inf:-0',
}
const named: Readonly<Record<string, number>> = { 'pi/2': Math.PI / 2, '-pi/2': -Math.PI / 2, pi: Math.PI }
const valueOf = (text: string): number => named[text] ?? Number(text.replace('inf', 'Infinity'))
const pairsOf = (text: string): readonly (readonly [x: number, y: number])[] =>
  text.split(' ').map((entry) => entry.split(':').map(valueOf) as [number, number])

test('special values', () => {
  assert.equal(Object.keys(special).sort(), [...unary].sort())
  for (const [name, text] of Object.entries(special))
    for (const precision of precisions) {
      const table = pairsOf(text)
      const found = at(
        name,
        precision,
        table.map(([x]) => x),
      )
      table.forEach(([x, y], k) => {
        const right = precision === 'f64' ? y : Math.fround(y)
        assert.ok(Object.is(found[k], right), `${name}(${x}) is ${found[k]} in ${precision}, not ${right}`)
      })
    }
})

test('the smallest numbers are what functions of slope 1 give back', () => {
  const odd = ['expm1', 'log1p', 'sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'asinh', 'atanh']
  for (const name of odd) {
    for (const x of [least, -least, 3 * least, 2 ** -1022, -(2 ** -1022), 2 ** -1060])
      assert.is(at(name, 'f64', [x])[0], x, `${name} at ${x}`)
    for (const x of [2 ** -149, -(2 ** -149), 2 ** -126, 2 ** -140]) assert.is(at(name, 'f32', [x])[0], x, name)
  }
})

test('the thresholds of overflow and underflow', () => {
  // The doubles next to log(2^1024) and log(2^-1075), and the doubles next to the thresholds of sinh and cosh.
  const [last, first, smallest, zero] = at(
    'exp',
    'f64',
    [709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412],
  )
  assert.equal([last! < inf, first, smallest, zero], [true, inf, least, 0])
  assert.equal(at('expm1', 'f64', [709.7827128933841]), [inf])
  for (const name of ['sinh', 'cosh'])
    assert.equal(
      at(name, 'f64', [710.4758600739439, 710.475860073944]).map((y) => y < inf),
      [true, false],
    )
  assert.equal(
    at('exp', 'f32', [88.72283, 88.72284]).map((y) => y < inf),
    [true, false],
  )
  assert.ok(Math.abs(at('log', 'f64', [most])[0]! - 709.782712893384) < 1.2e-13)
  assert.ok(Math.abs(at('log', 'f64', [least])[0]! + 744.4400719213812) < 1.2e-13)
})

const corners = [
  0,
  least,
  1e-40,
  2 ** -149,
  0.3,
  0.5,
  1 - 2 ** -53,
  1,
  1 + 2 ** -52,
  1.5,
  2,
  3,
  4,
  5,
  2 ** 30,
  1e300,
  inf,
]
const all = [none, ...corners, ...corners.map((x) => -x)]

/** A kernel of two numbers at all pairs of corners against a function of doubles, to some units in the last place. */
const agrees = (name: string, f: (x: number, y: number) => number, units: number): void => {
  for (const precision of precisions) {
    const rounded = all.map((x) => (precision === 'f64' ? x : Math.fround(x)))
    const xs = rounded.flatMap((x) => rounded.map(() => x))
    const ys = rounded.flatMap(() => rounded)
    const found = at(name, precision, xs, ys)
    xs.forEach((x, k) => {
      const [y, exact] = [ys[k]!, f(x, ys[k]!)]
      const right = precision === 'f64' ? exact : Math.fround(exact)
      const near =
        Number.isFinite(right) &&
        Math.abs(found[k]! - right) <= Math.abs(right) * units * (precision === 'f64' ? 2 ** -52 : 2 ** -23)
      const subnormal = Math.abs(found[k]! - right) <= (precision === 'f64' ? least : 2 ** -149)
      const same = Object.is(found[k], right) || (right !== 0 && (near || subnormal))
      assert.ok(same, `${name}(${x}, ${y}) is ${found[k]} in ${precision}, not ${right}`)
    })
  }
}

test('pow at special arguments is ** of ECMAScript', () => {
  agrees('pow', (x, p) => x ** p, 2)
})

/** ISO/IEC 9899:1999, F.9.4.4, as x,y:pow(x,y), in its order. */
const annexF = [
  '0,-3:inf -0,-3:-inf 0,-2:inf -0,-2:inf 0,-0.5:inf -0,-0.5:inf 0,3:0 -0,3:-0 0,2:0 -0,2:0 0,0.5:0 -0,0.5:0',
  '1,0:1 1,-5:1 1,2.5:1 0,0:1 -0,-0:1 NaN,0:1 NaN,-0:1 inf,0:1 -inf,-0:1 -2,0.5:NaN -2,-1.5:NaN',
  '0.5,-inf:inf -0.5,-inf:inf 2,-inf:0 -2,-inf:0 0.5,inf:0 -0.5,inf:0 2,inf:inf -2,inf:inf 0,inf:0 0,-inf:inf',
  '-inf,-3:-0 -inf,-2:0 -inf,-0.5:0 -inf,3:-inf -inf,2:inf -inf,0.5:inf inf,-3:0 inf,-0.5:0 inf,3:inf inf,0.5:inf',
]
/** Where ECMAScript says NaN and C says 1. */
const apart = '-1,inf:NaN -1,-inf:NaN 1,inf:NaN 1,-inf:NaN 1,NaN:NaN'

test('pow at the special arguments of Annex F of C99, but for those that ECMAScript has otherwise', () => {
  const rows = [...annexF, apart].flatMap((line) => line.split(' ')).map((entry) => entry.split(/[,:]/).map(valueOf))
  for (const precision of precisions) {
    const found = at(
      'pow',
      precision,
      rows.map(([x]) => x!),
      rows.map(([, y]) => y!),
    )
    rows.forEach(([x, y, right], k) => {
      assert.ok(Object.is(found[k], right), `pow(${x}, ${y}) is ${found[k]} in ${precision}, not ${right}`)
    })
  }
})

test('angles and radii at special arguments are those of ECMAScript', () => {
  agrees('atan2', Math.atan2, 1)
  agrees('hypot', Math.hypot, 1)
})

test.run()
