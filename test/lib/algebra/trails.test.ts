/** Sets of paths: their products sum up to the run in numbers, and they are the paths of the tape. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  Carriers,
  evaluateOrThrow,
  exp,
  foldTape,
  forward,
  type Graph,
  graph,
  greater,
  inputTypes,
  linearize,
  mul,
  provenance,
  reverse,
  select,
  showPathTo,
  sin,
  type Tensor,
  type TensorType,
  type Value,
} from '../../../modes/index.ts'
import { EVERYTHING, graphs, numbers } from '../../generators.ts'
import { thrown } from '../../support.ts'

const valuesFor = (g: Graph, xs: readonly number[]): readonly Value[] =>
  inputTypes(g).map((type, k) => {
    const { shape } = type as TensorType
    const size = shape.reduce((n, extent) => n * extent, 1)
    return { shape, data: Float64Array.from({ length: size }, (_, i) => xs[(3 * k + i) % xs.length]!) }
  })

/** Asserts that each entry is the sum of what came along its paths, within rounding of the sum of their sizes. */
const sums = (g: Graph, xs: readonly number[], from: readonly number[]): void => {
  const at = valuesFor(g, xs)
  const found = provenance(g, at, from)
  ;(evaluateOrThrow(g, at) as readonly Tensor[]).forEach(({ data }, k) => {
    data.forEach((y, i) => {
      const { rest, paths } = found[k]![i]!
      const sum = paths.reduce((total, { product }) => total + product, rest)
      const size = paths.reduce((total, { product }) => total + Math.abs(product), Math.abs(rest))
      assert.ok(Math.abs(sum - y) <= 1e-12 * Math.max(1, size), `output ${k} entry ${i}: ${sum} is not ${y}`)
      for (const { product, steps } of paths)
        assert.ok(steps.length > 0 && Number.isFinite(product), 'a path without a node')
    })
  })
}

test('the products of all paths sum up to the run, for derivatives and their seeds', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 3), numbers, (f, xs) => {
      const n = f.inputs.length
      for (const g of [reverse(f), forward(f)]) {
        const seeds = [...g.inputs.keys()].slice(n)
        try {
          sums(g, xs, seeds)
        } catch (e) {
          // Some graphs have more paths than can be listed.
          assert.match(String(e), /paths to one entry/)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('products of paths and functions of them obey the law too', () => {
  const f = graph([[], []], (x, y) => add(mul(x, y, x), sin(mul(add(x, 1), y)), select(greater(x, 0), x, y)))
  sums(f, [0.7, 0.1, 0.2, 1.3], [0, 1])
  sums(reverse(f), [0.7, 0.1, 0.2, 1.3, 0.4], [0, 1, 2])
})

test('the paths of the gradient are those of the tape, with primal nodes and slopes', () => {
  const f = graph([[]], (x) => mul(sin(x), exp(x)))
  const [dx] = provenance(reverse(f), [2, 1], [1])[1]!
  const tape = linearize(f)
  assert.is(BigInt(dx!.paths.length), foldTape(tape, Carriers.counts)([1n])[0])
  assert.equal(
    dx!.paths.map(({ product }) => product).sort(),
    [Math.cos(2) * Math.exp(2), Math.sin(2) * Math.exp(2)].sort(),
  )
  for (const { product, steps } of dx!.paths) {
    assert.is(
      steps.reduce((all, { slope }) => all * slope, 1),
      product,
    )
    assert.is(steps[0]!.place.node.op.name, 'input')
  }
  const belongs = dx!.paths.map(({ steps }) => steps.map(({ place }) => place.node.about?.primal))
  assert.equal(
    belongs.map((refs) => refs.at(-1)),
    [0, 0],
  )
  assert.match(showPathTo(dx!.paths[0]!), /^%\d+ input -> %\d+ mul x [\d.]+ \(d%\d\) -> /)
})

test('a seed of entries names the entries on the way', () => {
  const f = graph([[2]], (x) => mul(x, x))
  const [first, second] = provenance(
    reverse(f),
    [
      [3, 4],
      [1, 10],
    ],
    [1],
  )[1]!
  assert.equal(
    [first!.paths, second!.paths].map((paths) => paths.map(({ product }) => product)),
    [[6], [80]],
  )
  assert.equal(
    second!.paths[0]!.steps.map(({ place }) => place.entry),
    [1, 1],
  )
})

test('more paths than can be listed are refused by number', () => {
  const ladder = graph([[]], (x) => {
    let y = x
    for (let k = 0; k < 20; k++) y = add(sin(y), exp(mul(-1, y)))
    return y
  })
  assert.match(String(thrown(() => provenance(reverse(ladder), [0.5, 1], [1]))), /found \d+ paths to one entry/)
})

test.run()
