/** The names of an expression and where they stand; anything that no expression may hold is refused by its place. */
import { refuse } from './problem.ts'

export interface Name {
  readonly name: string
  /** Where it begins, counted from 0. */
  readonly at: number
  /** Whether a parenthesis follows. */
  readonly called: boolean
}

const TOKEN =
  /[ \t]+|(?<number>(?!0[bBoOxX])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign>[-+*/^(),])/y
const DEEPEST = 200
const LONGEST = 10_000

/** A text in quotes, its middle left out where it is long. */
export const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text)

/** What the parser does not take for a name. */
const words: ReadonlySet<string> = new Set('mod to in and or xor not true false null undefined NaN Infinity'.split(' '))

const cures: ReadonlyMap<string, string> = new Map([
  ['=', 'give values with --at'],
  ['[', 'write a module for vectors'],
  ['0', 'write it as a decimal'],
  ['.', 'write * for a product, and digits before a point'],
])

/** The names of a text made of numbers, names, + - * / ^, commas and parentheses. */
export const namesOf = (text: string): readonly Name[] => {
  const names: Name[] = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)
    if (!token)
      return refuse(
        `column ${at + 1}`,
        shown(String.fromCodePoint(text.codePointAt(at)!)),
        'numbers, names, + - * / ^ , and parentheses',
        cures.get(text[at]!) ?? 'leave it out',
      )
    const { name, sign } = token.groups!
    const end = at + token[0].length
    if (name !== undefined && words.has(name))
      refuse(`column ${at + 1}`, `the word ${name}`, 'a name, a function or a number', 'leave it out, or rename it')
    if (name !== undefined) names.push({ name, at, called: /^\s*\(/.test(text.slice(end, end + 100)) })
    if (sign === '(') depth++
    if (sign === ')') depth--
    if (depth > DEEPEST)
      refuse(
        `column ${at + 1}`,
        `${depth} open parentheses`,
        `at most ${DEEPEST}`,
        'leave out those that are not needed',
      )
    at = end
  }
  if (text.length > LONGEST)
    refuse('the expression', `${text.length} characters`, `at most ${LONGEST}`, 'write a module instead')
  if (text.trim() === '') refuse('the expression', 'nothing', 'an expression', 'write it as in "x*y" --at x=3,y=4')
  return names
}
