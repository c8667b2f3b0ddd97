// Machines that cannot compile, or may not: `compile` says why, and value-level functions go on without it.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

interface Outcome {
  readonly tag: string
  readonly argument: string
  readonly found: string
  readonly cure: string
  /** The largest distance of a slope of the sum of sines from the cosine, for each of many gradients. */
  readonly distances: readonly number[]
}

/** Entries and gradients: after so many runs on so many entries a graph is compiled, where it can be. */
const SIZE = 2000
const RUNS = 300

/** The library as one file, which many processes read. */
const folder = mkdtempSync(join(tmpdir(), 'cotangent-'))
const library = join(folder, 'cotangent.mjs')
test.before(async () => {
  await build({ entryPoints: ['modes/index.ts'], bundle: true, format: 'esm', outfile: library })
})
test.after(() => rmSync(folder, { recursive: true }))

/** What becomes of `compile` and of many gradients on a machine that some text makes another. */
const outcomeOn = async (machine: string): Promise<Outcome> => {
  const program = `
    ${machine}
    const { compile, grad, graph, sin, sum } = await import(${JSON.stringify(pathToFileURL(library).href)})
    const f = (x) => sum(sin(x))
    let info
    try {
      compile(graph([[3]], f))
    } catch (e) {
      info = e.info
      if (info === undefined) throw e
    }
    const x = Float64Array.from({ length: ${SIZE} }, (_, k) => k / 100)
    const slopes = grad(f)
    const distances = Array.from({ length: ${RUNS} }, () =>
      slopes(x).data.reduce((most, slope, k) => Math.max(most, Math.abs(slope - Math.cos(x[k]))), 0))
    console.log(JSON.stringify({ ...info, distances }))`
  const argv = ['--input-type=module', '--eval', program]
  return JSON.parse((await promisify(execFile)(process.execPath, argv)).stdout)
}

/** WebAssembly with some of its parts replaced. */
const instead = (parts: string): string => `
  const own = globalThis.WebAssembly
  globalThis.WebAssembly = { validate: own.validate, Module: own.Module, Instance: own.Instance, Memory: own.Memory, ${parts} }`
const refusing = (name: string, error: string): string => `${name}: class { constructor() { throw ${error} } }`

const machines: readonly (readonly [name: string, machine: string, argument: string, found: RegExp, cure: RegExp])[] = [
  ['without WebAssembly', 'delete globalThis.WebAssembly', 'machine', /no WebAssembly/, /evaluate/],
  [
    'without vectors',
    instead(`validate: () => false, ${refusing('Module', "new own.CompileError('Wasm SIMD unsupported')")}`),
    'machine',
    /without vectors/,
    /evaluate/,
  ],
  [
    'whose page has a policy',
    instead(refusing('Module', "new own.CompileError('violates the Content Security Policy')")),
    'machine',
    /refused: violates the Content Security Policy/,
    /wasm-unsafe-eval/,
  ],
  [
    'that compiles no large module outside of workers',
    instead(refusing('Module', "new RangeError('disallowed on the main thread')")),
    'machine',
    /bytes refused: disallowed on the main thread/,
    /worker/,
  ],
  [
    'that has not the memory',
    instead(refusing('Memory', "new RangeError('could not allocate memory')")),
    'memory',
    /65,536 bytes/,
    /f32/,
  ],
]

for (const [name, machine, argument, found, cure] of machines)
  test(`a machine ${name}: compile says so, and gradients are what they are`, async () => {
    const outcome = await outcomeOn(machine)
    assert.equal([outcome.tag, outcome.argument], ['ValueError', argument])
    assert.match(outcome.found, found)
    assert.match(outcome.cure, cure)
    assert.equal(outcome.distances, new Array(RUNS).fill(0))
  })

test('a machine that compiles does so within as many runs', async () => {
  const { distances } = await outcomeOn('')
  assert.is(distances[0], 0)
  assert.ok(distances[RUNS - 1]! > 0 && distances[RUNS - 1]! <= Number.EPSILON)
})

test('a module that is not sound is no refusal of the machine', async () => {
  const unsound =
    'Module: class { constructor() { return new own.Module(Uint8Array.of(1)) } }, validate: (x) => x.length < 50'
  const error = await outcomeOn(instead(unsound)).catch(String)
  assert.match(String(error), /CompileError/)
})

test.run()
