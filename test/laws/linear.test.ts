import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/linear.ts'
import { pointOf, valuesOf } from '../../laws/scale.ts'
import { every, forEach, type Verdict } from '../../laws/verdict.ts'
import { add, asType, type Drawn, type Graph, graph, Linear, linearize } from '../../modes/index.ts'
import { chains, EVERYTHING, FLAT, graphs, numbers } from '../generators.ts'
import { refuted, refutedSomewhere, upheld } from './verdicts.ts'

const points = fc.record({ x: numbers, u: numbers, v: numbers, w: numbers })
const cases = fc.tuple(
  chains(2, EVERYTHING).map((list) => list[1]!),
  points,
)

test('every edge: zero to zero, sums to sums, transposing twice, the pairing', () =>
  upheld(fc.tuple(graphs(), points), ([f, p]) => {
    const { primal, edges } = linearize(f)
    const x = pointOf(f, p.x)
    return forEach(edges, ({ map: l }) => {
      const [u, v, w] = [valuesOf([l.from], p.u), valuesOf([l.from], p.v), valuesOf([l.to], p.w)]
      return every(
        () => laws.mapsZeroToZero(primal, l, x, v),
        () => laws.mapsSumsToSums(primal, l, x, u, v),
        () => laws.adjointTwice(l),
        () => laws.adjointPairing(primal, l, x, v, w),
      )
    })
  }))

test('edges that follow one another: transposing reverses, fusion changes no value', () =>
  upheld(cases, ([f, p]) => {
    const tape = linearize(f)
    const x = pointOf(f, p.x)
    return forEach(laws.routes(tape, 2, 12), ([l, k]) =>
      every(
        () => laws.adjointReverses(l!, k!),
        () => laws.fusionKeepsValues(tape.primal, l!, k!, x, valuesOf([l!.from], p.v)),
      ),
    )
  }))

test('composition is associative in value', () =>
  upheld(cases, ([f, p]) => {
    const tape = linearize(f)
    return forEach(laws.routes(tape, 3, 8), (maps) =>
      laws.compositionAssociates(
        tape.primal,
        maps as [Linear, Linear, Linear],
        pointOf(f, p.x),
        valuesOf([maps[0]!.from], p.v),
      ),
    )
  }))

test('dup and add are each other’s transpose', () =>
  upheld(fc.constantFrom([], [2], [2, 3], [0]), (shape) => laws.copyingIsDualToAdding(asType(shape)), 4))

const routed = (length: number, law: (primal: Graph, maps: readonly Linear[], p: readonly number[]) => Verdict): void =>
  refutedSomewhere(fc.tuple(graphs([...FLAT, 'systems', 'systems'], 8), numbers), ([f, p]) => {
    const tape = linearize(f)
    return forEach(laws.routes(tape, length, 12), (maps) => law(tape.primal, maps, p))
  })
const unreversed = (l: Linear): Linear => ({ ...Linear.adjoint(l), paths: l.paths })
const firstPath = (l: Linear, k: Linear): Linear => ({
  ...Linear.compose(l, k),
  paths: Linear.compose(l, k).paths.slice(1),
})
const uneven = (l: Linear, k: Linear): Linear =>
  l.paths[0]?.length === 0 ? Linear.compose(l, k) : Linear.compose(l, Linear.sum(k, k))

test('refutes adjoints that leave paths as they are, composites that lose or repeat a path', () => {
  routed(1, (primal, [l], p) =>
    laws.adjointPairing(primal, l!, pointOf(primal, p), valuesOf([l!.from], p), valuesOf([l!.to], p), {
      adjoint: (k) => (k.from === k.to ? Linear.sum(k, k) : Linear.adjoint(k)),
    }),
  )
  routed(1, (_, [l]) => laws.adjointTwice(l!, { adjoint: (k) => Linear.sum(Linear.adjoint(k), Linear.adjoint(k)) }))
  routed(2, (_, [l, k]) => laws.adjointReverses(l!, k!, { adjoint: unreversed }))
  routed(2, (primal, [l, k], p) =>
    laws.fusionKeepsValues(primal, l!, k!, pointOf(primal, p), valuesOf([l!.from], p), { compose: firstPath }),
  )
  routed(3, (primal, maps, p) =>
    laws.compositionAssociates(
      primal,
      maps as [Linear, Linear, Linear],
      pointOf(primal, p),
      valuesOf([maps[0]!.from], p),
      {
        compose: uneven,
      },
    ),
  )
})

/** Adds one: no linear map, though it says so. */
const plusOne: Drawn = {
  name: 'plusOne',
  draw: ([x]) => add(x!, 1),
  adjoint: () => plusOne,
  absolute: () => plusOne,
  source: [],
  key: '',
}

test('refutes a step that does not map 0 to 0, and is not additive', () => {
  const f = graph([[2]], (x) => x)
  const type = asType([2])
  const step = Linear.ofStep({ op: plusOne, at: 0, args: [0], from: type, to: type })
  const [x, v] = [valuesOf([type], [1, 2]), valuesOf([type], [3, 4])]
  refuted(laws.mapsZeroToZero(f, step, x, v))
  refuted(laws.mapsSumsToSums(f, step, x, v, x))
})

test.run()
