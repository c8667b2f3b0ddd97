/** The fold of a tape: over wires it is push, over counts and paths what walking the arrows one by one finds. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { applyLinear } from '../../../lib/flow.ts'
import { Tape } from '../../../lib/index.ts'
import {
  add,
  Carriers,
  type Edge,
  evaluateOrThrow,
  exp,
  foldTape,
  type Graph,
  graph,
  input,
  inputTypes,
  linearize,
  mul,
  nodeAt,
  pathsOf,
  push,
  showPath,
  sin,
  type Tensor,
  type TensorType,
  type Value,
  type Wire,
  zeros,
} from '../../../modes/index.ts'
import { FLAT, graphs, numbers } from '../../generators.ts'
import { near, thrown } from '../../support.ts'

const valuesFor = (g: Graph, xs: readonly number[]): readonly Value[] =>
  inputTypes(g).map((type, k) => {
    const { shape } = type as TensorType
    const size = shape.reduce((n, extent) => n * extent, 1)
    return { shape, data: Float64Array.from({ length: size }, (_, i) => xs[(3 * k + i) % xs.length]!) }
  })

test('over wires the fold is push', () => {
  fc.assert(
    fc.property(graphs(FLAT, 5), numbers, fc.boolean(), (f, xs, turned) => {
      const tape = turned ? Tape.transpose(linearize(f)) : linearize(f)
      const folded = Tape.read(tape, () => {
        const seeds = tape.sources.map((ref) => input(nodeAt(tape.primal, ref).type))
        const flows = foldTape(tape, Carriers.wires)(seeds)
        return flows.map((wire, k) => wire ?? zeros(nodeAt(tape.primal, tape.sinks[k]!).type))
      })
      const pushed = push(tape)
      const at = valuesFor(pushed, xs)
      const expected = evaluateOrThrow(pushed, at).slice(f.outputs.length) as readonly Tensor[]
      evaluateOrThrow(folded, at).forEach((y, k) => {
        near(y, expected[k], 1e-10)
      })
    }),
    { numRuns: 60 },
  )
})

/** The ways from one vertex to another, by walking. */
const walks = (edges: readonly Edge[], from: number, to: number): readonly (readonly number[])[] => [
  ...(from === to ? [[from]] : []),
  ...edges.filter((e) => e.from === from).flatMap((e) => walks(edges, e.to, to).map((way) => [from, ...way])),
]
const sorted = (ways: readonly (readonly number[])[]): readonly string[] => ways.map((way) => way.join()).sort()

test('over counts it is their number, over booleans whether there is one, and the paths are those that walking finds', () => {
  fc.assert(
    fc.property(graphs(FLAT, 3), (f) => {
      const tape = linearize(f)
      const all = tape.sources.flatMap((from) => tape.sinks.map((to) => walks(tape.edges, from, to)))
      fc.pre(all.flat().length < 2000)
      tape.sources.forEach((from, k) => {
        const counts = foldTape(tape, Carriers.counts)(tape.sources.map((_, i) => (i === k ? 1n : 0n)))
        const reached = foldTape(tape, Carriers.booleans)(tape.sources.map((_, i) => i === k))
        tape.sinks.forEach((to, i) => {
          const ways = walks(tape.edges, from, to)
          assert.is(counts[i], BigInt(ways.length))
          assert.is(reached[i], ways.length > 0)
        })
      })
      const nodes = pathsOf(tape).map(({ source, arrows }) => [source, ...arrows.map(({ to }) => to)])
      assert.equal(sorted(nodes), sorted(all.flat()))
      const turned = pathsOf(Tape.transpose(tape)).map(({ source, arrows }) => [source, ...arrows.map(({ to }) => to)])
      assert.equal(sorted(turned.map((way) => [...way].reverse())), sorted(all.flat()))
    }),
    { numRuns: 60 },
  )
})

const product = graph([[]], (x) => mul(sin(x), exp(x)))

test('the derivative is the sum over all paths of the composite of their maps (Bauer)', () => {
  fc.assert(
    fc.property(graphs(FLAT, 4), numbers, (f, xs) => {
      const tape = linearize(f, { wrt: f.inputs.slice(0, 1), of: f.outputs.slice(0, 1) })
      const number = foldTape(tape, Carriers.counts)([1n])[0]!
      fc.pre(number > 0n && number < 40n)
      const forward = push(tape)
      const at = valuesFor(forward, xs)
      const summed = Tape.read(tape, () => {
        const dx = input(nodeAt(tape.primal, tape.sources[0]!).type)
        const ends = pathsOf(tape).map(({ arrows }) =>
          arrows.reduce<Wire>((wire, { map }) => applyLinear(map, wire) ?? wire, dx),
        )
        return [ends.reduce((a, b) => add(a, b))]
      })
      near(evaluateOrThrow(summed, at)[0], evaluateOrThrow(forward, at)[f.outputs.length], 1e-10)
    }),
    { numRuns: 60 },
  )
})

test('a path is printed with its vertices and the nodes that hold its slopes', () => {
  assert.equal(pathsOf(linearize(product)).map(showPath), ['%0 -(%4)-> %1 -(%2)-> %3', '%0 -(%2)-> %2 -(%1)-> %3'])
  const doubled = linearize(graph([[2]], (x) => mul(x, x)))
  assert.match(showPath(pathsOf(doubled)[0]!), /^%0 -\(2 %0 \[i->i\]\)-> %1$/)
})

test('paths may be too many to list, and are counted all the same', () => {
  const ladder = linearize(
    graph([[]], (x) => {
      let y = x
      for (let k = 0; k < 200; k++) y = add(sin(y), exp(y))
      return y
    }),
  )
  assert.is(foldTape(ladder, Carriers.counts)([1n])[0], 2n ** 200n)
  assert.match(String(thrown(() => pathsOf(ladder))), /pathsOf: found \d+ paths, expected at most 10000/)
  assert.match(String(thrown(() => foldTape(ladder, Carriers.counts)([]))), /ArityError in foldTape: found 0 seeds/)
})

test.run()
