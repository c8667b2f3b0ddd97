// Lenses and parametrised arrows, on numbers.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  evaluateOrThrow,
  Graph,
  graph,
  graphs,
  type Lens,
  lenses,
  mul,
  para,
  parametrised,
  reparametrise,
  sin,
  sub,
} from '../../../modes/index.ts'
import { flat } from '../../support.ts'

/** A lens from two numbers to three whose change has another shape than its points. */
const three: Lens = {
  get: graph([[2]], (x) => mul(x, x)),
  put: graph([[2], [3]], (_, w) => sub(w, 1)),
}
const numbers = (g: Graph, ...xs: readonly (number | readonly number[])[]): readonly (readonly number[])[] =>
  evaluateOrThrow(g, xs).map(flat)

test('points and changes have types of their own', () => {
  assert.equal(lenses.source(three), { points: [{ shape: [2] }], changes: [{ shape: [3] }] })
  assert.equal(lenses.target(three), { points: [{ shape: [2] }], changes: [{ shape: [3] }] })
  const twice = lenses.compose(three, three)
  assert.equal(numbers(twice.get, [2, 3]), [[16, 81]])
  assert.equal(numbers(twice.put, [2, 3], [5, 6, 7]), [[3, 4, 5]])
})

test('side by side, points come before changes; a swap turns both round', () => {
  const { put } = lenses.tensor(three, lenses.identity({ points: [{ shape: [] }], changes: [{ shape: [] }] }))
  assert.equal(numbers(put, [1, 2], 9, [5, 6, 7], 4), [[4, 5, 6], [4]])
  const x = { points: [{ shape: [2] }], changes: [{ shape: [3] }] }
  const y = { points: [{ shape: [] }], changes: [{ shape: [] }] }
  const swap = lenses.swap(x, y)
  assert.equal(numbers(swap.get, [1, 2], 9), [[9], [1, 2]])
  assert.equal(numbers(swap.put, [1, 2], 9, 8, [5, 6, 7]), [[5, 6, 7], [8]])
})

test('lenses that do not meet are refused', () => {
  const other = lenses.identity({ points: [{ shape: [3] }], changes: [{ shape: [3] }] })
  assert.throws(() => lenses.compose(three, other), /f64\[3\]/)
  const changed = { get: three.get, put: graph([[2], [4]], (_, w) => w) }
  assert.throws(() => lenses.compose(three, changed), /f64\[4\]/)
})

test('a composite has the parameters of the later arrow first; side by side, those of the first', () => {
  const f = parametrised(
    1,
    graph([[], []], (p, a) => sub(a, p)),
  )
  const g = parametrised(
    1,
    graph([[], []], (q, b) => mul(b, q)),
  )
  const P = para(graphs)
  assert.equal(numbers(P.compose(f, g).arrow, 10, 1, 3), [[20]])
  assert.equal(numbers(P.tensor(f, g).arrow, 1, 10, 3, 4), [[2], [40]])
  assert.equal(numbers(P.swap([{ shape: [] }], [{ shape: [] }]).arrow, 3, 4), [[4], [3]])
  const r = graph([[], []], (s, t) => mul(s, t))
  assert.equal(numbers(reparametrise(graphs, f, r).arrow, 2, 3, 10), [[4]])
  assert.equal(reparametrise(graphs, f, r).parameters.length, 2)
  assert.throws(() => reparametrise(graphs, f, Graph.dup([[]])), /2/)
  assert.throws(
    () =>
      reparametrise(
        graphs,
        f,
        graph([[2]], (x) => sin(x)),
      ),
    /f64\[2\]/,
  )
})

test.run()
