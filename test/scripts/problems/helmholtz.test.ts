/** The Helmholtz energy and its vector relative: plain numbers, gradients by hand, and all modes. */
import { Matrix } from 'ml-matrix'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  helmholtz,
  helmholtzPoint,
  helmholtzProblem,
  helmholtzVector,
  helmholtzVectorPoint,
  helmholtzVectorProblem,
  hilbertFluid,
} from '../../../scripts/problems/helmholtz.ts'
import { checkHessian, near } from '../../support.ts'
import { checkScalars, isScalar, jacobianOf, numbers, onVector } from './scalars.ts'

/** By matrices: the energy, and its gradient differentiated on paper with s = b.x, q = x.Ax. */
const plain = (point: readonly number[]): readonly [energy: number, gradient: readonly number[]] => {
  const { rt, a, b } = hilbertFluid(point.length)
  const [x, B] = [Matrix.columnVector([...point]), Matrix.columnVector([...b])]
  const Ax = new Matrix(a.map((row) => [...row])).mmul(x)
  const [s, q] = [B.dot(x), Ax.dot(x)]
  const r = Math.SQRT2
  const logarithm = Math.log((1 + (1 + r) * s) / (1 + (1 - r) * s))
  const slope = (1 + r) / (1 + (1 + r) * s) - (1 - r) / (1 + (1 - r) * s)
  const sum = point.reduce((t, xi) => t + xi, 0)
  const mixing = point.reduce((t, xi) => t + xi * Math.log(xi), 0) - sum * Math.log(1 - s)
  const gradient = point.map((xi, i) => {
    const first = rt * (Math.log(xi / (1 - s)) + 1 + (sum * b[i]!) / (1 - s))
    const second = (2 * Ax.get(i, 0) * logarithm) / s - (q * b[i]! * logarithm) / s ** 2 + (q * slope * b[i]!) / s
    return first - second / Math.sqrt(8)
  })
  return [rt * mixing - (q * logarithm) / (Math.sqrt(8) * s), gradient]
}

test('the energy and its gradient are those of plain numbers', () => {
  for (const n of [1, 2, 10]) {
    const [energy, gradient] = plain(helmholtzPoint(n))
    const f = helmholtz(hilbertFluid(n))
    near(numbers(f, helmholtzPoint(n)), [energy], 1e-13, `${n}`)
    near(jacobianOf(f, helmholtzPoint(n)), [gradient], 1e-13, `${n}`)
  }
})

test('without attraction and volume what is left is the entropy of mixing', () => {
  const point = [0.2, 0.3, 0.5]
  const tiny = { rt: 2, a: point.map(() => [0, 0, 0]), b: [1e-9, 1e-9, 1e-9] }
  const entropy = point.reduce((sum, x) => sum + 2 * x * Math.log(x), 0)
  near(numbers(helmholtz(tiny), point), [entropy], 1e-8)
})

test('forward, reverse and differences agree on the energy, and on its Hessian', () => {
  checkScalars(helmholtz(hilbertFluid(4)), helmholtzPoint(4))
  checkHessian((x) => onVector(helmholtz(hilbertFluid(2)), 2, true)(x), [...helmholtzPoint(2)])
})

test('the vector: d y_i / d x_j = x_i / (1 - s), and log(x_i / (1 - s)) + 1 more where i = j', () => {
  for (const n of [1, 4, 7]) {
    const point = helmholtzVectorPoint(n)
    near(
      numbers(helmholtzVector, point),
      point.map((x) => x * Math.log(2 * x)),
      1e-14,
    )
    const slopes = point.map((x, i) => point.map((_, j) => 2 * x + (i === j ? Math.log(2 * x) + 1 : 0)))
    near(jacobianOf(helmholtzVector, point), slopes, 1e-13)
  }
  checkScalars(helmholtzVector, [0.1, 0.2, 0.05, 0.3])
})

test('the problems are scalar graphs', () => {
  const both = [helmholtzProblem(3), helmholtzVectorProblem(3)]
  assert.equal(
    both.map(({ outputs }) => outputs),
    [[[]], [[], [], []]],
  )
  for (const problem of both) {
    assert.ok(isScalar(problem))
    assert.equal(
      problem.inputs.map(({ name }) => name),
      ['x1', 'x2', 'x3'],
    )
  }
})

test.run()
