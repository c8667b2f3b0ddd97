/**
 * Programs in C: one a work and a precision, compiled as they are needed into a folder that does not last. A work may have
 * a second one, by blocks of what others take one by one.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Precision } from './work.ts'

const here = fileURLToPath(new URL('c', import.meta.url))
export type InC = 'c' | 'c-blocked'
const nameOf = (work: string, who: InC): string => (who === 'c' ? work : `${work}Blocked`)
const sourceOf = (work: string, who: InC): string => join(here, `${nameOf(work, who)}.c`)

export const inC = (work: string, who: InC = 'c'): boolean => existsSync(sourceOf(work, who))

export const compilerFlags = ['-O3', '-march=native'] as const

/** Whether there is a compiler. */
export const compilerAtHand = (): boolean => spawnSync('gcc', ['--version']).status === 0

/** Compiles the program of a work; throws what the compiler says. */
export const compileC = (
  work: string,
  precision: Precision,
  folder: string,
  who: InC = 'c',
  flags: readonly string[] = compilerFlags,
): string => {
  const program = join(folder, `${nameOf(work, who)}-${precision}`)
  const args = [...flags, `-DREAL=${precision === 'f64' ? 'double' : 'float'}`, '-o', program, sourceOf(work, who)]
  const { status, stderr } = spawnSync('gcc', [...args, '-lm'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr.split('\n').find((line) => line.includes('error:')) ?? 'gcc failed')
  return program
}
