/** Every mistake of the table is one AdError with all that a reader needs, and the document says what they say. */
import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { documents } from '../../scripts/readme.ts'
import { provoked, situations } from '../../scripts/tables/errors.ts'

test('the table has situations of every area, none of them twice', () => {
  assert.ok(situations.length >= 40)
  assert.is(new Set(situations.map(({ situation }) => situation)).size, situations.length)
  assert.ok(new Set(situations.map(({ area }) => area)).size >= 8)
})

for (const each of situations)
  test(`${each.area}: ${each.situation}`, () => {
    const { message, info } = provoked(each)
    const { tag, op, argument, node, found, expected, cure } = info
    for (const text of [tag, op, found, expected, cure]) assert.ok(text.trim().length > 0, message)
    for (const text of [argument, node]) assert.ok(text !== '')
    assert.not.match(message, /undefined|\[object/)
    assert.ok(
      [tag, op, found, expected, cure].every((text) => message.includes(text)),
      message,
    )
  })

test('errors name the argument, and the scope or label of the node, where there is one', () => {
  const named = (situation: string) => provoked(situations.find((each) => each.situation === situation)!).info
  assert.is(named('two shapes that do not broadcast').argument, 1)
  assert.is(named('the same inside a scope').node, 'layer')
  assert.is(named('an input of a labelled node').node, 'weights')
})

for (const [name, [path, content]] of Object.entries(documents))
  test(`${path} is what npm run readme ${name} writes`, () => {
    assert.is(readFileSync(path, 'utf8'), content())
  })

test.run()
