/** A work at one size, measured: all who take part run in turn, after each has shown the derivative that the library has. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Child, Part } from './child.ts'
import { absenceOf, type Contestant, enter, precisionsOf } from './contestants.ts'
import { disagreement, type KernelRow, kernelRow, TOLERANCE } from './kernelRows.ts'
import { entriesIn } from './serve.ts'
import { joined, type Precision, type Size, type Work } from './work.ts'

export interface Outcome {
  readonly rows: readonly KernelRow[]
  readonly errors: readonly Failure[]
  /** Who does not take part, with a word why. */
  readonly skipped: readonly string[]
}

/** Whoever has another derivative, or none, in words. */
export interface Failure {
  readonly who: Contestant
  readonly text: string
}

const ROUNDS = 8
const PARTS = ['value', 'derivative'] as const satisfies readonly Part[]

/** jax-js has exp, log and tanh of doubles as exact as those of singles, 3e-8 off at 0.3 and 3e-5 near zeros of log. */
const accuracyOf = (who: Contestant, precision: Precision): Precision => (who === 'jax-js' ? 'f32' : precision)

interface Entrant {
  readonly who: Contestant
  readonly precision: Precision
  readonly child: Child
  readonly value: number[]
  readonly derivative: number[]
}

/** As many samples as whoever takes longer than its share gives, and one where a run takes so many microseconds. */
const FEWEST = 3
const LONG = 2e6

/** A run of everybody for a while, round after round, so that what slows the machine down slows down all. */
const race = async (entrants: readonly Entrant[], seconds: number): Promise<void> => {
  const slice = (seconds * 1000) / (2 * ROUNDS)
  for (let round = 0; round < ROUNDS; round++)
    for (const entrant of entrants)
      for (const part of PARTS) {
        const first = entrant[part][0] ?? 0
        const enough = first > LONG ? 1 : first > slice * 1000 ? FEWEST : ROUNDS
        if (round < enough) entrant[part].push(...(await entrant.child.times(part, slice)))
      }
}

/** What is run: a work at a size, or on a file. */
export interface Race {
  readonly name: string
  readonly work: Work
  readonly size: Size
  readonly file?: string
}

/** Measures a work for so many seconds each. */
export const contest = async (
  { name, work, size, file }: Race,
  whos: readonly Contestant[],
  seconds: number,
  note: (text: string) => void,
): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'cotangent-bench-'))
  const entrants: Entrant[] = []
  const errors: Failure[] = []
  let expected: Float64Array | undefined
  try {
    writeFileSync(join(folder, 'data'), joined(work.data(size).map(({ data }) => data)))
    for (const who of whos)
      for (const precision of precisionsOf(who, name, work)) {
        const on = file === undefined ? Object.values(size).join(' ') : basename(file)
        const place = `${name} ${on}: ${who} ${precision}`
        note(place)
        const result = join(folder, `${who}-${precision}.result`)
        try {
          const child = await enter(
            who,
            { work: name, size, precision, result, ...(file === undefined ? {} : { file }) },
            folder,
          )
          const found = entriesIn(result)
          const wrong = expected && disagreement(found, expected, TOLERANCE[accuracyOf(who, precision)])
          expected ??= found
          if (wrong === undefined) entrants.push({ who, precision, child, value: [], derivative: [] })
          else {
            errors.push({ who, text: `${place} ${wrong}` })
            child.end()
          }
        } catch (e) {
          errors.push({ who, text: `${place}: ${(e as Error).message}` })
        }
      }
    await race(entrants, seconds)
  } finally {
    for (const { child } of entrants) child.end()
    rmSync(folder, { recursive: true, force: true })
  }
  const operations = entrants.find(({ who }) => who === 'cotangent')?.child.ready.operations
  const skipped = whos
    .filter((who) => who !== 'c-blocked' && precisionsOf(who, name, work).length === 0)
    .map((who) => `${name}: ${who} skipped, ${absenceOf(who, name)}`)
  return {
    skipped,
    rows: entrants.map(({ who, precision, child, value, derivative }) =>
      kernelRow({
        work: name,
        size,
        file,
        who,
        precision,
        value,
        derivative,
        operations,
        compile: child.ready.compile,
      }),
    ),
    errors,
  }
}
