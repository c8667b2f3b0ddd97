/** Every example in a doc comment and every snippet of the README runs, and what it claims is so. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import * as laws from '../../laws/index.ts'
import * as cotangent from '../../modes/index.ts'
import { figures, withBlock } from '../../scripts/readme.ts'
import { examplesIn, fencesIn, runSnippet, type Snippet } from '../../scripts/snippets.ts'

const scope = { ...cotangent, ...laws, fc, console: { log: () => {} } }

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => path.endsWith('.ts'))

const all = (snippets: readonly Snippet[], least: number) => async () => {
  assert.ok(snippets.length >= least, `${snippets.length} snippets found, at least ${least} expected`)
  const outcomes = await Promise.all(snippets.map((snippet) => runSnippet(snippet, scope)))
  assert.equal(
    outcomes.flatMap(({ failures }) => failures),
    [],
  )
  assert.ok(outcomes.some(({ claims }) => claims > 0))
}

for (const folder of ['lib', 'modes', 'laws'])
  test(
    `examples in the doc comments of ${folder}`,
    all(
      sources(folder).flatMap((path) => examplesIn(path, readFileSync(path, 'utf8'))),
      folder === 'laws' ? 1 : 5,
    ),
  )

test('snippets of the README', all(fencesIn('README.md', readFileSync('README.md', 'utf8'), 'ts'), 5))

test('figures of the README that do not depend on the machine are what the script makes', () => {
  const readme = readFileSync('README.md', 'utf8')
  for (const [name, content] of Object.entries(figures)) assert.is(withBlock(readme, name, content()), readme, name)
})

test('the fold of push is under 15 lines', () => {
  assert.ok(figures['fold']!().split('\n').length - 2 < 15)
})

test('a wrong claim is found, and so is code that throws', async () => {
  const { failures, claims } = await runSnippet({ where: 'here', code: '1 + 1 // => 3' }, {})
  assert.is(claims, 1)
  assert.is(failures.length, 1)
  assert.is((await runSnippet({ where: 'here', code: 'nothing()' }, {})).failures.length, 1)
  assert.equal((await runSnippet({ where: 'here', code: 'const x = [1, 2] // => [1, 2]' }, {})).failures, [])
})

test.run()
