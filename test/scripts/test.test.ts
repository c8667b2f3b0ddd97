// The test runner itself: what must make it fail does, and it always ends with its closing line.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('../..', import.meta.url))
const seed = process.env['COTANGENT_SEED']
const uvu = `import { suite, test } from '${import.meta.resolve('uvu')}'\n`
const pass = "test('passes', () => {})\n"
const fail = "test('fails', () => { throw new Error('on purpose') })\n"
const property = `import fc from '${import.meta.resolve('fast-check')}'
test('property', () => fc.assert(fc.property(fc.nat(), (n) => { if (n > 9) throw new Error('too large') })))\n`

type Ended = { readonly code: number; readonly last: string; readonly output: string }

/** Runs the runner over a temporary directory that holds one test file for every source. */
const run = (...sources: readonly string[]): Promise<Ended> => runWith([], ...sources)
const runWith = (options: readonly string[], ...sources: readonly string[]): Promise<Ended> => {
  const dir = mkdtempSync(join(tmpdir(), 'cotangent-'))
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
  sources.forEach((source, i) => {
    writeFileSync(join(dir, `${i}.test.ts`), uvu + source)
  })
  const argv = ['--import', './scripts/typescript.mjs', 'scripts/test.ts', '--dir', dir, ...options]
  return new Promise((done) => {
    execFile(process.execPath, argv, { cwd: root }, (error, output, errors) => {
      rmSync(dir, { recursive: true })
      const code = error ? Number(error.code) : 0
      done({ code, last: output.split('\n').at(-2) ?? '', output: output + errors })
    })
  })
}

const cases: readonly (readonly [name: string, sources: readonly string[], code: number, last: string])[] = [
  ['passing tests', [`${pass}${pass}test.run()`, `${pass}test.run()`], 0, '3 passed, 0 failed'],
  ['one failing test', [`${pass}${fail}test.run()`], 1, '1 passed, 1 failed'],
  ['a file that forgets to run', [pass, `${pass}test.run()`], 1, '1 passed, 1 failed'],
  ['an empty directory', [], 1, '0 passed, 1 failed'],
]

cases.forEach(([name, sources, code, last]) => {
  test(name, async () => {
    const ended = await run(...sources)
    assert.is(ended.last, last, ended.output)
    assert.is(ended.code, code, ended.output)
  })
})

// One run over a file for each of the other faults, since starting the runner is what costs.
const faults: readonly (readonly [source: string, passed: number, failed: number, shown: string])[] = [
  [`const a = suite('a')\na('passes', () => {})\n${pass}test.run()`, 1, 1, 'a.run() is missing'],
  ['test.run()', 0, 1, 'no test has run'],
  [`${pass}test.skip('later', () => {})\ntest.run()`, 1, 1, '1 skipped tests'],
  [`${pass}test.only('only', () => {})\ntest.run()`, 1, 1, '1 skipped tests'],
  ["throw new Error('broken file')", 0, 1, 'broken file'],
  [`test.before(() => { throw new Error('hook') })\n${pass}test.run()`, 0, 1, 'a hook failed'],
  ["test('exits', () => process.exit(0))\ntest.run()", 0, 1, 'the process ended (code 0)'],
  ["test('waits', () => new Promise(() => {}))\ntest.run()", 0, 1, 'the process ended (code 0)'],
  [`${property}test.run()`, 0, 1, `seed: ${seed}`],
]

test('every fault of a file is counted and shown', async () => {
  const { code, last, output } = await run(...faults.map(([source]) => source))
  faults.forEach(([, passed, failed, shown], i) => {
    const [report] = output.split(/^(?=FAIL|ok)/m).filter((part) => part.includes(`${i}.test.ts  `))
    assert.match(report, `${i}.test.ts  ${passed} passed, ${failed} failed  (`)
    assert.match(report, shown)
    assert.match(report, `replay: COTANGENT_SEED=${seed} npm test -- `)
  })
  assert.match(output, 'Got error: too large')
  assert.is(last, '3 passed, 9 failed')
  assert.is(code, 1)
})

test('under --engine compile what evaluates is compiled', async () => {
  const library = new URL('../../modes/index.ts', import.meta.url).href
  const modules = `import { evaluateOrThrow, graph } from '${library}'
test('modules', () => {
  let count = 0
  const { Instance } = WebAssembly
  WebAssembly.Instance = function (...given) { count++; return new Instance(...given) }
  const [{ data }] = evaluateOrThrow(graph([[]], (x) => x), [3])
  if (data[0] !== 3 || count === 0) throw new Error('nothing was compiled')
})
test.run()`
  const [compiled, plain, wrong] = await Promise.all([
    runWith(['--engine', 'compile'], modules),
    run(modules),
    runWith(['--engine', 'steam'], modules),
  ])
  assert.is(compiled.last, '1 passed, 0 failed', compiled.output)
  assert.is(plain.last, '0 passed, 1 failed', plain.output)
  assert.is(wrong.code, 1)
  assert.match(wrong.output, /--engine is evaluate or compile: steam/)
})

test.run()
