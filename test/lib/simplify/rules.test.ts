// Each rule alone on random graphs with its left side in them: it applies, and keeps values and derivatives, at edges too.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { rewritingKeepsDerivatives } from '../../../laws/interpreters.ts'
import { roundingScale } from '../../../laws/rounding.ts'
import { agree, entriesOf, identical, pullback, pushforward, run, type Values, valuesOf } from '../../../laws/scale.ts'
import { bytesOf } from '../../../lib/types.ts'
import {
  exactRules,
  forward,
  Graph,
  type Graph as GraphType,
  graph,
  inputTypes,
  outputTypes,
  type Rule,
  recip,
  replay,
  reverse,
  rewriteRules,
  sameGraph,
  simplify,
} from '../../../modes/index.ts'
import { graphs, numbers } from '../../generators.ts'
import { redexes } from './redexes.ts'

/** A graph, and after each of its results the left side of a rule. */
const withRedex = (f: GraphType, { name }: Rule): GraphType =>
  graph(inputTypes(f), (...xs) => replay(f, xs).map((y) => redexes[name]!(y)))

const edges = [0, -0, 1, Number.POSITIVE_INFINITY, -2, Number.NaN, Number.NEGATIVE_INFINITY, -1, 0.5]
const given = { minLength: 23, maxLength: 23 }
const special = fc.array(fc.constantFrom(...edges), given)

const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b))
/** The same numbers, or the same infinities and NaN and numbers that are close where the rule takes sums in another order. */
const keptAtEdges = ({ keeps }: Rule, found: Values, expected: Values): boolean => {
  const [a, b] = [entriesOf(found), entriesOf(expected)]
  return a.every((x, k) => same(x, b[k]!) || (keeps === 'reals' && Math.abs(x - b[k]!) <= 1e-12 * Math.abs(x)))
}

test('every rule has a name of its own and a redex', () => {
  assert.equal(
    rewriteRules.map(({ name }) => name),
    [...new Set(rewriteRules.map(({ name }) => name))],
  )
  assert.equal(rewriteRules.map(({ name }) => name).toSorted(), Object.keys(redexes).toSorted())
})

for (const rule of rewriteRules) {
  const rules = [rule]
  const by = (f: GraphType): GraphType => simplify(f, { rules })
  const holds = (predicate: (f: GraphType, x: readonly number[], v: readonly number[]) => void, at = numbers): void =>
    fc.assert(
      fc.property(graphs(undefined, 3), at, numbers, (f, x, v) => predicate(withRedex(f, rule), x, v)),
      { numRuns: 10 },
    )

  test(`${rule.name}: applies, once and for all`, () => {
    holds((f) => {
      const empty = inputTypes(f).some((type) => bytesOf(type) === 0)
      const g = by(f)
      assert.ok(empty || !sameGraph(g, Graph.trim(f)))
      assert.ok(sameGraph(by(g), g))
    })
  })

  test(`${rule.name}: values`, () => {
    holds((f, numbers) => {
      const x = valuesOf(inputTypes(f), numbers)
      const verdict =
        rule.keeps === 'reals'
          ? agree(run(by(f), x), run(f, x), roundingScale(f, x))
          : identical(run(by(f), x), run(f, x))
      assert.ok(verdict.holds || (rule.keeps === 'numbers' && keptAtEdges(rule, run(by(f), x), run(f, x))))
    })
  })

  test(`${rule.name}: values at zeros, infinities and NaN`, () => {
    holds((f, numbers) => {
      const g = rule.keeps === 'bits' ? graph(inputTypes(f), (...xs) => replay(f, xs).map((y) => recip(y))) : f
      const x = valuesOf(inputTypes(f), numbers)
      const [found, expected] = [run(by(g), x), run(g, x)]
      assert.ok(rule.keeps === 'bits' ? identical(found, expected).holds : keptAtEdges(rule, found, expected))
    }, special)
  })

  test(`${rule.name}: derivatives`, () => {
    holds((f, numbers, vectors) => {
      const x = valuesOf(inputTypes(f), numbers)
      const [v, w] = [valuesOf(inputTypes(f), vectors), valuesOf(outputTypes(f), vectors)]
      const verdict = rewritingKeepsDerivatives(f, x, v, w, by)
      assert.ok(verdict.holds, verdict.holds ? '' : verdict.why)
    })
  })

  test(`${rule.name}: derivatives at zeros, infinities and NaN`, () => {
    holds((f, numbers, vectors) => {
      const x = valuesOf(inputTypes(f), numbers)
      const [v, w] = [valuesOf(inputTypes(f), vectors), valuesOf(outputTypes(f), vectors)]
      const close: Rule = { ...rule, keeps: 'reals' }
      assert.ok(keptAtEdges(close, run(pushforward(by(f)), [...x, ...v]), run(pushforward(f), [...x, ...v])))
      assert.ok(keptAtEdges(close, run(pullback(by(f)), [...x, ...w]), run(pullback(f), [...x, ...w])))
    }, special)
  })

  test(`${rule.name}: after derivatives as before them`, () => {
    holds((f, numbers, vectors) => {
      const x = valuesOf(inputTypes(f), numbers)
      for (const [of, types] of [
        [forward, inputTypes],
        [reverse, outputTypes],
      ] as const) {
        const at = [...x, ...valuesOf(types(f), vectors)]
        const scale = roundingScale(of(f), at)
        const verdict = agree(run(by(of(f)), at), run(of(f), at), scale)
        assert.ok(verdict.holds, verdict.holds ? '' : verdict.why)
      }
    })
  })
}

test('the exact rules are those that keep bits', () => {
  assert.equal(
    exactRules.map(({ keeps }) => keeps),
    exactRules.map(() => 'bits'),
  )
  assert.ok(exactRules.length > 10)
})

test.run()
