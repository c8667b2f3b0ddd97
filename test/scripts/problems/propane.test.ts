/** The combustion of propane: plain numbers, the published equilibrium, and all modes. */
import { Matrix, solve } from 'ml-matrix'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { balanced, equilibrium, propane, propaneProblem, propaneStart } from '../../../scripts/problems/propane.ts'
import { near } from '../../support.ts'
import { checkScalars, isScalar, jacobianOf, numbers, operations } from './scalars.ts'

const f = propane(equilibrium)

/**
 * MINPACK-2's residuals from atoms and reactions: a row of counts an equation of balance, ratios of amounts for the
 * rest.
 */
const plain = (x: readonly number[]): readonly number[] => {
  const atoms = [
    [1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    [2, 1, 0, 1, 0, 0, 1, 1, 1, 2],
    [0, 2, 0, 0, 2, 1, 1, 0, 0, 0],
    [0, 0, 2, 0, 0, 0, 0, 0, 1, 0],
  ]
  const amounts = x.slice(0, 10)
  const balances = new Matrix(atoms).mmul(Matrix.columnVector(amounts)).to1DArray()
  const [k5, k6, k7, k8, k9, k10] = equilibrium
  const n = (i: number): number => x[i - 1]!
  const q = 40 / n(11)
  return [
    ...[3, 10, 8, 40].map((expected, i) => balances[i]! - expected),
    k5 * n(2) * n(4) - n(1) * n(5),
    k6 * (n(2) * n(4)) ** 0.5 - n(6) * (n(1) * q) ** 0.5,
    k7 * (n(1) * n(2)) ** 0.5 - n(7) * (n(4) * q) ** 0.5,
    k8 * n(1) - q * n(4) * n(8),
    k9 * n(1) * n(3) ** 0.5 - n(4) * n(9) * q ** 0.5,
    k10 * n(1) * n(1) - q * n(4) * n(4) * n(10),
    n(11) - amounts.reduce((sum, y) => sum + y, 0),
  ]
}

/**
 * Meintjes and Morgan, ACM TOMS 16 (1990): the solution with positive amounts, in the variables of their reduced
 * form.
 */
const published = [3.114102e-3, 3.459792e1, 6.504178e-2, 8.59378e-1, 3.695185e-2] as const
const [y1, y2, y3, y4, y5] = published
const [k5, k6, k7, k8, k9, k10] = equilibrium
const p = Math.sqrt(40)
/** The amounts of the ten products and their sum 1 / y5, the equilibria solved for the amounts that they give. */
const solution = [
  y1 * y2,
  y2 * y3 ** 2,
  y4 ** 2,
  y1,
  k5 * y3 ** 2,
  (k6 / p) * y3,
  (k7 / p) * y2 * y3,
  (k8 / 40) * y2,
  (k9 / p) * y2 * y4,
  (k10 / 40) * y2 ** 2,
  1,
].map((x) => x / y5)

test('residuals are those of plain numbers, at the standard starting point and elsewhere', () => {
  near(numbers(f, propaneStart(equilibrium)), plain(propaneStart(equilibrium)), 1e-14)
  near(numbers(f, solution), plain(solution), 1e-14)
})

test('at the standard starting point the residuals are these by hand', () => {
  const root2 = Math.SQRT2
  // x1 = x3 = 5, x2 = 2.5, x4 = 0.1, x11 = 20, and p / x11 = 2; the amounts x5 to x10 cancel in part.
  const found = numbers(f, propaneStart(equilibrium))
  near(found[0], 2.1, 1e-15)
  near(found[4], 0, 1e-15)
  near(found[5], k6 * 0.5 - Math.sqrt(5) * (k6 / p) * root2, 1e-15)
  near(found[7], k8 * 5 - (0.1 * 1000 * k8) / 20, 1e-15)
})

test('the published equilibrium is a zero to its seven digits, and two steps of Newton make it one to twelve', () => {
  near(numbers(f, solution), new Array(11).fill(0), 2e-5)
  let x: readonly number[] = solution
  for (let step = 0; step < 2; step++) {
    const J = new Matrix(jacobianOf(f, x).map((row) => [...row]))
    const dx = solve(J, Matrix.columnVector([...numbers(f, x)])).to1DArray()
    x = x.map((xi, i) => xi - dx[i]!)
  }
  near(numbers(f, x), new Array(11).fill(0), 1e-12)
  near(
    x.map((xi, i) => xi / solution[i]!),
    new Array(11).fill(1),
    1e-6,
  )
})

test('forward, reverse and differences agree', () => {
  checkScalars(
    f,
    solution.map((x) => x + 0.5),
  )
  checkScalars(propane(balanced), [5, 2.5, 5, 1, 2, 3, 2, 3, 2, 3, 20])
})

test('the problem is a scalar graph of eleven numbers to eleven', () => {
  const problem = propaneProblem()
  assert.ok(isScalar(problem))
  assert.is(problem.inputs.length, 11)
  assert.is(problem.outputs.length, 11)
})

/** Lohoff and Neftci's 62 operations, equal ones once: a quotient is a product with 1 / x11, a difference a sum. */
test('the operations are those published where every equilibrium constant is 1, and six scalings more where not', () => {
  const known = { recip: 1, sqrt: 6, product: 14, power: 2, add: 31, neg: 16 }
  assert.equal(operations(propaneProblem(balanced)), { ...known, scale: 8 })
  assert.equal(operations(propaneProblem()), { ...known, scale: 14 })
})

test.run()
