// What is known of entries: classes against entries worked out one by one, and the bound on how many are looked at.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { demandOf } from '../../../lib/sparse/demand.ts'
import { isKnown, knownIn } from '../../../lib/sparse/known.ts'
import { add, concat, constant, gather, graph, mul, neg, pad, reshape, slice, type Wire } from '../../../modes/index.ts'

const SEEDS = [
  [1, 0, 0],
  [0, 1, 0],
]
const known = (f: (x: Wire) => Wire, room = 1000) => {
  const g = graph([[3]], f)
  const found = knownIn(g, 1, room)
  const ref = g.outputs[0]!
  return { g, found, ref, last: found?.classes.get(ref) }
}
/** Each entry's number, or what its class is the name of. */
const entriesOf = (f: (x: Wire) => Wire): readonly (number | string)[] => {
  const { of, classes } = known(f).last!
  return [...of].map((k) => (isKnown(classes[k]!) ? classes[k]!.rest : `class ${k}`))
}
const unknownAt = (f: (x: Wire) => Wire): readonly number[] =>
  entriesOf(f).flatMap((x, e) => (typeof x === 'string' ? [e] : []))

test('zeros make products zero, and what is not known is known by its class', () => {
  assert.equal(
    unknownAt((x) => mul(x, constant(SEEDS))),
    [0, 4],
  )
  assert.equal(
    entriesOf(() => neg(constant(SEEDS))).map((x) => (typeof x === 'number' ? x + 0 : x)),
    [-1, 0, 0, 0, -1, 0],
  )
})

test('pieces know where they come from', () => {
  const seeds = () => constant(SEEDS)
  assert.equal(
    unknownAt((x) => slice(mul(x, seeds()), [null, [1]])),
    [2],
  )
  assert.equal(
    unknownAt((x) =>
      pad(mul(x, seeds()), [
        [1, 0],
        [0, 1],
      ]),
    ),
    [4, 9],
  )
  assert.equal(
    unknownAt((x) => concat([mul(x, seeds()), seeds(), mul(x, seeds())])),
    [0, 4, 12, 16],
  )
  assert.equal(
    unknownAt((x) => gather(reshape(mul(x, seeds()), [-1]), [5, 4, 4, 0])),
    [1, 2, 3],
  )
})

test('one class for equal sums of products, another for each other one', () => {
  const { of } = known((x) =>
    add(
      mul(x, constant(SEEDS)),
      mul(
        x,
        constant([
          [1, 1, 0],
          [1, 1, 0],
        ]),
      ),
    ),
  ).last!
  // 2 of a kind: x twice, x once, nothing.
  assert.equal([...of], [of[0], of[1], of[2], of[1], of[0], of[2]])
  assert.is(new Set(of).size, 3)
})

test('what is asked for comes in the order in which it is asked for, each entry once', () => {
  const { g, found, ref } = known((x) => gather(reshape(mul(x, constant(SEEDS)), [-1]), [4, 0, 4, 1]))
  const { lists } = demandOf(found!, g.outputs)
  const asked = [...lists].filter(([at]) => at !== ref).map(([, byClass]) => [...byClass.values()].map((l) => [...l]))
  for (const byClass of asked) assert.equal(byClass, [[4, 0]])
  assert.equal(
    [...lists.get(ref)!.values()].map((l) => [...l]),
    [[0, 1, 2]],
  )
})

test('no more entries are looked at than there is room for', () => {
  // The seeds and the slice: the product is of the classes of the seeds.
  const f = (x: Wire): Wire => slice(mul(x, constant(SEEDS)), [null, [1]])
  assert.ok(known(f, 10).found)
  assert.is(known(f, 9).found, undefined)
})

test.run()
