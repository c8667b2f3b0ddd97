// Pairs are exact, or nearly so: what they stand for is compared with fixed-point numbers.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Kernel } from '../../../../lib/engine/math/index.ts'
import { type Lanes, lanes, polynomial, signedAs } from '../../../../lib/engine/math/lanes.ts'
import * as pair from '../../../../lib/engine/math/pair.ts'
import type { Vector } from '../../../../lib/engine/math/program.ts'
import { type Fixed, fixed, nearest, ONE, over, root, size, times } from '../../../../scripts/ulps/fixed.ts'
import { uniform } from '../../../../scripts/ulps/measure.ts'
import { running } from '../../../../scripts/ulps/run.ts'

type Formula = (v: Lanes, a: Vector, b: Vector) => Vector

const values = (formula: Formula, a: readonly number[], b: readonly number[]): readonly number[] => {
  const kernel: Kernel = { arity: 2, steps: (p, precision, [x, y]) => formula(lanes(p, precision), x!, y!) }
  const { inputs, output, run } = running(kernel, 'f64', a.length)
  inputs[0]!.set(a)
  inputs[1]!.set(b)
  run()
  return [...output]
}

const next = uniform(4)
const LENGTH = 400
const sample = (): readonly number[] =>
  Array.from({ length: LENGTH }, () => (next() < 0.5 ? -1 : 1) * (1 + next()) * 2 ** Math.floor(40 * next() - 20))
const [a, b] = [sample(), sample()]

/** What a pair of two numbers stands for, and how far that is from what it should be, relative to that. */
const errors = (
  of: (v: Lanes, a: Vector, b: Vector) => pair.Pair,
  exact: (a: Fixed, b: Fixed) => Fixed,
  [x, y]: readonly [readonly number[], readonly number[]] = [a, b],
): readonly number[] => {
  const hi = values((v, ...args) => of(v, ...args).hi, x, y)
  const lo = values((v, ...args) => of(v, ...args).lo, x, y)
  return x.map((_, k) => {
    const right = exact(fixed(x[k]!), fixed(y[k]!))
    return nearest(size(fixed(hi[k]!) + fixed(lo[k]!) - right)) / Math.abs(nearest(right))
  })
}

const whole = (v: Lanes, x: Vector): pair.Pair => pair.halved(v, { hi: x, lo: v.number(0) })

test('sums are exact', () => {
  assert.ok(errors(pair.sum, (x, y) => x + y).every((e) => e === 0))
  const larger = a.map((x, k) => (Math.abs(x) > Math.abs(b[k]!) ? x : b[k]!))
  const smaller = a.map((x, k) => (Math.abs(x) > Math.abs(b[k]!) ? b[k]! : x))
  assert.ok(errors(pair.ordered, (x, y) => x + y, [larger, smaller]).every((e) => e === 0))
})

test('halves of digits leave nothing out, and their products are exact', () => {
  assert.ok(errors(whole, (x) => x).every((e) => e === 0))
  const heads = (v: Lanes, x: Vector, y: Vector): pair.Pair => ({
    hi: v.mul(pair.head(v, x), pair.head(v, y)),
    lo: v.number(0),
  })
  const cut = (x: Fixed): Fixed => {
    const bits = new BigInt64Array(new Float64Array([nearest(x)]).buffer)
    bits[0]! &= -(1n << 27n)
    return fixed(new Float64Array(bits.buffer)[0]!)
  }
  assert.ok(errors(heads, (x, y) => times(cut(x), cut(y))).every((e) => e === 0))
})

test('products, quotients and roots have twenty digits more than numbers', () => {
  const worst = (found: readonly number[]): number => Math.max(...found)
  assert.ok(worst(errors((v, x, y) => pair.product(v, whole(v, x), whole(v, y)), times)) < 2 ** -76)
  const none = (v: Lanes, x: Vector): pair.Pair => ({ hi: x, lo: v.number(0) })
  assert.ok(worst(errors((v, x, y) => pair.quotient(v, none(v, x), none(v, y)), over)) < 2 ** -75)
  const square = (v: Lanes, x: Vector) => pair.squareRoot(v, none(v, v.abs(x)))
  assert.ok(worst(errors(square, (x) => root(size(x)))) < 2 ** -75)
})

test('the root of 0 is 0', () => {
  const of =
    (part: keyof pair.Pair): Formula =>
    (v, x) =>
      pair.squareRoot(v, { hi: x, lo: v.number(0) })[part]
  assert.equal(
    [values(of('hi'), [0, 0], [0, 0]), values(of('lo'), [0, 0], [0, 0])],
    [
      [0, 0],
      [0, 0],
    ],
  )
})

test('polynomials, whatever their degree, and signs', () => {
  for (let degree = 1; degree < 20; degree++) {
    const terms = Array.from({ length: degree + 1 }, (_, k) => k - 3)
    const xs = [-2, -1, 0, 1, 2, 3]
    assert.equal(
      values((v, x) => polynomial(v, terms, x), xs, xs),
      xs.map((x) => terms.reduceRight((sum, c) => sum * x + c, 0)),
    )
  }
  assert.equal(
    values((v, x, y) => signedAs(v, v.abs(x), y), [1, -2, 3, -4], [-1, 0, 5, -6]),
    [-1, 2, 3, -4],
  )
  assert.is(fixed(1), ONE)
})

test.run()
