/** A problem over many sizes: a CSV row per size and mode, appended as it is found, so that a sweep can be resumed. */
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Method, methodsOf } from './methods.ts'
import type { Sweep } from './options.ts'
import { type Problem, refuse } from './problem.ts'
import { type Row, rowsOf } from './rows.ts'

const columns = [
  'problem',
  'size',
  'mode',
  'quantity',
  'multiplications',
  'additions',
  'nonlinear',
  'peakBytes',
  'minMilliseconds',
  'medianMilliseconds',
  'maxMilliseconds',
]
export const header = columns.join()

/** A field as CSV has it: in quotes where a comma, a quote or a line end is in it. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What a row begins with, and no other row does. */
const keyOf = (name: string, size: number, { mode, quantity }: Pick<Method, 'mode' | 'quantity'>): string =>
  [field(name), size, mode, quantity].join()

const lineOf = (name: string, size: number, row: Row): string => {
  const { multiplications, additions, nonlinear, peakBytes, milliseconds } = row
  const { min, median, max } = milliseconds
  return [keyOf(name, size, row), multiplications, additions, nonlinear, peakBytes, min, median, max].join()
}

/**
 * Opens the file for appending and gives the rows that it has. The header stands, and a last line without its end was
 * torn and is cut off.
 */
const opened = (file: string, warn: (line: string) => void): readonly string[] => {
  if (!existsSync(dirname(file)))
    refuse(file, 'no such folder', 'a file in a folder that exists', 'make the folder first')
  if (existsSync(file) && !statSync(file).isFile()) refuse(file, 'no file', 'a CSV file', 'name another one')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const [first, ...lines] = whole.split('\n').slice(0, -1)
  if (first === undefined ? !header.startsWith(text) : first !== header)
    refuse(file, `the header '${(first ?? text).slice(0, 60)}'`, `'${header.slice(0, 30)}...'`, 'name another file')
  if (text !== whole) {
    warn(`${file}: the last line was torn and is run again`)
    truncateSync(file, Buffer.byteLength(whole))
  }
  if (whole === '') appendFileSync(file, `${header}\n`)
  return lines
}

const MILLISECONDS_A_MODE = 200

/** Runs what the file lacks; says how many rows it wrote. */
export const sweepInto = (
  file: string,
  { name, sizes }: Sweep,
  family: (n: number) => Problem,
  tell: (line: string) => void,
): number => {
  const before = opened(file, tell)
  const known = (key: string): boolean => before.some((line) => line.startsWith(`${key},`))
  let written = 0
  for (const size of sizes) {
    const problem = family(size)
    for (const method of methodsOf(problem)) {
      if (known(keyOf(problem.name, size, method))) continue
      const [row] = rowsOf([method], MILLISECONDS_A_MODE, 1)
      appendFileSync(file, `${lineOf(problem.name, size, row!)}\n`)
      written++
    }
    tell(`${problem.name}, ${name} = ${size}: done`)
  }
  return written
}
