/** The command that looks for orders of elimination: what it reads, prints and exits with. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  countOrder,
  digraph,
  div,
  forwardOrder,
  graph,
  parseOrderOrThrow,
  planElimination,
  planTape,
  reverseOrder,
  sin,
  stringify,
} from '../../modes/index.ts'
import { requestOf } from '../../scripts/eliminate/options.ts'
import { problemOf as givenOf } from '../../scripts/eliminate/problem.ts'
import { documentOf, tableOf } from '../../scripts/eliminate/report.ts'
import { builtin } from '../../scripts/problems/elimination/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cotangent-eliminate-test-'))
test.after(() => rmSync(folder, { recursive: true }))

const written = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

// Published counts (Lohoff and Neftci 2024 for the first three), and counts by hand from the definition.
const optima: readonly (readonly [name: string, forward: number, reverse: number, optimum: number])[] = [
  ['propane-combustion', 151, 90, 88],
  ['human-heart-dipole', 240, 172, 148],
  ['robot-arm-6dof', 397, 301, 221],
  ['naumann', 8, 10, 7],
  ['baydin', 6, 6, 6],
  ['speelpenning-10', 44, 16, 16],
  ['dense-2-1-4-1-2', 20, 20, 10],
  ['helmholtz-vector-4', 61, 44, 35],
]
const problemOf = (file: string | undefined, wanted: string | undefined) => givenOf(file, wanted).problem

test('these are the built-in problems', () => {
  assert.equal(
    [...builtin.keys()],
    optima.map(([name]) => name),
  )
})
optima.forEach(([name, forward, reverse, optimum]) => {
  test(`${name}: ${forward} forward, ${reverse} reverse, ${optimum} proven`, () => {
    const problem = problemOf(name, undefined)
    assert.is(problem.name, name)
    assert.is(forwardOrder(digraph(problem)).count, forward)
    assert.is(reverseOrder(digraph(problem)).count, reverse)
    const { counts, best } = planElimination(problem, { edgeIterations: 200 })
    assert.equal(
      [counts.forward, counts.reverse, counts.exact, best.count, best.lowerBound, best.proven, best.kind],
      [forward, reverse, optimum, optimum, optimum, true, 'vertex'],
    )
    assert.is(countOrder(digraph(problem), best.order), optimum)
  })
})

/** As good as the best that is known of nontrivial products, or better, and counted rightly. */
const nontrivial: readonly (readonly [name: string, known: number])[] = [
  ['propane-combustion', 24],
  ['human-heart-dipole', 48],
]
nontrivial.forEach(([name, known]) => {
  test(`${name}: at most ${known} nontrivial products`, () => {
    const problem = problemOf(name, undefined)
    const { best } = planElimination(problem, { metric: 'nontrivial', iterations: 500, nodes: 50, edgeIterations: 50 })
    assert.ok(best.count <= known)
    assert.ok(best.lowerBound <= best.count)
    assert.is(countOrder(digraph(problem, 'nontrivial'), best.order), best.count)
  })
})

const small = {
  name: 'small',
  inputs: [0],
  outputs: [2],
  edges: [
    [0, 1, 'unit'],
    [1, 2, 'variable'],
  ],
}

test('files: a problem, one of several, a graph of numbers', () => {
  assert.is(problemOf(written('one.json', small), undefined).name, 'small')
  assert.is(problemOf(written('one.json', small), 'small').name, 'small')
  const many = written('many.json', {
    format: 'any',
    problems: [small, { ...small, name: 'other' }, { name: 'drawn', formula: 'x' }],
  })
  assert.is(problemOf(many, 'other').name, 'other')
  assert.is(problemOf(written('only.json', { problems: [small] }), undefined).name, 'small')
  const drawn = graph([[], []], (x, y) => sin(div(x, y)))
  const { name, edges } = problemOf(written('drawn.json', stringify(drawn)), undefined)
  assert.equal([name, edges.length], ['drawn', 3])
  assert.is(problemOf(undefined, 'naumann').name, 'naumann')
  assert.is(problemOf(undefined, undefined).name, 'propane-combustion')
  assert.throws(
    () => problemOf(many, undefined),
    /many\.json\): found 3 problems, expected one; add --problem with one of small, other, drawn/,
  )
  assert.throws(() => problemOf(many, 'third'), /no problem 'third' in .*one of small, other, drawn/)
  assert.throws(() => problemOf(many, 'drawn'), /many\.json, \$\.problems\[2\]\.inputs\): found nothing/)
})

const refusals: readonly (readonly [name: string, content: unknown, message: RegExp])[] = [
  ['text.json', '{', /text\.json\): found .*expected JSON/],
  ['list.json', [], /list\.json, \$\): found a list of 0/],
  ['empty.json', { problems: [] }, /\$\.problems\): found no list of problems/],
  ['label.json', { ...small, edges: [[0, 1, 'one']] }, /label\.json, \$\.edges\[0\]\[2\]\): found "one"/],
  ['twice.json', { problems: [small, small] }, /found 2 problems/],
  ['node.json', { nodes: 3 }, /node\.json, \$/],
]
refusals.forEach(([name, content, message]) => {
  test(`refused: ${name}`, () => {
    assert.throws(() => problemOf(written(name, content), undefined), message)
  })
})

