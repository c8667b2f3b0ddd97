/** Contractions in NumPy's notation. */
import { fail } from '../error.ts'
import { showShape } from '../types.ts'
import type { Wire } from '../wire.ts'
import type { Word } from '../words.ts'
import { type Arg, lift } from './constant.ts'
import { contract } from './contract.ts'

const badSpec = (found: string, expected: string, cure: string, argument?: number): never =>
  fail({ tag: 'EinsumError', op: 'einsum', found, expected, cure, ...(argument === undefined ? {} : { argument }) })

/**
 * A contraction in NumPy's notation: `einsum('ij,jk->ik', a, b)`. Letters missing from the output are summed, repeated
 * letters are diagonals, on either side. Without an arrow the output is the letters that stand once, sorted.
 *
 * @throws AdError `EinsumError` for a specification that does not parse, a rank or an extent that does not fit
 * @example
 * evaluateOrThrow(graph([[2, 2]], (x) => einsum('ii->i', x)), [[[1, 2], [3, 4]]]) // => [[1, 4]]
 */
export const einsum = (spec: string, ...xs: Arg[]): Wire => {
  const match = /^\s*([A-Za-z]*(?:\s*,\s*[A-Za-z]*)*)\s*(?:->\s*([A-Za-z]*)\s*)?$/.exec(spec)
  if (!match)
    return badSpec(
      JSON.stringify(spec),
      'words of letters, like ij,jk->ik',
      'separate words by commas and write one arrow',
    )
  const words = match[1]!.split(',').map((word) => [...word.trim()])
  const wires = xs.map(lift)
  if (words.length !== wires.length && !(wires.length === 0 && match[1] === ''))
    return badSpec(`${words.length} words`, `${wires.length}, one an argument`, 'give a word for each argument')
  const size = new Map<string, number>()
  wires.forEach(({ shape }, argument) => {
    const word = words[argument]!
    if (word.length !== shape.length)
      badSpec(
        `word ${word.join('') || "''"} for shape ${showShape(shape)}`,
        `${shape.length} letters`,
        'give a letter an axis',
        argument,
      )
    word.forEach((letter, axis) => {
      const known = size.get(letter)
      if (known !== undefined && known !== shape[axis])
        badSpec(
          `extent ${shape[axis]} for ${letter}`,
          `${known}, as before`,
          'use another letter, or reshape',
          argument,
        )
      size.set(letter, shape[axis]!)
    })
  })
  const all = words.flat()
  const out =
    match[2] === undefined
      ? [...size.keys()].filter((l) => all.indexOf(l) === all.lastIndexOf(l)).sort()
      : [...match[2]]
  const missing = out.find((letter) => !size.has(letter))
  if (missing !== undefined)
    badSpec(`letter ${missing} in the output only`, 'a letter of some argument', 'broadcast with broadcastTo')
  const letters = [...size.keys()]
  const word = (names: readonly string[]): Word => names.map((letter) => letters.indexOf(letter))
  return contract(
    wires.map((wire, k) => ({ wire, word: word(words[k]!) })),
    word(out),
    [...size.values()],
    out.map((l) => size.get(l)!),
  )
}
