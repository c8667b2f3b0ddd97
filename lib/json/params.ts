/** The parameters of ops as they stand in documents, and what must hold of them. */
import { Functor } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Op } from '../op.ts'
import type { Constant } from '../ops/constant.ts'
import { constantOp } from '../ops/constant.ts'
import type { Einsum } from '../ops/einsum.ts'
import type { Extremum } from '../ops/extremum.ts'
import type { Indexing } from '../ops/indexing.ts'
import type { PowerLog } from '../ops/powers.ts'
import type { Window } from '../ops/slice.ts'
import { sizeOf } from '../types.ts'
import { filled, fresh } from '../value.ts'
import { base64Length, fromBase64, toBase64 } from './base64.ts'
import { Count, Extents, Flag, Float, field, list, only, record, Text, where, whole } from './schema.ts'

export const Negative = whole('a whole number below 0', Number.MIN_SAFE_INTEGER, -1)
export const Positive = whole('a whole number above 0', 1)
/** The exponent of a power; x^0 is a constant. */
export const Exponent = where(
  whole('a whole number', -Number.MAX_VALUE, Number.MAX_VALUE),
  (n) => n !== 0,
  'a whole number but 0',
)

const Word = list('a word, a list of letters', Count)
const letterSize = ({ extent }: Einsum, word: readonly number[]): number =>
  word.reduce((n, letter) => n * extent[letter]!, 1)

/** Every letter has an extent and stands in a word, and the result's word fills its shape. */
const isEinsum = (einsum: Einsum): boolean => {
  const { words, out, extent, shape } = einsum
  const letters = new Set([...words, out].flat())
  return (
    letters.size === extent.length &&
    [...letters].every((letter) => letter < extent.length) &&
    letterSize(einsum, out) === sizeOf(shape)
  )
}

export const EinsumParams: t.Type<Einsum, unknown> = where(
  record('parameters of einsum', {
    words: list('a list of words', Word),
    out: Word,
    extent: list('a list of extents', Count, 1024),
    shape: Extents,
    absorbing: Flag,
  }),
  isEinsum,
  'letters 0, 1, ... of these extents, each in a word, and a shape of as many entries as the word out has',
)

const Step = where(whole('a whole number', Number.MIN_SAFE_INTEGER), (step) => step !== 0, 'a whole number but 0')
const isWindow = ({ start, size, step, extent }: Window): boolean => {
  const last = start + (size - 1) * step
  return size === 0 ? start <= extent : start < extent && last >= 0 && last < extent
}
const WindowParams: t.Type<Window, unknown> = where(
  record('a window', { start: Count, size: Count, step: Step, extent: Count }),
  isWindow,
  'a window of entries within the extent',
)
export const Windows = list('a list of windows', WindowParams, 1024)

export const IndexingParams: t.Type<Indexing, unknown> = record('parameters of gather or scatterAdd', {
  tail: Count,
  extent: Count,
  indices: Extents,
  strict: Flag,
})

/** The largest entry, or its place: families of their own, so that only the extent is written. */
export const ExtremumParams = (place: boolean): t.Type<Extremum, unknown> => {
  const extent = field('extent', Positive)
  return new t.Type<Extremum, unknown>(
    extent.name,
    (u): u is Extremum => typeof u === 'object' && u !== null && 'place' in u,
    (u, c) => Functor.map(extent.validate(u, c), (found) => ({ place, extent: found })),
    (params) => extent.encode(params.extent),
  )
}

const Rule: t.Type<PowerLog['logarithm'], unknown> = t.union([only('limit'), only('one'), only('positive')])
export const PowerLogParams: t.Type<PowerLog, unknown> = record('parameters of powerLog', {
  k: Positive,
  logarithm: new t.Type<PowerLog['logarithm'], unknown>(
    '"limit", "one" or "positive"',
    Rule.is,
    (u, c) => (Rule.is(u) ? t.success(u) : t.failure(u, c)),
    t.identity,
  ),
})

const ConstantJson = record('parameters of constant', { shape: Extents }, { fill: Float, data: Text })

/** Constants: one number for all entries, or base64 of little-endian 64-bit floats. `affords` is asked for their bytes. */
export const ConstantParams = (affords: (bytes: number) => boolean): t.Type<Constant, unknown> => {
  const sized = where(
    where(
      ConstantJson,
      ({ fill, data }) => (fill === undefined) !== (data === undefined),
      'either fill or data beside shape',
    ),
    ({ shape }) => affords(8 * sizeOf(shape)),
    'constants within the limit in all; raise limit for larger ones',
  )
  return new t.Type<Constant, unknown>(
    'a constant',
    (u): u is Constant => typeof u === 'object' && u !== null && 'value' in u,
    (u, c) => {
      const made = sized.validate(u, c)
      if (made._tag === 'Left') return made
      const { shape, fill, data = '' } = made.right
      if (fill !== undefined) return t.success({ shape, fill, value: filled(shape, fill) })
      const entries = fromBase64(data, sizeOf(shape))
      const expected = `base64 of ${sizeOf(shape)} numbers, ${base64Length(sizeOf(shape))} characters`
      if (!entries) return t.failure(data, t.appendContext(c, 'data', Text, data), expected)
      const one = entries.length > 0 && entries.every((x) => Object.is(x, entries[0])) ? entries[0] : undefined
      return t.success({ shape, fill: one, value: fresh(shape, entries) })
    },
    ({ shape, fill, value }) => ({
      shape: [...shape],
      ...(fill === undefined ? { data: toBase64(value.data) } : { fill: Float.encode(fill) }),
    }),
  )
}
export const constantOf = ({ fill, value }: Constant): Op => constantOp(value, fill)
