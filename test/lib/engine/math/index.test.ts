// Kernels are run as WebAssembly: their errors in ulps against double doubles, their special values against tables.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kernels, type Precision } from '../../../../lib/engine/math/index.ts'
import { worstOfAll } from '../../../../scripts/ulps/exhaustive.ts'
import { hardCases } from '../../../../scripts/ulps/hard.ts'
import { ulps, uniform, worstOf } from '../../../../scripts/ulps/measure.ts'
import { references } from '../../../../scripts/ulps/reference.ts'
import { running } from '../../../../scripts/ulps/run.ts'

const precisions: readonly Precision[] = ['f64', 'f32']
const unary = Object.keys(kernels).filter((name) => kernels[name]!.arity === 1)
const rounding = ['sqrt', 'recip', 'div']

/** A kernel at some points, all of them in one run. */
const at = (name: string, precision: Precision, ...points: readonly (readonly number[])[]): readonly number[] => {
  const { inputs, output, run } = running(kernels[name]!, precision, points[0]!.length)
  inputs.forEach((x, k) => {
    x.set(points[k]!)
  })
  run()
  return [...output].slice(0, points[0]!.length)
}

test('no error above one unit in the last place at sampled arguments', () => {
  for (const name of Object.keys(references))
    for (const precision of precisions) {
      const { ulps: error, at: x } = worstOf(name, precision, name === 'pow' || name === 'erf' ? 8192 : 24576, 3)
      assert.ok(error > 0.4 && error <= 1, `${name} ${precision}: ${error} ulps at ${x.join()}`)
    }
})

test('no error above one unit at floats from all over, and each NaN, infinity and zero where it belongs', () => {
  for (const name of unary.filter((name) => !rounding.includes(name))) {
    const { ulps: error, at: x } = worstOfAll(name, 20011)
    assert.ok(error > 0.4 && error <= 1, `${name}: ${error} ulps at ${x.join()}`)
  }
})

test('no error above one unit where rounding or reducing is known to be hard', () => {
  for (const [name, points] of Object.entries(hardCases)) {
    const found = at(name, 'f64', points)
    points.forEach((x, k) => {
      const error = ulps(found[k]!, references[name]!.of(x, 0), 'f64')
      assert.ok(error <= 1, `${name} at ${x}: ${error} ulps`)
    })
  }
})

test('the double that is nearest to a multiple of pi / 2 is reduced', () => {
  // J.-M. Muller, Elementary Functions, 2006, table 9.1.
  const x = 6381956970095103 * 2 ** 797
  assert.equal([at('cos', 'f64', [x])[0], at('sin', 'f64', [x])[0]], [-4.6871659242546277e-19, 1])
})

const { NaN: none, POSITIVE_INFINITY: inf, MAX_VALUE: most, MIN_VALUE: least } = Number
const half = Math.PI / 2

/** Values that every precision has exactly, as IEEE 754-2019, section 9.2, and ECMAScript's Math have them. */
const special: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>> = {
  exp: [
    [none, none],
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [710, inf],
    [-746, 0],
  ],
  expm1: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -1],
    [710, inf],
    [-50, -1],
  ],
  log: [
    [none, none],
    [0, -inf],
    [-0, -inf],
    [1, 0],
    [inf, inf],
    [-inf, none],
    [-1, none],
    [-1e-40, none],
  ],
  log1p: [
    [none, none],
    [0, 0],
    [-0, -0],
    [-1, -inf],
    [inf, inf],
    [-inf, none],
    [-2, none],
  ],
  logit: [
    [none, none],
    [0, -inf],
    [-0, -inf],
    [0.5, 0],
    [1, inf],
    [1.5, none],
    [-1, none],
    [inf, none],
    [-inf, none],
  ],
  sigmoid: [
    [none, none],
    [0, 0.5],
    [-0, 0.5],
    [inf, 1],
    [-inf, 0],
    [100, 1],
    [-746, 0],
  ],
  softplus: [
    [none, none],
    [inf, inf],
    [-inf, 0],
    [1000, 1000],
    [-746, 0],
  ],
  sin: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, none],
    [-inf, none],
  ],
  cos: [
    [none, none],
    [0, 1],
    [-0, 1],
    [inf, none],
    [-inf, none],
  ],
  tan: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, none],
    [-inf, none],
  ],
  asin: [
    [none, none],
    [0, 0],
    [-0, -0],
    [1, half],
    [-1, -half],
    [1.5, none],
    [-1.5, none],
    [inf, none],
  ],
  acos: [
    [none, none],
    [0, half],
    [-0, half],
    [1, 0],
    [-1, Math.PI],
    [1.5, none],
    [-1.5, none],
    [-inf, none],
  ],
  atan: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, half],
    [-inf, -half],
  ],
  sinh: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -inf],
    [711, inf],
    [-711, -inf],
  ],
  cosh: [
    [none, none],
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, inf],
    [711, inf],
    [-711, inf],
  ],
  tanh: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [20, 1],
    [-20, -1],
  ],
  asinh: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, inf],
    [-inf, -inf],
  ],
  acosh: [
    [none, none],
    [1, 0],
    [0.5, none],
    [0, none],
    [-1, none],
    [-2, none],
    [-1e30, none],
    [inf, inf],
    [-inf, none],
  ],
  atanh: [
    [none, none],
    [0, 0],
    [-0, -0],
    [1, inf],
    [-1, -inf],
    [1.5, none],
    [-1.5, none],
    [inf, none],
    [-inf, none],
  ],
  erf: [
    [none, none],
    [0, 0],
    [-0, -0],
    [inf, 1],
    [-inf, -1],
    [6, 1],
    [-6, -1],
  ],
  sqrt: [
    [none, none],
    [0, 0],
    [-0, -0],
    [-1, none],
    [4, 2],
    [inf, inf],
  ],
  recip: [
    [none, none],
    [0, inf],
    [-0, -inf],
    [4, 0.25],
    [inf, 0],
    [-inf, -0],
  ],
}

