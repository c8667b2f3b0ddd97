// The test runner itself: what must make it fail does, and it always ends with its closing line.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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
const run = (...sources: readonly string[]): Promise<Ended> => runWith({}, ...sources)

interface Beside {
  readonly options?: readonly string[]
  /** Other files, by their paths in the directory. */
  readonly files?: Readonly<Record<string, string>>
}
const runWith = ({ options = [], files = {} }: Beside, ...sources: readonly string[]): Promise<Ended> => {
  const dir = mkdtempSync(join(tmpdir(), 'cotangent-'))
  const tests = Object.fromEntries(sources.map((source, i) => [`${i}.test.ts`, uvu + source]))
  for (const [path, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files, ...tests })) {
    mkdirSync(join(dir, dirname(path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
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

// A library in small, so that the test loads what the engine is chosen by and no more.
const library = {
  'lib/index.ts': "export { engine } from './interpret/evaluate.ts'\n",
  'lib/interpret/evaluate.ts': "export const engine = 'evaluate'\n",
  'scripts/compiled.ts': "export const engine = 'compile'\n",
}

test('under --engine compile the library exports compiled evaluation, and other names are refused in one line', async () => {
  const expecting = (engine: string): string =>
    `import { engine } from './lib/index.ts'\n${pass}if (engine !== '${engine}') throw new Error(engine)\ntest.run()`
  const [compiled, plain, wrong] = await Promise.all([
    runWith({ options: ['--engine', 'compile'], files: library }, expecting('compile')),
    runWith({ files: library }, expecting('evaluate')),
    runWith({ options: ['--engine', 'steam'] }),
  ])
  assert.equal([compiled.last, compiled.code], ['1 passed, 0 failed', 0], compiled.output)
  assert.equal([plain.last, plain.code], ['1 passed, 0 failed', 0], plain.output)
  assert.equal([wrong.output, wrong.code], ['test: --engine is "steam", expected evaluate or compile\n', 2])
})

test.run()
