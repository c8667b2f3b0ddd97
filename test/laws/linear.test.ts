import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/linear.ts'
import { pointOf, valuesOf } from '../../laws/scale.ts'
import { every, forEach } from '../../laws/verdict.ts'
import { asType, type Linear, linearize } from '../../modes/index.ts'
import { chains, EVERYTHING, graphs, numbers } from '../generators.ts'
import { upheld } from './verdicts.ts'

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

test.run()
