/** Mutants: one fault at a time, and which laws refute it on a few cases where they hold without it. */
import fc from 'fast-check'
import { cases } from '../../laws/cases.ts'
import { type Case, type Law, library, type Subject } from '../../laws/law.ts'
import { DERIVING, lawsAbout } from '../../laws/lawsOf.ts'
import { suite } from '../../laws/suite.ts'
import type { Verdict } from '../../laws/verdict.ts'
import { hashText, sameOp } from '../../lib/op.ts'
import type { Op } from '../../modes/index.ts'
import { samples } from '../ops/samples.ts'
import { chosen } from './chosen.ts'
import { modeFaults } from './modeFaults.ts'
import { faults, faulty, plant } from './opFaults.ts'

export interface Mutant {
  readonly name: string
  /** The sample that it is planted in, none for a fault of a mode. */
  readonly sample?: string
  /** What the laws see of a case, and of the library. */
  readonly seen: (c: Case) => Case
  readonly subject: Subject
  /** Whether the fault has made any difference to any rule. */
  readonly differs: () => boolean
}

export interface Killed {
  readonly name: string
  readonly killedBy: readonly string[]
}

const right = library()
const { near, random } = cases(fc)

/** Every op that a sample's graph holds, in the first sample that has it. */
export const opsBySample: ReadonlyMap<string, readonly { readonly op: Op; readonly arity: number }[]> = (() => {
  const seen: Op[] = []
  return new Map(
    [...samples].map(([name, { graph }]) => {
      const fresh: { op: Op; arity: number }[] = []
      graph.nodes.forEach(({ op, args }) => {
        if (args.length === 0 || seen.some((other) => sameOp(other, op))) return
        seen.push(op)
        fresh.push({ op, arity: args.length })
      })
      return [name, fresh] as const
    }),
  )
})()

/** Every fault in every argument of every op that a sample is the first to have. */
const ofSample = (sample: string): readonly Mutant[] =>
  opsBySample.get(sample)!.flatMap(({ op, arity }) =>
    Array.from({ length: arity }, (_, at) => at).flatMap((at) =>
      Object.keys(faults).map((fault): Mutant => {
        let differs = false
        const wrong = faulty(op, at, fault, () => {
          differs = true
        })
        return {
          name: `${sample}: ${op.name} in argument ${at}, ${fault}`,
          sample,
          seen: (c) => ({
            ...c,
            f: plant(c.f, op, wrong),
            next: plant(c.next, op, wrong),
            beside: plant(c.beside, op, wrong),
          }),
          subject: right,
          differs: () => differs,
        }
      }),
    ),
  )

const ofModes = (): readonly Mutant[] =>
  modeFaults.map(({ name, parts }) => ({
    name,
    seen: (c) => c,
    subject: { ...right, ...parts },
    differs: () => true,
  }))

/** Where mutants are planted: the modes, and each sample that has ops of its own. */
export const places: readonly string[] = [
  'modes',
  ...[...opsBySample].flatMap(([name, ops]) => (ops.length > 0 ? [name] : [])),
]

export const mutantsIn = (place: string): readonly Mutant[] => (place === 'modes' ? ofModes() : ofSample(place))

/** Laws that a fault of a rule may show in, and those that a fault of a mode may. */
const lawsFor = (place: string): readonly Law[] => (place === 'modes' ? suite : lawsAbout(suite, DERIVING, true))

const SAMPLES = 9
const casesFor = (place: string, seed: number): readonly Case[] =>
  place === 'modes'
    ? [...chosen, ...fc.sample(random(3), { numRuns: SAMPLES, seed })]
    : fc.sample(near(samples.get(place)!), { numRuns: SAMPLES, seed: seed ^ hashText(place) })

/** What throws refutes: there is no derivative where there was one. */
const refutes = (law: Law, c: Case, subject: Subject): boolean => {
  let verdict: Verdict
  try {
    verdict = law.holds(c, subject)
  } catch {
    return true
  }
  return !verdict.holds
}

export interface Hunt {
  readonly seed: number
  /** Ask every law, and not only until the first that refutes. */
  readonly matrix: boolean
}

/** The mutants of a place with the laws that kill each; a law kills where it refutes what it does not refute without the fault. */
export const hunt = (
  place: string,
  { seed, matrix }: Hunt,
  chosenOnes: (mutant: Mutant) => boolean = () => true,
): readonly Killed[] => {
  const laws = lawsFor(place)
  const given = casesFor(place, seed)
  const sound = new Map<Law, boolean[]>()
  const isSound = (law: Law, k: number): boolean => {
    const known = sound.get(law) ?? []
    sound.set(law, known)
    known[k] ??= !refutes(law, given[k]!, right)
    return known[k]
  }
  return mutantsIn(place)
    .filter(chosenOnes)
    .flatMap((mutant) => {
      const seen = given.map(mutant.seen)
      const kills = (law: Law): boolean => seen.some((c, k) => refutes(law, c, mutant.subject) && isSound(law, k))
      const killedBy: string[] = []
      for (const law of laws) {
        if (!kills(law)) continue
        killedBy.push(law.name)
        if (!matrix) break
      }
      return mutant.differs() ? [{ name: mutant.name, killedBy }] : []
    })
}
