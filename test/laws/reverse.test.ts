import fc from 'fast-check'
import { test } from 'uvu'
import * as bridge from '../../laws/bridge.ts'
import * as laws from '../../laws/reverse.ts'
import { pointOf, valuesOf } from '../../laws/scale.ts'
import { type Graph, outputTypes } from '../../modes/index.ts'
import { alike, chains, EVERYTHING, graphs, numbers } from '../generators.ts'
import { upheld } from './verdicts.ts'

const points = fc.record({ x: numbers, u: numbers, v: numbers, w: numbers })
const covector = (f: Graph, w: readonly number[]) => valuesOf(outputTypes(f), w)

test('RD1: R(f + g) ~ Rf + Rg, R0 = 0', () => {
  upheld(fc.tuple(alike(2), points), ([[f, g], p]) => laws.cotangentOfSum(f!, g!, pointOf(f!, p.x), covector(f!, p.w)))
  upheld(graphs(), laws.cotangentOfZero)
})

test('RD2: additive in the cotangent, nothing from zero', () => {
  upheld(fc.tuple(graphs(), points), ([f, p]) =>
    laws.additiveInTheCotangent(f, pointOf(f, p.x), covector(f, p.u), covector(f, p.v)),
  )
  upheld(fc.tuple(graphs(), numbers), ([f, x]) => laws.nothingFromZero(f, pointOf(f, x)))
})

test('RD3: R id (x, w) = w, R pi_i (x, w) = inj_i w', () => upheld(graphs(), laws.cotangentOfProjections))

test('RD4: R<f, g>(x, (a, b)) ~ Rf(x, a) + Rg(x, b), and side by side as graphs', () => {
  upheld(fc.tuple(alike(2), points), ([[f, g], p]) =>
    laws.cotangentOfPair(f!, g!, pointOf(f!, p.x), covector(f!, p.u), covector(g!, p.v)),
  )
  upheld(fc.tuple(graphs(), graphs()), ([f, g]) => laws.cotangentOfParallel(f, g))
})

test('RD5: the reverse chain rule', () =>
  upheld(fc.tuple(chains(2), points), ([[f, g], p]) =>
    laws.reverseChainRule(f!, g!, pointOf(f!, p.x), covector(g!, p.w)),
  ))

test('RD6: linear in the cotangent', () =>
  upheld(fc.tuple(graphs(EVERYTHING, 4), points), ([f, p]) =>
    laws.linearInTheCotangent(f, pointOf(f, p.x), covector(f, p.u), covector(f, p.w)),
  ))

test('RD7: the second derivative by reverse mode is symmetric', () =>
  upheld(
    fc.tuple(graphs(EVERYTHING, 3), points),
    ([f, p]) => laws.symmetricByReverse(f, pointOf(f, p.x), pointOf(f, p.u), pointOf(f, p.v), pointOf(f, p.w)),
    40,
  ))

test('the bridge: <w, Df(x, v)> ~ <Rf(x, w), v>', () =>
  upheld(
    fc.tuple(graphs(), points),
    ([f, p]) => bridge.adjointness(f, pointOf(f, p.x), pointOf(f, p.v), covector(f, p.w)),
    100,
  ))

test('the bridge: D_R f ~ Df', () =>
  upheld(fc.tuple(graphs(EVERYTHING, 5), points), ([f, p]) =>
    bridge.reverseDefinesForward(f, pointOf(f, p.x), pointOf(f, p.v)),
  ))

test('the bridge: forward over reverse ~ reverse over forward', () =>
  upheld(fc.tuple(graphs(EVERYTHING, 5), points), ([f, p]) =>
    bridge.mixedSecondDerivatives(f, pointOf(f, p.x), pointOf(f, p.u), covector(f, p.w)),
  ))

test.run()
