/** Contractions in NumPy's notation. */
import { fail } from '../error.ts'
import { type Shape, showShape } from '../types.ts'
import type { Wire } from '../wire.ts'
import type { Word } from '../words.ts'
import { type Arg, liftAll } from './constant.ts'
import { contract } from './contract.ts'

const badSpec = (found: string, expected: string, cure: string, argument?: number): never =>
  fail({ tag: 'EinsumError', op: 'einsum', found, expected, cure, ...(argument === undefined ? {} : { argument }) })

/** The letters of a word; axes that stand for `...` are called 0, 1, ... from the last of them on. */
type Name = string
const DOTS = '...'

/** A word for a shape: a letter an axis, `...` for as many as there are left. */
const namesOf = (word: string, rank: number): readonly Name[] | undefined => {
  const at = word.indexOf(DOTS)
  if (at < 0) return word.length === rank ? [...word] : undefined
  const [before, after] = [word.slice(0, at), word.slice(at + DOTS.length)]
  const spare = rank - before.length - after.length
  return spare < 0 ? undefined : [...before, ...dots(spare), ...after]
}
const dots = (count: number): readonly Name[] => Array.from({ length: count }, (_, k) => String(count - 1 - k))
const isDots = (name: Name): boolean => /\d/.test(name)

/** The extent of every name, in the order of appearance; an extent 1 stretches. */
const extentsOf = (words: readonly (readonly Name[])[], wires: readonly Wire[]): ReadonlyMap<Name, number> => {
  const size = new Map<Name, number>()
  words.forEach((word, argument) => {
    word.forEach((name, axis) => {
      const extent = wires[argument]!.shape[axis]!
      const known = size.get(name) ?? 1
      if (known !== extent && known !== 1 && extent !== 1)
        badSpec(
          `extent ${extent} for ${isDots(name) ? DOTS : name}`,
          `${known}, as before`,
          'use another letter, or reshape',
          argument,
        )
      size.set(name, known === 1 ? extent : known)
    })
  })
  return size
}

/** The names of the result: as written, or what `...` stands for and then the letters that stand once, sorted. */
const outputOf = (written: string | undefined, words: readonly (readonly Name[])[]): readonly Name[] => {
  const all = words.flat()
  const spread = dots(all.reduce((most, name) => (isDots(name) ? Math.max(most, Number(name) + 1) : most), 0))
  if (written === undefined)
    return [...spread, ...all.filter((l) => !isDots(l) && all.indexOf(l) === all.lastIndexOf(l)).sort()]
  if (spread.length > 0 && !written.includes(DOTS))
    badSpec(`output ${written || "''"} without ...`, 'the axes that ... stands for', 'write ... in the output, or sum')
  return namesOf(written, written.replace(DOTS, '').length + spread.length)!
}

const WORD = '[A-Za-z]*(?:\\.\\.\\.)?[A-Za-z]*'
const SPEC = new RegExp(`^\\s*(${WORD}(?:\\s*,\\s*${WORD})*)\\s*(?:->\\s*(${WORD})\\s*)?$`)

/**
 * A contraction in NumPy's notation: `einsum('ij,jk->ik', a, b)`. Letters missing from the output are summed, repeated
 * letters are diagonals, on either side; `...` stands for all axes that have no letter, aligned from the last. An extent
 * 1 stretches to that of the same letter elsewhere. Without an arrow the output is `...` and then the letters that
 * stand once, sorted.
 *
 * @throws AdError `EinsumError` for a specification that does not parse, a rank or an extent that does not fit
 * @example
 * evaluateOrThrow(graph([[2, 2]], (x) => einsum('ii->i', x)), [[[1, 2], [3, 4]]]) // => [[1, 4]]
 * evaluateOrThrow(graph([[2, 2]], (x) => einsum('...j->...', x)), [[[1, 2], [3, 4]]]) // => [[3, 7]]
 */
export const einsum = (spec: string, ...xs: Arg[]): Wire => {
  const match = SPEC.exec(spec)
  if (!match)
    return badSpec(
      JSON.stringify(spec),
      'words of letters, like ij,jk->ik',
      'separate words by commas and write one arrow',
    )
  const wires = liftAll('einsum', xs)
  const written = wires.length === 0 && match[1] === '' ? [] : match[1]!.split(',').map((word) => word.trim())
  if (written.length !== wires.length)
    return badSpec(`${written.length} words`, `${wires.length}, one an argument`, 'give a word for each argument')
  const words = written.map(
    (word, argument) =>
      namesOf(word, wires[argument]!.shape.length) ??
      badSpec(
        `word ${word || "''"} for shape ${showShape(wires[argument]!.shape)}`,
        `${wires[argument]!.shape.length} letters`,
        'give a letter an axis',
        argument,
      ),
  )
  const size = extentsOf(words, wires)
  const out = outputOf(match[2], words)
  const missing = out.find((name) => !size.has(name))
  if (missing !== undefined)
    badSpec(`letter ${missing} in the output only`, 'a letter of some argument', 'broadcast with broadcastTo')
  const names = [...size.keys()]
  // An axis that stretches has no letter in its word.
  const word = (own: readonly Name[], shape: Shape): Word =>
    own.flatMap((name, axis) => (shape[axis] === size.get(name) ? [names.indexOf(name)] : []))
  const shape = out.map((name) => size.get(name)!)
  return contract(
    wires.map((wire, k) => ({ wire, word: word(words[k]!, wire.shape) })),
    word(out, shape),
    [...size.values()],
    shape,
  )
}
