/** Trees: lists and records of leaves, told apart into the leaves, in order, and the structure. */
import { isPlain, nameOf, type Place, refuse } from './places.ts'

export type Tree<L> = L | readonly Tree<L>[] | { readonly [key: string]: Tree<L> }

/** The shape of a tree. `size` counts its leaves; the keys of a record are in order of their code units. */
export type Structure =
  | { readonly kind: 'leaf'; readonly size: 1 }
  | { readonly kind: 'list'; readonly size: number; readonly parts: readonly Structure[] }
  | {
      readonly kind: 'record'
      readonly size: number
      readonly keys: readonly string[]
      readonly parts: readonly Structure[]
    }

export const LEAF: Structure = { kind: 'leaf', size: 1 }
/** A leaf that is numbers only: a list of nothing but such leaves is one itself. */
const NUMERIC: Structure = { kind: 'leaf', size: 1 }

const sizes = (parts: readonly Structure[]): number => parts.reduce((sum, { size }) => sum + size, 0)
export const listOf = (parts: readonly Structure[]): Structure => ({ kind: 'list', size: sizes(parts), parts })

/** What the leaves of a tree are. */
export interface Leaves {
  readonly isLeaf: (x: object) => boolean
  /** Whether numbers are leaves, and lists of nothing but numbers, however deep. */
  readonly numeric: boolean
  readonly expected: string
}

type Step = string | number
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
const stepText = (step: Step): string =>
  typeof step === 'number' ? `[${step}]` : IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
export const pathText = (path: readonly Step[]): string => path.map(stepText).join('')
const along = (place: Place, trail: readonly Step[]): Place => ({
  ...place,
  path: () => `${place.path?.() ?? ''}${pathText(trail)}`,
})

const allNumbers = (x: readonly unknown[]): boolean => {
  for (let k = 0; k < x.length; k++) if (typeof x[k] !== 'number') return false
  return true
}

const CURE = 'use numbers, arrays, tensors, and lists and plain records of them'

/** The keys of a record, in order of their code units. */
const keysOf = (x: object, place: Place): readonly string[] => {
  if (!isPlain(x)) refuse(place, nameOf(x), 'a list or a plain record', CURE)
  if (Object.getOwnPropertySymbols(x).length > 0) refuse(place, 'a symbol as a key', 'texts as keys', CURE)
  return Object.keys(x).sort()
}

/**
 * The structure and the leaves of a tree. Lists of numbers only, however deep, are leaves; records and all other lists
 * are inner vertices.
 *
 * @throws AdError `ValueError` that names the path of what is neither, and for a tree that contains itself
 */
export const flatten = (
  tree: unknown,
  { isLeaf, numeric, expected }: Leaves,
  place: Place,
): { readonly structure: Structure; readonly leaves: readonly unknown[] } => {
  const leaves: unknown[] = []
  const trail: Step[] = []
  const around = new Set<object>()
  const leaf = (x: unknown, kind: Structure): Structure => {
    leaves.push(x)
    return kind
  }
  const part = (x: unknown, step: Step): Structure => {
    trail.push(step)
    const structure = walk(x)
    trail.pop()
    return structure
  }
  const list = (x: readonly unknown[]): Structure => {
    const start = leaves.length
    const parts: Structure[] = []
    for (let k = 0; k < x.length; k++)
      parts.push(k in x ? part(x[k], k) : refuse(along(place, [...trail, k]), 'a hole', expected, CURE))
    if (!numeric || !parts.every((each) => each === NUMERIC)) return listOf(parts)
    leaves.length = start
    return leaf(x, NUMERIC)
  }
  const walk = (x: unknown): Structure => {
    if (typeof x === 'number' && numeric) return leaf(x, NUMERIC)
    if (typeof x !== 'object' || x === null)
      return refuse(along(place, trail), typeof x === 'number' ? `the number ${x}` : nameOf(x), expected, CURE)
    if (isLeaf(x)) return leaf(x, LEAF)
    if (numeric && Array.isArray(x) && allNumbers(x)) return leaf(x, NUMERIC)
    if (around.has(x)) refuse(along(place, trail), 'a tree that contains itself', 'a tree', 'break the cycle')
    around.add(x)
    let structure: Structure
    if (Array.isArray(x)) structure = list(x)
    else {
      const keys = keysOf(x, along(place, trail))
      const parts = keys.map((key) => part((x as Readonly<Record<string, unknown>>)[key], key))
      structure = { kind: 'record', size: sizes(parts), keys, parts }
    }
    around.delete(x)
    return structure
  }
  return { structure: walk(tree), leaves }
}

/** The tree of this structure with these leaves, counted from `start`: the inverse of `flatten`. */
export const unflatten = <L>(structure: Structure, leaves: readonly L[], start = 0): Tree<L> => {
  if (structure.kind === 'leaf') return leaves[start]!
  let at = start
  const parts = structure.parts.map((part) => {
    const tree = unflatten(part, leaves, at)
    at += part.size
    return tree
  })
  // As entries, so that no key, `__proto__` neither, is ever assigned to.
  return structure.kind === 'list' ? parts : Object.fromEntries(structure.keys.map((key, k) => [key, parts[k]!]))
}

/** The paths of the leaves of a structure. */
export const pathAt = (structure: Structure, leaf: number): readonly Step[] => {
  if (structure.kind === 'leaf') return []
  let [k, left] = [0, leaf]
  for (; left >= structure.parts[k]!.size; k++) left -= structure.parts[k]!.size
  return [structure.kind === 'list' ? k : structure.keys[k]!, ...pathAt(structure.parts[k]!, left)]
}

/**
 * The leaves of a tree that mirrors a structure, whatever stands there at its leaves.
 *
 * @throws AdError `ValueError` that names the path where the tree is built in another way
 */
export const leavesAs = (whole: Structure, tree: unknown, place: Place): readonly unknown[] => {
  const leaves: unknown[] = []
  const trail: Step[] = []
  const other: (found: string, expected: string) => never = (found, expected) =>
    refuse(along(place, trail), found, expected, 'give a tree of the same structure')
  const visit = (structure: Structure, x: unknown): void => {
    if (structure.kind === 'leaf') {
      leaves.push(x)
      return
    }
    const { kind, parts } = structure
    if (kind === 'list') {
      if (!Array.isArray(x)) other(nameOf(x), `a list of ${parts.length}`)
      if (x.length !== parts.length) other(`a list of ${x.length}`, `a list of ${parts.length}`)
    } else {
      const expected = `a record of ${structure.keys.join(', ') || 'nothing'}`
      if (typeof x !== 'object' || x === null || Array.isArray(x)) other(nameOf(x), expected)
      const keys = keysOf(x, along(place, trail))
      if (keys.length !== structure.keys.length || keys.some((key, k) => key !== structure.keys[k]))
        other(`a record of ${keys.join(', ') || 'nothing'}`, expected)
    }
    parts.forEach((part, k) => {
      const step = kind === 'list' ? k : structure.keys[k]!
      trail.push(step)
      visit(part, (x as Readonly<Record<Step, unknown>>)[step])
      trail.pop()
    })
  }
  visit(whole, tree)
  return leaves
}
