/** The human heart dipole: residuals as complex moments, the Jacobian of complex powers, and all modes. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Experiment, experiments, heartDipole, heartDipoleProblem } from '../../../scripts/problems/heartDipole.ts'
import { near } from '../../support.ts'
import { checkScalars, isScalar, jacobianOf, numbers, operations } from './scalars.ts'

type Complex = readonly [re: number, im: number]
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c]
const powerOf = (z: Complex, k: number): Complex => (k === 0 ? [1, 0] : times(z, powerOf(z, k - 1)))

const dipoles = (point: readonly number[]): readonly (readonly [moment: Complex, place: Complex])[] => {
  const [a, b, c, d, t, u, v, w] = point as readonly [number, number, number, number, number, number, number, number]
  return [
    [
      [a, c],
      [t, v],
    ],
    [
      [b, d],
      [u, w],
    ],
  ]
}

/** sum p z^k - sigma_k, real and imaginary parts. */
const residuals = (point: readonly number[], { sums }: Experiment): readonly number[] => {
  const measured = Object.values(sums) as readonly number[]
  return [0, 1, 2, 3].flatMap((k) => {
    const [re, im] = dipoles(point)
      .map(([p, z]) => times(p, powerOf(z, k)))
      .reduce(([x, y], [r, i]) => [x + r, y + i])
    return [re - measured[2 * k]!, im - measured[2 * k + 1]!]
  })
}

/** d(p z^k) = z^k dp + k p z^(k-1) dz: the direction in a real part is this, in an imaginary one i times this. */
const slopes = (point: readonly number[]): readonly (readonly number[])[] => {
  const both = (z: Complex): readonly [Complex, Complex] => [z, times([0, 1], z)]
  return [0, 1, 2, 3].flatMap((k) => {
    const parts = dipoles(point).map(([p, z]) => ({
      p: both(powerOf(z, k)),
      z: both(k === 0 ? [0, 0] : times([k, 0], times(p, powerOf(z, k - 1)))),
    }))
    const columns = (['p', 'z'] as const).flatMap((of) =>
      [0, 1].flatMap((part) => parts.map((x) => x[of][part as 0 | 1])),
    )
    return [columns.map(([re]) => re), columns.map(([, im]) => im)]
  })
}

test('residuals and Jacobian of all five experiments are those of complex moments', () => {
  for (const experiment of Object.values(experiments)) {
    const f = heartDipole(experiment.sums)
    near(numbers(f, experiment.start), residuals(experiment.start, experiment), 1e-14)
    near(jacobianOf(f, experiment.start), slopes(experiment.start), 1e-14)
  }
})

test('the standard starting points balance the moments to the digits that they have', () => {
  for (const [label, { sums, start }] of Object.entries(experiments)) {
    const [mx, my] = numbers(heartDipole(sums), start)
    assert.ok(Math.abs(mx!) < 1.01e-3 && Math.abs(my!) < 1.01e-3, `${label}: ${mx}, ${my}`)
  }
})

test('forward, reverse and differences agree', () => {
  const { sums, start } = experiments[791226]
  checkScalars(heartDipole(sums), start)
})

test('the problem is a scalar graph of eight numbers to eight', () => {
  const problem = heartDipoleProblem()
  assert.ok(isScalar(problem))
  assert.equal(
    problem.inputs.map(({ name }) => name),
    [...'abcdtuvw'],
  )
  assert.is(problem.outputs.length, 8)
})

/**
 * Lohoff and Neftci's 86 operations, equal ones once: 14 differences are sums with a negated term, two of them sums
 * here.
 */
test('the operations are those published', () => {
  assert.equal(operations(heartDipoleProblem()), { product: 32, scale: 8, power: 4, add: 34, neg: 12 })
})

test.run()
