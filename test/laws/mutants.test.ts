// A sample of the mutants, by the seed of the run: each is killed, unless the table says that nothing can kill it.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { suite as laws } from '../../laws/suite.ts'
import { engineHere } from '../../scripts/engine.ts'
import { equivalent } from '../../scripts/laws/equivalent.ts'
import { hunt, kills, mutantsIn, places } from '../../scripts/laws/kill.ts'

const seed = fc.readConfigureGlobal().seed ?? 1
const PLACES = 4
const rules = places.filter((place) => place !== 'modes')
/** Some places, others for another seed. */
const drawn = Array.from({ length: PLACES }, (_, k) => rules[(Math.abs(seed) * 7 + k * 13) % rules.length]!)

/** What laws up to rounding cannot tell from the library. */
const withinRounding = engineHere() === 'compile' ? ['an interpreter off in the last bit'] : []

for (const { name, killedBy } of hunt('modes', { seed, matrix: false }).filter((m) => !withinRounding.includes(m.name)))
  test(`${name}: killed`, () => assert.ok(killedBy.length > 0))

/** The rows of the guide: a law, and a fault that it kills. */
const guide = [
  ...readFileSync(new URL('../../laws/README.md', import.meta.url), 'utf8').matchAll(/^\| `(.*)` \| (.*) \|$/gm),
]

test('the guide names every law, in order', () => {
  const names = guide.map(([, name]) => name)
  assert.equal(
    laws.map(({ name }) => name),
    names,
  )
  assert.is(new Set(names).size, names.length)
})

test('every law kills the fault that the guide names', () => {
  const missed = laws.filter((law) => !kills(law, guide.find(([, name]) => name === law.name)![2]!, seed))
  assert.equal(
    missed.map(({ name }) => name),
    [],
  )
})

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
