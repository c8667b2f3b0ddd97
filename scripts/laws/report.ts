/** What the command prints: the document, and the tables for people. */
import { type Group, groups } from '../../laws/law.ts'
import { suite } from '../../laws/suite.ts'
import type { Equivalent } from './equivalent.ts'
import type { Answer } from './hold.ts'
import type { Killed } from './kill.ts'
import type { Request } from './options.ts'

export interface LawLine {
  readonly name: string
  readonly group: Group
  /** The cases that it spoke of, of everything that it was asked of. */
  readonly cases: number
  readonly holds: boolean
}

export interface Document {
  readonly laws: readonly LawLine[]
  readonly mutants: readonly Killed[]
  /** The fraction of all mutants that some law kills; null where none was planted. */
  readonly killRate: number | null
}

/** The laws in their order, each over all that it was asked of. */
export const lawLines = (answers: readonly Answer[]): readonly LawLine[] =>
  suite.flatMap(({ name, group }) => {
    const own = answers.filter(({ law }) => law === name)
    if (own.length === 0) return []
    const cases = own.reduce((n, answer) => n + answer.cases, 0)
    return [{ name, group, cases, holds: own.every(({ refutation }) => refutation === undefined) }]
  })

export const killRateOf = (mutants: readonly Killed[]): number | null =>
  mutants.length === 0 ? null : mutants.filter(({ killedBy }) => killedBy.length > 0).length / mutants.length

const padded = (lines: readonly (readonly string[])[]): string => {
  const widths = lines[0]!.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)))
  return lines
    .map((line) =>
      line
        .map((cell, k) => cell.padEnd(widths[k]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Laws by group, each with its cases and whether it holds. */
const lawTable = (answers: readonly Answer[]): string =>
  padded([
    ['law', 'asked of', 'cases', ''],
    ...lawLines(answers).flatMap(({ name, group, cases, holds }, k, all) => {
      const asked = new Set(answers.filter(({ law }) => law === name).map((answer) => `${answer.kind} ${answer.name}`))
      const line = [`  ${name}`, `${asked.size}`, `${cases}`, holds ? 'holds' : 'REFUTED']
      return all[k - 1]?.group === group ? [line] : [[group, '', '', ''], line]
    }),
  ])

/** What laws were asked of, by line, and the cases of each group, by column. */
const subjectTable = (answers: readonly Answer[]): string => {
  const columns = groups.filter((group) => answers.some((answer) => answer.group === group))
  const names = [...new Set(answers.map(({ kind, name }) => `${kind} ${name}`))]
  return padded([
    ['cases of', ...columns, ''],
    ...names.map((each) => {
      const own = answers.filter(({ kind, name }) => `${kind} ${name}` === each)
      const cells = columns.map((group) =>
        String(own.filter((answer) => answer.group === group).reduce((n, { cases }) => n + cases, 0)).replace(
          /^0$/,
          '.',
        ),
      )
      return [each, ...cells, own.some(({ refutation }) => refutation) ? 'REFUTED' : 'holds']
    }),
  ])
}

export const lawReport = (answers: readonly Answer[], { seed, engine }: Pick<Request, 'seed' | 'engine'>): string =>
  [
    subjectTable(answers),
    lawTable(answers),
    ...answers.flatMap(({ kind, name, law, preset, refutation }) =>
      refutation === undefined
        ? []
        : [
            `${law}\nis refuted of ${kind} ${name} under ${preset}, in the smallest case found:\n${refutation}\nreplay: npm run laws -- --op ${name} --seed ${seed}${engine === 'evaluate' ? '' : ` --engine ${engine}`}`,
          ],
    ),
  ].join('\n\n')

/** What is wrong with the table of equivalent mutants, given what was killed. */
export const disagreements = (
  killed: readonly Killed[],
  equivalent: readonly Equivalent[],
  whole: boolean,
): readonly string[] => {
  const listed = new Set(equivalent.map(({ name }) => name))
  const known = new Set(killed.map(({ name }) => name))
  return [
    ...killed
      .filter(({ name, killedBy }) => killedBy.length === 0 && !listed.has(name))
      .map(({ name }) => `survives, and nobody says why: ${name}`),
    ...killed
      .filter(({ name, killedBy }) => killedBy.length > 0 && listed.has(name))
      .map(({ name, killedBy }) => `is killed, though it is listed as equivalent: ${name}, by ${killedBy[0]}`),
    ...(whole
      ? equivalent.filter(({ name }) => !known.has(name)).map(({ name }) => `is listed and was not planted: ${name}`)
      : []),
  ]
}

/** The matrix by law: how many mutants it kills, and of how many it is the only killer. */
const matrixTable = (killed: readonly Killed[]): string =>
  padded([
    ['law', 'kills', 'alone', 'with four others at most'],
    ...suite.map(({ name }) => {
      const own = killed.filter(({ killedBy }) => killedBy.includes(name))
      const few = (most: number): string => String(own.filter(({ killedBy }) => killedBy.length <= most).length)
      return [name, String(own.length), few(1), few(5)]
    }),
  ])

export const mutantReport = (killed: readonly Killed[], equivalent: readonly Equivalent[], matrix: boolean): string => {
  const survivors = killed.filter(({ killedBy }) => killedBy.length === 0)
  const count = killed.length - survivors.length
  const percent = ((killRateOf(killed) ?? 1) * 100).toFixed(2)
  const why = new Map(equivalent.map(({ name, because }) => [name, because]))
  return [
    padded([
      ['mutant', 'killed by'],
      ...killed.map(({ name, killedBy }) => [
        name,
        killedBy.length === 0
          ? 'nothing'
          : matrix && killedBy.length > 1
            ? `${killedBy[0]} and ${killedBy.length - 1} more`
            : killedBy[0]!,
      ]),
    ]),
    ...(matrix ? [matrixTable(killed)] : []),
    survivors.map(({ name }) => `survives: ${name}\n  ${why.get(name) ?? 'and nobody says why'}`).join('\n'),
    `${count} of ${killed.length} mutants killed: ${percent} %`,
  ]
    .filter(Boolean)
    .join('\n\n')
}
