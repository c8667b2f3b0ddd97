/** Places: where a value stands among the arguments of a function, what it is in words, and its refusal. */
import { fail } from './error.ts'

/** Where a value stands: who asked for it, in which argument, and the path in there. */
export interface Place {
  readonly op: string
  readonly argument?: number | string
  /** The label of the node that the value is for. */
  readonly node?: string | undefined
  readonly path?: () => string
}

/** Refuses what stands at a place. */
export const refuse = ({ op, argument, node, path }: Place, found: string, expected: string, cure: string): never => {
  const at = path?.()
  return fail({
    tag: 'ValueError',
    op,
    ...(argument === undefined ? {} : { argument }),
    ...(node === undefined ? {} : { node }),
    found: at ? `${found} at ${at}` : found,
    expected,
    cure,
  })
}
/** A place further inside of another. */
export const below = (place: Place, suffix: string): Place => ({
  ...place,
  path: () => `${place.path?.() ?? ''}${suffix}`,
})

/** Whether an object is a record of no class. */
export const isPlain = (x: object): boolean => {
  const prototype = Object.getPrototypeOf(x) as object | null
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const classOf = (x: object): string => {
  const { constructor } = x as { readonly constructor?: { readonly name?: unknown } }
  return typeof constructor?.name === 'string' && constructor.name ? constructor.name : 'a class without a name'
}

/** What a value is, in words. */
export const nameOf = (x: unknown): string => {
  if (typeof x === 'string') return `the string ${x.length > 24 ? `${x.slice(0, 24)}...` : x}`
  if (typeof x === 'bigint') return 'a BigInt'
  if (typeof x === 'symbol') return 'a symbol'
  if (typeof x === 'function') return x.name ? `the function ${x.name}` : 'a function'
  if (typeof x !== 'object' || x === null) return String(x)
  return Array.isArray(x) ? 'an array' : isPlain(x) ? 'an object' : `an instance of ${classOf(x)}`
}
/** What was given, in words: nothing where it was left out. */
export const givenName = (x: unknown): string => (x === undefined ? 'nothing' : nameOf(x))
