// The command that asks the laws: its documents, its exit codes, and the check of the table of equivalent mutants.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { groups } from '../../laws/law.ts'
import { suite as all } from '../../laws/suite.ts'
import { equivalent } from '../../scripts/laws/equivalent.ts'
import { hunt, places } from '../../scripts/laws/kill.ts'
import { requestOf } from '../../scripts/laws/options.ts'
import { disagreements, killRateOf, lawLines, mutantReport } from '../../scripts/laws/report.ts'
import { lawsUnder, rounded } from '../../scripts/laws/rounded.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', 'scripts/laws.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })

test('laws have names of their own and stand group by group', () => {
  assert.is(new Set(all.map(({ name }) => name)).size, all.length)
  const order = all.map(({ group }) => groups.indexOf(group))
  assert.equal(
    order,
    order.toSorted((a, b) => a - b),
  )
})

test('one op: a document of laws that hold', () => {
  const { stdout, status } = run('--op', 'tanh', '--cases', '10', '--json')
  assert.is(status, 0)
  const { laws, mutants, killRate } = JSON.parse(stdout)
  assert.equal([mutants, killRate], [[], null])
  assert.ok(laws.length > 40)
  for (const { name, group, cases, holds } of laws) {
    assert.ok(all.some((law) => law.name === name && law.group === group))
    assert.type(cases, 'number')
    assert.is(holds, true)
  }
})

test('one op: its mutants, each with what kills it, which the seed decides', () => {
  const { stdout, status } = run('--op', 'tanh', '--mutants', '--seed', '5', '--json')
  assert.is(status, 0)
  const { laws, mutants, killRate } = JSON.parse(stdout)
  assert.equal(mutants, hunt('tanh', { seed: 5, matrix: false }))
  assert.equal([laws, killRate], [[], 1])
  assert.ok(mutants.length > 3)
  for (const { name, killedBy } of mutants) {
    assert.match(name, /^tanh: tanh in argument 0, /)
    assert.is(killedBy.length, 1)
  }
})

test('under --engine compile what the laws run is compiled, and bits are kept up to rounding', () => {
  const { stdout, status } = run('--op', 'loop', '--cases', '2', '--engine', 'compile', '--json')
  assert.is(status, 0, stdout)
  const { laws } = JSON.parse(stdout)
  assert.ok(laws.some(({ name }: { name: string }) => name === 'run f x = f x to the bit'))
})

test('laws to the bit have a form up to rounding, and the others stay as they are', () => {
  for (const name of Object.keys(rounded))
    assert.ok(
      all.some((law) => law.name === name && /to the bit/.test(name)),
      name,
    )
  assert.is(all.filter(({ name }) => /to the bit/.test(name)).length, Object.keys(rounded).length)
  assert.is(lawsUnder('evaluate'), all)
  lawsUnder('compile').forEach((law, k) => {
    assert.is(law.holds === all[k]!.holds, !/to the bit/.test(law.name))
  })
})

test('bad input is refused in one line', () => {
  for (const args of [['--op', 'nosuch'], ['--cases', '0'], ['--seed', 'x'], ['--engine', 'steam'], ['--nosuch']]) {
    const said = requestOf(args, ['tanh'])
    assert.match(String(said), /^laws: [^\n]+$/)
  }
  const { stdout, stderr, status } = run('--op', 'nosuch')
  assert.equal([stdout, status], ['', 2])
  assert.match(stderr, /^laws: .*\n$/)
})

const listed = [{ name: 'a: b in argument 0, c', because: 'it is the same' }]
test('a survivor without a reason and a reason for what is killed are told', () => {
  assert.equal(disagreements([{ name: listed[0]!.name, killedBy: [] }], listed, true), [])
  assert.match(disagreements([{ name: 'x', killedBy: [] }], [], true)[0]!, /^survives, and nobody says why: x/)
  assert.match(disagreements([{ name: listed[0]!.name, killedBy: ['F0'] }], listed, true)[0]!, /^is killed, though/)
  assert.match(disagreements([], listed, true)[0]!, /was not planted/)
  assert.equal(disagreements([], listed, false), [])
})

test('the rate counts every mutant', () => {
  const killed = [
    { name: 'x', killedBy: ['F0'] },
    { name: listed[0]!.name, killedBy: [] },
  ]
  assert.is(killRateOf(killed), 0.5)
  assert.is(killRateOf([]), null)
  assert.match(mutantReport(killed, listed, false), /it is the same\n\n1 of 2 mutants killed: 50\.00 %$/)
})

test('a law holds where none of its answers refutes it', () => {
  const [law] = all
  const answer = { kind: 'op', name: 'x', law: law!.name, group: law!.group, preset: 'jax', cases: 3 } as const
  assert.equal(lawLines([answer, answer]), [{ name: law!.name, group: law!.group, cases: 6, holds: true }])
  assert.is(lawLines([answer, { ...answer, refutation: 'why' }])[0]!.holds, false)
})

test('every mutant that is listed is planted somewhere', () => {
  for (const { name } of equivalent) assert.ok(places.includes(name.split(': ')[0]!), name)
})

test.run()
