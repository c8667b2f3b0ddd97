/** The Brusselator: plain loops, the eigenvalues of the star, the sparsity of its Jacobian, and all modes. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { jacobian, reshape, slice, stack, tensor, type Wire } from '../../../modes/index.ts'
import { ALPHA, brusselator, brusselatorProblem, brusselatorStart } from '../../../scripts/problems/brusselator.ts'
import { checkJacobian, flat, near, values } from '../../support.ts'

type Grid = readonly (readonly number[])[]

/** Point by point, neighbours by remainders. */
const plain = (u: Grid, v: Grid): readonly [Grid, Grid] => {
  const n = u.length
  const laplacian = (x: Grid, i: number, j: number): number => {
    const at = (a: number, b: number): number => x[(a + n) % n]![(b + n) % n]!
    return (at(i + 1, j) + at(i - 1, j) + at(i, j + 1) + at(i, j - 1) - 4 * at(i, j)) * n * n
  }
  const rate = (f: (u: number, v: number) => number, x: Grid): Grid =>
    u.map((row, i) => row.map((_, j) => f(u[i]![j]!, v[i]![j]!) + 0.1 * laplacian(x, i, j)))
  return [rate((a, b) => 1 + a * a * b - 4.4 * a, u), rate((a, b) => 3.4 * a - a * a * b, v)]
}

const both = (n: number): Grid[] => Object.values(brusselatorStart(n))

test('the rates are those of plain loops', () => {
  for (const n of [1, 2, 3, 5, 8]) {
    const [u, v] = both(n) as [Grid, Grid]
    const [du, dv] = values((a, b) => [...brusselator(a, b)], u as number[][], v as number[][])
    const [eu, ev] = plain(u, v)
    near(du, eu, 1e-14, `u, ${n}`)
    near(dv, ev, 1e-14, `v, ${n}`)
  }
})

test('even concentrations u = 1, v = 3.4 are at rest, and a wave decays at the rate of the star', () => {
  const n = 12
  const wave = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => Math.cos((2 * Math.PI * (2 * i + j)) / n)),
  )
  const grid = (x: number) => wave.map((row) => row.map(() => x))
  const still = values((a, b) => [...brusselator(a, b)], grid(1), grid(3.4))
  for (const rate of still) near(rate, grid(0), 1e-12)
  // With u = 0 all that moves v is diffusion; the star has -4 n^2 (sin^2(pi k / n) + sin^2(pi l / n)) for its
  // eigenvalues.
  const [, dv] = values((a, b) => [...brusselator(a, b)], grid(0), wave)
  const decay = -4 * ALPHA * n * n * (Math.sin((2 * Math.PI) / n) ** 2 + Math.sin(Math.PI / n) ** 2)
  near(
    dv,
    wave.map((row) => row.map((x) => decay * x)),
    1e-13,
  )
})

const stacked =
  (n: number) =>
  (x: Wire): Wire => {
    const part = (k: number): Wire => reshape(slice(x, [[k, k + 1]]), [n, n])
    return stack([...brusselator(part(0), part(1))])
  }

test('every row of the Jacobian has six entries: the star, and the other substance', () => {
  const n = 4
  const J = flat(
    jacobian((x: Wire) => stacked(n)(x), { mode: 'forward' })(
      both(n).map((grid) => grid.map((row) => row.map((x) => x + 1))),
    ),
  )
  const size = 2 * n * n
  for (let row = 0; row < size; row++)
    assert.is(J.slice(row * size, (row + 1) * size).filter((x) => x !== 0).length, 6, `row ${row}`)
})

test('forward, reverse and differences agree', () => {
  checkJacobian(stacked(3), tensor(both(3) as number[][][]))
})

test('the problem by size', () => {
  const { inputs, outputs } = brusselatorProblem(5)
  assert.equal(
    inputs.map(({ name, value }) => [name, value.shape]),
    [
      ['u', [5, 5]],
      ['v', [5, 5]],
    ],
  )
  assert.equal(outputs, [
    [5, 5],
    [5, 5],
  ])
  // 22 y (1 - y)^1.5 at y = 2/5.
  near(inputs[0]!.value.data[2]!, 22 * 0.4 * 0.6 ** 1.5, 1e-15)
})

test.run()
