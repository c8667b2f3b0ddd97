/** The laws of other algebras hold for those of the library, and refute algebras with a fault planted. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { boundsEnclose, isSemiring, numbersAreTheRun, pathsSumToTheRun, valuesOf } from '../../laws/index.ts'
import {
  Algebra,
  formulas,
  graph,
  inputTypes,
  mul,
  type Polynomial,
  reverse,
  showPolynomial,
  sin,
} from '../../modes/index.ts'
import { EVERYTHING, graphs, numbers, SMOOTH } from '../generators.ts'

const check = (verdict: { readonly holds: boolean; readonly why?: string }): void =>
  assert.ok(verdict.holds, verdict.why)

test('graphs and gradients in numbers are the run, and bounds around a point enclose it', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 3), numbers, (f, xs) => {
      for (const g of [f, reverse(f)]) {
        const types = inputTypes(g)
        const [low, at, high] = [-1, 0, 1].map((side) =>
          valuesOf(
            types,
            xs.map((x) => x + side * 0.01),
          ),
        )
        check(numbersAreTheRun(g, at!))
        check(
          boundsEnclose(
            g,
            types.map((_, k) => [low![k]!, high![k]!] as const),
            at!,
          ),
        )
      }
    }),
    { numRuns: 30 },
  )
})

test('paths sum up to the run', () => {
  fc.assert(
    fc.property(graphs(SMOOTH, 2), numbers, (f, xs) => {
      const g = reverse(f)
      check(pathsSumToTheRun(g, valuesOf(inputTypes(g), xs), [...g.inputs.keys()].slice(f.inputs.length)))
    }),
    { numRuns: 30 },
  )
})

const x = graph([[]], (y) => mul(y, sin(y)))

test('a wrong product is refuted by the run', () => {
  const wrong = { ...Algebra.numbers, mul: (xs: readonly number[]) => xs.reduce((a, b) => a + b) }
  const verdict = numbersAreTheRun(x, valuesOf(inputTypes(x), [2]), wrong)
  assert.ok(!verdict.holds)
})

test('a point outside of the box is refuted by its bounds', () => {
  const verdict = boundsEnclose(x, [[0.1, 0.2]], [0.5])
  assert.ok(!verdict.holds && /is not between/.test(verdict.why))
})

const letters = formulas(
  graph([[3]], (y) => y),
  ['x'],
) as readonly [Polynomial, Polynomial, Polynomial]
const same = (p: Polynomial, q: Polynomial): boolean => showPolynomial(p) === showPolynomial(q)

test('booleans and polynomials are semirings; sets of dependencies keep all but that a product with 0 is 0', () => {
  for (const a of [true, false])
    for (const b of [true, false])
      for (const c of [true, false]) check(isSemiring(Algebra.booleans, [a, b, c], (p, q) => p === q))
  check(isSemiring(Algebra.polynomials, letters, same))
  const [, ...more] = letters
  check(isSemiring(Algebra.polynomials, [Algebra.polynomials.constant(0.1), ...more] as typeof letters, same))
  const sets = isSemiring(Algebra.dependencies, [1n, 2n, 4n], (p, q) => p === q)
  assert.ok(!sets.holds && /a 0 = 0/.test(sets.why))
})

test('doubles are no semiring, and a fault in a sum is found', () => {
  const rounded = isSemiring(Algebra.numbers, [0.1, 0.2, 0.3], Object.is)
  assert.ok(!rounded.holds && /\(a \+ b\) \+ c/.test(rounded.why))
  const faulty = { ...Algebra.polynomials, add: (p: Polynomial) => p }
  assert.ok(!isSemiring(faulty, letters, same).holds)
})

test.run()
