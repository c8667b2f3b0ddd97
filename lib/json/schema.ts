/** The codecs that documents are made of: closed records, lists, numbers, shapes and types. */
import { Functor, isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { isTuple, type Shape, type Type, tensorType, tupleType } from '../types.ts'

const isRecord = (u: unknown): u is Record<string, unknown> =>
  typeof u === 'object' && u !== null && !Array.isArray(u) && !ArrayBuffer.isView(u)

/** A codec of values that JSON holds as they are. */
const plain = <A>(name: string, is: t.Is<A>): t.Type<A, unknown> =>
  new t.Type<A, unknown>(name, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c)), t.identity)

export const Text = plain('a text', t.string.is)
export const Flag = plain('true or false', t.boolean.is)
/** Any value; another codec looks into it later. */
export const Anything = plain('a value', (u): u is unknown => u !== undefined)
export const only = <A extends string | number>(value: A): t.Type<A, unknown> =>
  plain(JSON.stringify(value), (u): u is A => u === value)

/** Whole numbers from `least` to `most`. */
export const whole = (name: string, least = 0, most = Number.MAX_SAFE_INTEGER): t.Type<number, unknown> =>
  plain(name, (u): u is number => Number.isInteger(u) && (u as number) >= least && (u as number) <= most)
export const Count = whole('a whole number')

const unheld: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])

/** Real numbers: those that JSON cannot hold (NaN, infinities, -0) as texts. */
export const Float: t.Type<number, number | string> = new t.Type<number, number | string>(
  'a number, or "NaN", "Infinity", "-Infinity", "-0"',
  t.number.is,
  (u, c) => (typeof u === 'number' ? t.success(u) : unheld.has(u) ? t.success(unheld.get(u)!) : t.failure(u, c)),
  (x) => (Number.isFinite(x) && !Object.is(x, -0) ? x : Object.is(x, -0) ? '-0' : String(x)),
)

/** A codec with a condition on what it reads. */
export const where = <A>(codec: t.Type<A, unknown>, holds: (a: A) => boolean, expected: string): t.Type<A, unknown> =>
  new t.Type<A, unknown>(
    codec.name,
    codec.is,
    (u, c) => {
      const made = codec.validate(u, c)
      return isLeft(made) || holds(made.right) ? made : t.failure(u, c, expected)
    },
    codec.encode,
  )

export const list = <A>(
  name: string,
  item: t.Type<A, unknown>,
  most = Number.POSITIVE_INFINITY,
): t.Type<readonly A[], unknown> =>
  new t.Type<readonly A[], unknown>(
    name,
    (u): u is readonly A[] => Array.isArray(u) && u.every(item.is),
    (u, c) => {
      if (!Array.isArray(u)) return t.failure(u, c)
      if (u.length > most) return t.failure(u, c, `at most ${most}`)
      const items: A[] = []
      for (let k = 0; k < u.length; k++) {
        const made = item.validate(u[k], t.appendContext(c, String(k), item, u[k]))
        if (isLeft(made)) return made
        items.push(made.right)
      }
      return t.success(items)
    },
    (items) => items.map(item.encode),
  )

type Codecs = Readonly<Record<string, t.Any>>
type RecordOf<P extends Codecs, Q extends Codecs> = { readonly [K in keyof P]: t.TypeOf<P[K]> } & {
  readonly [K in keyof Q]?: t.TypeOf<Q[K]>
}

/** Records of these fields, some of which may be missing, and no others. */
export const record = <P extends Codecs, Q extends Codecs = Record<never, t.Any>>(
  name: string,
  required: P,
  optional?: Q,
): t.Type<RecordOf<P, Q>, unknown> => {
  const fields = new Map<string, t.Any>(Object.entries({ ...required, ...optional }))
  const names = [...fields.keys()].join(', ')
  return new t.Type<RecordOf<P, Q>, unknown>(
    name,
    (u): u is RecordOf<P, Q> => isRecord(u) && [...fields].every(([key, codec]) => codec.is(u[key])),
    (u, c) => {
      if (!isRecord(u)) return t.failure(u, c)
      const found: Record<string, unknown> = {}
      for (const [key, codec] of fields) {
        const given = Object.hasOwn(u, key) ? u[key] : undefined
        if (given === undefined && !Object.hasOwn(required, key)) continue
        const made = codec.validate(given, t.appendContext(c, key, codec, given))
        if (isLeft(made)) return made
        found[key] = made.right
      }
      for (const key of Object.keys(u))
        if (!fields.has(key))
          return t.failure(
            key,
            t.appendContext(c, key, t.never, u[key]),
            fields.size > 0 ? `one of the fields ${names}` : 'no field',
          )
      return t.success(found as RecordOf<P, Q>)
    },
    (a) =>
      Object.fromEntries(
        [...fields].flatMap(([key, codec]) => (a[key] === undefined ? [] : [[key, codec.encode(a[key])]])),
      ),
  )
}

/** A value of its own as a record of one field. */
export const field = <A>(name: string, codec: t.Type<A, unknown>): t.Type<A, unknown> => {
  const within = record(`a record of ${name}`, { [name]: codec })
  return new t.Type<A, unknown>(
    within.name,
    codec.is,
    (u, c) => Functor.map(within.validate(u, c), (found) => found[name] as A),
    (a) => within.encode({ [name]: a }),
  )
}

const AXES = 1024

/** Whether the extents that are not 0 have a product that numbers count exactly. */
export const isCountable = (shape: Shape): boolean =>
  shape.reduce((n, extent) => n * (extent || 1), 1) <= Number.MAX_SAFE_INTEGER

/** Shapes: `[2, 3]`. */
export const Extents: t.Type<Shape, unknown> = where(
  list('a shape', whole('a whole number up to 2^53 - 1'), AXES),
  isCountable,
  'fewer than 2^53 entries',
)

/** How deep tuples may nest in a type. */
export const NESTED = 64

/** Types: a shape for a tensor, `{"tuple": [...]}` for a tuple. */
export const TypeOf: t.Type<Type, unknown> = new t.Type<Type, unknown>(
  'a shape or {"tuple": [...]}',
  (u): u is Type => isRecord(u),
  (u, c) => {
    if (c.length > 2 * NESTED + 4) return t.failure(u, c, `tuples at most ${NESTED} deep`)
    if (Array.isArray(u)) return Functor.map(Extents.validate(u, c), tensorType)
    return isRecord(u) ? Functor.map(Parts().validate(u, c), tupleType) : t.failure(u, c)
  },
  (type) => (isTuple(type) ? Parts().encode(type.tuple) : [...type.shape]),
)
const Parts = (): t.Type<readonly Type[], unknown> => field('tuple', list('a list of types', TypeOf))
