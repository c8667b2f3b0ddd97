// Wild graphs, compiled, on the loop and simplified: the values of the reference, or its refusal.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { roundingScale } from '../../laws/rounding.ts'
import { entriesOf, near, pointOf, type Values } from '../../laws/scale.ts'
import { coldRun } from '../../lib/engine/gear.ts'
import { evaluateOrThrow } from '../../lib/interpret/evaluate.ts'
import { AdError, compile, forward, type Graph, reverse, show, simplify } from '../../modes/index.ts'
import { drafts, everything, numbersOf, ordinary, special } from './wild.ts'

type Outcome = { readonly entries: readonly number[] } | { readonly error: string }
const outcome = (f: () => Values): Outcome => {
  try {
    return { entries: entriesOf(f()) }
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    return { error: e.message }
  }
}

const ways: Readonly<Record<string, (g: Graph, x: Values) => Values>> = {
  compiled: (g, x) => compile(g)(x),
  'on the loop': (g, x) => coldRun(g)(x),
  simplified: (g, x) => evaluateOrThrow(simplify(g), x),
}

/** The graph and its derivatives, as far as it has them. */
const family = (f: Graph): readonly Graph[] =>
  [() => f, () => forward(f), () => reverse(f)].flatMap((draw) => {
    try {
      return [draw()]
    } catch (e) {
      if (!(e instanceof AdError)) throw e
      return []
    }
  })

/** Equal, or apart by rounding: relative to the entry, or to what the rounding of all nodes can do to it. */
const agree = (found: readonly number[], expected: readonly number[], scales: () => readonly number[]): boolean =>
  found.length === expected.length &&
  found.every((x, k) => {
    const y = expected[k]!
    return near(x, y, Math.max(1, Math.abs(y)), 1e-12) || near(x, y, scales()[k]!, 1e-12)
  })

/** Rounding alone tells a singular system from one that is none. */
const solves = (f: Graph): boolean => f.nodes.some(({ op }) => op.family.kind === 'solve')

for (const [name, entry] of [
  ['ordinary', ordinary],
  ['special', special],
] as const)
  test(`at ${name} points`, () => {
    let compared = 0
    fc.assert(
      fc.property(drafts(everything, 2, 12), numbersOf(entry), ({ graph: f }, p) => {
        fc.pre(name === 'ordinary' || !solves(f))
        for (const g of family(f)) {
          const x = pointOf(g, p)
          const expected = outcome(() => evaluateOrThrow(g, x))
          for (const [way, run] of Object.entries(ways)) {
            const found = outcome(() => run(g, x))
            if ('error' in expected || 'error' in found) {
              assert.equal(found, expected, `${way}: ${show(g)}`)
              continue
            }
            compared++
            // At special points a scale is infinite or NaN sooner than a value is.
            const scales = () => (name === 'ordinary' ? entriesOf(roundingScale(g, x)) : found.entries.map(() => 1))
            assert.ok(
              agree(found.entries, expected.entries, scales),
              `${way}: ${show(g)} at ${JSON.stringify(x.map((v) => entriesOf([v]).map(String)))}: ${found.entries}, not ${expected.entries}`,
            )
          }
        }
      }),
      { numRuns: 50 },
    )
    assert.ok(compared > 100, `${compared} compared`)
  })

test.run()
