// The law `compile = evaluate`: on random graphs and their derivatives, at random points and at the edges of the numbers.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AdError,
  compile,
  evaluateOrThrow,
  forward,
  type Graph,
  inputTypes,
  isTuple,
  reverse,
  sizeOf,
  type Tensor,
  type Type,
  tensor,
  type Value,
} from '../../../modes/index.ts'
import { EVERYTHING, FLAT, graphs, numbers, singles } from '../../generators.ts'

/** Values of types, filled with numbers one after the other. */
const valuesOf = (types: readonly Type[], entries: readonly number[]): readonly Value[] => {
  let next = 0
  const value = (type: Type): Value =>
    isTuple(type)
      ? { tuple: type.tuple.map(value) }
      : tensor(
          Array.from({ length: sizeOf(type.shape) }, () => entries[next++ % entries.length]!),
          type.shape,
        )
  return types.map(value)
}

const leaves = (values: readonly Value[]): readonly Tensor[] =>
  values.flatMap((value) => ('tuple' in value ? leaves(value.tuple) : [value]))

/** Agreement entry by entry, relative to the largest entry of the tensor and to 1; NaN and infinities to the letter. */
const agree = (found: readonly Value[], expected: readonly Value[], tolerance: number, what = ''): void => {
  const [a, b] = [leaves(found), leaves(expected)]
  assert.is(a.length, b.length)
  b.forEach((x, k) => {
    assert.equal(a[k]!.shape, x.shape)
    const scale = x.data.reduce((most, y) => (Number.isFinite(y) ? Math.max(most, Math.abs(y)) : most), 1)
    x.data.forEach((y, i) => {
      const z = a[k]!.data[i]!
      assert.ok(
        Object.is(y, z) || y === z || Math.abs(y - z) <= tolerance * scale,
        `${what} output ${k} entry ${i}: found ${z}, expected ${y}`,
      )
    })
  })
}

/** What running a graph gives, or how it fails. */
const outcome = (f: () => readonly Value[]): readonly Value[] | string => {
  try {
    return f()
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    return e.message
  }
}

const holds = (f: Graph, xs: readonly Value[], tolerance = 1e-11, what = ''): void => {
  const [found, expected] = [outcome(() => compile(f)(xs)), outcome(() => evaluateOrThrow(f, xs))]
  if (typeof found === 'string' || typeof expected === 'string') assert.equal(found, expected)
  else agree(found, expected, tolerance, what)
}

test('compile = evaluate on random graphs', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 8), numbers, (f, entries) => holds(f, valuesOf(inputTypes(f), entries))),
    { numRuns: 150 },
  )
})

test('compile = evaluate on every rule alone, and on its derivatives', () => {
  const entries = Array.from({ length: 23 }, (_, k) => Math.cos(3 * k + 1))
  for (const f of singles(EVERYTHING))
    for (const g of [f, forward(f), reverse(f)]) holds(g, valuesOf(inputTypes(g), entries), 1e-11)
})

test('compile = evaluate on derivatives of the first and second order', () => {
  fc.assert(
    fc.property(graphs(FLAT, 5), numbers, (f, entries) => {
      for (const g of [forward(f), reverse(f), forward(reverse(f))]) holds(g, valuesOf(inputTypes(g), entries), 1e-10)
    }),
    { numRuns: 60 },
  )
  fc.assert(
    fc.property(graphs(EVERYTHING, 4), numbers, (f, entries) => {
      const g = reverse(f)
      holds(g, valuesOf(inputTypes(g), entries), 1e-10)
    }),
    { numRuns: 60 },
  )
})

test.run()
