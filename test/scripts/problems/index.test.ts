/** The table of problems: what every entry promises, by name and by size. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, type Tensor } from '../../../modes/index.ts'
import { builtin, families } from '../../../scripts/compare/builtin.ts'
import { type Entry, problems } from '../../../scripts/problems/index.ts'
import { operations, usefulOperations } from './scalars.ts'

const entries: readonly (readonly [string, Entry])[] = Object.entries(problems)

const classical = [
  'rosenbrock',
  'speelpenning',
  'helmholtz',
  'helmholtzVector',
  'heartDipole',
  'robotArm',
  'blackScholes',
  'greeks',
  'roeFlux1d',
  'roeFlux3d',
  'brusselator',
  'propane',
] as const

test('`compare` knows every problem by its name, and a family for each that has sizes', () => {
  assert.equal([...builtin.keys()], Object.keys(problems))
  assert.equal(
    [...families.keys()],
    entries.flatMap(([name, { sizes }]) => (sizes ? [name] : [])),
  )
})

test('every classical problem bears its name, is finite at its point, and draws nothing in vain', () => {
  for (const name of classical) {
    const problem = builtin.get(name)!()
    assert.is(problem.name, name)
    const { graph, inputs, outputs } = problem
    const results = evaluateOrThrow(
      graph,
      inputs.map(({ value }) => value),
    ) as readonly Tensor[]
    assert.equal(
      results.map(({ shape }) => shape),
      outputs,
    )
    assert.ok(
      results.every(({ data }) => data.every(Number.isFinite)),
      name,
    )
    // Differentiating inside a graph leaves what only the value needed.
    if (name !== 'greeks') assert.equal(operations(problem), usefulOperations(problem), name)
  }
})

test('the default is the first of the sizes, and a larger size is a larger problem', () => {
  for (const [name, { sizes, problem }] of entries) {
    if (!sizes || !classical.some((known) => known === name)) continue
    const count = (n?: number) => problem(n).inputs.reduce((sum, { value }) => sum + value.data.length, 0)
    assert.is(count(), count(sizes[0]), name)
    assert.ok(count(3) < count(5), name)
  }
})

test.run()
