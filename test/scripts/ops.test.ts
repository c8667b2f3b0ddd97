/** The table of ops: every public function has a sample, and every interpreter runs it or says why it need not. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { customDerivative, elementwise, graph, mul, sin, tensor, whileLoop } from '../../modes/index.ts'
import { CONSTANT, cellOf, INTEGER, interpreters, kindOf } from '../../scripts/ops/cells.ts'
import { names, type Sample, samples } from '../../scripts/ops/samples.ts'
import { documentOf, failuresOf, tableOf } from '../../scripts/ops/table.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', 'scripts/ops.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })

const { stdout, status } = run('--json')
const { ops, ...document } = JSON.parse(stdout) as ReturnType<typeof documentOf>
const derivatives = ['forward', 'reverse', 'forward-over-reverse', 'reverse-over-forward', 'order 3', 'lanes']

test('every public function has a sample', () => {
  assert.equal(
    names.filter((name) => !samples.has(name)),
    [],
  )
})

test('the command prints one document, of all functions and all interpreters', () => {
  assert.is(status, 0)
  assert.equal(document, { interpreters })
  assert.equal(
    ops.map(({ name }) => name),
    names,
  )
  for (const { cells } of ops) assert.equal(Object.keys(cells), interpreters)
})

for (const { name, cells } of ops)
  test(`${name} runs in every interpreter`, () => {
    for (const [interpreter, cell] of Object.entries(cells)) {
      const allowed = derivatives.includes(interpreter) ? ['yes', CONSTANT, INTEGER] : ['yes']
      assert.ok(allowed.includes(cell), `${interpreter}: ${cell}`)
    }
  })

// From the definitions: masks, places and roundings are whole numbers; these others do not depend on what they are given.
const whole =
  'and argmax argmin ceil equal floor greater greaterEqual isFinite isNaN less lessEqual not notEqual oneHot or round sign trunc'
const constants = 'constant eye fill ones stopGradient zeros'

test('what has no derivative is what the definitions say', () => {
  const having = (reason: string): string =>
    ops
      .filter(({ cells }) => derivatives.some((interpreter) => cells[interpreter] === reason))
      .map(({ name }) => name)
      .join(' ')
  const among = (all: string): string =>
    all
      .split(' ')
      .filter((name) => samples.has(name))
      .join(' ')
  assert.is(having(INTEGER), among(whole))
  assert.is(having(CONSTANT), among(constants))
})

test('a slope that is wrong is a failure, and so is one of no tangent', () => {
  const at = [tensor([0.3, 0.7])]
  const wrong = elementwise('wrong', Math.sin, ([x]) => sin(x!))
  const sample: Sample = { graph: graph([[2]], (x) => wrong(x)), at }
  assert.is(cellOf(sample, 'evaluate'), 'yes')
  for (const interpreter of ['forward', 'reverse']) assert.match(cellOf(sample, interpreter), /^failure: /)
  const twice = customDerivative(
    (x) => mul(x, x),
    ([x], _, [dx]) => mul(x!, dx!),
  )
  assert.match(cellOf({ graph: graph([[2]], (x) => twice(x)), at }, 'forward'), /^failure: /)
})

test('what an interpreter refuses is a failure that says so', () => {
  const g = graph([[]], (x) =>
    whileLoop(
      () => 0,
      (c) => c,
      x,
    ),
  )
  const found = documentOf(new Map([['endless', { graph: g, at: [tensor(1)] }]]))
  assert.ok(failuresOf(found).some((text) => /^endless, reverse: .*LawError in while/.test(text)))
  assert.match(tableOf(found), /^endless .* failure/m)
})

test('a function of one op is primitive, of several composite', () => {
  const kinds = ['sin', 'mul', 'scan', 'cond', 'softmax', 'variance', 'sub'].map((name) => kindOf(samples.get(name)!))
  assert.equal(kinds, [...new Array(4).fill('primitive'), ...new Array(3).fill('composite')])
})

test('an option that there is not is refused in one line', () => {
  const refused = run('--jsn')
  assert.is(refused.status, 2)
  assert.is(refused.stdout, '')
  assert.match(refused.stderr, /^ops: .*--help\n$/)
})

test.run()
