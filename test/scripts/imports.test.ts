// The import rules: a sound project passes, and every kind of violation is found.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkImports } from '../../scripts/imports.ts'

const check = (files: Readonly<Record<string, string>>): string[] => checkImports(new Map(Object.entries(files)))

const sound = {
  'lib/index.ts': "export * from './graph.ts'\nexport { sin } from './ops/trig.ts'",
  'lib/graph.ts': "import { Map } from 'immutable'\nimport type { Op } from './ops/trig.ts'",
  'lib/ops/trig.ts': "import { pipe } from 'fp-ts/lib/function.js'\nimport {\n  node,\n} from '../graph.ts'",
  'modes/index.ts': "export * from '../lib/index.ts'\nexport { sin } from '../lib/ops/trig.ts'",
  'modes/reverse.ts': "import { node } from '../lib/graph.ts'",
  'laws/index.ts': "import fc from 'fast-check'\nimport { grad } from '../modes/reverse.ts'\nimport '../lib/graph.ts'",
  'test/a.test.ts': "import '../laws/index.ts'\nimport '../scripts/x.ts'\nimport './b.ts'\nimport 'node:fs'",
  'scripts/x.ts': "import { grad } from '../modes/index.ts'\nimport 'node:fs'\nimport '../package.json'",
}

const violations: readonly (readonly [name: string, files: Readonly<Record<string, string>>, found: RegExp])[] = [
  ['lib imports modes', { 'lib/a.ts': "import { x } from '../modes/b.ts'" }, /lib may not import/],
  ['lib imports modes for types', { 'lib/a.ts': "import type { X } from '../modes/b.ts'" }, /lib may not import/],
  ['lib imports laws', { 'lib/ops/a.ts': "export * from '../../laws/b.ts'" }, /lib may not import/],
  ['lib imports test dynamically', { 'lib/a.ts': "const x = await import('../test/b.ts')" }, /lib may not import/],
  ['lib imports scripts', { 'lib/a.ts': "import '../scripts/b.ts'" }, /lib may not import/],
  ['lib imports outside', { 'lib/a.ts': "import p from '../package.json'" }, /lib may not import/],
  ['modes imports laws', { 'modes/a.ts': "import {\n  x,\n  y,\n} from '../laws/b.ts'" }, /modes may not import/],
  ['laws imports test', { 'laws/a.ts': "import { x } from '../test/b.ts'" }, /laws may not import/],
  ['laws imports scripts', { 'laws/a.ts': "export { x } from '../scripts/b.ts'" }, /laws may not import/],
  ['scripts imports test', { 'scripts/a.ts': "import { x } from '../test/b.ts'" }, /scripts may not import/],
  ['test imports outside', { 'test/a.ts': "import { x } from '../other/b.ts'" }, /test may not import/],
  ['lib imports node:', { 'lib/a.ts': "import { x } from 'node:fs'" }, /run anywhere/],
  ['modes imports node: for types', { 'modes/a.ts': "import type { X } from 'node:fs'" }, /run anywhere/],
  ['laws imports a bare builtin', { 'laws/a.ts': "import x from 'path'" }, /run anywhere/],
  ['lib imports its own package', { 'lib/a.ts': "import { x } from 'cotangent'" }, /its own package/],
  [
    'a mode names an operation that it has from the barrel',
    {
      'lib/ops/index.ts': "export { type Arg, cos, sin } from './trig.ts'",
      'modes/a.ts': "import {\n  type Arg,\n  sin as s,\n} from '../lib/index.ts'",
    },
    /a mode may not name an operation, but imports sin/,
  ],
  ['a mode names an operation', { 'modes/a.ts': "import { sin } from '../lib/ops/trig.ts'" }, /may not name/],
  ['self import', { 'lib/a.ts': "import './a.ts'" }, /^import cycle: lib\/a.ts -> lib\/a.ts$/],
  [
    'cycle of two',
    { 'lib/a.ts': "import { b } from './b.ts'", 'lib/b.ts': "import { type A, a } from './a.ts'" },
    /^import cycle: lib\/a.ts -> lib\/b.ts -> lib\/a.ts$/,
  ],
  [
    'cycle of three through a re-export',
    {
      'modes/a.ts': "import './b.ts'",
      'modes/b.ts': "export * from './c/c.ts'",
      'modes/c/c.ts': "import { a } from '../a.ts'",
    },
    /^import cycle: modes\/a.ts -> modes\/b.ts -> modes\/c\/c.ts -> modes\/a.ts$/,
  ],
]

test('a sound project has no violation', () => assert.equal(check(sound), []))

violations.forEach(([name, files, found]) => {
  test(name, () => {
    const problems = check({ ...sound, ...files })
    assert.is(problems.length, 1, problems.join('\n'))
    assert.match(problems[0], found)
  })
})

test('types do not close a cycle', () =>
  assert.equal(check({ 'lib/a.ts': "import type { B } from './b.ts'", 'lib/b.ts': "import { a } from './a.ts'" }), []))

test('a value named type is not a type import', () =>
  assert.is(check({ 'lib/a.ts': "import type from './b.ts'", 'lib/b.ts': "import './a.ts'" }).length, 1))

test('comments and strings are not imports', () =>
  assert.equal(
    check({ 'lib/a.ts': "// import '../laws/b.ts'\n * import '../laws/b.ts'\nx = 'import \"node:fs\"'" }),
    [],
  ))

test.run()
