/** The numbers of a text file as ADBench writes them: sizes first, then the blocks that the sizes lay out. */
import { readFileSync } from 'node:fs'
import { refuse } from '../../compare/problem.ts'

/** Some numbers that stand one after the other. */
export interface Block {
  readonly what: string
  readonly count: number
  /** For a number that must be whole, by its place in the block: what it must be less than. */
  readonly below?: (place: number) => number | undefined
}

/** A number as it is written, and the line that it stands on, counted from 1. */
export interface Word {
  readonly text: string
  readonly line: number
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const WHOLE = /^\d+$/

/** The number that a word is. */
export const numberOf = (file: string, { text, line }: Word, what: string): number =>
  NUMBER.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : refuse(`${file}, line ${line}`, JSON.stringify(text), `a number for ${what}`, 'correct it there')

/** The whole number from 0 up to and without `below` that a word is. */
export const wholeOf = (
  file: string,
  { text, line }: Word,
  what: string,
  below: number = Number.MAX_SAFE_INTEGER,
): number => {
  const range = below === Number.MAX_SAFE_INTEGER ? 'from 0' : `from 0 to ${below - 1}`
  return WHOLE.test(text) && Number(text) < below
    ? Number(text)
    : refuse(`${file}, line ${line}`, JSON.stringify(text), `a whole number ${range} for ${what}`, 'correct it there')
}

/** The lines of a text, without the empty ones. */
export const linesOf = (text: string): readonly Word[] =>
  text.split(/\r?\n/).flatMap((line, k) => (line.trim() === '' ? [] : [{ text: line.trim(), line: k + 1 }]))

/** The sizes that open a text, and its blocks of numbers: as many as the sizes say, and nothing after them. */
export const blocksOf = <S extends readonly string[]>(
  file: string,
  text: string,
  names: S,
  layout: (sizes: { readonly [K in keyof S]: number }) => readonly Block[],
): { readonly sizes: { readonly [K in keyof S]: number }; readonly blocks: readonly (readonly number[])[] } => {
  const words = linesOf(text).flatMap(({ text: row, line }) => row.split(/\s+/).map((word) => ({ text: word, line })))
  let at = 0
  const next = (what: string): Word =>
    words[at++] ??
    refuse(
      `${file}, line ${words.at(-1)?.line ?? 1}`,
      'the end of the file',
      `a number for ${what}`,
      'give the whole file',
    )
  const sizes = names.map((name) => {
    const word = next(name)
    const size = wholeOf(file, word, name)
    return size > 0
      ? size
      : refuse(`${file}, line ${word.line}`, '"0"', `a whole number from 1 for ${name}`, 'correct it there')
  }) as { readonly [K in keyof S]: number }
  const blocks = layout(sizes).map(({ what, count, below }) =>
    Array.from({ length: count }, (_, k) => {
      const named = count === 1 ? what : `${what}, ${k + 1} of ${count}`
      const limit = below?.(k)
      return limit === undefined ? numberOf(file, next(named), named) : wholeOf(file, next(named), named, limit)
    }),
  )
  const more = words[at]
  if (more) refuse(`${file}, line ${more.line}`, JSON.stringify(more.text), 'the end of the file', 'remove the rest')
  return { sizes, blocks }
}

/** What a file holds as a text; one that cannot be read is told by the system. */
export const textOf = (file: string): string => readFileSync(file, 'utf8')

/** Rows of equal length. */
export const rowsOf = (data: readonly number[], width: number): readonly (readonly number[])[] =>
  Array.from({ length: data.length / width }, (_, row) => data.slice(row * width, (row + 1) * width))
