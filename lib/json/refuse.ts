/** What is wrong with a document, told by its place in it: `$.nodes[2].args[0]: found "x", expected a whole number`. */
import { isLeft } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { fail } from '../error.ts'

const BRIEF = 160
/** A text with its middle left out where it is long. */
const brief = (text: string): string =>
  text.length > BRIEF ? `${text.slice(0, BRIEF / 2)}...${text.slice(-BRIEF / 2)}` : text

/** Refuses a document, or a graph that no document can hold. */
export const refuse = (path: string, found: string, expected: string, cure: string, op = 'fromJson'): never =>
  fail({ tag: 'JsonError', op, argument: brief(path), found: brief(found), expected: brief(expected), cure })

const LONGEST = 40
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text)

/** A value of any kind in a few words, however large or deep it is. */
export const shown = (x: unknown): string => {
  if (x === undefined) return 'nothing'
  if (typeof x === 'string') return JSON.stringify(cut(x))
  if (typeof x === 'number') return Object.is(x, -0) ? '-0' : String(x)
  if (Array.isArray(x)) return `a list of ${x.length}`
  if (typeof x === 'object' && x !== null) return 'a record'
  return typeof x === 'symbol' || typeof x === 'function' ? `a ${typeof x}` : cut(String(x))
}

/** A field behind a path: `.args`, `[0]`, `["two words"]`. */
const step = (key: string, within: unknown): string =>
  Array.isArray(within) ? `[${key}]` : /^[A-Za-z]\w*$/.test(key) && key.length < LONGEST ? `.${key}` : `[${shown(key)}]`

/** The place that a codec is at; the first entry of its context is named by the whole path so far. */
export const pathOf = (context: t.Context): string =>
  context.reduce((path, { key }, k) => (k === 0 ? key : path + step(key, context[k - 1]!.actual)), '')

/** What a codec makes of a value at this place. */
export const read = <A>(codec: t.Type<A, unknown>, value: unknown, path: string): A => {
  const made = codec.validate(value, [{ key: path, type: codec, actual: value }])
  if (!isLeft(made)) return made.right
  const { value: found, context, message } = made.left[0]!
  return refuse(
    pathOf(context),
    shown(found),
    message ?? context[context.length - 1]!.type.name,
    'write what toJson writes there',
  )
}
