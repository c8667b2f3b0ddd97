// Sifting: the same outputs as before, with no product of a zero left, and bit for bit where nothing is summed otherwise.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sifted } from '../../../lib/sparse/sift.ts'
import {
  add,
  concat,
  constant,
  cost,
  einsum,
  evaluateOrThrow,
  type Graph,
  gather,
  graph,
  mul,
  neg,
  reshape,
  sin,
  slice,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'
import { near } from '../../support.ts'

const point = [0.3, -1.2, 2.5, 0.7, -0.4, 1.9]

/** What is left of a function of x [6], its own graph being that of the bare input. */
const sift = (f: (x: Wire) => Wire | readonly Wire[]): { readonly whole: Graph; readonly left: Graph | undefined } => {
  const whole = graph([[6]], f as (x: Wire) => Wire)
  return {
    whole,
    left: sifted(
      graph([[6]], () => []),
      whole,
    ),
  }
}
const agree = (f: (x: Wire) => Wire | readonly Wire[], operations: number): void => {
  const { whole, left } = sift(f)
  assert.ok(left)
  const [expected, found] = [whole, left].map((g) => evaluateOrThrow(g, [point]) as readonly Tensor[])
  expected!.forEach((y, k) => {
    assert.equal(found![k]!.shape, y.shape)
    near([...found![k]!.data], [...y.data], 1e-15)
  })
  const { multiplications, additions, nonlinear } = cost(left)
  assert.is(multiplications + additions + nonlinear, operations)
}

/** Two groups of columns, those of even and those of odd number. */
const seeds = (): Wire =>
  constant([
    [1, 0, 1, 0, 1, 0],
    [0, 1, 0, 1, 0, 1],
  ])

test('a diagonal times seeds is its entries', () => {
  agree((x) => mul(sin(x), seeds()), 6)
  agree((x) => neg(mul(sin(x), seeds())), 6)
  // x and -3: a product for each entry that is not zero, and the sum of both.
  agree((x) => add(mul(x, seeds()), mul(-3, seeds())), 6)
})

test('shifts, concats, pads and gathers of seeds', () => {
  const shifted = (w: Wire): Wire => concat([slice(w, [null, [1]]), slice(w, [null, [0, 1]])], 1)
  agree((x) => mul(x, shifted(seeds())), 0)
  agree((x) => add(mul(x, shifted(seeds())), mul(100, seeds())), 0)
  agree((x) => gather(reshape(mul(x, seeds()), [-1]), [0, 7, 2, 9, 1]), 0)
})

test('sums of few products, and outputs beside those that are sifted', () => {
  agree((x) => einsum('ij,kij->ki', reshape(x, [3, 2]), reshape(seeds(), [2, 3, 2])), 0)
  agree((x) => [mul(x, x), mul(mul(x, x), seeds())], 6)
  // What is not looked into is needed whole.
  agree((x) => sin(mul(x, seeds())), 24)
})

test('nothing is sifted where nothing is known', () => {
  assert.is(sift((x) => mul(x, x)).left, undefined)
  assert.is(sift((x) => mul(x, [1, 2, 3, 4, 5, 6])).left, undefined)
})

test.run()
