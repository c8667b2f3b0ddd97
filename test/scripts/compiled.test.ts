// What stands for `evaluate` under --engine compile: it compiles, once a graph, and refuses what `evaluate` refuses.
import { readFileSync } from 'node:fs'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import * as reference from '../../lib/interpret/evaluate.ts'
import { graph, mul, type Tensor } from '../../modes/index.ts'
import * as compiled from '../../scripts/compiled.ts'

const square = graph([[]], (x) => mul(x, x))

test('a graph is compiled when it is first evaluated', () => {
  const host = (globalThis as unknown as { WebAssembly: { Instance: new (...given: readonly unknown[]) => object } })
    .WebAssembly
  const { Instance } = host
  let count = 0
  host.Instance = class extends Instance {
    constructor(...given: readonly unknown[]) {
      super(...given)
      count++
    }
  }
  try {
    for (const x of [3, 4]) assert.is((compiled.evaluateOrThrow(square, [x])[0] as Tensor).data[0], x * x)
    assert.is(count, 1)
  } finally {
    host.Instance = Instance
  }
})

test('results and refusals are those of evaluate', () => {
  assert.equal(compiled.evaluate(square, [5]), right(compiled.evaluateOrThrow(square, [5])))
  for (const given of [[], [[1, 2]]]) {
    const [found, expected] = [compiled.evaluate(square, given), reference.evaluate(square, given)]
    assert.ok(isLeft(found) && isLeft(expected))
    assert.is(found.left.message, expected.left.message)
  }
})

test('it exports whatever stands beside evaluate, from where the library exports evaluate', () => {
  const names = Object.keys(reference).filter((name) => name in compiled)
  const line = /export \{ ([^}]+) \} from '.\/interpret\/evaluate.ts'/.exec(
    readFileSync(new URL('../../lib/index.ts', import.meta.url), 'utf8'),
  )
  const exported = line![1]!.split(', ').filter((name) => !name.startsWith('type '))
  assert.equal(exported.toSorted(), names.toSorted())
})

test.run()