test('the command line', () => {
  const { seconds, seed, json, file, order } = requestOf(['f.json', '--seed=-3', '--seconds', '0.5', '--order', '1'])
  assert.equal([seconds, seed, json, file, order], [0.5, -3, false, 'f.json', '1'])
  assert.throws(() => requestOf(['--seconds', '0']), /at --seconds\): found '0'/)
  assert.throws(() => requestOf(['--seconds', '']), /at --seconds\)/)
  assert.throws(() => requestOf(['--seed', '1.5']), /at --seed\): found '1\.5', expected a whole number/)
  assert.throws(() => requestOf(['--fast']), /Unknown option '--fast'/)
  assert.throws(() => requestOf(['a', 'b']), /found a second problem 'b'/)
  assert.throws(() => problemOf('nothing.json', undefined), /at nothing\.json\): found no file.*propane-combustion/)
  assert.throws(() => problemOf('naumann', 'baydin'), /found baydin of the built-in problem naumann/)
  assert.throws(() => problemOf(undefined, 'nobody'), /found 'nobody' without a file/)
})

test('the report: orders that can be replayed, and the certificate in words', () => {
  const problem = problemOf('robot-arm-6dof', undefined)
  const few = { iterations: 20, nodes: 5, edgeIterations: 5 }
  const report = {
    problem,
    joins: planElimination(problem, few),
    nontrivial: planElimination(problem, { ...few, metric: 'nontrivial' }),
  }
  const { name, counts, best, nontrivial: other } = documentOf(report)
  assert.is(name, 'robot-arm-6dof')
  assert.is(counts.markowitzReverse, 221)
  assert.is(countOrder(digraph(problem), parseOrderOrThrow(best.order)), best.count)
  assert.is(countOrder(digraph(problem, 'nontrivial'), parseOrderOrThrow(other.best.order)), other.best.count)
  assert.not(other.best.proven)
  assert.is('exact' in other.counts, false)
  const table = tableOf(report)
  assert.match(table, /robot-arm-6dof: 6 inputs, 108 intermediate vertices, 6 outputs, 190 edges/)
  assert.match(table, /forward \(ascending\) +397 +227\n/)
  assert.match(
    table,
    /all: 221 by an order of vertices \(markowitzReverse\); no order of vertices needs fewer, by vertex/,
  )
  assert.match(table.replace(/\s+/g, ' '), /needs fewer than \d+, by vertex cuts\. Whether one does is open\./)
  assert.ok(table.split('\n').every((line) => line.length <= 110))
})

test('a seed fixes the order', () => {
  const problem = problemOf('robot-arm-6dof', undefined)
  const plan = () =>
    planElimination(problem, { metric: 'nontrivial', seed: 7, iterations: 300, nodes: 5, edgeIterations: 30 })
  assert.equal(plan(), plan())
})

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', 'scripts/eliminate.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })

test('--json prints one document and nothing else', () => {
  const { status, stdout, stderr } = run('naumann', '--json')
  assert.equal([status, stderr], [0, ''])
  const { name, best } = JSON.parse(stdout)
  assert.equal([name, best.count, best.kind, best.proven], ['naumann', 7, 'vertex', true])
})

test('--order replays; what is left over exits 2 with one line', () => {
  const whole = run('naumann', '--order', '3 2 4', '--json')
  assert.equal(JSON.parse(whole.stdout), {
    name: 'naumann',
    order: '3 2 4',
    kind: 'vertex',
    count: 7,
    nontrivial: { count: 7 },
  })
  const part = run('naumann', '--order', '3')
  assert.equal([part.status, part.stdout], [2, ''])
  assert.match(part.stderr, /^[^\n]*at --order\): found 2 of the vertices left over: 2 4[^\n]*\n$/)
})

test('a graph of tensors counts the extents that run, and its best order replays to the same', () => {
  const { problem, tape } = givenOf('network', undefined)
  // So many orders, not so many seconds: what is found is the same on a machine that has much else to do.
  const { name, counts, nontrivial } = documentOf({
    problem,
    joins: planElimination(problem, { metric: 'joins' }),
    nontrivial: planTape(tape!, { iterations: 300 }),
  })
  assert.is(name, 'network')
  // Widths 12, 8, 2, 8, 12 with slopes between: to the outputs or to the inputs first, each product is as wide as one end.
  const dense = 8 * 2 * 12 + 2 * 8 * 12 + 8 * 12 * 12
  const slopes = 12 * (8 + 2 + 8)
  assert.is(nontrivial.counts.forward, dense + slopes)
  assert.is(nontrivial.counts.reverse, dense + slopes)
  // From both sides to the bottleneck: 12 x 8 x 2 twice, 12 x 2 x 12 between, and slopes of 8, 8 and 2 entries.
  assert.is(nontrivial.best.count, 2 * (12 * 8 * 2) + 12 * 2 * 12 + (8 * 2 + 8 * 2 + 2 * 8))
  assert.is(counts.exact, 10)
  const again = run('network', '--order', nontrivial.best.order, '--json')
  assert.is(JSON.parse(again.stdout).nontrivial.count, nontrivial.best.count)
})

test.run()
