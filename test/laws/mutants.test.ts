// A sample of the mutants, by the seed of the run: each is killed, unless the table says that nothing can kill it.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { equivalent } from '../../scripts/laws/equivalent.ts'
import { hunt, mutantsIn, places, toothless } from '../../scripts/laws/kill.ts'

const seed = fc.readConfigureGlobal().seed ?? 1
const PLACES = 4
const rules = places.filter((place) => place !== 'modes')
/** Some places, others for another seed. */
const drawn = Array.from({ length: PLACES }, (_, k) => rules[(Math.abs(seed) * 7 + k * 13) % rules.length]!)

for (const { name, killedBy } of hunt('modes', { seed, matrix: false }))
  test(`${name}: killed`, () => assert.ok(killedBy.length > 0))

test('every law kills some fault of what it speaks of', () => assert.equal(toothless(seed), []))

for (const place of new Set(drawn))
  test(`faults in the rules of ${place}`, () => {
    const reasons = equivalent.filter(({ name }) => name.startsWith(`${place}: `)).map(({ name }) => name)
    const found = hunt(place, { seed, matrix: false })
    assert.ok(found.length > 0)
    assert.equal(
      found.filter(({ killedBy }) => killedBy.length === 0).map(({ name }) => name),
      reasons,
    )
  })

test('a mutant has a name of its own', () => {
  const names = places.flatMap((place) => mutantsIn(place).map(({ name }) => name))
  assert.is(new Set(names).size, names.length)
})

test.run()
