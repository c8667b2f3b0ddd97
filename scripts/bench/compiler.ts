/** Programs in C: one a work and a precision, compiled as they are needed into a folder that does not last. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Precision } from './work.ts'

const here = fileURLToPath(new URL('c', import.meta.url))
const sourceOf = (work: string): string => join(here, `${work}.c`)

export const inC = (work: string): boolean => existsSync(sourceOf(work))

export const compilerFlags = ['-O3', '-march=native'] as const

/** Whether there is a compiler. */
export const compilerAtHand = (): boolean => spawnSync('gcc', ['--version']).status === 0

/** Compiles the program of a work; throws what the compiler says. */
export const compileC = (
  work: string,
  precision: Precision,
  folder: string,
  flags: readonly string[] = compilerFlags,
): string => {
  const program = join(folder, `${work}-${precision}`)
  const args = [...flags, `-DREAL=${precision === 'f64' ? 'double' : 'float'}`, '-o', program, sourceOf(work)]
  const { status, stderr } = spawnSync('gcc', [...args, '-lm'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr.split('\n').find((line) => line.includes('error:')) ?? 'gcc failed')
  return program
}
