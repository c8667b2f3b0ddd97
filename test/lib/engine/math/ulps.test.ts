// The command that measures the kernels: its table, its document, and its refusals.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ulps } from '../../../../scripts/ulps/measure.ts'
import type { Exact } from '../../../../scripts/ulps/reference.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', 'scripts/ulps.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })

test('units in the last place', () => {
  const exact = (hi: number, lo = 0, shift = 0): Exact => ({ hi, lo, shift })
  assert.is(ulps(1 + 2 ** -52, exact(1), 'f64'), 1)
  assert.is(ulps(1, exact(1, 2 ** -54), 'f64'), 0.25)
  assert.is(ulps(1 - 2 ** -53, exact(1 - 2 ** -53, 2 ** -54), 'f64'), 0.5)
  assert.is(ulps(2 ** -24, exact(2 ** -24 + 2 ** -47), 'f32'), 1)
  // Below the normal numbers the unit stays the same, and the shift keeps what a double would not hold.
  assert.is(ulps(2 ** -1074, exact(1, 2 ** -60, -1074), 'f64'), 2 ** -60)
  assert.is(ulps(0, exact(1.5, 0, -1075), 'f64'), 0.75)
  assert.is(ulps(2 ** -149, exact(1.25, 0, -149), 'f32'), 0.25)
  assert.is(ulps(0, exact(0), 'f64'), 0)
})

test('one document with a row per function and precision', () => {
  const { status, stdout } = run('--json', '--only', 'exp,atan', '--samples', '4096')
  const rows = JSON.parse(stdout) as readonly {
    readonly name: string
    readonly precision: string
    readonly ulps: number
  }[]
  assert.is(status, 0)
  assert.equal(
    rows.map(({ name, precision }) => `${name} ${precision}`),
    ['exp f64', 'exp f32', 'atan f64', 'atan f32'],
  )
  assert.ok(rows.every(({ ulps: error }) => error > 0.4 && error <= 1))
})

test('a table for a document, a row per function', () => {
  const { status, stdout } = run('--markdown', '--only', 'exp,sqrt', '--samples', '4096')
  assert.is(status, 0)
  const [head, rule, ...rows] = stdout.trimEnd().split('\n')
  assert.is(head, '| function | f64 | at | of | f32 | at | of |')
  assert.match(rule!, /^\|( --- \|){7}$/)
  assert.equal(
    rows.map((row) => row.split(' | ')[0]),
    ['| `exp`', '| `sqrt`'],
  )
  // A square root is rounded correctly, so that its errors reach half a unit.
  assert.match(rows[1]!, /^\| `sqrt` \| (0\.500|0\.49\d) \| [^|]+ \| 4096 samples \| (0\.500|0\.49\d) \|/)
})

test('what is wrong is said in one line, with exit code 2', () => {
  for (const args of [
    ['--only', 'gamma'],
    ['--samples', '0'],
  ]) {
    const { status, stdout, stderr } = run(...args)
    assert.is(status, 2)
    assert.is(stdout, '')
    assert.match(stderr, /^ulps: [^\n]+\n$/)
  }
})

test.run()
