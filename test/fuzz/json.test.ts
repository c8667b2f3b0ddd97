// Documents of random graphs over all ops, spoilt in one place: each is a graph or is refused, and stays as it was.
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fromJson, fromJsonOrThrow, parse, sameGraph, stringify, toJson } from '../../modes/index.ts'
import { drafts } from './wild.ts'

type Place = readonly [owner: Record<string, unknown>, key: string]
const placesOf = (json: unknown): readonly Place[] =>
  typeof json !== 'object' || json === null
    ? []
    : Object.entries(json).flatMap(([key, part]) => [
        [json as Record<string, unknown>, key] as const,
        ...placesOf(part),
      ])

const huge = [1e308, -1e308, 2 ** 53, 2 ** 31, -(2 ** 31), 1e-308, Number.POSITIVE_INFINITY, Number.NaN, 1e9]
const junk = fc.oneof(
  fc.constantFrom<unknown>(...huge, -0, -1, 0.5, null, true, '', '__proto__', [], {}, [[]], { __proto__: null }),
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom('input', 'while', 'custom', 'scan', 'cond', 'gather', 'scatterAdd', 'max', 'cumsum', 'slice'),
)

test('a number, a text or a record of another kind in any place', () => {
  const seen = { graphs: 0, refused: 0 }
  fc.assert(
    fc.property(drafts(), fc.array(fc.tuple(fc.nat(), junk), { minLength: 3, maxLength: 3 }), ({ graph }, faults) => {
      for (const [where, value] of faults) {
        const json: unknown = JSON.parse(stringify(graph))
        const places = placesOf(json)
        const [owner, key] = places[where % places.length]!
        owner[key] = value
        const before = JSON.stringify(json)
        const found = fromJson(json, { limit: 1e6 })
        assert.is(JSON.stringify(json), before)
        if (isLeft(found)) {
          seen.refused++
          assert.is(found.left.info.tag, 'JsonError')
          assert.ok(found.left.message.length < 1000)
        } else {
          seen.graphs++
          assert.ok(sameGraph(fromJsonOrThrow(toJson(found.right), { limit: 1e6 }), found.right))
        }
      }
    }),
    { numRuns: 250 },
  )
  assert.ok(seen.graphs > 0 && seen.refused > 250, JSON.stringify(seen))
})

test('numbers too large for a double in any place of a text', () => {
  fc.assert(
    fc.property(drafts(), fc.nat(), fc.constantFrom('1e999', '-1e999', '9'.repeat(400)), ({ graph }, where, number) => {
      const text = stringify(graph)
      const numbers = [...text.matchAll(/-?\d+(?![\d"])/g)]
      const { index, 0: old } = numbers[where % numbers.length]!
      const found = parse(text.slice(0, index) + number + text.slice(index + old.length), { limit: 1e6 })
      if (isLeft(found)) assert.is(found.left.info.tag, 'JsonError')
      else assert.ok(sameGraph(fromJsonOrThrow(toJson(found.right)), found.right))
    }),
    { numRuns: 150 },
  )
})

test.run()
