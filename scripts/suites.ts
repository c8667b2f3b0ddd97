// Worker of the test runner: runs the test files it is sent, one after another, and sends back the counts of each.
import { readFileSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import fc from 'fast-check'

export type Report = { readonly passed: number; readonly failed: number; readonly output: string }

type Run = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>
type Outcome = { readonly passed: number; readonly failed: number; readonly problem: string }

fc.configureGlobal({ seed: Number(process.env['COTANGENT_SEED']), includeErrorInReport: true })

// uvu collects its suites in this global queue, under the current index, and runs nothing by itself.
const uvu = globalThis as unknown as { UVU_DEFER: number; UVU_INDEX: number; UVU_QUEUE: Run[][] }
uvu.UVU_DEFER = 1
uvu.UVU_QUEUE = []
const { test } = await import('uvu')

// What a file prints goes into its report; when the process dies, what has been printed so far is written out.
const printed: string[] = []
process.stdout.write = (chunk: string | Uint8Array): boolean => {
  printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
  return true
}
process.on('exit', () => writeSync(1, printed.join('')))

const failure = (problem: string, failed = 1): Outcome => ({ passed: 0, failed, problem })

const runSuite = (run: Run): Promise<Outcome> =>
  run().then(
    ([errors, passed, skipped, total]) => ({
      passed,
      failed: total - passed + skipped,
      problem: [
        errors === true ? '' : errors,
        errors === true && passed < total ? `a hook failed: ${total - passed} tests have not passed` : '',
        skipped > 0 ? `${skipped} skipped tests: a skipped test counts as a failure` : '',
      ]
        .filter(Boolean)
        .join('\n'),
    }),
    (error) => failure(inspect(error)),
  )

/** The tests that were added to uvu's shared suite but not run; the probe is the only one that does run. */
const forgottenTests = async (): Promise<number> => {
  uvu.UVU_INDEX = 1
  test.only('probe', () => {})
  test.run()
  const before = printed.length
  const [, , skipped, total] = await uvu.UVU_QUEUE[1][0]()
  printed.splice(before)
  return skipped + total - 1
}

/** The named suites of a source that never call `.run()`. */
const forgottenSuites = (source: string): string[] =>
  [...source.matchAll(/^[ \t]*(?:export )?const ([\w$]+) = suite\b/gm)]
    .map(([, name]) => name)
    .filter((name) => !source.includes(`${name}.run()`))

const runFile = async (file: string): Promise<readonly Outcome[]> => {
  uvu.UVU_QUEUE = [[], []]
  uvu.UVU_INDEX = 0
  const loaded = await import(pathToFileURL(file).href).then(
    () => [],
    (error) => [failure(`the file could not be loaded: ${inspect(error)}`)],
  )
  const forgotten = await forgottenTests()
  const runs = uvu.UVU_QUEUE[0]
  const outcomes: Outcome[] = []
  for (const run of runs) outcomes.push(await runSuite(run))
  const ran = outcomes.reduce((sum, { passed, failed }) => sum + passed + failed, 0)
  return [
    ...loaded,
    ...outcomes,
    ...(forgotten > 0 ? [failure(`${forgotten} tests never run: is test.run() missing?`, forgotten)] : []),
    ...forgottenSuites(readFileSync(file, 'utf8')).map((name) => failure(`${name}.run() is missing`)),
    ...(ran + forgotten === 0 && loaded.length === 0 ? [failure('no test has run: is .run() missing?')] : []),
  ]
}

process.on('message', async (file: string) => {
  // While a file runs the channel does not keep the process alive: a test that waits for ever ends it.
  process.channel?.unref()
  const outcomes = await runFile(file)
  const report: Report = {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    output: [printed.splice(0).join(''), ...outcomes.map(({ problem }) => problem)].filter(Boolean).join('\n'),
  }
  process.channel?.ref()
  process.send?.(report)
})
