/** Graphs as JSON on the command line of `compare`: points by label, by position and by seed, and what is refused. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { graph, label, mul, stringify, sum, toNested } from '../../modes/index.ts'
import { graphProblem, valuesOf } from '../../scripts/compare/graphFile.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cotangent-compare-graph-'))
test.after(() => rmSync(folder, { recursive: true }))

const written = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
const file = written('graph.json', stringify(graph([[], [3]], (a, w) => sum(mul(label('a', a), w, w)))))

test('a graph is compared at a point given by label and position', () => {
  const argv = ['--import', './scripts/typescript.mjs', 'scripts/compare.ts', file, '--json', '--at', 'a=2, x1=[1,2,3]']
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })
  assert.is(status, 0, stderr)
  const { point, rows } = JSON.parse(stdout)
  assert.equal(point, { a: 2, x1: [1, 2, 3] })
  // a |w|^2 has the slopes |w|^2 = 14 and 2 a w.
  assert.equal(rows[2].derivative, { a: 14, x1: [4, 8, 12] })
})

test('a document that is no graph exits 2 with one line on standard error', () => {
  const bad = written(
    'bad.json',
    '{"format":"cotangent","version":1,"nodes":[{"op":"sine"}],"inputs":[],"outputs":[0]}',
  )
  const argv = ['--import', './scripts/typescript.mjs', 'scripts/compare.ts', bad]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' })
  assert.is(status, 2)
  assert.is(stdout, '')
  assert.match(stderr, /^[^\n]*bad\.json, \$\.nodes\[0\]\.op\): found the unknown op "sine"[^\n]*\n$/)
})

test('without a point it is seeded standard normal numbers, the same each time', () => {
  const [first, second] = [graphProblem(file, undefined), graphProblem(file, undefined)]
  assert.equal(first.inputs, second.inputs)
  assert.match(first.about, 'standard normal numbers, seed 1')
  const many = graphProblem(written('many.json', stringify(graph([[10_000]], (x) => sum(x)))), undefined)
  const { data } = many.inputs[0]!.value
  const mean = data.reduce((a, b) => a + b, 0) / data.length
  const variance = data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length
  // Four standard deviations of the mean and of the variance of 10,000 such numbers.
  assert.ok(Math.abs(mean) < 0.04 && Math.abs(variance - 1) < 0.06, `${mean} ${variance}`)
})

test('values are numbers or nested lists', () => {
  assert.equal([...valuesOf('x=3,w=[[1,2],[3,4]], y = -1e3')], [
    ['x', 3],
    ['w', [[1, 2], [3, 4]]],
    ['y', -1000],
  ]) // biome-ignore format: a matrix
  for (const bad of ['', 'x', 'x=', 'x=one', '3=x', 'x=1,x=2', 'x=[1,,2]'])
    assert.throws(() => valuesOf(bad), /at --at/, bad)
})

test('points that do not fit are refused by name', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['a=2', /no value for x1, expected f64\[3\]/],
    ['a=2,x1=3', /found f64 for x1/],
    ['a=2,x1=[1,2]', /found f64\[2\] for x1/],
    ['a=2,x1=[[1],2,3]', /for x1, expected f64\[3\]/],
    ['a=true,x1=[1,2,3]', /for a, expected f64/],
    ['b=2', /a value for b, expected one of a, x1/],
  ]
  for (const [at, message] of cases) assert.throws(() => graphProblem(file, at), message, at)
  assert.equal(
    graphProblem(file, 'x0=2,x1=[1,2,3]').inputs.map(({ value }) => toNested(value)),
    [2, [1, 2, 3]],
  )
})

test.run()
