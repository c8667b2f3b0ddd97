// Runs the checks and the tests of the project and closes with the line `N passed, N failed`.
// Usage: npm test [-- [--dir DIR] [--engine compile] PATTERN...]; with a directory or a pattern only the matching test
// files run; with --engine compile, `evaluate` in tests and laws is compiled, so that whatever holds of it must hold of that.
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engines, environmentWith, isEngine } from './engine.ts'
import { checkImports, readSources } from './imports.ts'
import type { Report } from './suites.ts'

const workers = 2
const root = fileURLToPath(new URL('..', import.meta.url))
const seed = process.env['COTANGENT_SEED'] ?? '20260101'
const { values, positionals: patterns } = parseArgs({
  options: { dir: { type: 'string' }, engine: { type: 'string', default: 'evaluate' } },
  allowPositionals: true,
})
const refuse = (problem: string): never => {
  process.stderr.write(`test: ${problem}\n`)
  process.exit(2)
}
if (!/^-?\d+$/.test(seed)) refuse(`COTANGENT_SEED is ${JSON.stringify(seed)}, expected an integer`)
const engine = isEngine(values.engine)
  ? values.engine
  : refuse(`--engine is ${JSON.stringify(values.engine)}, expected ${engines.join(' or ')}`)
const dir = values.dir === undefined ? join(root, 'test') : resolve(values.dir)

const print = (...lines: readonly string[]): void => console.log(lines.filter(Boolean).join('\n'))
const indent = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '  ')

const timed = async <A>(work: () => A | Promise<A>): Promise<[A, string]> => {
  const start = performance.now()
  const result = await work()
  return [result, `${((performance.now() - start) / 1000).toFixed(2)} s`]
}

/** Runs the tool of a package and gives its output when it fails, nothing when it is content. */
const tool = (script: string, ...args: readonly string[]): Promise<string> =>
  new Promise((done) => {
    const argv = [join(root, 'node_modules', script), ...args]
    execFile(process.execPath, argv, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      done(error ? `${stdout}${stderr}`.trim() || error.message : ''),
    )
  })

const checks: readonly (readonly [name: string, problem: () => string | Promise<string>])[] = [
  ['types', () => tool('typescript/bin/tsc', '--noEmit')],
  ['lint', () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off')],
  ['imports', () => checkImports(readSources(root)).join('\n')],
]

const runChecks = async (): Promise<number> => {
  const results = await Promise.all(checks.map(([, problem]) => timed(problem)))
  results.forEach(([problem, time], i) => {
    print(`${problem ? 'FAIL' : 'ok  '}  ${checks[i][0]}  (${time})`, indent(problem))
  })
  return results.filter(([problem]) => problem).length
}

/** The test files that match, the largest first, so that the workers end together. */
const testFiles = (): string[] =>
  (existsSync(dir) ? readdirSync(dir, { recursive: true, encoding: 'utf8' }) : [])
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join(dir, path))
    .filter((path) => patterns.length === 0 || patterns.some((pattern) => relative(root, path).includes(pattern)))
    .sort((a, b) => statSync(b).size - statSync(a).size)

const startWorker = (): ChildProcess =>
  fork(join(root, 'scripts/suites.ts'), {
    cwd: root,
    env: { ...environmentWith(engine), COTANGENT_SEED: seed },
  })

const ask = (worker: ChildProcess, file: string): Promise<Report> =>
  new Promise((done) => {
    const ended = (code: number | null, signal: string | null): void =>
      done({ passed: 0, failed: 1, output: `the process ended (${signal ?? `code ${code}`}) before its tests did` })
    worker.once('exit', ended)
    worker.once('message', (report) => {
      worker.off('exit', ended)
      done(report as Report)
    })
    worker.send(file)
  })

const printReport = (file: string, time: string, { passed, failed, output }: Report): void => {
  const path = relative(root, file)
  print(
    `${failed > 0 ? 'FAIL' : 'ok  '}  ${path}  ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}  (${time})`,
    failed > 0 || patterns.length > 0 ? indent(output) : '',
    failed > 0 ? `  replay: COTANGENT_SEED=${seed} npm test -- ${path}` : '',
  )
}

/** One worker's share of the queue; a worker that has died is replaced for the next file. */
const runQueue = async (queue: string[]): Promise<Report[]> => {
  const reports: Report[] = []
  let worker = startWorker()
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const path = file
    if (!worker.connected) worker = startWorker()
    const [report, time] = await timed(() => ask(worker, path))
    printReport(path, time, report)
    reports.push(report)
  }
  if (worker.connected) worker.disconnect()
  return reports
}

const runTests = async (): Promise<readonly [passed: number, failed: number]> => {
  const queue = testFiles()
  const lanes = Array.from({ length: Math.min(workers, queue.length) }, () => runQueue(queue))
  const reports = (await Promise.all(lanes)).flat()
  const passed = reports.reduce((sum, report) => sum + report.passed, 0)
  const failed = reports.reduce((sum, report) => sum + report.failed, 0)
  if (passed + failed > 0) return [passed, failed]
  print(`FAIL  no test has run in ${relative(root, dir)}${patterns.length > 0 ? ` for ${patterns.join(' ')}` : ''}`)
  return [0, 1]
}

const main = async (): Promise<void> => {
  const broken = values.dir === undefined && patterns.length === 0 ? await runChecks() : 0
  const [passed, failed] = await runTests()
  print('', `${passed} passed, ${failed + broken} failed`)
  process.exitCode = failed + broken > 0 ? 1 : 0
}

await main()
