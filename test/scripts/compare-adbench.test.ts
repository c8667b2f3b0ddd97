// Files of ADBench as problems to compare: told by their names, at the point that they hold.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, type Tensor } from '../../modes/index.ts'
import { adbenchProblem } from '../../scripts/compare/adbench.ts'
import { mixtureInstance } from '../../scripts/problems/adbench/gmm.ts'
import { mixtureOf } from '../../scripts/problems/mixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-compare-adbench-'))
test.after(() => rmSync(folder, { recursive: true }))

const written = (name: string, lines: readonly (readonly number[])[]): string => {
  const file = join(folder, name)
  writeFileSync(file, `${lines.map((line) => line.join(' ')).join('\n')}\n`)
  return file
}

const rows = ({ shape, data }: Tensor): readonly (readonly number[])[] => {
  const width = shape.length > 1 ? shape[1] : 1
  return Array.from({ length: shape[0] }, (_, k) => [...data.slice(k * width, (k + 1) * width)])
}

test('a mixture is the objective that its file holds', () => {
  const instance = mixtureInstance(3, { d: 2, k: 2, n: 3 })
  const { alphas, means, icf, points, wishart } = instance
  const file = written('gmm_d2_K2.txt', [
    [2, 2, 3],
    ...rows(alphas),
    ...rows(means),
    ...rows(icf),
    ...points,
    [wishart.gamma, wishart.m],
  ])
  const [found, expected] = [adbenchProblem(file), mixtureOf(instance, '')].map(({ graph, inputs }) =>
    evaluateOrThrow(
      graph,
      inputs.map(({ value }) => value),
    ),
  )
  assert.equal(found, expected)
})

test('refuses a name that tells no kind, and a file that is torn', () => {
  assert.throws(
    () => adbenchProblem('notes.txt'),
    /found a file notes\.txt, expected a name that begins with gmm, ba, lstm, hand/,
  )
  assert.throws(() => adbenchProblem(written('ba1_n2_m3_p4.txt', [[2, 3]])), /ba1_n2_m3_p4\.txt, line/)
})

test.run()
