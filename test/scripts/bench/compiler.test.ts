// Every work by hand in C has the derivative that is drawn.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compileC, compilerAtHand, inC } from '../../../scripts/bench/compiler.ts'
import { disagreement, TOLERANCE } from '../../../scripts/bench/kernelRows.ts'
import { entriesIn } from '../../../scripts/bench/serve.ts'
import { joined } from '../../../scripts/bench/work.ts'
import { kernels } from '../../../scripts/bench/works/index.ts'
import { drawnEntries, small } from './small.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-bench-test-'))
test.after(() => rmSync(folder, { recursive: true }))

test('every work is there in C', () => {
  assert.equal(
    Object.keys(kernels).filter((name) => !inC(name)),
    [],
  )
})

const programs = Object.keys(small).flatMap((name) =>
  (['c', 'c-blocked'] as const).filter((who) => inC(name, who)).map((who) => [name, who] as const),
)

if (compilerAtHand())
  for (const [name, who] of programs)
    test(`${name} by ${who} has the derivative that is drawn`, () => {
      const [data, result] = [join(folder, 'data'), join(folder, 'result')] as const
      writeFileSync(data, joined(kernels[name]!.data(small[name]!).map((x) => x.data)))
      const program = compileC(name, 'f64', folder, who, ['-O0'])
      execFileSync(program, [data, result, ...Object.values(small[name]!).map(String)], { input: '' })
      assert.is(disagreement(entriesIn(result), drawnEntries(name), TOLERANCE.f64), undefined)
    })

test.run()
