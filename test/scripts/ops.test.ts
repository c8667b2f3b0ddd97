/** The table of ops: every public function has a sample, and every interpreter runs it or says why it need not. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  Algebra,
  compile,
  customDerivative,
  elementwise,
  type Graph,
  graph,
  jacobianSparsity,
  mixed,
  mul,
  neg,
  notEnclosed,
  Pattern,
  replay,
  sin,
  sum,
  tensor,
  whileLoop,
} from '../../modes/index.ts'
import { CONSTANT, cellOf, INTEGER, interpreters, kindOf, UNBOUNDED } from '../../scripts/ops/cells.ts'
import { mixedAgrees, patternsFit } from '../../scripts/ops/matrices.ts'
import { boundsHold, compiledAgrees, numbersAgree } from '../../scripts/ops/runs.ts'
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
const derivatives = [
  'forward',
  'reverse',
  'forward-over-reverse',
  'reverse-over-forward',
  'order 3',
  'lanes',
  'mixed',
  'sparsity',
]
const allowedIn = (interpreter: string): readonly string[] => {
  if (interpreter === 'intervals') return ['yes', UNBOUNDED]
  return derivatives.includes(interpreter) ? ['yes', CONSTANT, INTEGER] : ['yes']
}

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
    for (const [interpreter, cell] of Object.entries(cells))
      assert.ok(allowedIn(interpreter).includes(cell), `${interpreter}: ${cell}`)
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

test('bounds are the whole line for systems, and for the functions that are listed as not enclosed, alone', () => {
  const unbounded = ops.filter(({ cells }) => cells['intervals'] === UNBOUNDED).map(({ name }) => name)
  assert.equal(unbounded, ['solve', ...notEnclosed()].filter((name) => samples.has(name)).sort())
})

test('the table has every interpreter, is at most 140 columns wide, and says what its words mean', () => {
  const lines = tableOf({ ...document, ops }).split('\n')
  assert.is(lines[0]!.split(/ {2,}/).length, interpreters.length + 2)
  assert.ok(Math.max(...lines.map(({ length }) => length)) <= 140)
  const legend = lines.slice(lines.indexOf('')).map((line) => line.split(' ')[0])
  const words = new Set(lines.slice(1, ops.length + 1).flatMap((line) => line.split(/ {2,}/).slice(2)))
  for (const word of [...lines[0]!.split(/ {2,}/).slice(2), ...words])
    assert.ok(word === 'yes' || legend.includes(word), word)
})

/** The product of the sines of two vectors. */
const product: Sample = {
  graph: graph([[3], [3]], (x, y) => mul(sin(x), sin(y))),
  at: [tensor([0.3, 0.7, 1.1]), tensor([0.2, 0.9, 0.4])],
}
const turned = (f: Graph, block: number): Graph => ({
  ...f,
  ...graph(
    f.inputs.map((ref) => f.nodes.get(ref)!.type),
    (...xs) => replay(f, xs).map((y, k) => (k === block ? neg(y) : y)),
  ),
})

test('a Jacobian of mixed mode with a wrong block is refuted, whichever order it comes from', () => {
  assert.ok(mixedAgrees(product).holds)
  assert.not(mixedAgrees(product, (f, options) => turned(mixed(f, options), 2)).holds)
  for (const kind of ['vertex', 'edge'])
    assert.not(
      mixedAgrees(product, (f, options) => {
        const wrong = typeof options.order === 'object' && options.order.kind === kind
        return wrong ? turned(mixed(f, options), 1) : mixed(f, options)
      }).holds,
    )
})

test('a pattern with an entry too few is refuted, and so is one at the point with an entry too many', () => {
  assert.ok(patternsFit(product).holds)
  const only = Pattern.ofEntries([3, 6], [[0, 0]])
  const all = Pattern.ofDense(Array.from({ length: 3 }, () => [1, 1, 1, 1, 1, 1]))
  for (const at of [false, true])
    assert.not(
      patternsFit(product, (f, options = {}) => (at === 'at' in options ? only : jacobianSparsity(f, options))).holds,
    )
  assert.not(patternsFit(product, (f, options = {}) => ('at' in options ? all : jacobianSparsity(f))).holds)
  assert.ok(patternsFit(product, (f, options = {}) => ('at' in options ? jacobianSparsity(f, options) : all)).holds)
})

test('an algebra that is off in the last bit, compiled code that is off, and boxes elsewhere are refuted', () => {
  const { numbers } = Algebra
  assert.ok(numbersAgree([product]).holds)
  const off = { ...numbers, mul: (xs: readonly number[], a: boolean) => numbers.mul(xs, a) * (1 + Number.EPSILON) }
  assert.not(numbersAgree([product], off).holds)
  assert.ok(compiledAgrees([product]).holds)
  const late = (f: Graph) => (x: Sample['at']) => compile(turned(f, 0))(x)
  assert.not(compiledAgrees([product], late).holds)
  assert.ok(boundsHold(product).holds)
  const elsewhere = boundsHold({ graph: graph([[]], (x) => sum(sin(x))), at: [tensor(0.5)] }, () => [
    [tensor(1), tensor(1.1)],
  ])
  assert.not(elsewhere.holds)
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
  assert.match(tableOf(found), /^endless .* FAILS/m)
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
