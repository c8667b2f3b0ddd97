// Kernels are run as WebAssembly: their errors in ulps against double doubles, and each lane on its own.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { kernels } from '../../../../lib/engine/math/index.ts'
import { worstOfAll } from '../../../../scripts/ulps/exhaustive.ts'
import { hardCases } from '../../../../scripts/ulps/hard.ts'
import { ulps, uniform, worstOf } from '../../../../scripts/ulps/measure.ts'
import { references } from '../../../../scripts/ulps/reference.ts'
import { running } from '../../../../scripts/ulps/run.ts'
import { at, precisions } from './run.ts'

const unary = Object.keys(kernels).filter((name) => kernels[name]!.arity === 1)
const rounding = ['sqrt', 'recip', 'div']

test('no error above one unit in the last place at sampled arguments', () => {
  for (const name of Object.keys(references))
    for (const precision of precisions) {
      const { ulps: error, at: x } = worstOf(name, precision, name === 'pow' || name === 'erf' ? 4096 : 12288, 3)
      assert.ok(error > 0.4 && error <= 1, `${name} ${precision}: ${error} ulps at ${x.join()}`)
    }
})

test('no error above one unit at floats from all over, and each NaN, infinity and zero where it belongs', () => {
  for (const name of unary.filter((name) => !rounding.includes(name))) {
    const { ulps: error, at: x } = worstOfAll(name, 60013)
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

const wild = [
  Number.NaN,
  0,
  -0,
  1,
  -1,
  5e-324,
  -1e-40,
  1e300,
  -1e300,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
]

test('a lane does not depend on its neighbours, nor the way a kernel is written into a function', () => {
  for (const [name, kernel] of Object.entries(kernels))
    for (const precision of precisions) {
      const length = 512
      const next = uniform(5)
      const any = () =>
        next() < 0.1 ? wild[Math.floor(next() * wild.length)]! : (next() - 0.5) * 2 ** (60 * next() - 20)
      const [mixed, called, alone] = [
        running(kernel, precision, length),
        running(kernel, precision, length, 'called'),
        running(kernel, precision, 16),
      ]
      mixed.inputs.forEach((x, k) => {
        x.forEach((_, i) => {
          x[i] = any()
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
