// How tests ask laws: over generated cases, and of mutants that must be refuted.
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import type { Verdict } from '../../laws/verdict.ts'

/** Throws what refutes the law. */
export const uphold = (verdict: Verdict): void => {
  if (!verdict.holds) throw new Error(verdict.why)
}

/** The law holds in every generated case. */
export const upheld = <A>(cases: fc.Arbitrary<A>, law: (value: A) => Verdict, numRuns = 60): void =>
  fc.assert(
    fc.property(cases, (value) => uphold(law(value))),
    { numRuns },
  )

/** The law refutes a mutant. */
export const refuted = (verdict: Verdict): void => assert.is(verdict.holds, false, 'a mutant has survived')

/** The law refutes a mutant in some generated case. */
export const refutedSomewhere = <A>(cases: fc.Arbitrary<A>, law: (value: A) => Verdict, numRuns = 60): void =>
  assert.ok(
    fc.sample(cases, { numRuns, seed: 1 }).some((value) => !law(value).holds),
    'a mutant has survived',
  )
