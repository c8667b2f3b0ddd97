// Conventions: every point of the table under every preset, all modes of the library's own alike, and what they imply.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { conventionTable, type Said } from '../../lib/conventionTable.ts'
import {
  type Arrayish,
  abs,
  acos,
  acosh,
  add,
  asin,
  atan2,
  atanh,
  ceil,
  clip,
  cotangent,
  floor,
  grad,
  greater,
  hessian,
  jacobian,
  jax,
  jvp,
  log,
  log1p,
  max,
  maximum,
  min,
  minimum,
  mod,
  mul,
  neg,
  pow,
  recip,
  relu,
  round,
  scan,
  select,
  sign,
  sqrt,
  sub,
  sum,
  tensor,
  tfjs,
  torch,
  type Wire,
} from '../../modes/index.ts'
import { flat, near } from '../support.ts'

type Drawn = (...xs: Wire[]) => Wire

const functions: Readonly<Record<string, Drawn>> = {
  'abs(x)': abs,
  'relu(x)': relu,
  'maximum(a, b)': maximum,
  'minimum(a, b)': minimum,
  'clip(x, low, high)': clip,
  'max(x)': (x) => max(x),
  'min(x)': (x) => min(x),
  'sqrt(x)': sqrt,
  'log(x)': log,
  'log1p(x)': log1p,
  'recip(x)': recip,
  'asin(x)': asin,
  'acos(x)': acos,
  'acosh(x)': acosh,
  'atanh(x)': atanh,
  'pow(x, p)': pow,
  'atan2(y, x)': atan2,
  'sign(x)': sign,
  'floor(x)': floor,
  'ceil(x)': ceil,
  'round(x)': round,
  'mod(a, b)': mod,
  'select(x > 0, sqrt(x), 0)': (x) => select(greater(x, 0), sqrt(x), 0),
  '0 * sqrt(x)': (x) => mul(0, sqrt(x)),
  'sqrt(sum(x * x))': (x) => sqrt(sum(mul(x, x))),
}
const presets = { cotangent, jax, torch, tfjs } as const
const names = Object.keys(presets) as readonly (keyof typeof presets)[]

const agrees = (found: unknown, expected: Said): boolean => {
  const [a, b] = [flat(found), flat(expected)]
  return a.length === b.length && a.every((x, k) => Object.is(x + 0, b[k] + 0))
}

for (const name of names)
  test(`reverse mode under ${name} says what the table says, at every point`, () => {
    let points = 0
    for (const row of conventionTable) {
      const expected = row[name]
      if (expected === undefined) continue
      const found = grad(functions[row.op], { argnums: row.argument, conventions: presets[name] })(...row.at)
      const text = `${row.op} at ${row.at.join('; ')}, argument ${row.argument}: ${flat(found)}, table ${expected}`
      assert.ok(agrees(found, expected), text)
      points++
    }
    assert.ok(points >= 34)
  })

/** The slopes in one argument by forward mode, an entry at a time, the other tangents 0. */
const forwardSlopes = (f: Drawn, at: readonly Arrayish[], argument: number): readonly number[] =>
  [...tensor(at[argument]).data.keys()].map((k) => {
    const directions = at.map((x, i) => {
      const { shape, data } = tensor(x)
      return tensor(
        data.map((_, j) => (i === argument && j === k ? 1 : 0)),
        shape,
      )
    })
    return flat(jvp(f)(at, directions)[1])[0]
  })

test('under cotangent forward mode, reverse mode and both with lanes are one at every point', () => {
  for (const { op, at, argument, cotangent: expected } of conventionTable) {
    assert.ok(agrees(forwardSlopes(functions[op], at, argument), expected), `${op} forward`)
    for (const mode of ['forward', 'reverse'] as const)
      assert.ok(
        agrees(jacobian(functions[op], { mode, argnums: argument })(...at), expected),
        `${op} ${mode} with lanes`,
      )
  }
})

test('each function of the table is in a row, and each row has another point or argument', () => {
  assert.equal(new Set(conventionTable.map(({ op }) => op)), new Set(Object.keys(functions)))
  const keys = conventionTable.map(({ op, at, argument }) => JSON.stringify([op, at, argument]))
  assert.is(new Set(keys).size, keys.length)
  for (const { source } of conventionTable) assert.match(source, /^jax: .+; torch: .+; tfjs: .+$/)
})

test('identities between functions with corners hold for slopes at the corner', () => {
  near(grad((x) => sub(relu(x), relu(neg(x))))(0), 1)
  near(grad((x) => sub(add(relu(x), relu(neg(x))), abs(x)))(0), 0)
  near(grad((x) => sub(maximum(x, neg(x)), abs(x)))(0), 0)
  for (const name of names) {
    const options = { conventions: presets[name] }
    near(grad((t) => clip(t, t, add(t, 1)), options)(0.25), 1, 0, `${name}: clip moves with its arguments`)
    near(grad((t) => maximum(t, t), options)(2), 1, 0, name)
    near(grad((t) => add(maximum(t, 2), minimum(t, 2)), options)(2), name === 'tfjs' ? 2 : 1, 0, name)
  }
})

test('conventions reach second derivatives and bodies', () => {
  for (const name of names) {
    const options = { conventions: presets[name] }
    const slope = presets[name].abs
    near(hessian((x) => mul(x, abs(x)), options)(0), 2 * slope, 0, name)
    const repeated = (x: Wire): Wire =>
      scan(([c], [t]) => ({ carry: [mul(t, abs(c))], out: [] }), [x], [[1, 2]]).carry[0]
    near(grad(repeated, options)(0), 2 * slope * slope, 0, name)
  }
})

test.run()
