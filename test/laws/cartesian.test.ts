import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/cartesian.ts'
import { pointOf } from '../../laws/scale.ts'
import { alike, chains, EVERYTHING, FLAT, graphs, numbers } from '../generators.ts'
import { upheld } from './verdicts.ts'

const points = fc.record({ x: numbers, u: numbers, v: numbers, w: numbers })

test('CD1: D(f + g) = Df + Dg, D0 = 0', () => {
  upheld(alike(2), ([f, g]) => laws.derivativeOfSum(f!, g!))
  upheld(graphs(), laws.derivativeOfZero)
})

test('CD2: additive in the direction, nothing along zero', () => {
  upheld(fc.tuple(graphs(), points), ([f, p]) =>
    laws.additiveInTheDirection(f, pointOf(f, p.x), pointOf(f, p.u), pointOf(f, p.v)),
  )
  upheld(fc.tuple(graphs(), numbers), ([f, x]) => laws.nothingAlongZero(f, pointOf(f, x)))
})

test('CD3: D id (x, v) = v, D pi_i (x, v) = v_i', () => upheld(graphs(), laws.derivativeOfProjections))
test('CD4: D<f, g> = <Df, Dg>', () => upheld(alike(2), ([f, g]) => laws.derivativeOfPair(f!, g!)))

test('CD5: the chain rule', () => {
  upheld(chains(2, FLAT), ([f, g]) => laws.chainRule(f!, g!))
  upheld(fc.tuple(chains(2, EVERYTHING), points), ([[f, g], p]) =>
    laws.chainRuleInValue(f!, g!, pointOf(f!, p.x), pointOf(f!, p.v)),
  )
})

test('CD6: linear in the direction', () =>
  upheld(fc.tuple(graphs(), points), ([f, p]) =>
    laws.linearInTheDirection(f, pointOf(f, p.x), pointOf(f, p.u), pointOf(f, p.v)),
  ))

test('CD7: the second derivative is symmetric', () =>
  upheld(fc.tuple(graphs(EVERYTHING, 5), points), ([f, p]) =>
    laws.symmetricSecondDerivative(f, pointOf(f, p.x), pointOf(f, p.u), pointOf(f, p.v), pointOf(f, p.w)),
  ))

test.run()
