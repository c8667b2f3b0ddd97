/**
 * Words: factorisations of a flat row-major index into letters. A word [i, j] over extents [3, 4] reads a flat index
 * of 12 as 4 i + j, whatever the shape of the tensor; letters repeat on a diagonal.
 */

export type Letter = number
export type Word = readonly Letter[]
export interface Words {
  readonly words: readonly Word[]
  readonly extent: readonly number[]
  /** The product of the extents of letters that stand in no word. */
  readonly loose: number
}

const NONE = -1
const MIXED = -2

/** The letter that comes right before or after each letter wherever that stands, or that there is no single one. */
const neighbours = (words: readonly Word[], letters: number, side: 1 | -1): number[] => {
  const seen = new Array<number>(letters).fill(MIXED - 1)
  for (const word of words)
    word.forEach((letter, k) => {
      const other = word[k + side] ?? NONE
      if (seen[letter] === MIXED - 1) seen[letter] = other
      else if (seen[letter] !== other) seen[letter] = MIXED
    })
  return seen
}

/**
 * Words in canonical form: no letters of extent 1, letters that always stand side by side made one, and numbers by
 * first appearance, so that equal structure means equal arrays.
 */
export const canonicalWords = (given: readonly Word[], extents: readonly number[]): Words => {
  const words = given.map((word) => (word.every((l) => extents[l] !== 1) ? word : word.filter((l) => extents[l] !== 1)))
  const next = neighbours(words, extents.length, 1)
  const previous = neighbours(words, extents.length, -1)
  const joined = (a: Letter): boolean => next[a]! >= 0 && next[a] !== a && previous[next[a]!] === a
  const head = (a: Letter): boolean => !(previous[a]! >= 0 && joined(previous[a]!))
  const number = new Map<Letter, Letter>()
  const extent: number[] = []
  const renumbered = words.map((word) =>
    word.filter(head).map((letter) => {
      const known = number.get(letter)
      if (known !== undefined) return known
      let size = extents[letter]!
      for (let l = letter; joined(l); l = next[l]!) size *= extents[next[l]!]!
      number.set(letter, extent.length)
      extent.push(size)
      return extent.length - 1
    }),
  )
  let loose = 1
  extents.forEach((size, letter) => {
    if (next[letter] === MIXED - 1) loose *= size
  })
  return { words: renumbered, extent, loose }
}

/** An order of words by where their letters stand in another word: for factors that nothing else tells apart. */
export const compareWords = (a: Word, b: Word, by: Word): number => {
  for (let k = 0; k < Math.min(a.length, b.length); k++) {
    const difference = by.indexOf(a[k]!) - by.indexOf(b[k]!)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** The word of a shape: a letter an axis, numbered from `first`. */
export const axesWord = (rank: number, first = 0): Word => Array.from({ length: rank }, (_, k) => first + k)

/** For each letter, the distance in the flat index between neighbouring values of it. */
export const stridesOf = (word: Word, extent: readonly number[]): number[] => {
  const strides = new Array<number>(extent.length).fill(0)
  let stride = 1
  for (let k = word.length - 1; k >= 0; k--) {
    strides[word[k]!]! += stride
    stride *= extent[word[k]!]!
  }
  return strides
}

const letterName = (letter: Letter): string =>
  letter < 18 ? String.fromCharCode(105 + letter) : letter < 26 ? String.fromCharCode(79 + letter) : `<${letter}>`

/** `ij`: letters from i on. */
export const showWord = (word: Word): string => word.map(letterName).join('')

/**
 * Two words over the same flat index made to agree: letters of equal extent are one, and a letter that another
 * divides is split. The answer rewrites any word of the union of both alphabets (`right` is numbered after `left`);
 * undefined where neither divides the other.
 */
export const unify = (
  left: Word,
  right: Word,
  extents: readonly number[],
): { readonly rewrite: (word: Word) => Word; readonly extent: readonly number[] } | undefined => {
  const extent = [...extents]
  const becomes = new Map<Letter, Word>()
  const rewrite = (word: Word): Word =>
    word.some((l) => becomes.has(l)) ? word.flatMap((l) => (becomes.has(l) ? rewrite(becomes.get(l)!) : [l])) : word
  const a = [...left]
  const b = [...right]
  const last = (stack: Letter[]): Letter | undefined => {
    for (let l = stack.pop(); l !== undefined; l = stack.pop()) {
      const word = becomes.get(l)
      if (!word) return l
      stack.push(...word)
    }
    return undefined
  }
  const split = (letter: Letter, lower: Letter, rest: Letter[]): void => {
    const upper = extent.length
    extent.push(extent[letter]! / extent[lower]!)
    becomes.set(letter, [upper, lower])
    rest.push(upper)
  }
  for (;;) {
    const l = last(a)
    const r = last(b)
    if (l === undefined && r === undefined) return { rewrite, extent }
    if (l === undefined || r === undefined) return undefined
    if (l === r) continue
    const [el, er] = [extent[l]!, extent[r]!]
    if (el === er) becomes.set(r, [l])
    else if (er > 0 && el > er && el % er === 0) split(l, r, a)
    else if (el > 0 && er > el && er % el === 0) split(r, l, b)
    else return undefined
  }
}
