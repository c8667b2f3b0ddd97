/** Mutants: one fault at a time, and which laws refute it on a few cases where they hold without it. */
import fc from 'fast-check'
import { cases, graphOfOp } from '../../laws/cases.ts'
import { type Case, type Law, library, type Subject } from '../../laws/law.ts'
import { DERIVING, lawsAbout } from '../../laws/lawsOf.ts'
import { scaled, type Values } from '../../laws/scale.ts'
import { hashText, sameOp } from '../../lib/op.ts'
import { environment, type Graph, linearize, nodeAt, type Op, type Type } from '../../modes/index.ts'
import { samples } from '../ops/samples.ts'
import { chosen } from './chosen.ts'
import { modeFaults } from './modeFaults.ts'
import { faults, faulty, plant } from './opFaults.ts'
import { lawsHere } from './rounded.ts'
import { manySidesOf } from './specimens.ts'

export interface Mutant {
  readonly name: string
  /** The op in whose rule it is planted, none for a fault of a mode. */
  readonly op?: OpInSample
  /** What the laws see of a case, and of the library. */
  readonly seen: (c: Case) => Case
  readonly subject: Subject
  /** The parts of the library that have the fault. */
  readonly parts: readonly string[]
  /** Whether the fault has made any difference to any rule. */
  readonly differs: () => boolean
}

export interface Killed {
  readonly name: string
  readonly killedBy: readonly string[]
}

const right = library()
const { near, random } = cases(fc)

/** An op, and what it gets in a sample. */
interface OpInSample {
  readonly op: Op
  /** Its name, and a number where an earlier op of the sample has that name. */
  readonly name: string
  readonly types: readonly Type[]
  readonly values: Values
}

/** Every op that a sample's graph holds, in the first sample that has it. */
export const opsBySample: ReadonlyMap<string, readonly OpInSample[]> = (() => {
  const seen: Op[] = []
  return new Map(
    [...samples].map(([name, { graph, at }]) => {
      const fresh: OpInSample[] = []
      const { values } = environment(graph, at)
      graph.nodes.forEach(({ op, args }) => {
        if (args.length === 0 || seen.some((other) => sameOp(other, op))) return
        seen.push(op)
        const namesakes = fresh.filter((other) => other.op.name === op.name).length
        fresh.push({
          op,
          name: namesakes === 0 ? op.name : `${op.name} (${namesakes + 1})`,
          types: args.map((ref) => nodeAt(graph, ref).type),
          values: args.map((ref) => values[ref]!),
        })
      })
      return [name, fresh] as const
    }),
  )
})()

