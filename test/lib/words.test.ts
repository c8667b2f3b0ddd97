// Words: canonical forms do not depend on how a factorisation is written, and agreeing words read the same entries.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { canonicalWords, showWord, stridesOf, unify, type Word } from '../../lib/words.ts'

const product = (xs: readonly number[]): number => xs.reduce((a, b) => a * b, 1)

/** All assignments of values to letters of these extents. */
const assignments = (extent: readonly number[]): readonly (readonly number[])[] =>
  extent.reduce<readonly (readonly number[])[]>(
    (sofar, size) => sofar.flatMap((values) => Array.from({ length: size }, (_, i) => [...values, i])),
    [[]],
  )

/** The flat index that a word reads when its letters have these values. */
const read = (word: Word, extent: readonly number[], values: readonly number[]): number =>
  word.reduce((index, letter) => index * extent[letter] + values[letter], 0)

/** How often each tuple of flat indices is read, one index a word: what words mean, whatever their letters are. */
const meaning = (words: readonly Word[], extent: readonly number[], times = 1): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const values of assignments(extent)) {
    const key = words.map((word) => read(word, extent, values)).join()
    counts.set(key, (counts.get(key) ?? 0) + times)
  }
  return new Map([...counts].filter(([, count]) => count !== 0).sort())
}

const someWords = fc.array(fc.constantFrom(0, 1, 1, 2, 2, 3), { minLength: 1, maxLength: 4 }).chain((extent) =>
  fc.record({
    extent: fc.constant(extent),
    words: fc.array(fc.array(fc.nat(extent.length - 1), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  }),
)

test('canonical words mean what the given ones did', () =>
  fc.assert(
    fc.property(someWords, ({ words, extent }) => {
      const canonical = canonicalWords(words, extent)
      assert.equal(meaning(canonical.words, canonical.extent, canonical.loose), meaning(words, extent))
    }),
    { numRuns: 500 },
  ))

test('canonical words are canonical: once more changes nothing', () =>
  fc.assert(
    fc.property(someWords, ({ words, extent }) => {
      const once = canonicalWords(words, extent)
      assert.equal(canonicalWords(once.words, once.extent), { ...once, loose: 1 })
    }),
  ))

test('canonical words forget the names of letters, letters of extent 1, and letters split in two', () =>
  fc.assert(
    fc.property(someWords, fc.nat(5), ({ words, extent }, seed) => {
      // Letter l becomes the pair (2 l, 2 l + 1), one of which takes its extent and the other is 1 or a factor 2.
      const renamed = extent.map((_, l) => (l + seed) % extent.length)
      const split: number[] = []
      extent.forEach((size, l) => {
        const low = size === 2 || seed % 2 ? size : 1
        split[2 * renamed[l]] = low === 0 ? 1 : size / low
        split[2 * renamed[l] + 1] = low
      })
      const finer = words.map((word) => word.flatMap((l) => [2 * renamed[l], 2 * renamed[l] + 1]))
      assert.equal(canonicalWords(finer, split), canonicalWords(words, extent))
    }),
  ))

test('letters that always stand together are one, repeated ones too', () => {
  assert.equal(
    canonicalWords(
      [
        [4, 2, 4, 2],
        [4, 2],
      ],
      [9, 9, 3, 9, 2],
    ),
    {
      words: [[0, 0], [0]],
      extent: [6],
      loose: 9 * 9 * 9,
    },
  )
  assert.equal(
    canonicalWords(
      [
        [0, 1],
        [1, 0],
      ],
      [2, 3],
    ).words,
    [
      [0, 1],
      [1, 0],
    ],
  )
  assert.equal(canonicalWords([[0, 0]], [3]).words, [[0, 0]])
  assert.equal(canonicalWords([[0, 1, 0]], [3, 2]).words, [[0, 1, 0]])
  assert.equal(canonicalWords([[0, 1]], [1, 1]), { words: [[]], extent: [], loose: 1 })
  assert.equal(canonicalWords([[0, 1], [1]], [4, 0]), { words: [[0, 1], [1]], extent: [4, 0], loose: 1 })
})

test('a letter in no word counts by its extent', () => {
  assert.is(canonicalWords([[0]], [2, 3, 5]).loose, 15)
  assert.is(canonicalWords([[]], [2, 0]).loose, 0)
  assert.is(canonicalWords([], []).loose, 1)
})

test('strides are the distances in the flat index, summed on a diagonal', () =>
  fc.assert(
    fc.property(someWords, ({ words: [word], extent }) => {
      const strides = stridesOf(word, extent)
      for (const values of assignments(extent))
        assert.is(
          values.reduce((index, value, l) => index + value * strides[l], 0),
          read(word, extent, values),
        )
    }),
  ))

test('unified words read the same index wherever they agree', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(2, 2, 3, 4, 6), { minLength: 2, maxLength: 5 }),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 4 }),
      (sizes, a, b, cut) => {
        const half = Math.min(cut, sizes.length - 1)
        const left = a.map((l) => l % half)
        const right = b.map((l) => half + (l % (sizes.length - half)))
        const agreed = unify(left, right, sizes)
        if (!agreed) return
        assert.equal(agreed.rewrite(left), agreed.rewrite(right), 'one word for both')
        // The old letters as functions of the new ones: every pair of readings that agree is found, once.
        const all = sizes.map((_, l) => [l])
        const fine = all.map(agreed.rewrite)
        const used = agreed.extent.map((size, l) => (fine.some((word) => word.includes(l)) ? size : 1))
        fine.forEach((word, l) => {
          assert.is(product(word.map((k) => agreed.extent[k])), sizes[l])
        })
        const expected = [...meaning(all, sizes)].filter(([key]) => {
          const values = key.split(',').map(Number)
          return read(left, sizes, values) === read(right, sizes, values)
        })
        assert.equal([...meaning(fine, used)], expected)
      },
    ),
    { numRuns: 1000 },
  ))

test('unify splits what divides and refuses what clashes', () => {
  const words = (left: Word, right: Word, extents: readonly number[]): readonly string[] | undefined => {
    const agreed = unify(left, right, extents)
    return agreed && [showWord(agreed.rewrite(left)), agreed.extent.join()]
  }
  assert.equal(words([0], [1, 2], [12, 3, 4])?.[1], '12,3,4,3')
  assert.is(words([0, 1], [2, 3], [2, 3, 3, 2]), undefined)
  assert.is(words([0], [1], [2, 3]), undefined)
  assert.is(words([0], [1], [0, 3]), undefined)
  assert.equal(words([0], [1], [0, 0])?.[0], 'i')
  assert.equal(words([], [], [])?.[0], '')
  assert.is(words([0], [], [2]), undefined)
  assert.ok(words([0, 0], [1, 2], [4, 2, 8]), 'a diagonal against a finer word')
})

test.run()
