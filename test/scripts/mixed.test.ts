/** Mixed mode on the problems: any order has the same Jacobian, `auto` is never the dearer, and the README says so. */
import { readFileSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { modesAgree } from '../../laws/agree.ts'
import { eliminated } from '../../laws/elimination.ts'
import { findOrder, linearize, mixedWay, type Order, tapeProblem } from '../../modes/index.ts'
import { table, withBlock } from '../../scripts/readme.ts'
import { gainOf, mixedRows, mixedTable } from '../../scripts/tables/mixed.ts'
import { small } from './problems/small.ts'

/** An order without any plan. */
const scrambled = (vertices: readonly number[]): Order => ({
  kind: 'vertex',
  steps: [...vertices].sort((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101) || a - b),
})

for (const [name, of] of Object.entries(small))
  test(`any order gives the Jacobian of ${name}`, () => {
    const { graph: f, inputs } = of()
    const x = inputs.map(({ value }) => value)
    const tape = linearize(f)
    const { inputs: sources, outputs: sinks, edges } = tapeProblem(tape)
    const ends = new Set([...sources, ...sinks])
    const inner = [...new Set(edges.map(([, to]) => to))].filter((v) => !ends.has(v))
    const orders = {
      forward: findOrder(tape, 'forward').order,
      reverse: findOrder(tape, 'reverse').order,
      markowitz: findOrder(tape, 'markowitz').order,
      scrambled: scrambled(inner),
    }
    const ways = Object.fromEntries(Object.entries(orders).map(([order, steps]) => [order, eliminated(steps)]))
    const verdict = modesAgree(f, x, ways)
    assert.ok(verdict.holds, verdict.holds ? '' : verdict.why)
    const auto = mixedWay(f)
    for (const order of ['forward', 'reverse'] as const)
      assert.ok(auto.cost.multiplications <= mixedWay(f, { order }).cost.multiplications)
  })

const rows = mixedRows()

test('mixed mode is never dearer than plain ways; it gains where it is said to, and nothing for losses', () => {
  for (const row of rows) assert.ok(gainOf(row) >= 1, row.problem)
  const gains = (name: RegExp): readonly number[] => rows.filter(({ problem }) => name.test(problem)).map(gainOf)
  assert.ok(Math.min(...gains(/^perceptron (12-8-2|16-4)/), ...gains(/^attention.*its input/)) >= 1.4)
  assert.ok(Math.max(...gains(/loss/)) < 1.05)
})

test('the README has these rows', () => {
  const readme = readFileSync('README.md', 'utf8')
  assert.is(withBlock(readme, 'mixed', table(mixedTable(rows))), readme)
})

test.run()
