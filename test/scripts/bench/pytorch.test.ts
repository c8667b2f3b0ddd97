// The program in Python: where there is no torch it says so in its one line, as every measured process would.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { start } from '../../../scripts/bench/child.ts'

const program = fileURLToPath(new URL('../../../scripts/bench/programs/pytorch.py', import.meta.url))
const python = spawnSync('python3', ['-V']).status === 0
const withTorch = python && spawnSync('python3', ['-c', 'import torch']).status === 0

if (python && !withTorch)
  test('without torch, whoever starts it is told that it is absent', async () => {
    const failure = await start('python3', [program, 'rosenbrock', 'f64', 'data', 'result', '4'], 60_000).then(
      () => 'started',
      (e) => e.message,
    )
    assert.is(failure, 'torch is absent')
  })

test('its program is written in Python', () => {
  if (python)
    assert.is(spawnSync('python3', ['-c', `compile(open(${JSON.stringify(program)}).read(), '', 'exec')`]).status, 0)
})

test.run()
