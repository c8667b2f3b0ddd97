// Functions of one double by tables: their errors in ulps against double doubles, and whom they leave to the function outside.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tabled } from '../../../../lib/engine/math/index.ts'
import {
  binary,
  defined,
  exported,
  imported,
  instantiate,
  memoryOf,
  moduleOf,
} from '../../../../lib/engine/wasm/index.ts'
import { hardCases } from '../../../../scripts/ulps/hard.ts'
import { ulps, uniform } from '../../../../scripts/ulps/measure.ts'
import { references } from '../../../../scripts/ulps/reference.ts'

const AT = 1024
/** A tabled function, with a function outside that gives -7. */
const running = (name: string): ((x: number) => number) => {
  const m = moduleOf()
  const outside = imported(m, 'outside', ['f64'], ['f64'])
  exported(
    m,
    'f',
    defined(m, ['f64'], ['f64'], (c) => tabled[name]!.write(c, AT, outside)),
  )
  const memory = memoryOf(1)
  const table = tabled[name]!.table()
  new Float64Array(memory.buffer, AT, table.length).set(table)
  return instantiate(binary(m, 1), { outside: () => -7, memory })['f']!
}

/** Where the result is large, and around where it is next to nothing or next to 1, from far to near. */
const points: Readonly<Record<string, (u: number, v: number) => readonly number[]>> = {
  exp: (u, v) => [1416 * (u - 0.5), 4 * (u - 0.5), (u - 0.5) * 2 ** (-50 * v)],
  log: (u, v) => [2 ** (2044 * (u - 0.5)), 0.5 + 1.5 * u, 1 + (u - 0.5) * 2 ** (-40 * v)],
}

for (const [name, pointsOf] of Object.entries(points))
  test(`no error of ${name} of one double is much above half a unit in the last place`, () => {
    const f = running(name)
    const next = uniform(11)
    const sampled = Array.from({ length: 8000 }, () => pointsOf(next(), next())).flat()
    for (const x of [...sampled, ...hardCases[name]!]) {
      const y = f(x)
      if (y === -7) continue
      const error = ulps(y, references[name]!.of(x, 0), 'f64')
      assert.ok(error <= 0.52, `${name} at ${x}: ${error} ulps`)
    }
  })

test('the function outside is asked where the argument or the result is no normal double, and nowhere else', () => {
  const [exp, log] = [running('exp'), running('log')]
  const { MAX_VALUE, NaN: nan, POSITIVE_INFINITY: infinity } = Number
  for (const x of [708, -708, 1e300, infinity, -infinity, nan]) assert.is(exp(x), -7)
  for (const x of [0, -0, -1, 5e-324, 2 ** -1022 - 2 ** -1074, infinity, -infinity, nan]) assert.is(log(x), -7)
  assert.equal([exp(0), exp(-0), log(1)], [1, 1, 0])
  for (const x of [707.9, -707.9, 1, 5e-324]) assert.is.not(exp(x), -7)
  for (const x of [2 ** -1022, MAX_VALUE, 1 - 2 ** -53, 1 + 2 ** -52]) assert.is.not(log(x), -7)
})

test.run()