/** Every fault in every argument of every op that a sample is the first to have. */
const ofSample = (sample: string): readonly Mutant[] =>
  opsBySample.get(sample)!.flatMap((found) =>
    found.types.flatMap((_, at) =>
      Object.keys(faults).map((fault): Mutant => {
        const { op } = found
        let differs = false
        const wrong = faulty(op, at, fault, () => {
          differs = true
        })
        return {
          name: `${sample}: ${found.name} in argument ${at}, ${fault}`,
          op: found,
          seen: (c) => ({
            ...c,
            f: plant(c.f, op, wrong),
            next: plant(c.next, op, wrong),
            beside: plant(c.beside, op, wrong),
          }),
          subject: right,
          parts: DERIVING,
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
    parts: Object.keys(parts),
    differs: () => true,
  }))

/** Where mutants are planted: the modes, and each sample that has ops of its own. */
export const places: readonly string[] = [
  'modes',
  ...[...opsBySample].flatMap(([name, ops]) => (ops.length > 0 ? [name] : [])),
]

export const mutantsIn = (place: string): readonly Mutant[] => (place === 'modes' ? ofModes() : ofSample(place))

/** Laws that a fault of a rule may show in, and those that a fault of a mode may. */
const lawsFor = (place: string): readonly Law[] => (place === 'modes' ? lawsHere : lawsAbout(lawsHere, DERIVING, true))

/** Random cases for faults of modes, and cases near each point of an op. */
const SAMPLES = 16
const NEAR_EACH = 4
const tensorsOf = (values: Values): Values => values.flatMap((x) => ('tuple' in x ? tensorsOf(x.tuple) : [x]))

/** Cases for a fault: of modes, chosen ones and random ones; of an op, near its sample, and of the op alone, as it is there. */
const casesFor = (place: string, found: OpInSample | undefined, seed: number): readonly Case[] => {
  if (!found) return [...chosen, ...fc.sample(random(3), { numRuns: SAMPLES, seed })]
  const own = { graph: graphOfOp(found.op, found.types), at: tensorsOf(found.values) }
  const specimens = [...manySidesOf(samples.get(place)!), ...manySidesOf(own)]
  return specimens.flatMap((each, k) =>
    fc.sample(near(each), { numRuns: NEAR_EACH, seed: seed ^ hashText(`${place} ${k}`) }),
  )
}

/** What a computation gives; undefined where it throws. */
const attempt = <A>(f: () => A): A | undefined => {
  try {
    return f()
  } catch {
    return undefined
  }
}

/** What throws refutes: there is no derivative where there was one. */
const refutes = (law: Law, c: Case, subject: Subject): boolean => !attempt(() => law.holds(c, subject))?.holds

export interface Hunt {
  readonly seed: number
  /** Ask every law, and not only until the first that refutes. */
  readonly matrix: boolean
}

const separate = (f: Graph): Graph => ({ ...f, inputs: [...f.inputs], outputs: [...f.outputs] })

/** The case as a copy, of which a mutant may write into the lists and the point and spoil nothing for others. */
const apart = (c: Case): Case => ({
  ...c,
  f: separate(c.f),
  next: separate(c.next),
  beside: separate(c.beside),
  x: scaled(c.x, 1),
})

/** What mutants of one op, or of modes, are asked: the laws on these cases, and which of them hold there without a fault. */
const inquiry = (laws: readonly Law[], given: readonly Case[]) => {
  const sound = new Map<Law, boolean[]>()
  const isSound = (law: Law, k: number): boolean => {
    const known = sound.get(law) ?? []
    sound.set(law, known)
    known[k] ??= !refutes(law, apart(given[k]!), right)
    return known[k]
  }
  return ({ name, seen: through, subject, parts, differs }: Mutant, matrix: boolean): readonly Killed[] => {
    const seen = given.map(through)
    for (const { f, next } of seen) for (const g of [f, next]) attempt(() => linearize(g))
    if (!differs()) return []
    const kills = (law: Law): boolean => seen.some((c, k) => refutes(law, apart(c), subject) && isSound(law, k))
    const speaks = (law: Law): boolean => law.of.some((part) => parts.includes(part))
    const first = matrix
      ? undefined
      : (laws.filter(speaks).find(kills) ?? laws.filter((law) => !speaks(law)).find(kills))
    const killedBy = matrix ? laws.filter(kills) : first ? [first] : []
    return [{ name, killedBy: killedBy.map((law) => law.name) }]
  }
}

/** Whether a law kills a fault of modes. */
export const kills = (law: Law, fault: string, seed: number): boolean => {
  const mutant = ofModes().find(({ name }) => name === fault)
  if (!mutant) return false
  return inquiry([law], casesFor('modes', undefined, seed))(mutant, false).some(({ killedBy }) => killedBy.length > 0)
}

/** The mutants of a place with the laws that kill each; a law kills where it refutes what it does not refute without the fault. */
export const hunt = (place: string, { seed, matrix }: Hunt): readonly Killed[] => {
  const inquiries = new Map<OpInSample | undefined, ReturnType<typeof inquiry>>()
  return mutantsIn(place).flatMap((mutant) => {
    const asks = inquiries.get(mutant.op) ?? inquiry(lawsFor(place), casesFor(place, mutant.op, seed))
    inquiries.set(mutant.op, asks)
    return asks(mutant, matrix)
  })
}
