/** Laws asked of ops, modes and interpreters: each over generated cases, a refutation shrunk to the smallest. */
import fc from 'fast-check'
import { cases } from '../../laws/cases.ts'
import { type Case, type Group, type Law, library, type Part, type Subject } from '../../laws/law.ts'
import { DERIVING, lawsAbout, partsOf, subjectOfInterpreter, subjectOfMode } from '../../laws/lawsOf.ts'
import { interpreters, modes, presets } from '../../laws/subjects.ts'
import { undecided } from '../../laws/verdict.ts'
import { hashText } from '../../lib/op.ts'
import { samples } from '../ops/samples.ts'
import { lawsHere } from './rounded.ts'
import { specimensOf } from './specimens.ts'

export type Kind = 'op' | 'mode' | 'interpreter' | 'library'

/** What laws are asked of: its name, and the laws with what they are asked with. */
export interface Row {
  readonly kind: Kind
  readonly name: string
}

/** What became of a law. */
export interface Answer extends Row {
  readonly law: string
  readonly group: Group
  readonly preset: string
  /** The cases that it spoke of. */
  readonly cases: number
  /** The smallest case that refutes it, as text. */
  readonly refutation?: string
}

export interface Settings {
  readonly seed: number
  /** Random graphs for each law; near an op a tenth as many, under each preset. */
  readonly cases: number
}

/** Every op of the library, every mode, every interpreter, and the library by itself. */
export const rows: readonly Row[] = [
  { kind: 'library', name: 'library' },
  ...modes.map(({ name }): Row => ({ kind: 'mode', name })),
  ...interpreters.map(({ name }): Row => ({ kind: 'interpreter', name })),
  ...[...samples.keys()].map((name): Row => ({ kind: 'op', name })),
]

/** Laws with what they are asked with. */
interface Question {
  readonly laws: readonly Law[]
  readonly preset: string
  readonly subject: Subject
}

const { near, random } = cases(fc)

/** Laws of the library as a whole, which speak of no mode and no interpreter, or of parts that there is one of. */
const PARTS: readonly Part[] = [
  ...(['T', 'linearize', 'transpose', 'adjoint', 'compose', 'checkpoint'] as const),
  ...(['graphs', 'derivative', 'lens', 'para', 'learn', 'error', 'simplify', 'cost'] as const),
]
const alone = lawsHere.filter(({ of }) => of.some((part) => PARTS.includes(part)))

const ofMode = (name: string): readonly Question[] => {
  const mode = modes.find((each) => each.name === name)!
  return Object.entries(presets).map(([preset, conventions]) => ({
    laws: lawsAbout(lawsHere, partsOf(mode), mode.exact),
    preset,
    subject: subjectOfMode(mode, conventions),
  }))
}

const ofInterpreter = (name: string): readonly Question[] => {
  const interpreter = interpreters.find((each) => each.name === name)!
  const laws = lawsAbout(lawsHere, partsOf(interpreter), interpreter.exact)
  return [{ laws, preset: 'cotangent', subject: subjectOfInterpreter(interpreter) }]
}

/** Of an op: the laws of derivatives under every preset, those of every other mode and of every interpreter. */
const ofOp: readonly Question[] = [
  ...Object.entries(presets).map(([preset, conventions]) => ({
    laws: [...lawsAbout(lawsHere, DERIVING, true), ...lawsAbout(lawsHere, ['cost'])],
    preset,
    subject: library(conventions),
  })),
  ...modes.filter(({ exact }) => !exact).flatMap(({ name }) => ofMode(name).slice(0, 1)),
  ...interpreters.flatMap(({ name }) => ofInterpreter(name)),
]

/** A law asked of cases, by name so that each has its own numbers whatever else is asked. */
const ask = (
  row: Row,
  law: Law,
  { preset, subject }: Question,
  of: fc.Arbitrary<Case>,
  { seed, cases: numRuns }: Settings,
): Answer => {
  let decided = 0
  const property = fc.property(of, (c) => {
    const verdict = law.holds(c, subject)
    if (verdict !== undecided) decided++
    if (!verdict.holds) throw new Error(verdict.why)
  })
  const text = `${row.kind} ${row.name} ${law.name} ${preset}`
  const found = fc.check(property, { seed: (seed ^ hashText(text)) | 0, numRuns })
  const answer = { ...row, law: law.name, group: law.group, preset, cases: decided }
  if (!found.failed) return answer
  const why = found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance)
  return { ...answer, refutation: `${why}\nat ${found.counterexample?.map((c) => fc.stringify(c)).join()}` }
}

/** Every law of a row. */
export const answersOf = (row: Row, settings: Settings): readonly Answer[] => {
  const [questions, of, count] =
    row.kind === 'op'
      ? [ofOp, near(...specimensOf(row.name)), Math.ceil(settings.cases / 10)]
      : [
          row.kind === 'mode'
            ? ofMode(row.name)
            : row.kind === 'interpreter'
              ? ofInterpreter(row.name)
              : Object.entries(presets).map(([preset, c]) => ({ laws: alone, preset, subject: library(c) })),
          random(),
          settings.cases,
        ]
  return questions.flatMap((question) =>
    question.laws.map((law) => ask(row, law, question, of, { ...settings, cases: count })),
  )
}
