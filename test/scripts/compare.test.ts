/** The command itself: modules, steps, options, and what it prints and exits with. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, reverse, type Tensor, toNested } from '../../modes/index.ts'
import { iris } from '../../scripts/compare/builtin.ts'
import { expressionProblem } from '../../scripts/compare/expression.ts'
import { moduleFamily, moduleProblem } from '../../scripts/compare/module.ts'
import { requestOf } from '../../scripts/compare/options.ts'
import { stepsOf } from '../../scripts/compare/steps.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cotangent-compare-test-'))
test.after(() => rmSync(folder, { recursive: true }))

const written = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
const refused = async (work: () => unknown, message: RegExp): Promise<void> => {
  try {
    await work()
  } catch (e) {
    assert.is((e as Error).name, 'AdError')
    assert.match((e as Error).message, message)
    return
  }
  assert.unreachable(`nothing was refused with ${message}`)
}

test('a module is a problem: its types are checked by nobody, its imports are bundled', async () => {
  written('scale.ts', 'export const scale: number = 3')
  const file = written(
    'line.ts',
    `import { add, mul, type Wire } from 'cotangent'
    import { scale } from './scale.ts'
    console.log('printed by the module')
    export const f = (x: Wire, y: Wire) => mul(scale, x, add(y, 1))
    export const at = { x: 2, y: 4 }
    export const problem = (n: number) => ({ f, at: [n, 4] })`,
  )
  const { graph, inputs } = await moduleProblem(file)
  assert.equal(
    inputs.map(({ name, value }) => [name, toNested(value)]),
    [
      ['x', 2],
      ['y', 4],
    ],
  )
  const found = evaluateOrThrow(reverse(graph), [2, 4, 1]).map((x) => (x as Tensor).data[0])
  assert.equal(found, [30, 15, 6])
  const sized = (await moduleFamily(file))(7)
  assert.equal(
    sized.inputs.map(({ name, value }) => [name, toNested(value)]),
    [
      ['x0', 7],
      ['x1', 4],
    ],
  )
})

const f = 'export const f = (x, y) => x\n'
const faults: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['syntax.ts', 'export const f = (x =>\n', /syntax\.ts, line \d, column \d+\): found .*end of file/i],
  [
    'import.ts',
    "import { x } from './nowhere.ts'\nexport const f = x",
    /import\.ts, line 1, column 19\): found Could not/,
  ],
  ['no-f.ts', 'export const at = { x: 1 }', /no-f\.ts\): found no f, expected a function/],
  ['no-at.ts', f, /no-at\.ts\): found no at/],
  ['number-at.ts', `${f}export const at = 3`, /found number at/],
  ['empty-at.ts', `${f}export const at = {}`, /found no input in at/],
  ['few.ts', `${f}export const at = { x: 1 }`, /found 1 inputs in at, expected 2/],
  ['text.ts', `${f}export const at = { x: 'one', y: 2 }`, /text\.ts\): found AdError: ValueError in tensor/],
  ['throws.ts', 'export const at = [1]\nexport const f = (x) => { throw new Error("no") }', /found Error: no/],
  ['host.ts', 'export const at = [1]\nexport const f = (x) => x + 1', /host operator/],
  ['loading.ts', 'throw new TypeError("early")', /found TypeError: early, expected a module that loads/],
  ['empty.ts', 'export const at = [[]]\nexport const f = (x) => x', /found 0 entries in and 0 out/],
]

faults.forEach(([name, text, message]) => {
  test(`refused: ${name}`, () => refused(() => moduleProblem(written(name, text)), message))
})

test('a missing file, and a module without a family, are refused', async () => {
  await refused(() => moduleProblem(join(folder, 'none.ts')), /none\.ts\): found no file/)
  await refused(() => moduleFamily(written('alone.ts', f)), /found no problem, expected a function of the size/)
})

test('options that nobody knows, or that do not go together, are refused', async () => {
  assert.equal(requestOf(['x*y', '--at', 'x=3,y=-4', '--json']).at, 'x=3,y=-4')
  await refused(() => requestOf(['--bogus']), /Unknown option '--bogus'/)
  await refused(() => requestOf(['--at']), /--at/)
  await refused(() => requestOf(['x', '+', 'y']), /second problem '\+'/)
  await refused(() => requestOf(['--sweep', 'n=1..2']), /--sweep without --csv/)
  await refused(() => requestOf(['--csv', 'a.csv']), /--csv without --sweep/)
  await refused(() => requestOf(['--steps', '--json']), /--steps with --json/)
})

test('steps tell values, tangents and cotangents as they become known', async () => {
  const text = stepsOf(await expressionProblem('x*y + sin(x)', 'x=0,y=4'))
  const all = [
    'At x = 0, y = 4; the direction and the seed of the results are 1 in every entry',
    '3. %2 = x * y = 0; tangent 4 = 4 * 1 + 0 * 1.',
    '4. %3 = sin(x) = 0; tangent 1 = 1 * 1.',
    '5. %4 = %2 + %3 = 0; tangent 5 = 1 * 4 + 1 * 1.',
    '1. %4 = %2 + %3 has cotangent 1, the seed of a result; it sends 1 * 1 = 1 to %2, 1 * 1 = 1 to %3.',
    '3. %2 = x * y has cotangent 1; it sends 1 * 4 = 4 to x, 1 * 0 = 0 to y.',
    '5. x has cotangent 5: this is the derivative in x.',
    'cotangents of the inputs: x: 5, y: 0.',
  ]
  for (const line of all) assert.ok(text.includes(line), `${line} is not in\n${text}`)
})

test('steps of tensors tell what enters and leaves', async () => {
  const file = written(
    'rows.ts',
    "import { mul } from 'cotangent'\nexport const f = (x) => mul(x, x)\nexport const at = { x: [1, 2, 3] }",
  )
  const text = stepsOf(await moduleProblem(file))
  assert.match(text, 'x is an input, f64[3]: value [1, 2, 3], tangent [1, 1, 1], the direction.')
  assert.match(text, '= [1, 4, 9]; tangent [2, 4, 6].')
  assert.match(text, 'x has cotangent [2, 4, 6]: this is the derivative in x.')
})

test('of a large graph the first and the last 30 steps are told', () => {
  const problem = iris()
  const lines = stepsOf(problem).split('\n')
  const left = problem.graph.nodes.size - 60
  assert.is(lines.filter((line) => line.includes(`${left} steps left out`)).length, 2)
  assert.ok(lines.some((line) => line.startsWith(' 30. ')) && !lines.some((line) => line.startsWith(' 31. ')))
  assert.ok(lines.every((line) => line.length <= 110))
})

const run = (...args: readonly string[]) => {
  const argv = ['--import', './scripts/typescript.mjs', 'scripts/compare.ts', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('--json prints one document and nothing else', () => {
  const { status, stdout, stderr } = run(join(folder, 'line.ts'), '--json')
  assert.is(status, 0, stderr)
  const { problem, rows, recommended } = JSON.parse(stdout)
  assert.match(problem, 'line.ts')
  assert.is(recommended, 'reverse')
  assert.equal(rows[2].derivative, { x: 15, y: 6 })
  assert.match(stderr, 'printed by the module')
})

test('bad input exits 2 with one line on standard error', () => {
  const { status, stdout, stderr } = run('x*y + exq(x+3)', '--at', 'x=3,y=4')
  assert.is(status, 2)
  assert.is(stdout, '')
  assert.match(stderr, /^[^\n]*at column 7\): found unknown function "exq"[^\n]*\n$/)
})

test.run()