test('special values', () => {
  assert.equal(Object.keys(special).sort(), [...unary].sort())
  for (const [name, table] of Object.entries(special))
    for (const precision of precisions) {
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

test('pow at special arguments is ** of ECMAScript', () => {
  for (const precision of precisions) {
    const rounded = all.map((x) => (precision === 'f64' ? x : Math.fround(x)))
    const xs = rounded.flatMap((x) => rounded.map(() => x))
    const ps = rounded.flatMap(() => rounded)
    const found = at('pow', precision, xs, ps)
    xs.forEach((x, k) => {
      const [p, exact] = [ps[k]!, x ** ps[k]!]
      const y = precision === 'f64' ? exact : Math.fround(exact)
      const near =
        Number.isFinite(y) && Math.abs(found[k]! - y) <= Math.abs(y) * (precision === 'f64' ? 2 ** -51 : 2 ** -22)
      const subnormal = Math.abs(found[k]! - y) <= (precision === 'f64' ? least : 2 ** -149)
      const same = Object.is(found[k], y) || (y !== 0 && (near || subnormal))
      assert.ok(same, `${x} ** ${p} is ${found[k]} in ${precision}, not ${y}`)
    })
  }
})

test('a lane does not depend on its neighbours, nor the way a kernel is written into a function', () => {
  for (const [name, kernel] of Object.entries(kernels))
    for (const precision of precisions) {
      const length = 512
      const next = uniform(5)
      const wild = () =>
        next() < 0.1 ? all[Math.floor(next() * all.length)]! : (next() - 0.5) * 2 ** (60 * next() - 20)
      const [mixed, called, alone] = [
        running(kernel, precision, length),
        running(kernel, precision, length, 'called'),
        running(kernel, precision, 16),
      ]
      mixed.inputs.forEach((x, k) => {
        x.forEach((_, i) => {
          x[i] = wild()
        })
        called.inputs[k]!.set(x)
      })
      mixed.run()
      called.run()
      for (let i = 0; i < length; i += 7) {
        alone.inputs.forEach((x, k) => {
          x.fill(mixed.inputs[k]![i]!)
        })
        alone.run()
        for (const y of [...alone.output, called.output[i]!])
          assert.ok(Object.is(y, mixed.output[i]), `${name} ${precision} at ${mixed.inputs.map((x) => x[i]).join()}`)
      }
    }
})

test('divisions and roots are rounded correctly', () => {
  const next = uniform(9)
  const x = Array.from({ length: 400 }, () => next() * 2 ** (40 * next()))
  const y = x.map((_, k) => x[x.length - 1 - k]!)
  for (const precision of precisions) {
    const round = precision === 'f64' ? (a: number) => a : Math.fround
    const [a, b] = [x.map(round), y.map(round)]
    assert.equal(
      at('sqrt', precision, a),
      a.map((v) => round(Math.sqrt(v))),
    )
    assert.equal(
      at('recip', precision, a),
      a.map((v) => round(1 / v)),
    )
    assert.equal(
      at('div', precision, a, b),
      a.map((v, k) => round(v / b[k]!)),
    )
  }
})

test.run()
